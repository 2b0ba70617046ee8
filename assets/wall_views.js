/* The views of the wall: each draws itself from what wall.js knows. One more view is one more painter in `wall.views`, of the
   name that its row in pages/wall/views.py has. */
"use strict";

(function () {
  const Cockpit = window.Cockpit;
  const wall = window.CockpitWall;
  const { OVER, overdue, tabOf, shapeOf, titleOf } = window.CockpitOverview;
  const { settle } = Cockpit;
  const MOST_EVENTS = 6;
  const RANK = { waiting: 0, in_hand: 1, to_verify: 2 };
  const element = (id) => document.getElementById(id);
  const make = (tag, className, textContent = "") => Object.assign(document.createElement(tag), { className, textContent });
  const two = (number) => String(number).padStart(2, "0");
  const count = (number) => number.toLocaleString("en-US");

  /* --- what is counted --- */

  const streets = () => wall.data.areas.slice(1);
  const nameOf = (code) => wall.data.areas.find(([one]) => one === code)?.[1] || "";
  const rowsIn = (street) => [...wall.incidents.values()].filter((row) => !street || row.area[0] === street);
  const ofTab = (rows, tab) => rows.filter((row) => tabOf(row) === tab).length;

  /* The time within which that part of them was done; nothing where nothing was. */
  const within = (sorted, part) => (sorted.length ? Cockpit.span(sorted[Math.ceil(sorted.length * part) - 1] * 1000) : "–");

  /* What is open now: it follows from the rows and the clock. */
  function standing(street) {
    const rows = rowsIn(street);
    return {
      open: rows.length, waiting: ofTab(rows, "waiting"), in_hand: ofTab(rows, "in_hand"), overdue: rows.filter(overdue).length,
      untouched: rows.filter(Cockpit.untouched).length,
    };
  }

  const ALARMING = ["untouched", "waiting", "overdue"];
  const alarming = (name, value) => value > 0 && ALARMING.includes(name);
  const said = (value) => (typeof value === "number" ? count(value) : value);

  /* --- the live map --- */

  function drawMap() {
    const now = { ...standing(""), handled: wall.handled.size, p90: within([...wall.handling].sort((a, b) => a - b), 0.9) };
    document.querySelectorAll("#wall .wall-figure .number").forEach((cell) => {
      const name = cell.id.slice("wall-figure-".length), value = now[name];
      cell.textContent = said(value);
      cell.classList.toggle("red", alarming(name, value));
    });
    Cockpit.drawUnseen?.();
    drawEvents();
    drawHours();
    drawStreets();
    drawPins();
  }

  /* The most urgent of what is open, and what is about to alert; the rest is a number. */
  function drawEvents() {
    const open = rowsIn("").map((row) => ({ row, rank: RANK[tabOf(row)], priority: row.priority, since: Date.parse(row.received_at) }));
    open.sort((a, b) => a.rank - b.rank || a.priority - b.priority || a.since - b.since);
    const items = [...open.slice(0, MOST_EVENTS).map(({ row }) => eventItem(row)), ...[...wall.watches.values()].map(watchItem)];
    const shown = items.slice(0, MOST_EVENTS);
    if (!shown.length) shown.push(make("p", "wall-quiet", wall.data.words.quiet));
    settle(element("wall-events"), shown);
    element("wall-hours-total").textContent = wall.data.words.hours
      .replace("{total}", count(wall.hours.reduce((sum, one) => sum + one, 0))).replace("{closed}", count(wall.handled.size));
  }

  function item(key, shape, title, detail, state, since) {
    const box = make("div", "wall-event"), what = make("span", "what");
    box.dataset.key = key;
    what.append(make("b", "", title), make("small", "", detail));
    box.append(make("span", "shape shape-" + shape, { act: "▲", watch: "◆", hand: "●", done: "✓", plan: "○" }[shape]), what,
      make("span", "state", state), make("time", "number", Cockpit.span(Cockpit.now() - Date.parse(since))));
    return box;
  }

  const counted = (row) => (row.count === null || row.count === undefined ? "" : Cockpit.words.counted.replace("{count}", row.count));

  function eventItem(row) {
    const detail = [nameOf(row.area[0]), counted(row)].filter(Boolean).join(" · ");
    const box = item("incident-" + row.id, shapeOf(row), titleOf(row), detail, Cockpit.words.states[row.state], row.received_at);
    box.dataset.incident = row.id;
    box.classList.toggle("red", tabOf(row) === "waiting" && row.priority === 1);
    box.classList.toggle("overdue", overdue(row));
    return box;
  }

  function watchItem(row) {
    const held = row.alerts_at ? wall.data.words.watching.replace("{time}", Cockpit.time(Date.parse(row.alerts_at))) : "";
    const detail = [nameOf(row.area[0]), counted(row)].filter(Boolean).join(" · ");
    return item("watch-" + row.place_id, "watch", `${row.place} · ${Cockpit.words.kinds.crowd}`, detail, held, row.since);
  }

  /* One curve: what came in hour by hour, up to this one. */
  function drawHours() {
    const now = Number(Cockpit.time(Cockpit.now()).slice(0, 2)), top = Math.max(1, ...wall.hours);
    const points = wall.hours.slice(0, now + 1).map((value, hour) => `${(hour / 23) * 100},${100 - (value / top) * 96}`);
    const picture = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100" preserveAspectRatio="none">`
      + `<path d="M0 100H100" stroke="#2a333c" vector-effect="non-scaling-stroke" stroke-width="2"/>`
      + `<polyline points="${points.join(" ")}" fill="none" stroke="#9aa7b3" vector-effect="non-scaling-stroke" stroke-width="4" stroke-linejoin="round"/></svg>`;
    const box = element("wall-hours"), key = points.join(" ");
    if (box.dataset.points === key) return;
    box.dataset.points = key;
    const curve = Object.assign(make("img", ""), { alt: "", src: "data:image/svg+xml;utf8," + encodeURIComponent(picture) });
    const axis = make("div", "axis");
    axis.append(...[0, 6, 12, 18].map((hour) => make("span", "", wall.data.words.hour.replace("{hour}", two(hour)))));
    box.replaceChildren(curve, axis);
  }

  function drawStreets() {
    settle(element("wall-streets"), streets().map(([code, name]) => {
      const rows = rowsIn(code), box = make("section", "wall-street"), waiting = ofTab(rows, "waiting");
      box.dataset.key = code;
      box.append(make("b", "", name));
      for (const [words, value, red] of [[wall.data.words.waiting, waiting, waiting > 0], [wall.data.words.open, rows.length, false]]) {
        const cell = make("span", "");
        cell.append(make("small", "", words), make("b", red ? "number red" : "number", count(value)));
        box.append(cell);
      }
      return box;
    }));
  }

  let drawn = "";
  function drawPins() {
    const box = element("wall-map");
    if (!box || !window.CockpitMap.base(box)) return;
    const open = rowsIn("").filter((row) => !OVER.includes(row.state));
    const pins = open.map((row) => ({
      id: String(row.id), name: titleOf(row), lon: row.lon, lat: row.lat, state: shapeOf(row), overdue: overdue(row),
      ...(row.count !== null && tabOf(row) === "waiting" && { count: row.count }),
    }));
    const watched = [...wall.watches.values()].map((row) => ({ id: String(row.place_id), name: row.place, lon: row.lon, lat: row.lat, state: "watch", count: row.count }));
    const told = JSON.stringify([pins, watched]);
    if (told === drawn) return; // a second went by, and nothing moved
    drawn = told;
    window.CockpitMap.update(box, { incident: pins, warning: watched });
  }

  document.addEventListener("map-mounted", ({ target }) => { if (target.id === "wall-map") { drawn = ""; wall.looking?.(); wall.draw(); } });

  /* --- the desk's figures --- */

  const NOTHING = { received: "0" }; // the figures of a street from which nothing came today; the others have none
  const SETTLE = 15000; // ms of the wall's own clock: what happens close together is reckoned once
  let asked = 0, answered = 0, askedAt = performance.now(), due = 0;

  /* Rates and spans are the server's: told anew where something happened since, or fell due, and somebody looks at them. */
  function reckonedAnew() {
    const fell = rowsIn("").filter((row) => Cockpit.now() > Date.parse(row.close_by)).length;
    if (fell > due) wall.moved = true;
    due = fell;
    if (!(wall.moved || asked > answered) || performance.now() - askedAt < SETTLE || Cockpit.connected !== "live") return;
    wall.moved = false;
    askedAt = performance.now();
    window.dash_clientside.set_props("wall-desk-tick", { data: (asked += 1) });
  }

  wall.told = function (answer) {
    if (!answer || wall.data === null) return window.dash_clientside.no_update;
    answered = answer.asked;
    wall.data.desk = answer.desk;
    wall.draw();
    return window.dash_clientside.no_update;
  };

  function drawDesk() {
    reckonedAnew();
    const [whole] = wall.data.areas[0];
    const rows = [["", wall.data.words.all], ...streets()];
    settle(element("wall-desk"), rows.map(([code, name]) => {
      const line = make("tr", code ? "" : "whole"), values = { ...(wall.data.desk[code || whole] || NOTHING), ...standing(code) };
      line.dataset.key = code || "whole";
      line.append(make("th", "", name), ...wall.data.words.columns.map((column) =>
        make("td", alarming(column, values[column]) ? "number red" : "number", said(values[column] ?? "–"))));
      return line;
    }));
  }

  Object.assign(wall.views, { map: drawMap, desk: drawDesk });
  Object.assign(wall, { nameOf, counted });
})();
