/* People at home in the browser: what is shown is drawn anew when somebody reports. */
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const Cockpit = window.Cockpit;
  const TICKS = { // section -> the subjects whose changes it shows
    "care-homes": ["health_report", "quarantine"],
    "care-needs": ["need", "quarantine"],
  };
  Cockpit.on("change", Cockpit.drawing((change) => {
    for (const [section, subjects] of Object.entries(TICKS))
      if (subjects.includes(change.subject) && document.getElementById(section))
        window.dash_clientside.set_props(`${section}-tick`, { data: change.id });
  }));
});
