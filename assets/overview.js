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

  const { settle, item } = Cockpit;
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
    Cockpit.setMe(fresh.me);
    areas = new Map(fresh.areas.map(([code, name, parent]) => [code, { code, name, parent }]));
    incidents = new Map(fresh.incidents.map((row) => [row.id, row]));
    watches = new Map(fresh.watches.map((row) => [row.place_id, row]));
    const asked = new URLSearchParams(location.search);
    if (area === null || !areas.has(area)) {
      const wanted = asked.get("area");
      area = wanted && areas.has(wanted) && wanted.startsWith(fresh.scope) ? wanted : fresh.scope;
      if (area !== fresh.scope) set("overview-area", { data: area });
    }
    if (Number(asked.get("incident"))) choose(Number(asked.get("incident")));
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
    if (change.subject === "desk") set("shell-desk-tick", { data: change.id });
    if (!due) { due = true; requestAnimationFrame(draw); }
  }

  function followIncident(change) {
    const id = Number(change.subject_id);
    const before = incidents.get(id);
    const row = { ...change.state, id, area: change.area };
    incidents.set(id, row);
    if (change.event === "reported") countHour(row);
    if (change.event === "sent" && !Object.keys(before?.teams || {}).length) countHandling(row, change);
    if (row.priority === 1 && (change.event === "reported" || change.event === "passed_on")) Cockpit.alarm(titleOf(row), row, change);
    if (id === chosen && element("overview-frame")) set("overview-tick", { data: change.id });
    if (row.place_id) watches.delete(row.place_id);
  }

  function countHour(row) {
    const hour = Number(Cockpit.time(Date.parse(row.received_at)).slice(0, 2));
    const hours = (data.hours[row.area[1]] = data.hours[row.area[1]] || Array(24).fill(0));
    hours[hour] += 1;
  }

  function countHandling(row, change) {
    (data.handling[row.area[1]] = data.handling[row.area[1]] || []).push((Date.parse(change.at) - Date.parse(row.received_at)) / 1000);
  }

  function followWatch(change) {
    const id = Number(change.subject_id);
    if (change.state.state === "pending") watches.set(id, { ...change.state, area: change.area, alerts_at: change.facts.alerts_at });
    else watches.delete(id);
  }

  Cockpit.on("change", onChange);
  Cockpit.on("reset", () => location.reload());
  Cockpit.on("sources", (sources) => { if (data) { data.sources = sources; drawSources(); } });

  /* --- drawing --- */

  function draw() {
    due = false;
    if (data === null || !element("overview-list")) return;
    drawCrumb();
    drawFigures();
    drawTabs();
    drawList();
    drawPins();
    drawHours();
    drawSources();
  }

  /* Values of one kind of all communities in the chosen area. */
  const inChosen = (byCommunity) =>
    Object.entries(byCommunity).filter(([community]) => community.startsWith(area.slice(0, 12))).map(([, value]) => value);

  function drawHours() {
    const hours = Array(24).fill(0);
    inChosen(data.hours).forEach((counts) => counts.forEach((count, hour) => (hours[hour] += count)));
    const now = Number(Cockpit.time(Cockpit.now()).slice(0, 2));
    const top = Math.max(1, ...hours);
    settle(element("overview-hours"), hours.map((count, hour) => {
      const bar = document.createElement("span");
      bar.dataset.key = "hour-" + hour;
      bar.className = "bar" + (hour === now ? " now" : "");
      bar.title = `${two(hour)}:00 · ${count}`;
      const fill = document.createElement("i");
      fill.style.height = (count / top) * 100 + "%";
      bar.append(fill, ...(hour % 6 === 0 ? [Object.assign(document.createElement("small"), { textContent: two(hour) })] : []));
      return bar;
    }));
    const total = hours.reduce((sum, count) => sum + count, 0);
    element("overview-hours-total").textContent = Cockpit.words.hours.replace("{total}", total).replace("{closed}", tabCount("closed"));
  }

  function drawSources() {
    const mine = data.sources.filter((place) => area.length <= 6 || place.area.some((code) => code && code.startsWith(area)));
    const kinds = [...new Set(mine.map((place) => place.kind))];
    const now = Cockpit.now();
    const rows = kinds.flatMap((kind) => sourceRows(kind, mine.filter((place) => place.kind === kind), now));
    if (!rows.length) rows.push(words("p", "empty", Cockpit.words.no_source));
    element("overview-freshness").replaceChildren(...rows);
  }

  function sourceRows(kind, places, now) {
    const silent = places.filter((place) => !place.at || now - Date.parse(place.at) > place.limit * 1000);
    const last = Math.max(0, ...places.map((place) => Date.parse(place.at) || 0));
    const row = words("p", "fresh", "");
    row.append(
      words("span", "", `${Cockpit.words.sources[kind] || kind} ${places.length - silent.length}/${places.length}`),
      words("span", silent.length ? "warn" : "", last ? Cockpit.words.ago.replace("{span}", Cockpit.span(now - last)) : "–"),
    );
    return [row, ...silent.slice(0, 2).map((place) => words("p", "fresh warn", silence(place, now)))];
  }

  function silence(place, now) {
    const minutes = place.at ? Math.floor((now - Date.parse(place.at)) / 60000) : null;
    return (minutes === null ? Cockpit.words.never : Cockpit.words.silent).replace("{place}", place.name).replace("{minutes}", minutes);
  }

  const two = (number) => String(number).padStart(2, "0");
  const words = (tag, className, textContent) => Object.assign(document.createElement(tag), { className, textContent });

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
    inChosen(data.figures).forEach((values) => {
      for (const [name, value] of Object.entries(values)) sums[name] = (sums[name] || 0) + value;
    });
    const handling = inChosen(data.handling).flat().sort((a, b) => a - b);
    element("overview-figure-p90").textContent = handling.length ? Cockpit.span(handling[Math.ceil(handling.length * 0.9) - 1] * 1000) : "–";
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
    settle(tabs, TABS.map((name) => {
      const button = Object.assign(document.createElement("button"), { type: "button" });
      button.setAttribute("role", "tab");
      button.setAttribute("aria-selected", String(name === tab));
      button.dataset.key = button.dataset.tab = name;
      const count = Object.assign(document.createElement("b"), { textContent: tabCount(name) });
      button.append(Cockpit.words.tabs[name] + " ", count);
      button.onclick = () => { tab = name; draw(); };
      return button;
    }));
  }

  function tabCount(name) {
    if (name !== "closed") return rowsOf(name).length;
    return inChosen(data.figures).reduce((sum, values) => sum + (values.incidents_closed || 0), 0);
  }

  function drawList() {
    const rows = rowsOf(tab).slice(0, MOST_ROWS);
    const pending = tab === "waiting" ? [...watches.values()].filter(inArea) : [];
    const list = element("overview-list");
    const items = [...rows.map(incidentItem), ...pending.map(watchItem)];
    if (!items.length) {
      items.push(Object.assign(document.createElement("p"), { className: "empty", textContent: Cockpit.words.none[tab] }));
    }
    settle(list, items);
    tick();
  }

  function titleOf(row) {
    return `${row.place || Cockpit.words.spot} · ${Cockpit.words.kinds[row.kind]}`;
  }

  /* Where a red item stands that nobody touched: it follows from the clock and the policy. */
  function passedTo(row) {
    if (row.state !== "reported" || row.priority !== 1) return null;
    const age = (Cockpit.now() - Date.parse(row.received_at)) / 1000;
    const reached = Object.entries(data.untouched).filter(([, after]) => age >= after).sort((a, b) => b[1] - a[1]);
    return reached.length ? reached[0][0] : null;
  }

  function incidentItem(row) {
    const grid = areas.get(row.area[2])?.name || "";
    const count = row.count === null ? "" : " · " + Cockpit.words.counted.replace("{count}", row.count);
    const state = Cockpit.words.passed_to[passedTo(row)] || Cockpit.words.states[row.state];
    const box = item(shapeOf(row), titleOf(row), grid + count, state);
    box.dataset.key = "incident-" + row.id;
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
    box.dataset.key = "watch-" + row.place_id;
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
    if (!data.may.incidents) return;
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

  /* Layers that are asked for only when somebody wants to see them. */
  const PLACE = /^place:(.+)$/;
  document.addEventListener("click", (event) => {
    const chip = event.target.closest("#overview-map-chips [data-layer]");
    if (chip && data) setTimeout(() => chip.getAttribute("aria-pressed") === "true" && loadLayer(chip.dataset.layer));
  });

  async function loadLayer(layer) {
    const kind = layer.match(PLACE)?.[1];
    if (!kind && layer !== "team") return;
    const address = kind ? `/api/layers/places.geojson?kind=${kind}` : "/api/layers/teams.geojson";
    const answer = await fetch(address);
    if (!answer.ok) return Cockpit.toast(Cockpit.words.failed);
    const features = (await answer.json()).features;
    const rows = features.map(({ id, geometry, properties }) => ({
      id: String(id), name: properties.name, lon: geometry.coordinates[0], lat: geometry.coordinates[1],
      state: properties.under_way ? "hand" : "plan", ...(properties.role && { mark: Cockpit.words.marks[properties.role] }),
    }));
    window.CockpitMap.update(element("overview-map"), { [layer]: rows });
  }

  function remember() {
    const asked = new URLSearchParams(location.search);
    asked.set("area", area);
    chosen === null ? asked.delete("incident") : asked.set("incident", chosen);
    const address = location.pathname + "?" + asked;
    if (address !== location.pathname + location.search) history.pushState(null, "", address);
  }

  window.addEventListener("popstate", () => {
    if (!data || !element("overview-list")) return;
    const asked = new URLSearchParams(location.search);
    const wanted = asked.get("area");
    area = areas.has(wanted) && wanted.startsWith(data.scope) ? wanted : data.scope;
    set("overview-area", { data: area });
    chosen = Number(asked.get("incident")) || null;
    set("overview-chosen", { data: chosen });
    draw();
  });

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
