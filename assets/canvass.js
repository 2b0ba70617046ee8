/* Rounds of visits in the browser: which round, area and home are open, the address bar, one hand at the door, ticks from paper. */
"use strict";

(function () {
  const Cockpit = (window.Cockpit = window.Cockpit || {});
  const element = (id) => document.getElementById(`screening-rounds${id ? "-" + id : ""}`);
  const set = (id, props) => element() && window.dash_clientside.set_props(`screening-rounds-${id}`, props);
  const still = () => window.dash_clientside.no_update;
  const SUBJECTS = ["canvass", "knock", "quarantine"];
  const LATER = 300; // ms: many answers at once draw once
  const PHONE = 700;
  let chosen = null, where = null, home = null, waits = null;

  function choose(number) {
    form(false);
    set("home", { data: null });
    set("where", { data: null });
    set("chosen", { data: number });
    if (window.innerWidth <= PHONE) element("one").scrollIntoView();
  }

  function down(code) {
    set("home", { data: null });
    set("where", { data: code });
    if (code.length === 15 && window.innerWidth <= PHONE) element("doors")?.scrollIntoView();
  }

  /* The one that is open stays as it is: what was said in it is not drawn away. */
  function open(number) {
    if (number !== home) set("home", { data: number });
    element("door").scrollIntoView({ block: "start" });
  }

  function mark() {
    const all = (kind, value) => document.querySelectorAll(`#screening-rounds [data-${kind}]`).forEach((one) =>
      one.setAttribute("aria-selected", String(one.dataset[kind] === String(value))));
    all("round", chosen);
    document.querySelectorAll("#screening-rounds .door").forEach((one) => one.toggleAttribute("data-here", one.dataset.home === String(home)));
  }

  function form(show) {
    const box = element("opening");
    if (!box || box.hidden === !show) return;
    box.hidden = !show;
    if (show) element("name").focus();
  }

  /* One less or one more, as if it had been typed. */
  function step({ dataset }) {
    const box = element(dataset.for), value = Math.min(60, Math.max(0, Number(box.value || 0) + Number(dataset.step)));
    set(dataset.for, { value: String(value) });
  }

  /* Of a row one tick counts; the same once more takes it away. */
  function tick(button) {
    const on = button.getAttribute("aria-pressed") !== "true";
    button.parentElement.querySelectorAll("[data-tick]").forEach((one) => one.setAttribute("aria-pressed", "false"));
    button.setAttribute("aria-pressed", String(on));
  }

  function send({ dataset }) {
    const ticked = [...document.querySelectorAll("#screening-rounds-typing [data-tick][aria-pressed=true]")];
    const rows = ticked.map(({ dataset: one }) => ({
      visit: Number(one.visit), seen: one.seen ? Number(one.seen) : null, result: one.tick,
    }));
    if (rows.length) set("ticks", { data: { round: Number(dataset.saveTicks), rows } });
  }

  document.addEventListener("click", ({ target }) => {
    if (!element()) return;
    const near = (what) => target.closest(`#screening-rounds ${what}`);
    const round = near("#screening-rounds-list [data-round]"), part = near("[data-where]"), door = near("[data-home]");
    if (round) choose(Number(round.dataset.round));
    if (part) down(part.dataset.where);
    if (door) open(Number(door.dataset.home));
    if (near("[data-step]")) step(near("[data-step]"));
    if (near("[data-adopt]")) {
      set("seen", { data: Number(near("[data-adopt]").dataset.adopt) });
      set("other", { children: [] });
    }
    if (near("[data-tick]")) tick(near("[data-tick]"));
    if (near("[data-save-ticks]")) send(near("[data-save-ticks]"));
    if (target.closest("#screening-rounds-new")) form(true);
    if (target.closest("#screening-rounds-leave")) form(false);
  });

  /* At the door with a keyboard: 1 to 5 say what was found, Enter saves, J goes to the next home. */
  document.addEventListener("keydown", (event) => {
    if (!element() || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" && event.target.matches("#screening-rounds-list [data-round]")) return choose(Number(event.target.dataset.round));
    if (event.key === "Escape") return form(false);
    if (/^(TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.matches("input:not([type=radio]):not([type=checkbox])")) return;
    const result = document.querySelectorAll("#screening-rounds-result input")[Number(event.key) - 1];
    if (result) return result.click();
    const next = element("door")?.querySelector("[data-following]")?.dataset.following;
    if (event.key.toLowerCase() === "j" && next) return open(Number(next));
    if (event.key === "Enter" && event.target.matches("#screening-rounds-result input")) return element("save")?.click();
    if (event.key.toLowerCase() === "n" && element("opening")) { form(true); event.preventDefault(); }
  });

  /* Who has to stay apart is asked for at once where that is what was found. */
  document.addEventListener("change", ({ target }) => {
    if (target.closest("#screening-rounds-result")) element("staying").toggleAttribute("open", target.value === "found" || element("staying").open);
  });

  function remember(round, area, visit, _list) {
    [chosen, where, home] = [round ?? null, area ?? null, visit ?? null];
    setTimeout(mark); // after the list is drawn
    element("which")?.toggleAttribute("hidden", (where || "").length !== 15);
    if (location.pathname !== "/screening") return still();
    const asked = new URLSearchParams(location.search);
    for (const [name, value] of [["round", chosen], ["in", where], ["home", home]]) value === null ? asked.delete(name) : asked.set(name, value);
    history.replaceState(history.state, "", location.pathname + "?" + asked.toString());
    return still();
  }

  /* One's own act draws anew what it changed; the note belongs to the answer now. */
  function moved(...said) {
    if (said.some((one) => one !== null && one !== undefined)) {
      Cockpit.forgetTyped("screening-rounds-note");
      setTimeout(() => set("tick", { data: Date.now() }));
    }
    return still();
  }

  function opened(first, second) {
    const made = window.dash_clientside.callback_context.triggered[0]?.value ?? second ?? first;
    if (!made) return still();
    setTimeout(() => {
      for (const name of ["name", "unvisited", "due"]) set(name, { value: "" });
      set("came", { value: [] });
      set("tick", { data: Date.now() });
      choose(made);
    });
    return still();
  }

  function changed(change) {
    if (!SUBJECTS.includes(change.subject) || !element()) return;
    clearTimeout(waits);
    waits = setTimeout(() => set("tick", { data: change.id }), LATER);
  }

  document.addEventListener("DOMContentLoaded", () => Cockpit.on("change", Cockpit.drawing(changed)));

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.cockpit_canvass = { remember, moved, opened };
})();
