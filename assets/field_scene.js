/* Where the phone of a team on a job is: told only while the page says so (#jobs[data-share]), which it does after a yes
   and on a job alone; never kept on the phone. And a call for help carries the place that is known by then. */
"use strict";

(() => {
  const jobs = () => document.getElementById("jobs");
  const FRESH = 60000; // ms, of a place that a call for help may carry
  let watching = null, last = null, sentAt = -Infinity;

  const shares = () => Boolean(jobs()?.dataset.share) && Boolean(navigator.geolocation);

  /* Begin or stop as the page says now. */
  function look() {
    if (shares() === (watching !== null)) return;
    if (watching === null) {
      watching = navigator.geolocation.watchPosition(found, () => {}, { enableHighAccuracy: true, maximumAge: 15000 });
    } else {
      navigator.geolocation.clearWatch(watching);
      watching = last = null;
    }
  }

  function found({ coords }) {
    last = { lon: coords.longitude, lat: coords.latitude, accuracy: coords.accuracy, at: performance.now() };
    fill();
    send();
  }

  /* Not more often than the rule says; what moved too little, the server passes over. */
  async function send() {
    const now = performance.now();
    if (!shares() || now - sentAt < Number(jobs().dataset.share) * 1000) return;
    sentAt = now;
    const body = new URLSearchParams({ lon: last.lon.toFixed(6), lat: last.lat.toFixed(6), accuracy: last.accuracy.toFixed(0) });
    const headers = { "X-Requested-With": "fetch", "X-CSRFToken": jobs().dataset.csrf, "X-Owner": jobs().dataset.owner };
    await fetch("/field/position", { method: "POST", body, headers, redirect: "manual" }).catch(() => {});
  }

  function fill() {
    const form = document.querySelector("form[action='/field/help']");
    const known = shares() && last && performance.now() - last.at < FRESH;
    if (!form) return;
    form.elements.lon.value = known ? last.lon.toFixed(6) : "";
    form.elements.lat.value = known ? last.lat.toFixed(6) : "";
  }

  /* A clock that turns amber is shown when it does: the fragment is asked for once, then. */
  let turning = null;
  function wait() {
    clearTimeout(turning);
    if (!jobs()) return;
    const { now, speed } = jobs().dataset, turns = document.querySelector("[data-turns]")?.dataset.turns;
    if (!turns) return;
    const left = (Date.parse(turns) - Date.parse(now)) / Number(speed);
    turning = setTimeout(() => document.dispatchEvent(new Event("visibilitychange")), Math.max(1000, left + 500));
  }

  document.addEventListener("submit", fill, true);
  new MutationObserver(() => {
    look();
    fill();
    wait();
  }).observe(document.getElementById("field"), { childList: true });
  look();
  wait();
})();
