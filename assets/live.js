/* The page's side of the live stream, the district's clock, and refusals shown as short notices. */
"use strict";

(function () {
  const listeners = { change: [], sources: [], beat: [], state: [] };
  const Cockpit = (window.Cockpit = Object.assign(window.Cockpit || {}, { words: {}, me: null, connected: "connecting" }));
  let line = null; // the promise of a port to the stream
  let clock = null;

  Cockpit.on = (kind, react) => listeners[kind].push(react);
  const emit = (kind, value) => listeners[kind].forEach((react) => react(value));

  /* What changed is drawn anew. One's own act draws itself where it was done: but in one's other tabs this does, and where its
     answer was lost because its button was renewed meanwhile. */
  const OWN = 1500;
  Cockpit.drawing = function (draw) {
    const waiting = new Map(); // subject -> all of one's own acts on it are drawn in one go
    return (change) => {
      if (change.account !== Cockpit.me.account) return draw(change);
      clearTimeout(waiting.get(change.subject));
      waiting.set(change.subject, setTimeout(draw, OWN, change));
    };
  };

  /* --- stream --- */

  function connected() {
    if (window.SharedWorker) {
      return Promise.resolve(new SharedWorker("/assets/live.worker.js", "cockpit-live").port);
    }
    return new Promise((resolve) => {
      const script = document.createElement("script");
      script.src = "/assets/live.worker.js";
      script.onload = () => {
        const channel = new MessageChannel();
        window.CockpitHub.connect(channel.port1);
        resolve(channel.port2);
      };
      document.head.appendChild(script);
    });
  }

  function receive(event) {
    const message = event.data;
    if (message.kind === "change") { catchUp(Date.parse(message.change.at)); emit("change", message.change); }
    if (message.kind === "beat") { agree(message); emit("beat", message); }
    if (message.kind === "reset") location.reload();
    if (message.kind === "state") { Cockpit.connected = message.state; showState(); emit("state", message.state); }
    if (message.kind === "signed_out") signIn();
  }

  async function opened() {
    const port = await connected();
    port.onmessage = receive;
    window.addEventListener("pagehide", () => port.postMessage({ kind: "leave" }));
    window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
    return port;
  }

  /* The frame follows from the change at which it was read; a page does so once more when its own data has come, and what
     happened meanwhile is told again: whoever listens looks at the change's id. */
  Cockpit.follow = async function (after) {
    line = line || opened();
    (await line).postMessage({ kind: "join", after });
  };

  /* Counts at doors raise no change; how fresh they are is asked for, by visible pages only. */
  setInterval(async () => {
    if (document.hidden || line === null || !document.querySelector("#overview-freshness, #wall-sources")) return;
    const answer = await fetch("/api/sources").catch(() => null);
    if (answer?.ok) emit("sources", await answer.json());
  }, 20000);

  function showState() {
    document.body.dataset.live = Cockpit.connected;
    const mark = document.getElementById("shell-live");
    if (!mark) return;
    mark.dataset.state = Cockpit.connected;
    mark.textContent = Cockpit.words.live[Cockpit.connected];
    mark.title = Cockpit.connected === "down" ? Cockpit.words.down : "";
  }

  /* --- the district's clock --- */

  Cockpit.setClock = function (now, speed) {
    clock = { at: Date.parse(now), since: performance.now(), speed };
  };
  /* What happened later than my clock shows: the clock of the demo or drill was moved. */
  function catchUp(at) {
    if (clock && at > Cockpit.now() + 1000) Cockpit.setClock(new Date(at).toISOString(), clock.speed);
  }

  /* A beat says what the clock shows; a second more or less is the way here. */
  function agree({ now, speed }) {
    if (clock && Math.abs(Date.parse(now) - Cockpit.now()) > 2000 * speed) Cockpit.setClock(now, speed);
  }

  Cockpit.now = () => (clock ? clock.at + (performance.now() - clock.since) * clock.speed : Date.now());

  const zone = "Asia/Shanghai";
  const two = (number) => String(number).padStart(2, "0");
  Cockpit.time = (at, seconds) =>
    new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit", ...(seconds && { second: "2-digit" }) }).format(at);
  Cockpit.span = function (milliseconds) {
    const total = Math.max(0, Math.floor(milliseconds / 1000));
    const minutes = Math.floor(total / 60) % 60;
    const hours = Math.floor(total / 3600);
    return hours ? `${hours}:${two(minutes)}:${two(total % 60)}` : `${minutes}:${two(total % 60)}`;
  };

  /* Many incidents, of which nothing is said twice: cockpit/incidents/packed.py writes them. */
  Cockpit.unpacked = function (text) {
    const told = JSON.parse(text), columns = { ...told.alone };
    for (const [name, steps] of Object.entries(told.steps)) {
      let value = 0;
      columns[name] = steps.map((step) => (value += step));
    }
    for (const { names, values, which } of told.shared) names.forEach((name, n) => { columns[name] = which.map((one) => values[n][one]); });
    const pairs = Object.entries(columns);
    return columns.id.map((_, n) => whole(Object.fromEntries(pairs.map(([name, values]) => [name, values[n]]))));
  };

  const instant = (at) => new Date(at).toISOString();

  function whole({ street, community, grid, ...row }) {
    const later = (after) => (after === null ? null : instant(row.received_at + after));
    return { ...row, code: "I-" + String(row.id).padStart(4, "0"), area: [street, community, grid], teams: JSON.parse(row.teams),
      received_at: instant(row.received_at), arrive_by: later(row.arrive_by), close_by: later(row.close_by),
      closed_at: later(row.closed_at), touch_by: later(row.touch_by) };
  }

  setInterval(() => {
    const face = document.getElementById("shell-clock");
    if (!face || !clock) return;
    face.textContent = Cockpit.time(Cockpit.now(), true);
    const day = document.getElementById("shell-date");
    day.textContent = new Intl.DateTimeFormat(Cockpit.words.lang, { timeZone: zone, month: "long", day: "numeric", weekday: "short" }).format(Cockpit.now());
  }, 250);

  /* --- refusals: every answer of the server that is a no becomes a notice --- */

  /* The gate leads whoever is not signed in to the sign-in page and from there back here. */
  const signIn = () => location.reload();

  const SHOWN = 12; // seconds

  /* `about` is the address of what it speaks of, which is spoken of once. */
  Cockpit.toast = function (title, detail, kind, address, about = address) {
    const place = document.getElementById("shell-toasts");
    if (!place) return;
    if (about) Cockpit.toasted(about)?.remove();
    const note = document.createElement("div");
    note.className = "toast " + (kind || "refusal");
    if (about) note.dataset.about = about;
    const strong = document.createElement("strong");
    strong.textContent = title;
    note.append(strong);
    const more = document.createElement(address ? "a" : "span");
    if (address) more.href = address;
    more.textContent = detail || "";
    note.append(more);
    note.dataset.left = SHOWN;
    place.replaceChildren(note, ...[...place.children].slice(0, 2));
  };

  /* A notice has its time while it is seen: one that a newer one stands before waits. */
  setInterval(() => document.querySelectorAll("#shell-toasts [data-left]").forEach((note) => {
    if (note.offsetParent !== null && (note.dataset.left -= 1) <= 0) note.remove();
  }), 1000);

  Cockpit.toasted = (about) => [...document.querySelectorAll("#shell-toasts .toast")].find((one) => one.dataset.about === about);

  const plainFetch = window.fetch.bind(window);
  window.fetch = async function (resource, options) {
    const address = typeof resource === "string" ? resource : resource.url;
    if (address.includes("/_dash-update-component")) return atTheDoor(resource, options);
    const response = await plainFetch(resource, options);
    if (address.includes("/_dash-dependencies")) Cockpit.hearClicks(response.clone());
    if (address.includes("/api/")) showFailure(response);
    return response;
  };

  const showFailure = (response) => document.body.classList.toggle("failed", response.status >= 500);

  async function atTheDoor(resource, options) {
    const response = await plainFetch(resource, Cockpit.withItsClick(options)).catch(unanswered);
    showFailure(response);
    if (response.status === 401) signIn();
    if (response.status >= 400) response.clone().json().then((problem) => Cockpit.toast(problem.title, problem.detail), () => {});
    return response;
  }

  /* Dash gives a pressed button back only for an answer, so a line that is down answers, too. */
  function unanswered() {
    Cockpit.toast(Cockpit.words.unanswered, Cockpit.words.still_here);
    return Response.error();
  }
})();
