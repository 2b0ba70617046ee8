/* Appeals in the browser: which one is open, what the address bar says, the form, and what changes while one reads. */
"use strict";

(function () {
  const Cockpit = (window.Cockpit = window.Cockpit || {});
  const element = (id) => document.getElementById(id);
  const part = (name) => element(`screening-appeals-${name}`);
  const set = (name, props) => element("screening-appeals") && window.dash_clientside.set_props(`screening-appeals-${name}`, props);
  const still = () => window.dash_clientside.no_update;
  const ROW = "#screening-appeals-list [data-appeal]";
  const NARROW = 1100, LOOK_AGAIN = 30000;
  let chosen = null;

  function choose(number) {
    form(false);
    set("chosen", { data: number });
    if (window.innerWidth <= NARROW) part("side").scrollIntoView();
  }

  function mark() {
    document.querySelectorAll(ROW).forEach((one) => one.setAttribute("aria-selected", String(Number(one.dataset.appeal) === chosen)));
  }

  function form(open) {
    const box = part("entering");
    if (!box) return;
    box.hidden = !open;
    if (open) part("episode").focus();
  }

  document.addEventListener("click", ({ target }) => {
    if (!element("screening-appeals")) return;
    const item = target.closest(ROW);
    if (item) choose(Number(item.dataset.appeal));
    if (target.closest("#screening-appeals-new")) form(true);
    if (target.closest("#screening-appeals-leave")) form(false);
  });

  document.addEventListener("keydown", (event) => {
    if (!element("screening-appeals") || event.ctrlKey || event.metaKey || event.altKey) return;
    const item = event.target.closest?.(ROW);
    if (item && event.key === "Enter") return choose(Number(item.dataset.appeal));
    if (item && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      const rows = [...document.querySelectorAll(ROW)];
      rows[rows.indexOf(item) + (event.key === "ArrowUp" ? -1 : 1)]?.focus();
      return event.preventDefault();
    }
    if (event.key === "Escape") return form(false);
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    if (event.key.toLowerCase() === "n" && part("entering")) { form(true); event.preventDefault(); }
  });

  /* What is filtered and open stands in the address: a reload, or a link sent to a colleague, shows the same. */
  function remember(state, number, _list) {
    chosen = number ?? null;
    setTimeout(mark); // after the list is drawn
    if (location.pathname !== "/screening") return still();
    const asked = new URLSearchParams(location.search);
    state && state !== "open" ? asked.set("state", state) : asked.delete("state");
    chosen === null ? asked.delete("appeal") : asked.set("appeal", chosen);
    history.replaceState(history.state, "", `${location.pathname}?${asked}`);
    return still();
  }

  const renew = (data) => { set("tick", { data }); set("beat", { data }); };
  const empty = (...names) => names.forEach((name) => set(name, { value: name === "ground" || name === "episode" ? null : "" }));

  /* A decision is good for one appeal. */
  function moved(...said) {
    if (said.every((one) => one === null || one === undefined)) return still();
    Cockpit.forgetTyped("appeals-reason");
    setTimeout(() => { if (part("reason")) empty("reason"); renew(Date.now()); });
    return still();
  }

  /* The form is good for one appeal: it is opened, and nothing of it stays in the fields. */
  function entered(told) {
    if (!told) return still();
    Cockpit.forgetTyped("appeals-words");
    setTimeout(() => { empty("words", "ground", "episode"); choose(told.appeal); set("tick", { data: Date.now() }); });
    return still();
  }

  function changed(change) {
    if (change.subject !== "appeal" || !element("screening-appeals")) return;
    set("tick", { data: change.id });
    if (String(chosen) === change.subject_id) set("beat", { data: change.id });
  }

  /* What becomes overdue while one reads is drawn so. */
  setInterval(() => { if (element("screening-appeals") && !document.hidden) set("tick", { data: Math.floor(Cockpit.now()) }); }, LOOK_AGAIN);

  document.addEventListener("DOMContentLoaded", () => Cockpit.on("change", Cockpit.drawing(changed)));

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.cockpit_appeals = { remember, moved, entered };
})();
