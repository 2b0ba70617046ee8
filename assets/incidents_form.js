/* What leaves the board: a report by hand from its form, and the rows as a file. */
"use strict";

(function () {
  const board = window.CockpitBoard;
  const { element, set, put, now } = board;
  const GIVEN = ["place", "lon", "lat"]; // what the address may fill in, where somebody pointed at the map

  /* --- the form --- */

  function freshKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    put("incidents-report-key", { key: [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("") });
  }

  /* That it is open stands in the address: a reload, or a new sign-in, finds it as it was left. */
  function openForm() {
    freshKey();
    element("incidents-report").hidden = false;
    element("incidents").classList.add("reporting");
    element("incidents-report-point").open ||= pointGiven();
    address((asked) => asked.set("new", "1"));
    element("incidents-report-words").focus();
  }

  function closeForm() {
    if (!element("incidents-report") || element("incidents-report").hidden) return;
    element("incidents-report").hidden = true;
    element("incidents").classList.remove("reporting");
    address((asked) => ["new", ...GIVEN].forEach((name) => asked.delete(name)));
  }

  const pointGiven = () => [...element("incidents-report-point").querySelectorAll("input")].some((field) => field.value);

  function address(change) {
    const asked = new URLSearchParams(location.search);
    change(asked);
    const query = asked.toString();
    history.replaceState(history.state, "", location.pathname + (query ? "?" + query : ""));
  }

  function emptyForm() {
    address((asked) => GIVEN.forEach((name) => asked.delete(name)));
    for (const [name, value] of Object.entries(board.data.blank)) set(`incidents-report-${name}`, { value });
    window.Cockpit.forgetTyped("incidents-report-");
  }

  function reported(answer) {
    if (!answer) return window.dash_clientside.no_update;
    window.Cockpit.toast(answer.says, "", "done");
    emptyForm();
    answer.incident ? board.choose(answer.incident) : closeForm();
    return window.dash_clientside.no_update;
  }

  /* --- export: a cell that a spreadsheet would take for a formula is written as text --- */

  const plain = (text) => (/^[=+\-@\t\r]/.test(text) ? "'" + text : text);

  function exportTable() {
    if (!board.grid) return;
    board.grid.exportDataAsCsv({
      columnKeys: board.grid.getColumns().map((column) => column.getColId()).filter((field) => field !== "tick"),
      fileName: `${board.data.words.board.file}-${board.localDay(now())}.csv`,
      processCellCallback: (cell) => plain(cellText(cell.node.data, cell.column.getColId())),
    });
  }

  function cellText(row, field) {
    if (field === "teams") return board.teamsInWords(row).replaceAll("\n", "; ");
    if (field === "received_at") return `${board.localDay(Date.parse(row.received_at))} ${window.Cockpit.time(Date.parse(row.received_at), true)}`;
    return board.wordsOf(row, field);
  }

  Object.assign(board, { address, openForm, closeForm, emptyForm, reported, exportTable });
})();
