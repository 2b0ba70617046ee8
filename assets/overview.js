/* The cockpit in the browser: what is open, followed change by change; the list, the figures and the pins drawn from it. */
"use strict";

(function () {
  const Cockpit = window.Cockpit;
  const WAITING = ["reported", "confirmed", "reopened"];
  const TO_VERIFY = ["resolved", "verified"];
  const OVER = ["closed", "duplicate", "false_alarm", "cancelled"];
  const TABS = ["waiting", "in_hand", "to_verify", "closed"];
  const MOST_ROWS = 200;
  let data = null;
  let area = null;
  let tab = "waiting";
  let chosen = null;
  let incidents = new Map();
  let watches = new Map();
  let areas = new Map();
  let due = false;

  const set = (id, props) => window.dash_clientside.set_props(id, props);
  const element = (id) => document.getElementById(id);
  const inArea = (row) => area.length <= 6 || row.area.some((code) => code && code.startsWith(area));
  const overdue = (row) => !OVER.includes(row.state) && Cockpit.now() > Date.parse(row.arrived ? row.close_by : row.arrive_by);

  function tabOf(row) {
    if (OVER.includes(row.state)) return "closed";
    if (WAITING.includes(row.state)) return "waiting";
    return TO_VERIFY.includes(row.state) ? "to_verify" : "in_hand";
  }

  function shapeOf(row) {
    return { waiting: "act", in_hand: row.state === "on_hold" ? "plan" : "hand", to_verify: "watch", closed: "done" }[tabOf(row)];
  }

  /* --- start and follow --- */

  function start(fresh) {
    if (!fresh) return window.dash_clientside.no_update;
    data = fresh;
    Cockpit.words = fresh.words;
    Cockpit.setClock(fresh.now, fresh.speed);
    areas = new Map(fresh.areas.map(([code, name, parent]) => [code, { code, name, parent }]));
    incidents = new Map(fresh.incidents.map((row) => [row.id, row]));
    watches = new Map(fresh.watches.map((row) => [row.place_id, row]));
    const asked = new URLSearchParams(location.search);
    if (area === null) {
      const wanted = asked.get("area");
      area = wanted && areas.has(wanted) && wanted.startsWith(fresh.scope) ? wanted : fresh.scope;
      if (area !== fresh.scope) set("overview-area", { data: area });
      if (asked.get("incident")) choose(Number(asked.get("incident")));
    }
    Cockpit.follow(fresh.change);
    draw();
    return window.dash_clientside.no_update;
  }

  function onChange(change) {
    if (data === null || change.id <= data.change) return;
    data.change = change.id;
    for (const [community, values] of Object.entries(change.figures)) {
      data.figures[community] = Object.assign(data.figures[community] || {}, values);
    }
    if (change.subject === "incident") followIncident(change);
    if (change.subject === "watch") followWatch(change);
    if (change.subject === "desk") set("shell-desk", { n_clicks: 0 });
    if (!due) { due = true; requestAnimationFrame(draw); }
  }

  function followIncident(change) {
    const id = Number(change.subject_id);
    const isNew = !incidents.has(id) && change.event === "reported";
    incidents.set(id, { ...change.state, id, area: change.area });
    if (isNew && change.state.priority === 1 && inArea(incidents.get(id))) {
      Cockpit.alarm && Cockpit.alarm(incidents.get(id), change);
    }
    if (change.event === "passed_on") Cockpit.alarm && Cockpit.alarm(incidents.get(id), change);
    if (id === chosen) set("overview-tick", { data: change.id });
    if (change.state.place_id) watches.delete(change.state.place_id);
  }

  function followWatch(change) {
    const id = Number(change.subject_id);
    if (change.state.state === "pending") watches.set(id, { ...change.state, area: change.area, alerts_at: change.facts.alerts_at });
    else watches.delete(id);
  }

  Cockpit.on("change", onChange);
  Cockpit.on("reset", () => location.reload());

  /* --- drawing --- */

  function draw() {
    due = false;
    if (data === null || !element("overview-list")) return;
    drawCrumb();
    drawFigures();
    drawTabs();
    drawList();
    drawPins();
  }

  function drawCrumb() {
    const path = [];
    for (let code = area; code && areas.has(code); code = areas.get(code).parent) path.unshift(areas.get(code));
    const crumb = element("shell-crumb");
    crumb.replaceChildren(
      ...path.map((one) => {
        const button = Object.assign(document.createElement("button"), { type: "button", textContent: one.name });
        button.dataset.area = one.code;
        button.disabled = !one.code.startsWith(data.scope);
        button.onclick = () => go(one.code);
        return button;
      }),
    );
    element("overview-name").textContent = areas.get(area)?.name || "";
  }

  function drawFigures() {
    const sums = {};
    for (const [community, values] of Object.entries(data.figures)) {
      if (!community.startsWith(area.slice(0, 12))) continue;
      for (const [name, value] of Object.entries(values)) sums[name] = (sums[name] || 0) + value;
    }
    sums.overdue = [...incidents.values()].filter((row) => inArea(row) && overdue(row)).length;
    document.querySelectorAll("#overview-figures [data-figure]").forEach((cell) => {
      const value = sums[cell.dataset.figure] || 0;
      cell.textContent = value.toLocaleString("en-US");
      cell.classList.toggle("red", cell.dataset.figure === "overdue" && value > 0);
    });
  }

  function rowsOf(name) {
    const rows = [...incidents.values()].filter((row) => inArea(row) && tabOf(row) === name);
    rows.sort((a, b) => a.priority - b.priority || Date.parse(a.received_at) - Date.parse(b.received_at));
    return rows;
  }

  function drawTabs() {
    const tabs = element("overview-tabs");
    tabs.replaceChildren(
      ...TABS.map((name) => {
        const button = Object.assign(document.createElement("button"), { type: "button" });
        button.setAttribute("role", "tab");
        button.setAttribute("aria-selected", String(name === tab));
        button.dataset.tab = name;
        const count = Object.assign(document.createElement("b"), { textContent: tabCount(name) });
        button.append(Cockpit.words.tabs[name] + " ", count);
        button.onclick = () => { tab = name; draw(); };
        return button;
      }),
    );
  }

  function tabCount(name) {
    if (name !== "closed") return rowsOf(name).length;
    let closed = 0;
    for (const [community, values] of Object.entries(data.figures)) {
      if (community.startsWith(area.slice(0, 12))) closed += values.incidents_closed || 0;
    }
    return closed;
  }

  function drawList() {
    const rows = rowsOf(tab).slice(0, MOST_ROWS);
    const pending = tab === "waiting" ? [...watches.values()].filter(inArea) : [];
    const list = element("overview-list");
    const items = [...rows.map(incidentItem), ...pending.map(watchItem)];
    if (!items.length) {
      items.push(Object.assign(document.createElement("p"), { className: "empty", textContent: Cockpit.words.none[tab] }));
    }
    list.replaceChildren(...items);
    tick();
  }

  function item(shape, title, detail, state) {
    const box = Object.assign(document.createElement("div"), { className: "item" });
    box.setAttribute("role", "option");
    const glyph = Object.assign(document.createElement("span"), { className: "shape shape-" + shape });
    glyph.textContent = { act: "▲", watch: "◆", hand: "●", done: "✓", plan: "○" }[shape];
    const words = Object.assign(document.createElement("span"), { className: "what" });
    words.append(Object.assign(document.createElement("b"), { textContent: title }), Object.assign(document.createElement("small"), { textContent: detail }));
    const side = Object.assign(document.createElement("span"), { className: "side" });
    side.append(document.createElement("time"), Object.assign(document.createElement("small"), { textContent: state }));
    box.append(glyph, words, side);
    return box;
  }

  function titleOf(row) {
    return `${row.place || Cockpit.words.spot} · ${Cockpit.words.kinds[row.kind]}`;
  }

  function incidentItem(row) {
    const grid = areas.get(row.area[2])?.name || "";
    const count = row.count === null ? "" : " · " + Cockpit.words.counted.replace("{count}", row.count);
    const box = item(shapeOf(row), titleOf(row), grid + count, Cockpit.words.states[row.state]);
    box.dataset.incident = row.id;
    box.dataset.state = row.state;
    box.dataset.since = row.received_at;
    box.classList.toggle("overdue", overdue(row));
    box.setAttribute("aria-selected", String(row.id === chosen));
    box.onclick = () => choose(row.id);
    return box;
  }

  function watchItem(row) {
    const grid = areas.get(row.area[2])?.name || "";
    const held = row.alerts_at ? Cockpit.words.watching.replace("{time}", Cockpit.time(Date.parse(row.alerts_at), true)) : "";
    const box = item("watch", `${row.place} · ${Cockpit.words.kinds.crowd}`, `${grid} · ${Cockpit.words.counted.replace("{count}", row.count)}`, held);
    box.dataset.watch = row.place_id;
    box.dataset.since = row.since;
    return box;
  }

  function tick() {
    document.querySelectorAll("#overview-list [data-since]").forEach((box) => {
      box.querySelector("time").textContent = Cockpit.span(Cockpit.now() - Date.parse(box.dataset.since));
    });
  }
  setInterval(() => { if (data) { tick(); drawFigures(); } }, 1000);

  function drawPins() {
    const open = [...incidents.values()].filter((row) => !OVER.includes(row.state));
    const pins = open.map((row) => ({
      id: String(row.id), name: titleOf(row), lon: row.lon, lat: row.lat, state: shapeOf(row), overdue: overdue(row),
      ...(row.count !== null && WAITING.includes(row.state) && { count: row.count }),
    }));
    const watched = [...watches.values()].map((row) => ({ id: String(row.place_id), name: row.place, lon: row.lon, lat: row.lat, state: "watch", count: row.count }));
    set("overview-map-pins", { data: { incident: pins, warning: watched } });
  }

  /* --- choosing --- */

  function choose(id) {
    chosen = id;
    set("overview-chosen", { data: id });
    remember();
    draw();
  }

  function go(code) {
    if (!areas.has(code) || !code.startsWith(data.scope)) return;
    area = code;
    set("overview-area", { data: code });
    remember();
    draw();
  }

  function remember() {
    const asked = new URLSearchParams(location.search);
    asked.set("area", area);
    chosen === null ? asked.delete("incident") : asked.set("incident", chosen);
    history.replaceState(null, "", "?" + asked);
  }

  function clicked(choice) {
    if (!choice || data === null) return window.dash_clientside.no_update;
    if (choice.kind === "area") go(choice.code);
    if (choice.kind === "incident") choose(Number(choice.id));
    return window.dash_clientside.no_update;
  }

  /* --- keyboard: arrows and Enter in the list, D V C for the one button, Esc one area up --- */

  function step(by) {
    const ids = rowsOf(tab).slice(0, MOST_ROWS).map((row) => row.id);
    const next = ids[Math.min(ids.length - 1, Math.max(0, ids.indexOf(chosen) + by))];
    if (next !== undefined) choose(next);
  }

  const PRESS = { d: "overview-send", v: "overview-verify", c: "overview-close" };
  document.addEventListener("keydown", (event) => {
    if (!data || !element("overview-list") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.closest(".map")) return;
    const button = element(PRESS[event.key.toLowerCase()] || "");
    if (event.key === "ArrowDown") { step(1); event.preventDefault(); }
    else if (event.key === "ArrowUp") { step(-1); event.preventDefault(); }
    else if (event.key === "Escape") go(areas.get(area)?.parent || area);
    else if (button && !button.disabled && button.offsetParent) button.click();
  });

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.cockpit_overview = { start, clicked };
})();
