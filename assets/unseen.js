/* The other number that must be none: people in our care whom nobody has greeted for too long. It follows from the time and
   from what was done: asked for anew each minute, and soon after something was done for somebody at home. */
"use strict";

(function () {
  const Cockpit = window.Cockpit;
  const element = (id) => document.getElementById(id);
  const EVERY = 60000, SOON = 2000;
  const SUBJECTS = ["health_report", "care_task", "quarantine", "follow_up"];
  let known = null, waits = null;

  const page = () => ["overview", "wall"].find((name) => element(`${name}-unseen`));
  const data = () => (page() === "wall" ? window.CockpitWall?.data : window.CockpitOverview?.data);

  function show(box, words) {
    if (box.dataset.count === words) return;
    box.dataset.count = words;
    const some = !["0", "–"].includes(words), shape = box.querySelector(".shape");
    box.classList.toggle("red", some);
    shape.textContent = some ? "▲" : "✓";
    shape.className = "shape shape-" + (some ? "act" : "done");
    box.querySelector("b").textContent = words;
  }

  /* A click leads to exactly those, in the same area. */
  function lead(box, area) {
    const href = "/care?show=homes&only=unseen" + (area === Cockpit.me.area ? "" : "&area=" + area);
    if (page() === "wall") return data().may.reports && box.setAttribute("href", href);
    if (box.href && box.getAttribute("href") !== href) window.dash_clientside.set_props(box.id, { href });
  }

  Cockpit.drawUnseen = function () {
    const name = page(), first = data();
    if (!name || !first) return;
    const box = element(`${name}-unseen`), found = known ?? first.unseen;
    box.hidden = !found;
    if (!found) return;
    const area = ((name === "overview" && window.CockpitOverview.area) || Cockpit.me.area).slice(0, 12);
    show(box, found[area] ?? "0");
    lead(box, area);
  };

  function ask() {
    waits = null;
    if (!document.hidden && page() && (known ?? data()?.unseen)) window.dash_clientside.set_props(`${page()}-unseen-tick`, { data: Date.now() });
  }

  function told(fresh) {
    known = fresh ?? null;
    Cockpit.drawUnseen();
    return window.dash_clientside.no_update;
  }

  setInterval(ask, EVERY);
  document.addEventListener("DOMContentLoaded", () => Cockpit.on("change", ({ subject }) => {
    if (SUBJECTS.includes(subject) && waits === null) waits = setTimeout(ask, SOON);
  }));

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.cockpit_unseen = { told };
})();
