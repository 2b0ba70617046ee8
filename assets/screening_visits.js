/* Today's visits in the browser: which one is open, what the address bar says, and what changes while one reads. */
"use strict";

(function () {
  const Cockpit = (window.Cockpit = window.Cockpit || {});
  const element = (id) => document.getElementById(id);
  const set = (id, props) => element("screening-visits") && window.dash_clientside.set_props(id, props);
  const still = () => window.dash_clientside.no_update;
  const SUBJECTS = ["case", "contact", "quarantine", "follow_up"];
  const PHONE = 700;
  let chosen = null;

  function choose(number) {
    if (number !== chosen) set("screening-visits-form", { children: [] }); // nobody types into the form of the one before
    set("screening-visits-chosen", { data: number });
    if (window.innerWidth <= PHONE) element("screening-visits-one").scrollIntoView();
  }

  function mark() {
    document.querySelectorAll("#screening-visits-list [data-visit]").forEach((one) =>
      one.setAttribute("aria-selected", String(Number(one.dataset.visit) === chosen)));
  }

  function beside(item, step) {
    const items = [...document.querySelectorAll("#screening-visits-list [data-visit]")];
    items[items.indexOf(item) + step]?.focus();
  }

  document.addEventListener("click", ({ target }) => {
    const item = element("screening-visits") && target.closest("#screening-visits-list [data-visit]");
    if (item) choose(Number(item.dataset.visit));
  });
  document.addEventListener("keydown", (event) => {
    const item = element("screening-visits") && event.target.closest?.("#screening-visits-list [data-visit]");
    if (!item || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter") choose(Number(item.dataset.visit));
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { beside(item, event.key === "ArrowDown" ? 1 : -1); event.preventDefault(); }
  });

  /* What is filtered and open stands in the address: a reload, or a link sent to a colleague, shows the same. */
  function remember(area, whose, number, _list) {
    chosen = number ?? null;
    setTimeout(mark); // after the list is drawn
    if (location.pathname !== "/screening" || !element("screening-visits")) return still();
    const asked = new URLSearchParams(location.search);
    const say = (name, value) => (value ? asked.set(name, value) : asked.delete(name));
    say("area", area !== "all" && area);
    say("whose", whose);
    say("visit", chosen);
    history.replaceState(history.state, "", location.pathname + "?" + asked);
    return still();
  }

  /* Only somebody who was seen has a temperature. */
  function shown(met) {
    setTimeout(() => ["symptoms", "temperature"].forEach((name) =>
      element(`screening-visits-${name}`)?.closest(".field").toggleAttribute("hidden", met !== "seen")));
    return still();
  }

  /* One's own act draws anew what it changed. */
  function moved(...said) {
    if (said.some((one) => one !== null && one !== undefined)) setTimeout(() => set("screening-visits-tick", { data: Date.now() }));
    return still();
  }

  function changed(change) {
    if (!SUBJECTS.includes(change.subject) || !element("screening-visits")) return;
    set("screening-visits-tick", { data: change.id });
  }

  document.addEventListener("DOMContentLoaded", () => Cockpit.on("change", Cockpit.drawing(changed)));

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.cockpit_visits = { remember, moved, shown };
})();
