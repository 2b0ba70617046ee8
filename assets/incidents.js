/* The board in the browser: rows followed change by change, filters kept in the address bar, one chosen incident. */
"use strict";

(function () {
  const WAITING = ["reported", "confirmed", "reopened"];
  const TO_VERIFY = ["resolved", "verified"];
  const OVER = ["closed", "duplicate", "false_alarm", "cancelled"];
  const GROUPS = ["all", "waiting", "in_hand", "to_verify", "over"];
  const PRIORITIES = ["1", "2", "3"];
  const GONE = ["declined", "timed_out", "recalled"];
  const TEAM_SHAPES = { resolved: "✓", dispatched: "○" };
  const TABLET = 1100;
  const PHONE = 700;
  const NOT_ON_TABLET = ["area", "source", "elapsed", "count", "received_at"];
  const NOT_ON_PHONE = ["code", "priority", "teams"];
  const BEAT = 30000;
  const UNFILTERED = { group: "all", kind: "", area: "", priority: "", overdue: false, text: "", day: "" };
  let data = null;
  let readAt = null;
  let rows = new Map();
  let areas = new Map();
  let filters = { ...UNFILTERED };
  let chosen = null;
  let grid = null;
  let cockpitSeen = false; // the cockpit page, once visited, goes on to sound the alarms itself

  const element = (id) => document.getElementById(id);
  const set = (id, props) => element(id) && window.dash_clientside.set_props(id, props);
  const put = (id, data) => window.dash_clientside.set_props(id, { data });
  const here = () => data !== null && element("incidents-board") !== null;
  const now = () => window.Cockpit.now();
  const fill = (text, facts) => text.replace(/\{(\w+)\}/g, (_, name) => facts[name]);
  const made = (tag, props) => Object.assign(document.createElement(tag), props);

  /* --- what a row is --- */

  const dueOf = (row) => Date.parse(row.arrived ? row.close_by : row.arrive_by);
  const isOver = (row) => OVER.includes(row.state);
  const isLate = (row) => !isOver(row) && now() > dueOf(row);

  function groupOf(row) {
    if (isOver(row)) return "over";
    if (WAITING.includes(row.state)) return "waiting";
    return TO_VERIFY.includes(row.state) ? "to_verify" : "in_hand";
  }

  function shapeOf(row) {
    return { waiting: "act", in_hand: row.state === "on_hold" ? "plan" : "hand", to_verify: "watch", over: "done" }[groupOf(row)];
  }

  const glyph = (row) => ({ act: "▲", watch: "◆", hand: "●", done: "✓", plan: "○" })[shapeOf(row)];
  const placeOf = (row) => (row.at_home ? data.words.board.home : row.place || data.words.spot);
  const codeOf = (row) => row.code;

  const areaOf = (row) => areas.get(row.area[2])?.name || "";
  const path = (row) => row.area.map((code) => areas.get(code)?.name || "").join(" · ");

  function marksOf(row) {
    return Object.entries(row.teams || {})
      .filter(([, state]) => !GONE.includes(state))
      .map(([team, state]) => (data.teams[team]?.[0] || "?") + (TEAM_SHAPES[state] || "●"))
      .join(" ");
  }

  function teamsInWords(row) {
    return Object.entries(row.teams || {})
      .map(([team, state]) => `${data.teams[team]?.[1] || "?"} ${data.words.states[state] || state}`)
      .join("\n");
  }

  function elapsedOf(row) {
    return (row.closed_at ? Date.parse(row.closed_at) : now()) - Date.parse(row.received_at);
  }

  function dueWords(row) {
    if (isOver(row)) return "";
    const span = window.Cockpit.span(Math.abs(dueOf(row) - now()));
    return fill(isLate(row) ? data.words.board.late : data.words.board.left, { span });
  }

  const localDay = (at) => new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" }).format(at);

  function timeWords(at) {
    const time = window.Cockpit.time(at);
    const day = localDay(at);
    return day === localDay(now()) ? time : `${day.slice(5)} ${time}`;
  }

  /* One number for the order of the board: what waits first, then by priority, then who waits longest; what is over, newest first. */
  function urgencyOf(row) {
    const at = Date.parse(row.received_at);
    return GROUPS.indexOf(groupOf(row)) * 1e15 + (isOver(row) ? 5e14 - Date.parse(row.closed_at) : row.priority * 1e14 + at);
  }

  const VALUES = {
    state: urgencyOf,
    code: (row) => row.id,
    priority: (row) => row.priority,
    kind: (row) => data.words.kinds[row.kind] || row.kind,
    place: placeOf,
    area: areaOf,
    count: (row) => row.count,
    received_at: (row) => Date.parse(row.received_at),
    elapsed: elapsedOf,
    due: (row) => (isOver(row) ? Infinity : dueOf(row)),
    teams: marksOf,
    source: (row) => data.words.sources[row.source] || row.source,
  };
  const WORDS = {
    state: (row) => `${glyph(row)} ${data.words.states[row.state] || row.state}`,
    code: codeOf,
    count: (row) => (row.count === null ? "" : row.count.toLocaleString("en-US")),
    received_at: (row) => timeWords(Date.parse(row.received_at)),
    elapsed: (row) => window.Cockpit.span(elapsedOf(row)),
    due: dueWords,
  };
  const TIPS = { teams: teamsInWords, area: path };
  const wordsOf = (row, field) => String((WORDS[field] || VALUES[field])(row) ?? "");

  function order(one, other) {
    if (one === other) return 0;
    if (one === null || one === undefined) return 1;
    if (other === null || other === undefined) return -1;
    return typeof one === "number" ? one - other : String(one).localeCompare(String(other), "zh");
  }

  function theme(quartz) {
    return quartz.withParams({
      backgroundColor: "#161b21", foregroundColor: "#e8edf2", borderColor: "#2a333c", chromeBackgroundColor: "#1d242b",
      headerTextColor: "#9aa7b3", accentColor: "#4da3ff", rowHoverColor: "#1d242b", selectedRowBackgroundColor: "#1a2a3a",
      oddRowBackgroundColor: "#161b21", fontFamily: "inherit", fontSize: 14, headerFontSize: 13, headerFontWeight: 500,
      cellHorizontalPadding: 9, wrapperBorder: false, wrapperBorderRadius: 0, browserColorScheme: "dark",
      headerColumnResizeHandleColor: "#2a333c", spacing: 6,
    });
  }

  window.dashAgGridFunctions = Object.assign(window.dashAgGridFunctions || {}, {
    boardId: (params) => String(params.data.id),
    boardValue: (params, field) => (params.data && data ? VALUES[field](params.data) : null),
    boardWords: (params, field) => (params.data && data ? wordsOf(params.data, field) : ""),
    boardTip: (params, field) => (params.data && data ? (TIPS[field] || wordsOf)(params.data, field) : null),
    boardShape: (params) => (params.data ? shapeOf(params.data) : ""),
    boardLate: (params) => Boolean(params.data && isLate(params.data)),
    boardOver: (params) => Boolean(params.data && isOver(params.data)),
    boardFiltered: () => true,
    boardPasses: (node) => !data || passes(node.data),
    boardOrder: order,
    boardTheme: theme,
  });

  /* --- filters: what the address bar says, as far as it makes sense --- */

  function passes(row, group) {
    const wanted = group || filters.group;
    if (wanted !== "all" && groupOf(row) !== wanted) return false;
    if (filters.kind && row.kind !== filters.kind) return false;
    if (filters.priority && row.priority !== Number(filters.priority)) return false;
    if (filters.area && !row.area.some((code) => code && code.startsWith(filters.area))) return false;
    if (filters.overdue && !isLate(row)) return false;
    return !filters.text || fits(row, filters.text.toLowerCase());
  }

  const fits = (row, text) => [row.code, placeOf(row), path(row)].some((part) => part.toLowerCase().includes(text));

  function readFilters() {
    const asked = new URLSearchParams(location.search);
    const one = (name, known) => (known(asked.get(name) || "") ? asked.get(name) : "");
    return {
      group: one("group", (value) => GROUPS.includes(value)) || "all",
      kind: one("kind", (value) => value in data.words.kinds),
      area: one("area", (value) => areas.has(value) && value.startsWith(data.scope)),
      priority: one("priority", (value) => PRIORITIES.includes(value)),
      overdue: asked.get("overdue") === "1",
      text: (asked.get("text") || "").slice(0, 60),
      day: data.day || "",
    };
  }

  function remember() {
    const asked = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(filters)) {
      if (value === UNFILTERED[name]) asked.delete(name);
      else asked.set(name, value === true ? "1" : value);
    }
    chosen === null ? asked.delete("incident") : asked.set("incident", chosen);
    const query = asked.toString();
    history.replaceState(history.state, "", location.pathname + (query ? "?" + query : ""));
  }

  function filter(change) {
    const day = filters.day;
    filters = { ...filters, ...change };
    remember();
    if (filters.day !== day) put("incidents-asked", { day: filters.day || null });
    else refilter();
  }

  function refilter() {
    if (grid) grid.onFilterChanged();
    drawTabs();
    drawCount();
  }

  function drawTabs() {
    element("incidents-tabs").replaceChildren(
      ...GROUPS.map((group) => {
        const button = made("button", { type: "button", onclick: () => filter({ group }) });
        button.setAttribute("role", "tab");
        button.setAttribute("aria-selected", String(group === filters.group));
        button.dataset.group = group;
        const count = [...rows.values()].filter((row) => passes(row, group)).length;
        button.append(data.words.groups[group] + " ", made("b", { textContent: count }));
        return button;
      }),
    );
  }

  function choice(name, label, options) {
    const box = made("select", { name, onchange: () => filter({ [name]: box.value }) });
    box.setAttribute("aria-label", label);
    box.append(made("option", { value: "", textContent: label }));
    box.append(...options.map(([value, textContent]) => made("option", { value, textContent })));
    box.value = filters[name];
    box.classList.toggle("set", Boolean(filters[name]));
    return box;
  }

  function areaChoices() {
    const below = (parent) => [...areas.values()].filter((area) => area.parent === parent);
    const around = filters.area ? below(filters.area) : [];
    const path = [];
    for (let code = filters.area; code && code !== data.scope; code = areas.get(code)?.parent) path.unshift(areas.get(code));
    const known = new Map([...below(data.scope), ...path, ...around].map((area) => [area.code, area]));
    const depth = (code) => Math.max(0, (code.length - data.scope.length) / 3 - 1);
    return [...known.values()].sort((a, b) => (a.code < b.code ? -1 : 1)).map((area) => [area.code, "　".repeat(depth(area.code)) + area.name]);
  }

  function typed() {
    const box = made("input", { type: "search", name: "text", value: filters.text, placeholder: data.words.board.text, maxLength: 60 });
    box.setAttribute("aria-label", data.words.board.text);
    box.oninput = () => filter({ text: box.value.trim() });
    return box;
  }

  function ticked() {
    const box = made("input", { type: "checkbox", name: "overdue", checked: filters.overdue });
    box.onchange = () => filter({ overdue: box.checked });
    const label = made("label", { className: "tick" });
    label.append(box, data.words.board.overdue);
    return label;
  }

  function dated() {
    const box = made("input", { type: "date", name: "day", value: filters.day });
    box.setAttribute("aria-label", data.words.board.day);
    box.onchange = () => filter({ day: box.value });
    return box;
  }

  function drawFilters() {
    const words = data.words.board;
    const clear = made("button", { type: "button", className: "quiet", textContent: words.clear, id: "incidents-clear" });
    clear.onclick = () => { filter({ ...UNFILTERED }); drawFilters(); };
    element("incidents-filters").replaceChildren(
      typed(),
      choice("kind", words.any_kind, Object.entries(data.words.kinds)),
      areaBox(),
      choice("priority", words.any_priority, PRIORITIES.map((n) => [n, fill(words.priority, { n })])),
      ticked(),
      dated(),
      clear,
    );
  }

  function areaBox() {
    const box = choice("area", data.words.board.any_area, areaChoices());
    box.onchange = () => { filter({ area: box.value }); box.replaceWith(areaBox()); };
    return box;
  }

  function drawCount() {
    let shown = 0;
    for (const row of rows.values()) shown += passes(row) ? 1 : 0;
    element("incidents-count").textContent = fill(data.words.board.shown, { shown, all: rows.size });
  }

  /* --- start and follow --- */

  function start(fresh) {
    if (!fresh) return window.dash_clientside.no_update;
    const first = data === null || !element("incidents-filters").childElementCount;
    data = fresh;
    readAt = Date.parse(fresh.now);
    window.Cockpit.words = fresh.words;
    window.Cockpit.setClock(fresh.now, fresh.speed);
    window.Cockpit.setMe(fresh.me);
    areas = new Map(fresh.areas.map(([code, name, parent]) => [code, { code, name, parent }]));
    rows = new Map(fresh.incidents.map((row) => [row.id, row]));
    filters = first ? readFilters() : { ...filters, day: fresh.day || "" };
    element("incidents-failed").hidden = true;
    element("incidents").classList.remove("stale");
    element("shell-crumb").replaceChildren(made("b", { textContent: areas.get(fresh.scope)?.name || "" }));
    drawFilters();
    window.Cockpit.follow(fresh.change);
    if (first) arrive();
    window.dash_ag_grid.getApiAsync("incidents-board").then(showRows);
    return true;
  }

  function arrive() {
    const asked = new URLSearchParams(location.search);
    const wanted = Number(asked.get("incident"));
    chosen = null;
    if (Number.isSafeInteger(wanted) && wanted > 0) choose(wanted);
    if (asked.get("new") === "1") openForm();
  }

  function showRows(api) {
    if (api !== grid) {
      grid = api;
      api.addEventListener("selectionChanged", onSelected);
      api.addEventListener("cellKeyDown", (event) => event.event.key === "Enter" && choose(event.data.id));
    }
    fitColumns();
    api.setGridOption("rowData", [...rows.values()]);
    refilter();
    mark();
  }

  function fitColumns() {
    if (!here() || !grid || grid.isDestroyed()) return;
    grid.setColumnsVisible(NOT_ON_TABLET, window.innerWidth > TABLET);
    grid.setColumnsVisible(NOT_ON_PHONE, window.innerWidth > PHONE);
  }

  function onSelected() {
    const picked = grid.getSelectedRows()[0];
    if (picked && picked.id !== chosen) choose(picked.id);
  }

  function mark() {
    if (!grid || chosen === null) return;
    const node = grid.getRowNode(String(chosen));
    if (node && !node.isSelected()) node.setSelected(true, true);
  }

  function onChange(change) {
    if (!here() || change.id <= data.change) return;
    data.change = change.id;
    if (change.subject === "desk") set("shell-desk-tick", { data: change.id });
    if (change.subject === "incident") follow(change);
  }

  function follow(change) {
    const id = Number(change.subject_id);
    const row = { ...change.state, id, area: change.area };
    const had = rows.has(id);
    if (!had && filters.day && ![row.received_at, row.closed_at].some((at) => at && localDay(Date.parse(at)) === filters.day)) return;
    rows.set(id, row);
    if (!cockpitSeen && row.priority === 1 && ["reported", "passed_on"].includes(change.event)) window.Cockpit.alarm(`${placeOf(row)} · ${VALUES.kind(row)}`, row, change);
    if (grid) grid.applyTransactionAsync(had ? { update: [row] } : { add: [row] }, () => { mark(); drawTabs(); drawCount(); });
    if (id === chosen) put("incidents-tick", change.id);
  }

  function failed() {
    const words = data?.words.board;
    element("incidents-failed-words").textContent = words
      ? fill(words.kept, { time: window.Cockpit.time(readAt) })
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
    if (!here() || !grid || grid.isDestroyed()) return;
    grid.refreshCells({ columns: ["elapsed", "due"], force: true });
    if (filters.overdue) refilter();
  }, 1000);

  /* --- choosing, and saying that one still looks --- */

  function choose(id) {
    chosen = id;
    closeForm();
    put("incidents-chosen", id);
    remember();
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
    if (element("overview")) cockpitSeen = true;
    const steps = document.querySelector(".acts[data-incident]");
    if (!steps || steps.dataset.incident !== unfolded.incident) return;
    steps.querySelectorAll("[data-fold]").forEach((fold) => {
      if (unfolded.names.has(fold.dataset.fold) && !fold.open) fold.open = true;
    });
    if (focused && document.activeElement === document.body) element(focused)?.focus();
  }

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
    choose(answer.incident);
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
    if (!grid) return;
    grid.exportDataAsCsv({
      allColumns: true,
      fileName: `${data.words.board.file}-${localDay(now())}.csv`,
      processCellCallback: (cell) => plain(cellText(cell.node.data, cell.column.getColId())),
    });
  }

  function cellText(row, field) {
    if (field === "teams") return teamsInWords(row).replaceAll("\n", "; ");
    if (field === "received_at") return `${localDay(Date.parse(row.received_at))} ${window.Cockpit.time(Date.parse(row.received_at), true)}`;
    return wordsOf(row, field);
  }

  /* --- hands: buttons of the frame, and keys --- */

  const CLICKS = {
    "incidents-new": openForm,
    "incidents-report-leave": () => { closeForm(); forget(); },
    "incidents-export": exportTable,
    "incidents-retry": () => put("incidents-asked", { day: filters.day || null, again: Date.now() }),
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button && CLICKS[button.id]) CLICKS[button.id]();
  });

  const PRESS = { d: "incidents-send", v: "incidents-verify", c: "incidents-close", n: "incidents-new" };

  function typing(event) {
    return /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  }

  function step(by) {
    const shown = [];
    grid.forEachNodeAfterFilterAndSort((node) => shown.push(node.data.id));
    const next = shown[Math.min(shown.length - 1, Math.max(0, shown.indexOf(chosen) + by))];
    if (next === undefined) return;
    choose(next);
    grid.ensureNodeVisible(grid.getRowNode(String(next)));
  }

  document.addEventListener("keydown", (event) => {
    if (!here() || event.ctrlKey || event.metaKey || event.altKey || event.repeat && !event.key.startsWith("Arrow")) return;
    if (event.key === "Escape" && !element("incidents-report").hidden) return CLICKS["incidents-report-leave"]();
    if (typing(event)) return;
    const inGrid = event.target.closest(".ag-root");
    if (!inGrid && grid && event.key === "ArrowDown") { step(1); event.preventDefault(); }
    else if (!inGrid && grid && event.key === "ArrowUp") { step(-1); event.preventDefault(); }
    else press(element(PRESS[event.key.toLowerCase()] || ""), event);
  });

  function press(button, event) {
    if (!button || button.disabled || !button.offsetParent) return;
    event.preventDefault();
    button.click();
  }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.cockpit_incidents = { start, reported };
  window.addEventListener("resize", fitColumns);
  document.addEventListener("DOMContentLoaded", () => {
    new MutationObserver(restore).observe(document.body, { childList: true, subtree: true });
    window.Cockpit.on("change", onChange);
    window.Cockpit.on("reset", () => here() && location.reload());
  });
})();
