/* The desks for people at home: who is open, what the address bar says, keys, and the answers to what is to be done. */
"use strict";

(function () {
  const Cockpit = (window.Cockpit = window.Cockpit || {});
  const element = (id) => document.getElementById(id);
  const set = (id, props) => element("care-one") && window.dash_clientside.set_props(id, props);
  const still = () => window.dash_clientside.no_update;
  const ITEMS = ".care-desk .list [data-home]";
  const PHONE = 700, RESTS = 3000;
  let chosen = null;

  function choose(number) {
    if (number !== chosen) set("care-one-form", { children: [] }); // nobody types into the form of the one before
    set("care-one-chosen", { data: number });
    if (window.innerWidth <= PHONE) element("care-one").scrollIntoView();
  }

  function mark() {
    document.querySelectorAll(ITEMS).forEach((one) => one.setAttribute("aria-selected", String(Number(one.dataset.home) === chosen)));
  }

  function beside(step) {
    const items = [...document.querySelectorAll(ITEMS)], here = items.indexOf(document.activeElement);
    const next = items[here < 0 ? 0 : Math.min(items.length - 1, Math.max(0, here + step))];
    next?.focus();
  }

  /* A word that was said rests until the drawing is renewed: no second click goes to what comes up under it. */
  function say({ say: what, about, word }) {
    const words = () => document.querySelectorAll("#care-one [data-say]");
    words().forEach((one) => { one.disabled = true; });
    set("care-one-said", { data: { say: what, about: Number(about), word: word || "", at: Date.now() } });
    setTimeout(() => words().forEach((one) => { one.disabled = false; }), RESTS);
  }

  document.addEventListener("click", ({ target }) => {
    if (!element("care-one")) return;
    const item = target.closest(ITEMS), word = target.closest("#care-one [data-say]");
    if (item) choose(Number(item.dataset.home));
    if (word) say(word.dataset);
  });

  const typing = (target) => /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);

  function open(details) {
    if (!details) return;
    details.open = true;
    details.querySelector("input[type=number]")?.focus();
  }

  document.addEventListener("keydown", (event) => {
    if (!element("care-one") || event.altKey || event.metaKey) return;
    if (event.ctrlKey) return event.key === "Enter" && element("care-report")?.contains(event.target) ? element("care-report-save").click() : undefined;
    if (typing(event.target)) return;
    const key = event.key.toLowerCase();
    if (event.key === "Enter" && event.target.matches(ITEMS)) return choose(Number(event.target.dataset.home));
    if (["arrowdown", "j"].includes(key) || ["arrowup", "k"].includes(key)) { beside(["arrowdown", "j"].includes(key) ? 1 : -1); return event.preventDefault(); }
    if (key === "n" && element("care-report")) { open(element("care-report")); return event.preventDefault(); }
    const hot = /^[a-z0-9]$/.test(key) && document.querySelector(`#care-one [data-hotkey="${key}"]:not(:disabled)`);
    if (hot) { hot.click(); event.preventDefault(); }
  });

  function address(names) {
    if (location.pathname !== "/care") return;
    const asked = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries(names)) value ? asked.set(name, value) : asked.delete(name);
    const said = asked.toString();
    history.replaceState(history.state, "", location.pathname + (said ? "?" + said : ""));
  }

  /* What is filtered and open stands in the address: a reload, or a link sent to a colleague, shows the same. */
  function remember(area, only, _list) {
    setTimeout(mark); // after the list is drawn
    address({ area: area !== "all" && area, only: only !== "all" && only });
    return still();
  }

  function opened(number) {
    chosen = number ?? null;
    setTimeout(mark);
    address({ home: chosen });
    return still();
  }

  /* One's own act draws anew what it changed; what was typed for it has been sent. */
  function moved(...said) {
    if (said.every((one) => one === null || one === undefined)) return still();
    Cockpit.forgetTyped?.("care-note");
    Cockpit.forgetTyped?.("care-report");
    setTimeout(() => ["homes", "queue", "one"].forEach((name) => element(`care-${name}`) && set(`care-${name}-tick`, { data: Date.now() })));
    return still();
  }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.cockpit_care = { remember, opened, moved };
})();
