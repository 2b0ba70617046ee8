/* One act on many: rows are ticked (a click, the space bar, X), and the server is asked step by step until all are done. */
"use strict";

(function () {
  const board = window.CockpitBoard;
  const { element, put } = board;
  const ticked = (board.ticked = new Set());
  const panel = () => element("incidents-bulk");
  let last = null; // the row that was ticked last: Shift reaches from there
  let asked = null; // what the server is at; with its key a lost line goes on where it was

  const shown = () => {
    const found = [];
    board.grid.forEachNodeAfterFilterAndSort((node) => found.push(node.data.id));
    return found;
  };

  function tick(id, reach) {
    const on = !ticked.has(id), all = shown();
    const [from, to] = [all.indexOf(reach && last !== null ? last : id), all.indexOf(id)].sort((a, b) => a - b);
    for (const one of from < 0 ? [id] : all.slice(from, to + 1)) on ? ticked.add(one) : ticked.delete(one);
    last = id;
    draw();
  }

  function draw() {
    if (!panel()) return;
    if (board.grid && !board.grid.isDestroyed()) board.grid.refreshCells({ columns: ["tick"], force: true });
    panel().hidden = !ticked.size && !element("incidents-bulk-results").childElementCount;
    const count = element("incidents-bulk-count");
    count.textContent = count.dataset.says.replace("{count}", ticked.size);
    panel().classList.toggle("some", ticked.size > 0);
  }

  function none() {
    ticked.clear();
    window.dash_clientside.set_props("incidents-bulk-results", { children: [] });
    setTimeout(draw, 50);
  }

  /* --- asking --- */

  const same = (one, other) => one && ["act", "resolution", "undoes"].every((name) => one[name] === other[name]) && String(one.ids) === String(other.ids);

  function ask(what) {
    const key = same(asked, what) ? asked.key : crypto.randomUUID();
    asked = { ...what, key, turn: same(asked, what) ? asked.turn + 1 : 0 };
    put("incidents-bulk-asked", asked);
  }

  function act(name) {
    if (!ticked.size) return;
    const reason = name === "close" ? { resolution: element("incidents-bulk-resolution").value } : {};
    ask({ act: name, ids: [...ticked].sort((a, b) => a - b), ...reason });
  }

  function left(answer) {
    if (answer && asked?.key === answer.key) {
      if (answer.left) setTimeout(() => put("incidents-bulk-asked", (asked = { ...asked, turn: asked.turn + 1 })));
      else { asked = null; ticked.clear(); }
    }
    setTimeout(draw, 50);
    return window.dash_clientside.no_update;
  }

  board.undoMany = (number) => ask({ undoes: number });

  /* --- hands --- */

  const rowOf = (target) => Number(target.closest?.(".ag-row")?.getAttribute("row-id")) || null;

  /* Before the table hears of it: a tick opens nothing. */
  document.addEventListener("click", (event) => {
    const box = event.target.closest?.(".board-tick");
    if (!box || !rowOf(box)) return;
    event.stopImmediatePropagation();
    tick(rowOf(box), event.shiftKey);
  }, true);

  document.addEventListener("click", (event) => {
    if (!panel() || !event.target.closest) return;
    const button = event.target.closest("#incidents-bulk-acts button[data-act]");
    if (button) act(button.dataset.act);
    if (event.target.closest("#incidents-bulk-all")) { shown().forEach((id) => ticked.add(id)); draw(); }
    if (event.target.closest("#incidents-bulk-none")) none();
  });

  document.addEventListener("keydown", (event) => {
    if (!panel() || !board.grid || event.ctrlKey || event.metaKey || event.altKey || /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    const id = rowOf(event.target) || board.chosen;
    const wanted = event.key.toLowerCase() === "x" || (event.key === " " && event.target.closest(".board-tick"));
    if (wanted && id && board.rows.has(id)) { tick(id, event.shiftKey); event.preventDefault(); }
    else if (event.key === "Escape" && !panel().hidden && element("incidents-report").hidden) none();
  });

  window.dashAgGridFunctions = Object.assign(window.dashAgGridFunctions || {}, { boardOwnSpace: (params) => params.event.key === " " });
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.cockpit_bulk = { left };
})();
