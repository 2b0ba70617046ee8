/* How the wall is: clock, freshness of its sources, trouble that it says itself, sound, and its fresh start at a quiet moment.
   It stands for weeks: what goes wrong must be seen from six metres, and what heals must heal by itself. */
"use strict";

(function () {
  const Cockpit = window.Cockpit;
  const wall = window.CockpitWall;
  const PATIENCE = 3; // seconds of silence until the wall says so: a short break heals unseen
  const PROBE = 5; // seconds between two looks whether the server would have us, in trouble alone
  const KEY = "wall-sound";
  const zone = "Asia/Shanghai";
  const element = (id) => document.getElementById(id);
  const seconds = () => performance.now() / 1000;
  const make = (tag, className, textContent = "") => Object.assign(document.createElement(tag), { className, textContent });
  const fill = (words, facts) => words.replace(/{(\w+)}/g, (_, name) => facts[name]);
  let lost = null; // {at, since}: in district time, and by the wall's own clock
  let probed = 0;
  let version = null; // of the server, as its first beat said; `newer` once another one speaks
  let newer = false;
  const loaded = { day: null, at: seconds() };

  /* --- trouble --- */

  Cockpit.on("state", (state) => {
    if (state === "live") lost = null;
    else if (lost === null && state === "down") lost = { at: Cockpit.now(), since: seconds() };
    if (wall.here()) trouble();
  });

  function trouble() {
    const place = element("wall-trouble"), shown = lost !== null && seconds() - lost.since >= PATIENCE;
    element("wall").dataset.lost = String(shown);
    place.hidden = !shown;
    if (!shown) return;
    const time = Cockpit.time(lost.at), says = fill(wall.data.words.lost, { time });
    if (place.firstChild?.textContent !== says) place.replaceChildren(make("b", "", says), make("span", "", fill(wall.data.words.stale, { time })));
    probe();
  }

  /* A stream cannot say why it is refused. Whoever is let in no more is led to a page that says so. */
  async function probe() {
    if (seconds() - probed < PROBE) return;
    probed = seconds();
    const answer = await fetch("/api/sources").catch(() => null);
    if (answer?.status === 401) location.reload();
  }

  /* --- sources --- */

  Cockpit.on("sources", (sources) => { if (wall.here()) wall.data.sources = sources.filter((one) => one.kind !== "backup"); });

  function drawSources() {
    const { sources, words } = wall.data, now = Cockpit.now(), parts = [];
    for (const kind of new Set(sources.map((one) => one.kind))) {
      const ones = sources.filter((one) => one.kind === kind);
      const silent = ones.filter((one) => !one.at || now - Date.parse(one.at) > one.limit * 1000);
      parts.push(make("span", "", fill(words.fresh, { what: words.sources[kind] || kind, fresh: ones.length - silent.length, all: ones.length })));
      if (silent.length) parts.push(make("span", "red", silence(silent, now)));
    }
    const box = element("wall-sources"), says = parts.map((one) => one.textContent).join();
    if (box.dataset.says === says) return;
    box.dataset.says = says;
    box.replaceChildren(...parts);
  }

  /* The first of them by name; of several how many more. */
  function silence(silent, now) {
    const { words } = wall.data, [one] = silent, rest = silent.length - 1;
    const first = one.at ? fill(words.silent, { place: one.name, minutes: Math.floor((now - Date.parse(one.at)) / 60000) }) : fill(words.never, { place: one.name });
    return "▲ " + first + (rest ? " · " + fill(words.others, { count: rest }) : "");
  }

  /* --- clock --- */

  function drawClock() {
    element("wall-clock").textContent = Cockpit.time(Cockpit.now(), true);
    element("wall-date").textContent = new Intl.DateTimeFormat(Cockpit.words.lang,
      { timeZone: zone, year: "numeric", month: "short", day: "numeric", weekday: "short" }).format(Cockpit.now());
    const live = element("wall-live");
    live.dataset.state = Cockpit.connected;
    live.textContent = Cockpit.words.live[Cockpit.connected];
  }

  /* --- sound: off until a hand allowed it, or until the kiosk's own setting does; a hand switches it off for good --- */

  let audio = null;
  const wish = () => { try { return localStorage.getItem(KEY); } catch { return null; } };
  const keep = (value) => { try { localStorage.setItem(KEY, value); } catch { /* then it is asked for at each load */ } };
  const sounds = () => audio?.state === "running" && wish() !== "off";

  function drawSound() {
    element("wall-sound").setAttribute("aria-pressed", String(sounds()));
    element("wall-sound").title = wall.data.words.sound[sounds() ? "on" : "off"];
    element("wall").dataset.sound = sounds() ? "on" : "off";
  }

  /* A browser that lets a page sound without a gesture was told so by whoever set the kiosk up. */
  function listen() {
    if (audio || !window.AudioContext) return;
    audio = new AudioContext();
    audio.onstatechange = () => wall.here() && drawSound();
  }

  wall.switchSound = async function () {
    listen();
    keep(sounds() ? "off" : "on");
    if (wish() === "on") await audio?.resume();
    if (sounds()) Cockpit.sound(audio, 1);
    drawSound();
  };

  wall.alarm = () => { if (sounds()) Cockpit.sound(audio, 3); };

  /* --- a fresh start: at night, and when the server is another version; never while it is needed, never into nothing --- */

  Cockpit.on("beat", (beat) => wall.beat(beat));
  wall.beat = function (beat) {
    newer = newer || (version !== null && beat.version !== version);
    version = version || beat.version;
  };

  const local = (at, options) => new Intl.DateTimeFormat("en-CA", { timeZone: zone, ...options }).format(at);
  const today = () => local(Cockpit.now(), {});
  function night() {
    const hour = Number(local(Cockpit.now(), { hour: "2-digit", hourCycle: "h23" })), { from_hour, to_hour } = wall.data.rules.reload;
    return from_hour <= hour && hour < to_hour && loaded.day !== today();
  }

  async function startAfresh() {
    const due = newer || night(), needed = !wall.quiet() || wall.reds().length > 0 || lost !== null;
    element("wall").dataset.held = String(due && needed);
    if (!due || needed || seconds() - probed < PROBE) return;
    probed = seconds();
    const answer = await fetch("/readyz").catch(() => null);
    if (answer?.ok && wall.quiet()) location.reload();
  }

  wall.begun.push(() => {
    loaded.day = today();
    listen();
    drawSound();
    if (wish() === "on") audio?.resume();
    drawClock();
    drawSources();
  });
  wall.ticks.push(() => { drawClock(); drawSources(); trouble(); startAfresh(); });
})();
