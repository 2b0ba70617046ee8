/* Desk figures: seen anew when something happened to an incident, and when the next one lies untouched for too long. */
"use strict";

(() => {
  const SETTLE = 3000; // ms: what happens close together is reckoned once
  let due = null;

  const figures = () => document.getElementById("duty-figures");
  const next = () => Date.parse(figures()?.querySelector("[data-next]")?.dataset.next || "");
  const again = () => {
    due = null;
    if (figures()) window.dash_clientside.set_props("duty-figures-tick", { data: Date.now() });
  };
  const soon = () => { if (figures() && due === null) due = setTimeout(again, SETTLE); };

  document.addEventListener("DOMContentLoaded", () => window.Cockpit?.on("change", (change) => change.subject === "incident" && soon()));
  setInterval(() => { if (figures() && window.Cockpit && window.Cockpit.now() > next()) soon(); }, 1000);
})();
