/* Files on their way out: looked at again while one of them is being made, and when one's own became ready. */
"use strict";

(function () {
  const Cockpit = (window.Cockpit = window.Cockpit || {});
  const LOOK = 1000;
  const list = () => document.getElementById("inventory-exports");
  let ticks = 1e9; // none of the numbers that the page itself puts there
  let waits = null;

  function tick() {
    if (list()) window.dash_clientside.set_props("inventory-export-tick", { data: (ticks += 1) });
  }

  /* How far one is, is asked by whoever has it open, and only while it runs. */
  function follow() {
    if (!waits && list() && list().querySelector('[data-runs="yes"]')) waits = setTimeout(() => { waits = null; tick(); }, LOOK);
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    cockpit_exports: { drawn() { setTimeout(follow, 0); return window.dash_clientside.no_update; } },
  });

  document.addEventListener("DOMContentLoaded", () => {
    Cockpit.on("change", (change) => { if (change.subject === "export") tick(); });
  });
})();
