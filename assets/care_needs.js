/* Needs at the desk in the browser: which one is open, what the address bar says, each tap, the form, and what changes meanwhile. */
"use strict";

(function () {
  const Cockpit = (window.Cockpit = window.Cockpit || {});
  const element = (id) => document.getElementById(id);
  const part = (name) => element(`care-needs-${name}`);
  const set = (name, props) => element("care-needs") && window.dash_clientside.set_props(`care-needs-${name}`, props);
  const still = () => window.dash_clientside.no_update;
  const ROW = "#care-needs-list [data-need]";
  const NARROW = 1100, LOOK_AGAIN = 30000;
  let chosen = null;

  function choose(number) {
    form(false);
    set("chosen", { data: number });
    if (window.innerWidth <= NARROW) part("side").scrollIntoView();
  }

  function mark() {
    document.querySelectorAll(ROW).forEach((one) => one.setAttribute("aria-selected", String(Number(one.dataset.need) === chosen)));
  }

  function form(open) {
    const box = part("entering");
    if (!box || box.hidden === !open) return;
    box.hidden = !open;
    if (!open) return;
    set("opening", { data: Date.now() });
    box.scrollIntoView({ block: "nearest" });
    setTimeout(() => box.querySelector("h2").focus()); // after the key that opened it: a list would take it for its own
  }

  /* What a button says of the need that is drawn around it. */
  function say(button) {
    if (button.disabled) return;
    const box = button.closest("[data-acting]");
    Cockpit.rest(box.querySelectorAll("[data-say]"));
    const { say: what, team, why } = button.dataset;
    const said = { need: Number(box.dataset.acting), say: what, team: Number(team ?? 0), spent: part("spent")?.value ?? "", why: why ?? "", at: Date.now() };
    set("said", { data: said });
  }

  document.addEventListener("click", ({ target }) => {
    if (!element("care-needs")) return;
    const item = target.closest(ROW), button = target.closest("#care-needs-one [data-say]");
    if (item) choose(Number(item.dataset.need));
    if (button) say(button);
    if (target.closest("#care-needs-new")) form(true);
    if (target.closest("#care-needs-leave")) form(false);
  });

  document.addEventListener("keydown", (event) => {
    if (!element("care-needs") || event.ctrlKey || event.metaKey || event.altKey) return;
    const item = event.target.closest?.(ROW);
    if (item && event.key === "Enter") return choose(Number(item.dataset.need));
    if (item && (event.key === "ArrowUp" || event.key === "ArrowDown")) {
      const rows = [...document.querySelectorAll(ROW)];
      rows[rows.indexOf(item) + (event.key === "ArrowUp" ? -1 : 1)]?.focus();
      return event.preventDefault();
    }
    if (event.key === "Escape") return form(false);
    if (event.target.id === "care-needs-spent" && event.key === "Enter") return say(part("one").querySelector("[data-say=bought]"));
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    if (event.key.toLowerCase() === "n" && part("entering")) { form(true); event.preventDefault(); }
  });

  /* What is filtered and open stands in the address: a reload, or a link sent to a colleague, shows the same. */
  function remember(state, kind, number, _list) {
    chosen = number ?? null;
    setTimeout(mark); // after the list is drawn
    if (location.pathname !== "/care" || !element("care-needs")) return still();
    const asked = new URLSearchParams(location.search);
    asked.set("show", "needs");
    state && state !== "open" ? asked.set("state", state) : asked.delete("state");
    kind && kind !== "all" ? asked.set("kind", kind) : asked.delete("kind");
    chosen === null ? asked.delete("need") : asked.set("need", chosen);
    history.replaceState(history.state, "", `${location.pathname}?${asked}`);
    return still();
  }

  const renew = (data) => { set("tick", { data }); set("beat", { data }); };

  function moved(done) {
    if (done) setTimeout(() => renew(Date.now()));
    return still();
  }

  /* The form is good for one person: what was entered is opened, and nothing of it stays in the fields. */
  function entered(told) {
    if (!told) return still();
    Cockpit.forgetTyped("needs-words");
    setTimeout(() => {
      set("words", { value: "" });
      set("kinds", { value: [] });
      set("episode", { value: null });
      choose(told.need);
      set("tick", { data: Date.now() });
    });
    return still();
  }

  function changed(change) {
    if (change.subject === "need" && String(chosen) === change.subject_id) set("beat", { data: change.id });
  }

  /* What becomes overdue while one reads is drawn so. */
  setInterval(() => { if (element("care-needs") && !document.hidden) set("tick", { data: Math.floor(Cockpit.now()) }); }, LOOK_AGAIN);

  document.addEventListener("DOMContentLoaded", () => Cockpit.on("change", Cockpit.drawing(changed)));

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.cockpit_needs = { remember, moved, entered };
})();
