/* What leaves the board: a report by hand from its form, and the rows as a file. */
"use strict";

(function () {
  const board = window.CockpitBoard;
  const { element, set, put, now } = board;

  /* --- the form --- */

  function freshKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    put("incidents-report-key", { key: [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("") });
  }

  function openForm() {
    freshKey();
    element("incidents-report").hidden = false;
    element("incidents").classList.add("reporting");
    element("incidents-report-words").focus();
  }

  function closeForm() {
    if (!element("incidents-report")) return;
    element("incidents-report").hidden = true;
    element("incidents").classList.remove("reporting");
  }

  const EMPTY = { words: "", place: null, lon: null, lat: null, count: null, note: "", home: [] };

  function reported(answer) {
    if (!answer) return window.dash_clientside.no_update;
    window.Cockpit.toast(answer.says, "", "done");
    for (const [name, value] of Object.entries(EMPTY)) set(`incidents-report-${name}`, { value });
    forget();
    board.choose(answer.incident);
    return window.dash_clientside.no_update;
  }

  function forget() {
    const asked = new URLSearchParams(location.search);
    ["new", "place", "lon", "lat"].forEach((name) => asked.delete(name));
    history.replaceState(history.state, "", location.pathname + "?" + asked);
  }

  /* --- export: a cell that a spreadsheet would take for a formula is written as text --- */

  const plain = (text) => (/^[=+\-@\t\r]/.test(text) ? "'" + text : text);

  function exportTable() {
    if (!board.grid) return;
    board.grid.exportDataAsCsv({
      allColumns: true,
      fileName: `${board.data.words.board.file}-${board.localDay(now())}.csv`,
      processCellCallback: (cell) => plain(cellText(cell.node.data, cell.column.getColId())),
    });
  }

  function cellText(row, field) {
    if (field === "teams") return board.teamsInWords(row).replaceAll("\n", "; ");
    if (field === "received_at") return `${board.localDay(Date.parse(row.received_at))} ${window.Cockpit.time(Date.parse(row.received_at), true)}`;
    return board.wordsOf(row, field);
  }

  Object.assign(board, { openForm, closeForm, forget, reported, exportTable });
})();
