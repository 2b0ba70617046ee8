/* Sources of the inventory: seen anew when the worker has reckoned them. */
"use strict";

document.addEventListener("DOMContentLoaded", () => window.Cockpit.on("change", (change) => {
  if (change.subject !== "source" || !document.getElementById("inventory-sources")) return;
  window.dash_clientside.set_props("inventory-sources-tick", { data: change.id });
}));
