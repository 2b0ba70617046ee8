/* People at home in the browser: what is shown is drawn anew when somebody reports or something is done. */
"use strict";

document.addEventListener("DOMContentLoaded", () => {
  const Cockpit = window.Cockpit;
  const OF_HOMES = ["health_report", "quarantine", "care_task", "care_fact", "follow_up"];
  // section -> the subjects whose changes it shows
  const TICKS = { "care-homes": OF_HOMES, "care-queue": OF_HOMES, "care-areas": OF_HOMES, "care-one": OF_HOMES, "care-daily": OF_HOMES, "care-needs": ["need", "quarantine"] };
  Cockpit.on("change", Cockpit.drawing((change) => {
    for (const [section, subjects] of Object.entries(TICKS))
      if (subjects.includes(change.subject) && document.getElementById(section))
        window.dash_clientside.set_props(`${section}-tick`, { data: change.id });
  }));
});
