/* What was escalated to me stands first on the board and in the cockpit's list; countdowns of the chain go on. */
"use strict";

(function () {
  const Cockpit = (window.Cockpit = window.Cockpit || {}); // the stream's side of it comes with live.js, after this
  const PAGES = ["incidents", "overview"];
  const mine = (Cockpit.mine = new Set());
  const here = () => PAGES.find((page) => document.getElementById(page));
  let heard = 0;

  /* The ids that a page brought, or that were asked for since. */
  Cockpit.setMine = (ids) => {
    mine.clear();
    (ids || []).forEach((id) => mine.add(id));
  };

  function onChange({ id, event, facts, subject, subject_id }) {
    if (subject !== "incident" || id <= heard) return;
    heard = id;
    const called = event === "called_in" && facts.account === Cockpit.me?.account;
    const page = here();
    if (page && (called || mine.has(Number(subject_id)))) window.dash_clientside.set_props(`${page}-mine-tick`, { data: id });
  }

  function told(ids) {
    Cockpit.setMine(ids);
    if (document.getElementById("overview")) window.CockpitOverview.draw();
    else window.CockpitBoard.reorder();
    return window.dash_clientside.no_update;
  }

  document.addEventListener("DOMContentLoaded", () => Cockpit.on("change", onChange));

  setInterval(() => {
    for (const face of document.querySelectorAll(".chain .countdown")) {
      face.textContent = Cockpit.span(Date.parse(face.getAttribute("datetime")) - Cockpit.now());
    }
    for (const face of document.querySelectorAll(".promising [data-minutes]")) {
      face.textContent = Cockpit.time(Cockpit.now() + Number(face.dataset.minutes) * 60000);
    }
  }, 1000);

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.cockpit_escalation = { mine: told };
})();
