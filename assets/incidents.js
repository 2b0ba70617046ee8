/* The board in the browser: rows followed change by change, filters kept in the address bar, one chosen incident.
   The table's library: incidents_table.js; what a row is: incidents_rows.js; filters and tabs: incidents_filters.js;
   reporting and export: incidents_form.js. */
"use strict";

(function () {
  const TABLET = 1100;
  const PHONE = 700;
  const NOT_ON_TABLET = ["area", "source", "elapsed", "count", "received_at"];
  const NOT_ON_PHONE = ["code", "priority", "teams"];
  const BEAT = 30000;

  const element = (id) => document.getElementById(id);
  const set = (id, props) => element(id) && window.dash_clientside.set_props(id, props);
  const put = (id, data) => window.dash_clientside.set_props(id, { data });
  const now = () => window.Cockpit.now();
  const fill = (text, facts) => text.replace(/\{(\w+)\}/g, (_, name) => facts[name]);
  const made = (tag, props) => Object.assign(document.createElement(tag), props);

  /* What the files of this page share; the others load after this one and add what they do. */
  const board = (window.CockpitBoard = {
    data: null, readAt: null, rows: new Map(), elsewhere: new Map(), areas: new Map(), filters: {}, chosen: null, grid: null,
    groups: ["all", "mine", "waiting", "in_hand", "to_verify", "over"],
    choose, failed, reorder, element, set, put, now, fill, made,
  });
  const here = () => board.data !== null && element("incidents-board") !== null;

  /* --- start and follow --- */

  function start(fresh) {
    if (!fresh) return window.dash_clientside.no_update;
    const first = board.data === null || !element("incidents-filters").childElementCount;
    board.data = fresh;
    board.readAt = now();
    window.Cockpit.setMine(fresh.mine);
    board.areas = new Map(fresh.areas.map(([code, name, parent]) => [code, { code, name, parent }]));
    board.rows = new Map(window.Cockpit.unpacked(fresh.incidents).map((row) => [row.id, row]));
    board.elsewhere = new Map(fresh.elsewhere.map(([id, touch_by, area]) => [id, { touch_by, area }]).filter(([id]) => !board.rows.has(id)));
    board.filters = first ? board.readFilters() : { ...board.filters, day: fresh.day || "" };
    element("incidents-failed").hidden = !board.missing();
    element("incidents").classList.toggle("stale", board.missing());
    board.drawFilters();
    window.Cockpit.lapsedNow(board.rows, fresh.lapsed);
    window.Cockpit.follow(fresh.change);
    if (first) arrive();
    board.library.then(() => window.dash_ag_grid.getApiAsync("incidents-board")).then(showRows);
    return true;
  }

  function arrive() {
    const asked = new URLSearchParams(location.search);
    const wanted = Number(asked.get("incident"));
    board.chosen = null;
    CockpitShown.forget("incidents");
    if (Number.isSafeInteger(wanted) && wanted > 0) show(wanted);
    if (asked.get("new") === "1") board.openForm();
  }

  function showRows(api) {
    if (api !== board.grid) {
      board.grid = api;
      api.addEventListener("selectionChanged", onSelected);
      api.addEventListener("cellKeyDown", (event) => event.event.key === "Enter" && choose(event.data.id));
    }
    fitColumns();
    api.setGridOption("rowData", [...board.rows.values()]);
    board.refilter();
    mark();
  }

  /* Who is called in, or is wanted no more, finds the rows in another order. */
  function reorder() {
    if (!here() || !board.grid || board.grid.isDestroyed()) return;
    board.grid.setGridOption("rowData", [...board.rows.values()]);
    board.refilter();
    mark();
  }

  function fitColumns() {
    if (!here() || !board.grid || board.grid.isDestroyed()) return;
    board.grid.setColumnsVisible(NOT_ON_TABLET, window.innerWidth > TABLET);
    board.grid.setColumnsVisible(NOT_ON_PHONE, window.innerWidth > PHONE);
  }

  function onSelected() {
    const picked = board.grid.getSelectedRows()[0];
    if (picked && picked.id !== board.chosen) choose(picked.id);
  }

  function mark() {
    if (!board.grid || board.chosen === null) return;
    const node = board.grid.getRowNode(String(board.chosen));
    if (node && !node.isSelected()) node.setSelected(true, true);
  }

  function onChange(change) {
    if (!here() || change.id <= board.data.change) return;
    board.data.change = change.id;
    if (change.subject === "incident") follow(change);
  }

  function follow(change) {
    const id = Number(change.subject_id);
    const row = { ...change.state, id, area: change.area, lapsed: window.Cockpit.lapsedAfter(board.rows.get(id), change) };
    const had = board.rows.has(id);
    if (!had && board.filters.day && ![row.received_at, row.closed_at].some((at) => at && board.localDay(Date.parse(at)) === board.filters.day)) {
      board.elsewhere.set(id, row);
      return;
    }
    board.rows.set(id, row);
    board.elsewhere.delete(id);
    if (board.grid) board.grid.applyTransactionAsync(had ? { update: [row] } : { add: [row] }, () => { mark(); board.drawTabs(); board.drawCount(); });
    if (id === board.chosen) CockpitShown.changed("incidents", id, change.id);
  }

  function failed() {
    const words = board.grid && board.data?.words.board;
    element("incidents-failed-words").textContent = words
      ? fill(words.kept, { time: window.Cockpit.time(board.readAt) })
      : element("incidents-failed").dataset.words || "";
    element("incidents-failed").hidden = false;
    element("incidents").classList.add("stale");
    set("incidents-loading", { hidden: true });
  }

  /* The first rows come by one callback: when that fails, the board says so and keeps what it had. */
  const plainFetch = window.fetch.bind(window);
  window.fetch = async function (resource, options) {
    const rowsAsked = typeof options?.body === "string" && options.body.includes('"incidents-data.data"');
    if (!rowsAsked) return plainFetch(resource, options);
    try {
      const response = await plainFetch(resource, options);
      if (response.status >= 400 && response.status !== 401) failed();
      return response;
    } catch (error) {
      failed();
      throw error;
    }
  };

  setInterval(() => {
    if (!here() || !board.grid || board.grid.isDestroyed()) return;
    board.grid.refreshCells({ columns: ["elapsed", "due"], force: true });
    board.drawUntouched();
    if (board.filters.overdue || board.filters.untouched) board.refilter();
  }, 1000);

  /* --- choosing, and saying that one still looks --- */

  function choose(id) {
    board.closeForm();
    show(id);
  }

  function show(id) {
    board.chosen = id;
    CockpitShown.choose("incidents", id);
    board.remember();
    mark();
  }

  setInterval(() => {
    if (document.visibilityState !== "visible") return;
    for (const page of ["incidents", "overview"]) {
      if (element(`${page}-others`)) put(`${page}-beat`, Date.now());
    }
  }, BEAT);

  /* --- a drawing that is renewed keeps what was unfolded in it, and the place of the keyboard --- */

  const unfolded = { incident: null, names: new Set() };
  let focused = null;

  document.addEventListener("toggle", (event) => {
    const name = event.target.dataset?.fold;
    const incident = event.target.closest?.("[data-incident]")?.dataset.incident;
    if (!name || !incident) return;
    if (unfolded.incident !== incident) { unfolded.incident = incident; unfolded.names.clear(); }
    event.target.open ? unfolded.names.add(name) : unfolded.names.delete(name);
  }, true);
  document.addEventListener("focusin", (event) => { focused = event.target.closest(".acts") ? event.target.id : null; });

  function restore() {
    const steps = document.querySelector(".acts[data-incident]");
    if (!steps || steps.dataset.incident !== unfolded.incident) return;
    steps.querySelectorAll("[data-fold]").forEach((fold) => {
      if (unfolded.names.has(fold.dataset.fold) && !fold.open) fold.open = true;
    });
    if (focused && document.activeElement === document.body) element(focused)?.focus();
  }

  /* --- hands: buttons of the frame, and keys --- */

  const CLICKS = {
    "incidents-new": () => board.openForm(),
    "incidents-report-leave": () => board.closeForm(),
    "incidents-report-empty": () => board.emptyForm(),
    "incidents-untouched": () => board.data && board.pressUntouched(),
    "incidents-export": () => board.exportTable(),
    "incidents-retry": () => { board.again(); put("incidents-asked", { day: board.filters.day || null, again: Date.now() }); },
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button && CLICKS[button.id]) CLICKS[button.id]();
  });

  const PRESS = { d: "incidents-send", v: "incidents-verify", c: "incidents-close", r: "incidents-urge", n: "incidents-new" };

  function typing(event) {
    return /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  }

  function step(by) {
    const shown = [];
    board.grid.forEachNodeAfterFilterAndSort((node) => shown.push(node.data.id));
    const next = shown[Math.min(shown.length - 1, Math.max(0, shown.indexOf(board.chosen) + by))];
    if (next === undefined) return;
    choose(next);
    board.grid.ensureNodeVisible(board.grid.getRowNode(String(next)));
  }

  document.addEventListener("keydown", (event) => {
    if (!here() || event.ctrlKey || event.metaKey || event.altKey || event.repeat && !event.key.startsWith("Arrow")) return;
    if (event.key === "Escape" && !element("incidents-report").hidden) return CLICKS["incidents-report-leave"]();
    if (typing(event)) return;
    const inGrid = event.target.closest(".ag-root");
    if (!inGrid && board.grid && event.key === "ArrowDown") { step(1); event.preventDefault(); }
    else if (!inGrid && board.grid && event.key === "ArrowUp") { step(-1); event.preventDefault(); }
    else press(element(PRESS[event.key.toLowerCase()] || ""), event);
  });

  function press(button, event) {
    if (!CockpitShown.pressable(button)) return;
    event.preventDefault();
    button.click();
  }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.cockpit_incidents = { start, table: (plan) => board.table(plan), reported: (answer) => board.reported(answer) };
  window.addEventListener("resize", fitColumns);
  document.addEventListener("DOMContentLoaded", () => {
    new MutationObserver(restore).observe(document.body, { childList: true, subtree: true });
    window.Cockpit.on("change", onChange);
  });
})();
