/* The page's side of the live stream, the district's clock, and refusals shown as short notices. */
"use strict";

(function () {
  const listeners = { change: [], state: [], reset: [], sources: [] };
  const Cockpit = (window.Cockpit = Object.assign(window.Cockpit || {}, { words: {}, connected: "connecting" }));
  let port = null;
  let clock = null;

  Cockpit.on = (kind, react) => listeners[kind].push(react);
  const emit = (kind, value) => listeners[kind].forEach((react) => react(value));

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
    if (message.kind === "reset") emit("reset");
    if (message.kind === "state") { Cockpit.connected = message.state; showState(); emit("state", message.state); }
    if (message.kind === "signed_out") signIn();
  }

  Cockpit.follow = async function (after) {
    if (port === null) {
      port = await connected();
      port.onmessage = receive;
      window.addEventListener("pagehide", () => port.postMessage({ kind: "leave" }));
      window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
    }
    port.postMessage({ kind: "join", after });
  };

  /* Counts at doors raise no change; how fresh they are is asked for, by visible pages only. */
  setInterval(async () => {
    if (document.hidden || port === null || !document.getElementById("overview-freshness")) return;
    const answer = await fetch("/api/sources").catch(() => null);
    if (answer?.ok) emit("sources", await answer.json());
  }, 20000);

  function showState() {
    document.body.dataset.live = Cockpit.connected;
    const mark = document.getElementById("shell-live");
    if (!mark) return;
    mark.dataset.state = Cockpit.connected;
    if (Cockpit.words.live) mark.textContent = Cockpit.words.live[Cockpit.connected];
  }

  /* --- the district's clock --- */

  Cockpit.setClock = function (now, speed) {
    clock = { at: Date.parse(now), since: performance.now(), speed };
    Cockpit.words.live && showState();
  };
  /* What happened later than my clock shows: the clock of the demo or drill was moved. */
  function catchUp(at) {
    if (clock && at > Cockpit.now() + 1000) Cockpit.setClock(new Date(at).toISOString(), clock.speed);
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

  setInterval(() => {
    const face = document.getElementById("shell-clock");
    if (!face || !clock) return;
    face.textContent = Cockpit.time(Cockpit.now(), true);
    const day = document.getElementById("shell-date");
    const language = Cockpit.words.lang || "zh";
    document.documentElement.lang = language;
    day.textContent = new Intl.DateTimeFormat(language, { timeZone: zone, month: "long", day: "numeric", weekday: "short" }).format(Cockpit.now());
  }, 250);

  /* --- refusals: every answer of the server that is a no becomes a notice --- */

  function signIn() {
    location.assign("/sign-in?next=" + encodeURIComponent(location.pathname + location.search));
  }

  Cockpit.toast = function (title, detail, kind, address) {
    const place = document.getElementById("shell-toasts");
    if (!place) return;
    const note = document.createElement("div");
    note.className = "toast " + (kind || "refusal");
    const strong = document.createElement("strong");
    strong.textContent = title;
    note.append(strong);
    const more = document.createElement(address ? "a" : "span");
    if (address) more.href = address;
    more.textContent = detail || "";
    note.append(more);
    place.replaceChildren(note, ...[...place.children].slice(0, 2));
    setTimeout(() => note.remove(), 12000);
  };

  const plainFetch = window.fetch.bind(window);
  window.fetch = async function (resource, options) {
    const response = await plainFetch(resource, options);
    const address = typeof resource === "string" ? resource : resource.url;
    if (/_dash-update-component|\/api\//.test(address)) document.body.classList.toggle("failed", response.status >= 500);
    if (response.status >= 400 && address.includes("/_dash-update-component")) {
      if (response.status === 401) signIn();
      response.clone().json().then((problem) => Cockpit.toast(problem.title, problem.detail), () => {});
    }
    return response;
  };

  /* The sign-out form is drawn by Dash, which knows no tokens: it is added when it is sent. */
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "shell-sign-out") return;
    const token = document.cookie.split("; ").find((part) => part.startsWith("_csrf_token="));
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: "csrf_token" });
    field.value = token ? decodeURIComponent(token.slice(12)) : "";
    event.target.append(field);
  });
})();
