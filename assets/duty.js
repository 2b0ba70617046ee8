/* Duty in the browser: drawn anew when the roster changes, and at the very minute at which somebody else is on. */
"use strict";

(function () {
  const Cockpit = (window.Cockpit = window.Cockpit || {});
  const element = (id) => document.getElementById(id);
  const put = (id, data) => element(id) && window.dash_clientside.set_props(id, { data });
  const SUBJECTS = ["shift", "swap", "leave"];
  let asked = ""; // the moment for which the board was asked for already

  function changed(change) {
    if (SUBJECTS.includes(change.subject)) ["duty-now-tick", "duty-roster-tick", "duty-swap-tick"].forEach((id) => put(id, change.id));
  }

  /* The board says when the clock alone makes it another one; it is asked for then, once. */
  function turn() {
    const at = document.querySelector(".duty-now")?.dataset.changesAt;
    if (!at || at === asked || Cockpit.now() < Date.parse(at)) return;
    asked = at;
    put("duty-now-tick", Cockpit.now());
  }

  document.addEventListener("DOMContentLoaded", () => {
    Cockpit.on("change", changed);
    setInterval(turn, 1000);
  });
})();
