/* The frame in the browser: sound and notices, the rail's current page, keyboard help. */
"use strict";

(function () {
  const Cockpit = window.Cockpit;
  const KEY = "cockpit-sound";
  let me = null;
  let audio = null;

  /* --- sound: one click a shift; a mark stands there as long as it is off --- */

  const shift = () => (me?.watch ? "watch-" + me.watch : "browser");
  const wanted = () => sessionStorage.getItem(KEY) === shift();

  function showSound() {
    const button = document.getElementById("shell-sound");
    if (!button || !Cockpit.words.sound) return;
    const on = wanted() && audio?.state === "running";
    button.setAttribute("aria-pressed", String(on));
    button.textContent = Cockpit.words.sound[on ? "on" : "off"];
  }

  async function soundOn() {
    audio = audio || new AudioContext();
    await audio.resume();
    sessionStorage.setItem(KEY, shift());
    if (window.Notification && Notification.permission === "default") await Notification.requestPermission();
    beep(1);
    showSound();
  }

  /* After a reload the browser wants a gesture before it sounds again: the first one anywhere will do. */
  for (const gesture of ["pointerdown", "keydown"]) {
    document.addEventListener(gesture, () => {
      if (!wanted() || audio?.state === "running") return;
      audio = audio || new AudioContext();
      audio.resume().then(showSound);
    });
  }

  function beep(times) {
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
  }

  /* A new red item sounds at the first desk; untouched it sounds again there and at the second, then at the shift lead's. */
  function concernsMe(change) {
    if (!me?.desk) return false;
    if (change.event === "reported") return me.seat !== "second" && me.role !== "shift_lead";
    return change.facts.to === "shift_lead" || me.role !== "shift_lead";
  }

  Cockpit.alarm = function (title, row, change) {
    if (!concernsMe(change)) return;
    const words = (change.event === "reported" ? Cockpit.words.new : Cockpit.words.passed).replace("{title}", title);
    document.body.dataset.alarms = Number(document.body.dataset.alarms || 0) + 1;
    if (change.event !== "reported") Cockpit.toast(words, row.code, "red");
    beep(change.event === "reported" ? 2 : 4);
    if (wanted() && window.Notification?.permission === "granted" && document.hidden) new Notification(words, { tag: row.code });
  };

  Cockpit.setMe = function (who) {
    me = who;
    showSound();
  };

  /* Who sits where follows the stream: the top bar, and which alarms concern me. */
  Cockpit.on("change", (change) => {
    if (change.subject !== "desk") return;
    window.dash_clientside.set_props("shell-desk-tick", { data: change.id });
    if (!me) return;
    const { seat, account } = change.facts;
    const mine = account === me.account;
    if (mine && change.event === "took_over") Object.assign(me, { seat, watch: Number(change.subject_id) });
    else if (me.seat === seat && (mine || change.event === "took_over")) Object.assign(me, { seat: null, watch: null });
    showSound();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("#shell-sound")) soundOn();
    const menu = document.querySelector(".top details[open]");
    if (menu && !menu.contains(event.target)) menu.open = false;
  });

  /* --- the rail shows where one is --- */

  setInterval(() => {
    document.querySelectorAll("#shell-rail a").forEach((link) => {
      const here = new URL(link.href).pathname === location.pathname;
      if ((link.getAttribute("aria-current") === "page") !== here) here ? link.setAttribute("aria-current", "page") : link.removeAttribute("aria-current");
    });
    showSound();
  }, 500);

  /* The language link keeps the address one is at. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest("#shell-language");
    if (!link) return;
    event.preventDefault();
    const asked = new URLSearchParams(location.search);
    asked.set("lang", document.cookie.includes("lang=en") ? "zh_CN" : "en");
    location.assign(location.pathname + "?" + asked);
  });
})();
