/* Returnees in the browser: which entry is open, what the address bar says, the form, and what changes while one reads. */
"use strict";

(function () {
  const Cockpit = (window.Cockpit = window.Cockpit || {});
  const element = (id) => document.getElementById(id);
  const part = (name) => element(`screening-returns-${name}`);
  const set = (name, props) => element("screening-returns") && window.dash_clientside.set_props(`screening-returns-${name}`, props);
  const still = () => window.dash_clientside.no_update;
  const SUBJECTS = ["return_entry", "quarantine", "key_region", "case"];
  const NARROW = 1100, BESIDE = "#screening-returns-side [data-say]";
  const ordering = (word) => word === "order" || word.startsWith("lift_");
  let chosen = null, day = null;

  function choose(number) {
    form(false);
    set("chosen", { data: number });
    if (window.innerWidth <= NARROW) part("side").scrollIntoView();
  }

  function mark() {
    document.querySelectorAll("#screening-returns-board [data-entry]").forEach((one) =>
      one.setAttribute("aria-selected", String(Number(one.dataset.entry) === chosen)));
  }

  function form(open) {
    const box = part("entering");
    if (!box) return;
    box.hidden = !open;
    if (open) part("name").focus();
  }

  function say({ dataset }) {
    Cockpit.rest(document.querySelectorAll(BESIDE));
    const word = { say: dataset.say, about: Number(dataset.about), at: Date.now() };
    set(ordering(dataset.say) ? "asked" : "said", { data: word });
  }

  document.addEventListener("click", ({ target }) => {
    if (!element("screening-returns")) return;
    const item = target.closest("#screening-returns-board [data-entry]"), word = target.closest(BESIDE);
    if (item) choose(Number(item.dataset.entry));
    if (word) say(word);
    if (target.closest("#screening-returns-new")) form(true);
    if (target.closest("#screening-returns-leave")) form(false);
  });

  /* Up and down within a lane, left and right from lane to lane. */
  function beside(item, key) {
    const lanes = [...document.querySelectorAll("#screening-returns-board .lane")].map((lane) => [...lane.querySelectorAll("[data-entry]")]);
    const lane = lanes.findIndex((items) => items.includes(item)), place = lanes[lane].indexOf(item);
    if (key === "ArrowUp" || key === "ArrowDown") return lanes[lane][place + (key === "ArrowUp" ? -1 : 1)];
    const step = key === "ArrowLeft" ? -1 : 1;
    for (let at = lane + step; at >= 0 && at < lanes.length; at += step) if (lanes[at].length) return lanes[at][Math.min(place, lanes[at].length - 1)];
    return null;
  }

  document.addEventListener("keydown", (event) => {
    if (!element("screening-returns") || event.ctrlKey || event.metaKey || event.altKey) return;
    const item = event.target.closest("#screening-returns-board [data-entry]");
    if (item && event.key === "Enter") return choose(Number(item.dataset.entry));
    if (item && event.key.startsWith("Arrow")) { beside(item, event.key)?.focus(); return event.preventDefault(); }
    if (event.key === "Escape") return form(false);
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    if (event.key.toLowerCase() === "n" && part("entering")) { form(true); event.preventDefault(); }
  });

  /* What is filtered and open stands in the address: a reload, or a link sent to a colleague, shows the same. */
  function remember(street, number, _board) {
    chosen = number ?? null;
    day = today();
    setTimeout(mark); // after the board is drawn
    if (location.pathname !== "/screening") return still();
    const asked = new URLSearchParams(location.search);
    street ? asked.set("street", street) : asked.delete("street");
    chosen === null ? asked.delete("entry") : asked.set("entry", chosen);
    history.replaceState(history.state, "", `${location.pathname}?${asked}`);
    return still();
  }

  /* The form is good for one entry: it is opened, and nothing of it stays in the fields. */
  function entered(told) {
    if (!told) return still();
    Cockpit.forgetTyped("screening-returns");
    setTimeout(() => {
      for (const name of ["name", "phone", "number", "from", "left", "expected", "arrived"]) set(name, { value: "" });
      set("community", { value: null });
      choose(told.entry);
    });
    return still();
  }

  const renew = (data) => set("tick", { data });

  /* One's own act draws anew what it changed. */
  function moved(...said) {
    if (said.some((one) => one !== null && one !== undefined)) setTimeout(() => renew(Date.now()));
    return still();
  }

  function changed(change) {
    if (!SUBJECTS.includes(change.subject) || !element("screening-returns")) return;
    renew(change.id);
  }

  /* At midnight others are overdue, and for some it is over: what was drawn on another day is drawn anew. */
  const today = () => new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" }).format(Cockpit.now());
  setInterval(() => {
    if (!element("screening-returns") || !day || day === today()) return;
    day = today();
    renew(Math.floor(Cockpit.now()));
  }, 2000);

  document.addEventListener("DOMContentLoaded", () => Cockpit.on("change", Cockpit.drawing(changed)));

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.cockpit_returns = { remember, moved, entered };
})();
