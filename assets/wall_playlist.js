/* Which view the wall shows: who leads it from the desk comes first, then a new red incident for as long as the policy says,
   then a hand that has just touched it, then the playlist. Dwell times are the clock's on the wall, not the district's. */
"use strict";

(function () {
  const Cockpit = window.Cockpit;
  const wall = window.CockpitWall;
  const { titleOf, OVER } = window.CockpitOverview;
  const LONGEST_QUEUE = 20; // of red incidents that wait to be shown; of more only the newest are
  const CLOSE_BY = 15.5; // the zoom at which a red incident is shown
  const element = (id) => document.getElementById(id);
  const seconds = () => performance.now() / 1000;
  const make = (tag, className, textContent = "") => Object.assign(document.createElement(tag), { className, textContent });

  wall.view = "map";
  wall.paused = false;
  let since = 0; // when this view came, and when a hand last touched the wall
  let touched = -Infinity;
  let presented = null;
  let waiting = []; // ids of red incidents that wait to be shown
  let red = null; // {id, until, place, of}: the one that is

  const played = () => Object.keys(wall.views).filter((name) => wall.data.rules.playlist[name] > 0);
  const leads = () => presented !== null && Cockpit.now() < Date.parse(presented.until);
  const touchedNow = () => seconds() - touched < wall.data.rules.hand.rest;

  /* --- showing --- */

  function show(name) {
    if (!wall.views[name]) return;
    if (name !== wall.view) since = seconds();
    wall.view = name;
    document.querySelectorAll("#wall-views > .wall-view").forEach((one) => { one.hidden = one.id !== "wall-view-" + name; });
    element("wall").dataset.view = name;
    wall.draw();
  }

  function step(by) {
    const names = played().length ? played() : Object.keys(wall.views), at = names.indexOf(wall.view);
    show(names[(at + by + names.length) % names.length]);
    since = seconds();
  }

  /* --- where the map looks: at the presenter's area, at a red incident, else at all of it; a hand's own view stays --- */

  const boundsOf = (code) => (wall.data.areas.find(([one]) => one === code) || wall.data.areas[0])[2];
  const box = () => element("wall-map");

  function lookAt(code, force = false) {
    if (!wall.here() || !window.CockpitMap.base(box())) return;
    window.CockpitMap.focus(box(), { code, bounds: boundsOf(code) }, { force });
  }

  wall.looking = () => lookAt(leads() ? presented.shown : wall.data.areas[0][0]);

  function layers(wanted) {
    for (const [layer, on] of Object.entries(wanted)) {
      const chip = document.querySelector(`#wall-map-chips [data-layer="${layer}"]`);
      if (chip && (chip.getAttribute("aria-pressed") === "true") !== on) chip.click();
    }
  }

  /* --- led from the desk --- */

  /* A word of the presenter, from the page's first data or from the stream. The map goes along where the area is another. */
  function follow(word) {
    const before = leads() ? presented : null;
    presented = word;
    if (!leads()) return release();
    endRed();
    show(word.view);
    layers({ incident: word.incidents, warning: word.warnings });
    if (before?.shown !== word.shown) lookAt(word.shown, true);
    state();
  }

  /* Its end, by a word or by the time without one: the wall goes on by itself. */
  function release() {
    if (presented === null) return;
    presented = null;
    layers({ incident: true, warning: true });
    lookAt(wall.data.areas[0][0]);
    since = seconds();
    state();
  }

  wall.led = function ({ event, facts }) {
    if (event === "presented") follow(facts);
    else release();
    wall.handed(event === "presented" ? facts.presenter : null);
  };
  wall.presented = () => (leads() ? presented : null);

  /* --- a new red incident --- */

  wall.jumpTo = function (row) {
    waiting.push(row.id);
    waiting = waiting.slice(-LONGEST_QUEUE);
    element("wall").dataset.reds = Number(element("wall").dataset.reds || 0) + 1;
    wall.alarm?.();
    if (red === null) nextRed();
    else showRed();
  };

  function nextRed() {
    let row = null;
    while (waiting.length && !row) row = wall.incidents.get(waiting.shift());
    if (!row) return endRed();
    const before = red?.before || { view: wall.view, at: since };
    red = { id: row.id, until: seconds() + wall.data.rules.jump.show, before };
    showRed();
    if (leads()) return; // what the presenter shows stays, the incident is told over it
    show("map");
    window.CockpitMap.focus(box(), { lon: row.lon, lat: row.lat, zoom: CLOSE_BY });
  }

  function showRed() {
    const row = wall.incidents.get(red.id), place = element("wall-red");
    if (!row || OVER.includes(row.state)) { red.until = 0; return; }
    const what = make("span", "what"), detail = [wall.nameOf(row.area[0]), wall.counted(row)].filter(Boolean).join(" · ");
    what.append(make("small", "", wall.data.words.red), make("b", "", titleOf(row)), make("small", "", detail));
    const parts = [make("span", "shape", "▲"), what, make("time", "number", Cockpit.span(Cockpit.now() - Date.parse(row.received_at)))];
    if (waiting.length) parts.splice(2, 0, make("small", "queue", wall.data.words.more.replace("{count}", waiting.length)));
    place.replaceChildren(...parts);
    place.dataset.incident = row.id;
    place.hidden = false;
  }

  function endRed() {
    if (red === null) return;
    const { before } = red;
    red = null;
    element("wall-red").hidden = true;
    if (leads()) return;
    show(before.view);
    since = seconds();
    wall.looking();
  }

  /* --- each second --- */

  function tick() {
    if (presented && !leads()) release();
    if (red !== null) {
      showRed();
      if (seconds() >= red.until) waiting.length ? nextRed() : endRed();
    } else if (!leads() && !wall.paused && !touchedNow() && seconds() - since >= wall.data.rules.playlist[wall.view]) {
      step(1);
    }
    state();
  }

  function state() {
    const { words } = wall.data, mark = element("wall-state");
    const says = leads() ? words.led : wall.paused ? words.paused : box()?.dataset.locked === "true" ? words.by_hand : "";
    if (mark.textContent !== says) mark.textContent = says;
    element("wall-pause").setAttribute("aria-pressed", String(wall.paused));
    element("wall").dataset.led = String(leads());
  }

  /* --- hands at the wall --- */

  wall.hand = {
    before: () => step(-1),
    after: () => step(1),
    pause: () => { wall.paused = !wall.paused; since = seconds(); },
    home: () => element("wall-map-star").click(),
    sound: () => wall.switchSound(),
  };

  function did(name) {
    if (!wall.here() || (leads() && (name === "before" || name === "after"))) return; // the presenter's view stays
    touched = seconds();
    wall.hand[name]();
    state();
  }

  const KEYS = { ArrowLeft: "before", ArrowRight: "after", " ": "pause", Home: "home", m: "sound", M: "sound" };
  document.addEventListener("keydown", (event) => {
    if (!wall.here() || event.ctrlKey || event.metaKey || event.altKey || !KEYS[event.key]) return;
    if (event.target.closest("select, input") || (event.key === " " && event.target.closest("button"))) return;
    if (event.key !== "Home" && event.target.closest(".map")) return; // there the arrows move the map
    event.preventDefault();
    did(KEYS[event.key]);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".wall-buttons button");
    if (button) did(button.id.slice("wall-".length));
  });
  document.addEventListener("pointerdown", (event) => { if (event.target.closest?.("#wall .map")) touched = seconds(); });

  wall.begun.push((fresh) => {
    since = seconds();
    show(played()[0] || "map");
    if (fresh.presented) follow(fresh.presented);
    state();
  });
  wall.ticks.push(tick);
  wall.quiet = () => !leads() && red === null && !waiting.length && !touchedNow();
})();
