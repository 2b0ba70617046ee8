/* The wall in the browser: what is open, counted and followed change by change, in memory that does not grow with the days.
   The views are drawn by wall_views.js; which of them is shown, and who leads, is wall_playlist.js; the hands at the wall and
   at the desk are wall_hands.js; trouble, sources, sound and the wall's own fresh start are wall_health.js. */
"use strict";

(function () {
  const Cockpit = window.Cockpit;
  const { OVER } = window.CockpitOverview;
  const RED = 1;
  const element = (id) => document.getElementById(id);
  /* What the files of the wall share; `views` are painters by name, `ticks` run each second, `heard` at each change. */
  const wall = (window.CockpitWall = {
    data: null, day: null, incidents: new Map(), watches: new Map(), handled: new Set(), hours: [], handling: [],
    moved: false, seen: 0, views: {}, ticks: [], begun: [], draw, area: null, layers: { incident: true, warning: true }, here, reds,
  });
  let due = false;

  const dayOf = (at) => new Date(at).toLocaleDateString("en-CA", { timeZone: "Asia/Shanghai" });
  const hourOf = (at) => Number(Cockpit.time(Date.parse(at)).slice(0, 2));
  function here() { return wall.data !== null && Boolean(element("wall")); }
  function reds() { return [...wall.incidents.values()].filter((row) => row.priority === RED); }

  function start(fresh, frame) {
    if (!fresh || wall.data) return window.dash_clientside.no_update;
    Cockpit.begin(frame);
    wall.data = fresh;
    wall.area = fresh.areas[0][0];
    wall.incidents = new Map(Cockpit.unpacked(fresh.incidents).map((row) => [row.id, row]));
    wall.watches = new Map(fresh.watches.map((row) => [row.place_id, row]));
    wall.handled = new Set(fresh.handled);
    begin(fresh);
    delete fresh.incidents; // read; from here on the rows alone are kept
    element("wall-name").textContent = `${fresh.areas[0][1]} · ${fresh.words.brand}`;
    wall.begun.forEach((one) => one(fresh));
    Cockpit.follow(fresh.change);
    draw();
    window.dash_clientside.set_props("wall-scale", { data: Number((wall.width() / 1280).toFixed(1)) });
    return window.dash_clientside.no_update;
  }

  /* Words over the map grow with the wall, as those beside it do. */
  wall.width = () => Math.min(window.innerWidth, (window.innerHeight * 16) / 9);

  /* The day's own: hours and spans, summed up from what the server tells by community. */
  function begin(fresh) {
    wall.day = dayOf(Cockpit.now());
    wall.hours = Array(24).fill(0);
    Object.values(fresh.hours).forEach((counts) => counts.forEach((count, hour) => (wall.hours[hour] += count)));
    wall.handling = Object.values(fresh.handling).flat();
    delete fresh.hours;
    delete fresh.handling;
    delete fresh.handled;
  }

  /* At midnight the day begins with nothing; what is open stays open. */
  function newDay() {
    if (dayOf(Cockpit.now()) === wall.day) return;
    wall.handled.clear();
    begin({ hours: {}, handling: {} });
    wall.moved = true;
  }

  /* --- following --- */

  function onChange(change) {
    if (wall.data === null || change.id <= wall.data.change) return;
    wall.data.change = change.id;
    if (change.subject !== "risk_map") wall.seen += 1; // the cockpit tells of its own counting: nothing happened
    newDay();
    if (change.subject === "incident") followIncident(change);
    if (change.subject === "watch") followWatch(change);
    if (change.subject === "wall") wall.led(change);
    if (!due) { due = true; requestAnimationFrame(draw); }
  }

  function followIncident(change) {
    const id = Number(change.subject_id), before = wall.incidents.get(id), row = { ...change.state, id, area: change.area };
    if (OVER.includes(row.state)) wall.incidents.delete(id);
    else wall.incidents.set(id, row);
    if (row.closed_at) wall.handled.add(id);
    else wall.handled.delete(id);
    wall.moved = true;
    if (row.place_id) wall.watches.delete(row.place_id);
    if (change.event === "reported") reported(row);
    if (change.event === "sent" && before && !Object.keys(before.teams || {}).length) sent(row, change.at);
  }

  function reported(row) {
    if (dayOf(Date.parse(row.received_at)) === wall.day) wall.hours[hourOf(row.received_at)] += 1;
    if (row.priority === RED) wall.jumpTo(row);
  }

  function sent(row, at) {
    wall.handling.push((Date.parse(at) - Date.parse(row.received_at)) / 1000);
  }

  function followWatch(change) {
    const id = Number(change.subject_id);
    if (change.state.state === "pending") wall.watches.set(id, { ...change.state, area: change.area, alerts_at: change.facts.alerts_at });
    else wall.watches.delete(id);
  }

  Cockpit.on("change", onChange);

  /* --- drawing: the view that is shown, once a picture at most --- */

  function draw() {
    due = false;
    if (!here()) return;
    wall.views[wall.view]?.();
    const box = element("wall");
    box.dataset.seen = wall.seen;
    box.dataset.change = wall.data.change;
    box.dataset.open = wall.incidents.size;
  }

  setInterval(() => {
    if (!here()) return;
    newDay();
    wall.ticks.forEach((one) => one());
    draw();
  }, 1000);

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.cockpit_wall = { start, told: (answer) => wall.told(answer) };
})();
