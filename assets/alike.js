/* Records that look alike in the browser: which pair is open, the two keys that decide, and what others decide meanwhile. */
"use strict";

(function () {
  const Cockpit = (window.Cockpit = window.Cockpit || {});
  const element = (id) => document.getElementById(id);
  const SAID = ["persons_merged", "kept_apart", "merge_undone"];
  const KEYS = { 1: "same", 2: "apart" };
  const STEPS = { ArrowDown: 1, ArrowUp: -1 };
  const PHONE = 700;
  const here = () => element("inventory-alike-pair");
  const put = (name, data) => here() && window.dash_clientside.set_props(`inventory-alike-${name}`, { data });
  let ticks = 0;
  let deciding = false; // what was pressed is on its way: the pair is closed when it is told

  const tick = () => put("tick", (ticks += 1));

  document.addEventListener("click", (event) => {
    const pair = event.target.closest("[data-pair]");
    const undo = event.target.closest("[data-undo]");
    if (pair) choose(Number(pair.dataset.pair));
    if (undo) put("undo", Number(undo.dataset.undo));
    if (event.target.closest("#inventory-alike-same, #inventory-alike-apart")) deciding = true;
  });

  function choose(pair) {
    deciding = false;
    put("chosen", pair);
    if (window.innerWidth <= PHONE) here().scrollIntoView();
  }

  document.addEventListener("keydown", (event) => {
    if (!here() || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    const button = KEYS[event.key] && element(`inventory-alike-${KEYS[event.key]}`);
    if (button && !button.disabled) button.click();
    const row = STEPS[event.key] && event.target.closest("[data-pair]");
    const next = row && (STEPS[event.key] > 0 ? row.nextElementSibling : row.previousElementSibling);
    if (next) { event.preventDefault(); next.focus(); }
  });

  function changed(change) {
    if (!here() || !(change.subject === "link_run" || SAID.includes(change.event))) return;
    tick();
    if (deciding && change.subject === "person") choose(null);
  }

  /* The stream's side of the page is loaded after this file. */
  document.addEventListener("DOMContentLoaded", () => Cockpit.on("change", changed));
})();
