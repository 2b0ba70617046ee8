/* The teams' phone. The page works without this; with it, answers survive a bad network, and the page lives.

   What is tapped goes into a queue on the phone (field_queue.js) and from there to the server. The server draws; this
   only swaps the fragment. */
"use strict";

(() => {
  const root = document.getElementById("field");
  const net = document.getElementById("net");
  const said = document.getElementById("said");
  const words = JSON.parse(root.dataset.words);
  const owner = root.dataset.owner;
  const LAST = ["resolved", "declined"];
  const SETTLE = 200, GHOST = 700, CLICK = 100, SILENCE = 40000;

  const state = { signedOut: false, lost: false };
  const timers = {};
  let loadedAt = performance.now();
  let lastTap = -Infinity;
  let asked = 0;
  let sound = null;

  const say = (name, facts = {}) => words[name].replace(/\{(\w+)\}/g, (_, key) => facts[key] ?? "");
  const jobs = () => document.getElementById("jobs");
  const later = (name, wait, act) => {
    clearTimeout(timers[name]);
    timers[name] = setTimeout(act, wait);
  };
  const never = (name) => clearTimeout(timers[name]);
  const queue = window.fieldQueue(owner, {
    token: () => jobs().dataset.csrf, signedOut: () => state.signedOut, signOut, later, never, refresh, overlay, show, settle,
  });

  function put(form) {
    const kept = queue.put(form);
    if (kept === null) return;
    if (!kept) tell(say("full"), true);
    if (form === report) emptyReport();
  }

  function settle(item, result) {
    const what = [item.code, item.says].filter(Boolean).join(" ");
    if (result.ok) {
      if (item.action === report.getAttribute("action")) tell(say("reported", { code: result.body.code }));
      else if (LAST.includes(item.fields.state) || !item.fields.state) tell(say("received", { what }));
      return;
    }
    if (result.status === 422) restore(item);
    tell(say("refused", { what, why: [result.body.title, result.body.detail].filter(Boolean).join(" ") }), true);
  }

  function signOut() {
    state.signedOut = true;
    show();
    return "sign in";
  }

  /* The page: the server's fragment, with what waits on this phone laid over it. */
  const known = () => new Set([...document.querySelectorAll("[data-incident]")].map((one) => one.dataset.incident));
  const writing = () => jobs().contains(document.activeElement) && document.activeElement.matches("input:not([type=radio]), textarea");

  async function refresh(now = false) {
    if (!now && writing()) {
      jobs().dataset.later = ""; // never under the fingers of somebody who types; the fresh fragment comes without it
      return overlay();
    }
    const turn = ++asked;
    try {
      const response = await fetch("/field/jobs", { redirect: "manual", headers: { "X-Requested-With": "fetch" } });
      if (response.type === "opaqueredirect" || response.status === 401) return void signOut();
      if (!response.ok) throw new Error(response.status);
      const html = await response.text();
      await lifted();
      if (turn !== asked) return; // a younger one is on its way
      swap(html);
      comeBack();
    } catch {
      later("refresh", 5000, refresh);
    }
    overlay();
  }

  /* A finger lifts where it came down: a button that was exchanged in between hears of no tap, and nobody sees that. */
  let down = false, waiting = [];
  const lifted = () => down && new Promise((go) => waiting.push(go));
  const lift = () => { down = false; waiting.splice(0).forEach((go) => go()); };

  function comeBack() {
    if (!state.signedOut) return;
    state.signedOut = false;
    listen();
    queue.flush();
  }

  function swap(html) {
    const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("jobs");
    if (!fresh) throw new Error("not the jobs");
    const before = known(), typed = drafts(), open = [...jobs().querySelectorAll("details[open]")].map(path);
    jobs().replaceWith(document.adoptNode(fresh));
    loadedAt = performance.now();
    for (const draft of typed) restore(draft);
    for (const one of jobs().querySelectorAll("details")) if (open.includes(path(one))) one.open = true;
    const news = [...jobs().querySelectorAll("[data-state=dispatched]")].filter((one) => !before.has(one.dataset.incident));
    if (news.length) announce(news);
  }

  const path = (details) => `${details.closest("[data-incident]")?.dataset.incident} ${details.classList[0]}`;
  const drafts = () =>
    [...jobs().querySelectorAll("form")].map((form) => ({
      action: form.getAttribute("action"), fields: Object.fromEntries(new FormData(form)),
    }));

  function restore({ action, fields }) {
    for (const form of root.querySelectorAll("form")) {
      if (form.getAttribute("action") !== action || (form.elements.state?.value ?? "") !== (fields.state ?? "")) continue;
      for (const name of ["outcome", "reason", "role", "why", "count", "note", "kind", "place", "lon", "lat"]) {
        if (form.elements[name] && fields[name]) form.elements[name].value = fields[name];
      }
      if (form === report) form.closest("details").open = true;
    }
  }

  function overlay() {
    const resting = performance.now() - lastTap < GHOST; // seen as such: a tap is never swallowed unseen
    if (resting) later("rest", GHOST, overlay);
    for (const job of jobs().querySelectorAll("[data-incident]")) {
      const waiting = queue.mine().filter((one) => one.incident === job.dataset.incident);
      const stored = waiting.filter((one) => one.failed);
      if (stored.length) advance(job, stored);
      for (const button of job.querySelectorAll("form button")) button.disabled = resting || waiting.length > stored.length;
    }
    show();
  }

  function advance(job, stored) {
    job.dataset.state = stored.findLast((one) => one.fields.state)?.fields.state ?? job.dataset.state;
    for (const one of stored) job.querySelector(`.steps .${one.fields.state}`)?.classList.add("done");
    const note = job.querySelector(".kept");
    note.textContent = say("kept", { what: stored.map((one) => one.says).join(" → ") });
    note.hidden = false;
  }

  function show(slow = false) {
    const waiting = queue.mine(), stored = waiting.filter((one) => one.failed).length;
    net.replaceChildren();
    if (state.signedOut) {
      const link = Object.assign(document.createElement("a"), { href: "/sign-in?next=/field", textContent: say("sign_in") });
      net.append(say("signed_out", { n: waiting.length }), " ", link);
    } else if (stored) net.append(say("stored", { n: stored }));
    else if (slow && waiting.length) net.append(say("sending"));
    else if (state.lost) net.append(say("lost", { at: jobs().dataset.clock }));
    net.hidden = !net.hasChildNodes();
  }

  function tell(sentence, bad = false) {
    said.textContent = (bad ? "▲ " : "✓ ") + sentence;
    said.className = bad ? "said bad" : "said good";
    said.hidden = false;
    if (bad) said.scrollIntoView({ block: "nearest" });
  }

  /* A tap: kept first, then sent. A second one within the same moment, or under the same key, is none. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.dataset.says) return;
    event.preventDefault();
    if (performance.now() - lastTap < GHOST) return;
    lastTap = performance.now();
    said.hidden = true;
    unlockSound();
    document.activeElement?.blur();
    put(form);
    overlay();
    queue.flush();
  });

  /* Live: the stream says that something changed, the fragment says what. */
  let stream = null;
  function listen() {
    stream?.close();
    if (state.signedOut) return;
    stream = new EventSource(`/api/stream?after=${jobs().dataset.change}`);
    const alive = () => {
      later("silence", SILENCE, listen);
      if (!state.lost) return;
      state.lost = false;
      refresh();
    };
    stream.onopen = alive;
    stream.addEventListener("beat", (event) => {
      alive();
      jobs().dataset.now = JSON.parse(event.data).now;
      loadedAt = performance.now();
    });
    stream.addEventListener("reset", () => later("refresh", SETTLE, refresh));
    stream.addEventListener("signed_out", () => {
      stream.close();
      signOut();
    });
    stream.addEventListener("change", (event) => {
      document.dispatchEvent(new CustomEvent("paged", { detail: event.data }));
      alive();
      later("refresh", SETTLE, refresh);
    });
    stream.onerror = () => {
      state.lost = true;
      show();
      if (stream.readyState === EventSource.CLOSED) later("listen", 5000, () => refresh().then(listen));
    };
  }

  /* A new job makes itself felt: it shakes, it rings if a tap allowed it, the title bears a mark until one looks. */
  const title = document.title;
  function announce(news) {
    for (const one of news) one.classList.add("news");
    document.title = `● ${say("new")} · ${title}`;
    navigator.vibrate?.([300, 100, 300]);
    ring();
    if (news[0].matches("article")) news[0].scrollIntoView({ block: "nearest" });
  }

  function unlockSound() {
    if (!window.AudioContext) return;
    sound ??= new AudioContext();
    if (sound.state === "suspended") sound.resume();
  }

  function ring() {
    if (sound?.state !== "running") return;
    for (const [start, pitch] of [[0, 880], [0.25, 1175]]) {
      const tone = sound.createOscillator(), volume = sound.createGain();
      tone.frequency.value = pitch;
      volume.gain.value = 0.2;
      tone.connect(volume).connect(sound.destination);
      tone.start(sound.currentTime + start);
      tone.stop(sound.currentTime + start + 0.2);
    }
  }

  /* The count down runs on the district's clock, which the fragment brings. */
  const span = (seconds) => {
    const whole = Math.floor(Math.abs(seconds)), two = (n) => String(n).padStart(2, "0");
    const hours = Math.floor(whole / 3600), minutes = Math.floor(whole / 60) % 60;
    return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
  };

  function tick() {
    const { now, speed } = jobs().dataset;
    const district = Date.parse(now) + (performance.now() - loadedAt) * Number(speed);
    for (const due of jobs().querySelectorAll(".due")) {
      const left = (Date.parse(due.dateTime) - district) / 1000;
      due.classList.toggle("late", left < 0);
      due.textContent = left < 0 ? say("late", { span: span(left) }) : `${say("left", { span: span(left) })} ${due.dataset.to}`;
    }
  }

  /* Reporting from where the phone is. */
  const report = root.querySelector(".report form");
  const locate = report.querySelector(".locate"), located = report.querySelector(".located");
  const unlocated = located.textContent;
  function emptyReport() {
    report.reset();
    report.elements.lon.value = report.elements.lat.value = "";
    report.elements.key.value = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
    located.textContent = unlocated;
    report.closest("details").open = false;
  }
  locate.hidden = !navigator.geolocation;
  locate.addEventListener("click", () => {
    located.textContent = say("locating");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        report.elements.lon.value = coords.longitude.toFixed(6);
        report.elements.lat.value = coords.latitude.toFixed(6);
        located.textContent = say("located", { n: Math.round(coords.accuracy) });
      },
      () => (located.textContent = say("unlocated")),
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 30000 },
    );
  });

  document.addEventListener("focusout", () => later("stale", SETTLE, () => "later" in jobs().dataset && refresh()));
  document.addEventListener("pointerdown", () => { down = true; document.title = title; });
  for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => setTimeout(lift, CLICK));
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    document.title = title;
    queue.hurry();
    refresh().then(queue.flush);
  });
  addEventListener("online", () => {
    queue.hurry();
    queue.flush();
    listen();
  });
  setInterval(tick, 1000);
  for (const begins of [tick, overlay, queue.flush, listen]) begins();
})();
