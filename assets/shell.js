/* The frame in the browser, the same on every page: who I am, sound and notices, the crumb, the rail's current page. */
"use strict";

(function () {
  const Cockpit = window.Cockpit;
  const KEY = "cockpit-sound";
  const RED = 1;
  const element = (id) => document.getElementById(id);
  let heard = 0; // the last change that the frame was told of
  let audio = null;

  /* Called when the frame is there, and again with each page that is shown in it. */
  function arrive(first) {
    Cockpit.begin(first);
    if (element("shell-crumb")) showWhere();
    return window.dash_clientside.no_update;
  }

  /* A page that came inside the frame may be told of its data before the frame is told of its own. */
  Cockpit.begin = function (first) {
    if (Cockpit.me !== null) return;
    Object.assign(Cockpit, { words: first.words, me: first.me });
    document.documentElement.lang = first.words.lang;
    heard = first.change;
    Cockpit.setClock(first.now, first.speed);
    Cockpit.follow(first.change);
    showSound();
    document.dispatchEvent(new Event("cockpit-begun"));
  };

  /* The rail marks the page, the crumb names my area; a page whose area can be chosen draws its own crumb. */
  function showWhere() {
    document.querySelectorAll("#shell-rail a").forEach((link) => {
      if (new URL(link.href).pathname === location.pathname) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    });
    element("shell-crumb").replaceChildren(Object.assign(document.createElement("b"), { textContent: Cockpit.me.area_name }));
  }

  /* --- sound: one click a shift; a mark stands there as long as it is off --- */

  const shift = () => (Cockpit.me.watch ? "watch-" + Cockpit.me.watch : "browser");
  const wanted = () => sessionStorage.getItem(KEY) === shift();

  function showSound() {
    if (!element("shell-sound")) return;
    const on = wanted() && audio?.state === "running";
    element("shell-sound").setAttribute("aria-pressed", String(on));
    element("shell-sound").textContent = Cockpit.words.sound[on ? "on" : "off"];
  }

  async function sounding() {
    if (audio === null) {
      audio = new AudioContext();
      audio.onstatechange = showSound;
    }
    await audio.resume();
  }

  async function soundOn() {
    await sounding();
    sessionStorage.setItem(KEY, shift());
    if (window.Notification && Notification.permission === "default") await Notification.requestPermission();
    beep(1);
    showSound();
  }

  /* After a reload the browser wants a gesture before it sounds again: the first one anywhere will do. */
  for (const gesture of ["pointerdown", "keydown"]) {
    document.addEventListener(gesture, () => Cockpit.me && wanted() && audio?.state !== "running" && sounding());
  }

  const beep = (times) => Cockpit.sound(audio, times);
  Cockpit.ring = beep;

  Cockpit.sound = function (audio, times) {
    if (audio?.state !== "running") return;
    for (let n = 0; n < times; n += 1) {
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      const start = audio.currentTime + n * 0.28;
      tone.frequency.value = 880;
      volume.gain.setValueAtTime(0.0001, start);
      volume.gain.exponentialRampToValueAtTime(0.25, start + 0.02);
      volume.gain.exponentialRampToValueAtTime(0.0001, start + 0.22);
      tone.connect(volume).connect(audio.destination);
      tone.start(start);
      tone.stop(start + 0.24);
    }
  };

  /* --- alarms: a red item that is new or was passed on, and any that support is called for at --- */

  /* A new one sounds at the first desk; not taken up it sounds again there and at the second, then at the shift lead's. */
  function concernsMe({ event, facts }) {
    const { desk, seat, role } = Cockpit.me;
    if (!desk) return false;
    if (event === "support_called") return true;
    if (event === "reported") return seat !== "second" && role !== "shift_lead";
    return event === "passed_on" && (facts.to === "shift_lead" || role !== "shift_lead");
  }

  function alarm(change) {
    const { event, state, subject_id } = change;
    if (event === "lapsed") return silent(change);
    if ((state.priority !== RED && event !== "support_called") || !concernsMe(change)) return;
    const fresh = event === "reported";
    const title = `${state.place || Cockpit.words.spot} · ${Cockpit.words.kinds[state.kind]}`;
    const words = Cockpit.words[{ reported: "new", support_called: "support" }[event] || "passed"].replace("{title}", title);
    document.body.dataset.alarms = Number(document.body.dataset.alarms || 0) + 1;
    tell(words, state.code, fresh, subject_id);
    beep(fresh ? 2 : 4);
    if (wanted() && window.Notification?.permission === "granted" && document.hidden) new Notification(words, { tag: state.code });
  }

  /* A team on the scene of which nothing is heard, whatever the priority of its job. */
  function silent({ state, subject_id }) {
    if (!Cockpit.me.desk) return;
    const title = `${state.place || Cockpit.words.spot} · ${Cockpit.words.kinds[state.kind]}`;
    document.body.dataset.alarms = Number(document.body.dataset.alarms || 0) + 1;
    Cockpit.toast(Cockpit.words.silent_team.replace("{title}", title), state.code, "red", "/incidents?incident=" + subject_id);
    beep(3);
  }

  /* Where incidents are listed a new one shows itself; everywhere else a notice leads to it. */
  function tell(words, code, fresh, id) {
    const listed = element("overview-list") || element("incidents-board");
    const address = "/incidents?incident=" + id;
    if (!listed || !fresh) Cockpit.toast(words, code, "red", listed ? null : address, address);
  }

  /* --- who sits where: the top bar, and which alarms concern me --- */

  function reseat({ id, event, subject_id, facts: { seat, account } }) {
    const me = Cockpit.me;
    if (!me.desk) return;
    window.dash_clientside.set_props("shell-desk-tick", { data: id });
    const mine = account === me.account;
    if (mine && event === "took_over") Object.assign(me, { seat, watch: Number(subject_id) });
    else if (me.seat === seat && (mine || event === "took_over")) Object.assign(me, { seat: null, watch: null });
    showSound();
  }

  /* Somebody broke the glass: whoever reviews it is told wherever they are, but for the one who did it. */
  function glass({ account, subject_id }) {
    if (!Cockpit.me.reviews || account === Cockpit.me.account) return;
    Cockpit.toast(Cockpit.words.glass, Cockpit.words.review, "red", "/inventory?review=" + subject_id);
  }

  /* Each change counts once, however often the pages ask for what they missed. */
  Cockpit.on("change", (change) => {
    if (change.id <= heard) return;
    heard = change.id;
    if (change.subject === "incident") alarm(change);
    if (change.subject === "desk") reseat(change);
    if (change.event === "glass_broken") glass(change);
  });

  /* --- what I have typed and not sent: Dash keeps it in this tab under my account, see `kept` in pages/parts.py --- */

  Cockpit.forgetTyped = function (where) {
    const mine = (key) => key.startsWith("_dash_persistence." + where) && key.includes(`."${Cockpit.me.account}/`);
    Object.keys(sessionStorage).filter(mine).forEach((key) => sessionStorage.removeItem(key));
  };

  /* The sign-out form is drawn by Dash, which knows no tokens: it is added when it is sent. */
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "shell-sign-out") return;
    Cockpit.forgetTyped("");
    const token = document.cookie.split("; ").find((part) => part.startsWith("_csrf_token="));
    const field = Object.assign(document.createElement("input"), { type: "hidden", name: "csrf_token" });
    field.value = token ? decodeURIComponent(token.slice(12)) : "";
    event.target.append(field);
  });

  /* --- hands --- */

  document.addEventListener("click", (event) => {
    if (event.target.closest("#shell-sound")) soundOn();
    const menu = document.querySelector(".top details[open]");
    if (menu && !menu.contains(event.target)) menu.open = false;
  });

  /* The language link keeps the address one is at. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest("#shell-language");
    if (!link) return;
    event.preventDefault();
    const asked = new URLSearchParams(location.search);
    asked.set("lang", document.cookie.includes("lang=en") ? "zh_CN" : "en");
    location.assign(location.pathname + "?" + asked);
  });

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.cockpit_shell = { arrive };
})();
