/* The counsellor's desk in the browser: which case is open, what the address bar says, the forms, and what changes while one reads. */
"use strict";

(function () {
  const Cockpit = (window.Cockpit = window.Cockpit || {});
  const element = (id) => document.getElementById(id);
  const part = (name) => element(`care-mind-${name}`);
  const set = (name, props) => element("care-mind") && window.dash_clientside.set_props(`care-mind-${name}`, props);
  const still = () => window.dash_clientside.no_update;
  const ROW = "#care-mind-list [data-mind]";
  const NARROW = 1100, LOOK_AGAIN = 30000;
  let chosen = null;

  function clear() {
    Cockpit.forgetTyped("care-mind-note");
    Cockpit.forgetTyped("care-mind-goals");
    for (const name of ["note", "goals"]) set(name, { value: "" });
    for (const name of ["reached", "mood", "sleep", "outcome", "to"]) set(name, { value: null });
    for (const name of ["kinds", "ways", "agrees"]) set(name, { value: [] });
    set("risk", { value: "not_asked" });
  }

  function choose(number) {
    if (number !== chosen) clear(); // what was typed of one is never saved with another
    set("chosen", { data: number });
    if (window.innerWidth <= NARROW) part("side").scrollIntoView();
  }

  function mark() {
    document.querySelectorAll(ROW).forEach((one) => one.setAttribute("aria-selected", String(Number(one.dataset.mind) === chosen)));
  }

  document.addEventListener("click", ({ target }) => {
    const item = element("care-mind") && target.closest(ROW);
    if (item) choose(Number(item.dataset.mind));
  });

  document.addEventListener("keydown", (event) => {
    const item = element("care-mind") && event.target.closest?.(ROW);
    if (!item || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter") return choose(Number(item.dataset.mind));
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    const rows = [...document.querySelectorAll(ROW)];
    rows[rows.indexOf(item) + (event.key === "ArrowUp" ? -1 : 1)]?.focus();
    event.preventDefault();
  });

  /* Who was not reached has said nothing: those questions rest. */
  document.addEventListener("change", ({ target }) => {
    if (part("talked") && target.closest?.("#care-mind-reached")) part("talked").hidden = target.value === "no";
  });

  /* What is open stands in the address: a reload, or the paging that led here, shows the same. */
  function remember(number, _list) {
    chosen = number ?? null;
    setTimeout(mark); // after the list is drawn
    if (location.pathname !== "/care") return still();
    const asked = new URLSearchParams(location.search);
    chosen === null ? asked.delete("case") : asked.set("case", chosen);
    history.replaceState(history.state, "", `${location.pathname}?${asked}`);
    return still();
  }

  const renew = (data) => { set("tick", { data }); set("beat", { data }); };

  /* What was handed over or closed is open no more on this desk. */
  function moved(...said) {
    if (said.every((one) => one === null || one === undefined)) return still();
    const which = window.dash_clientside.callback_context.triggered.map((one) => one.prop_id.split(".")[0]);
    setTimeout(() => {
      clear();
      if (which.includes("care-mind-given")) set("chosen", { data: null });
      renew(Date.now());
    });
    return still();
  }

  function changed(change) {
    if (change.subject !== "mind_case" || !element("care-mind")) return;
    set("tick", { data: change.id });
    if (String(chosen) === change.subject_id) set("beat", { data: change.id });
  }

  /* Waiting is counted up, and what becomes overdue while one reads is drawn so. */
  setInterval(() => {
    if (document.hidden) return;
    for (const name of ["care-mind", "care-mindfigures"])
      if (element(name)) window.dash_clientside.set_props(`${name}-tick`, { data: Math.floor(Cockpit.now()) });
  }, LOOK_AGAIN);

  document.addEventListener("DOMContentLoaded", () => Cockpit.on("change", Cockpit.drawing(changed)));

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.cockpit_mind = { remember, moved };
})();
