/* Screening in the browser: which case is open, what the address bar says, the form, and what changes while one reads. */
"use strict";

(function () {
  const Cockpit = (window.Cockpit = window.Cockpit || {});
  const element = (id) => document.getElementById(id);
  const set = (id, props) => element("screening") && window.dash_clientside.set_props(id, props);
  const still = () => window.dash_clientside.no_update;
  const SUBJECTS = ["case", "contact", "quarantine", "risk"];
  const PHONE = 700;
  let chosen = null;

  function choose(number) {
    form(false);
    if (number !== chosen) for (const name of ["known", "track"]) if (element(`screening-${name}`)) set(`screening-${name}`, { children: [] }); // nobody types into the form of the one before
    set("screening-chosen", { data: number });
    if (window.innerWidth <= PHONE) element("screening-case").scrollIntoView();
  }

  function mark() {
    document.querySelectorAll("#screening-list [data-case]").forEach((one) =>
      one.setAttribute("aria-selected", String(Number(one.dataset.case) === chosen)));
  }

  function form(open) {
    const box = element("screening-entering");
    if (!box) return;
    box.hidden = !open;
    for (const name of ["case", "track", "known"]) element(`screening-${name}`)?.toggleAttribute("hidden", open);
    if (open) element("screening-case-value").focus();
  }

  const shown = () => Number(document.querySelector("#screening-case [data-shown-case]").dataset.shownCase);

  /* A word that was said rests until the drawing is renewed: no second click goes to the row that comes up under it. */
  function say(dataset) {
    document.querySelectorAll("#screening-case [data-say]").forEach((one) => { one.disabled = true; });
    set("screening-said", { data: { say: dataset.say, about: Number(dataset.about), case: shown(), at: Date.now() } });
    setTimeout(() => document.querySelectorAll("#screening-case [data-say]").forEach((one) => { one.disabled = false; }), 3000);
  }

  document.addEventListener("click", ({ target }) => {
    if (!element("screening")) return;
    const item = target.closest("#screening-list [data-case]"), word = target.closest("#screening-case [data-say]");
    if (item) choose(Number(item.dataset.case));
    if (word && Cockpit.saidAtOnce(word.dataset.say)) say(word.dataset);
    if (target.closest("#screening-new")) form(true);
    if (target.closest("#screening-leave")) form(false);
  });
  document.addEventListener("keydown", (event) => {
    if (!element("screening") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter" && event.target.matches("#screening-list [data-case]")) return choose(Number(event.target.dataset.case));
    if (event.key === "Escape") return form(false);
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    if (event.key.toLowerCase() === "n" && element("screening-entering")) { form(true); event.preventDefault(); }
  });

  /* What is filtered and open stands in the address: a reload, or a link sent to a colleague, shows the same. */
  function remember(status, number, _list) {
    chosen = number ?? null;
    setTimeout(mark); // after the list is drawn
    if (location.pathname !== "/screening") return still();
    const asked = new URLSearchParams(location.search);
    status && status !== "all" ? asked.set("status", status) : asked.delete("status");
    chosen === null ? asked.delete("case") : asked.set("case", chosen);
    const said = asked.toString();
    history.replaceState(history.state, "", location.pathname + (said ? "?" + said : ""));
    return still();
  }

  /* The form is good for one case: the new one is opened, and nothing of it stays in the fields. */
  function entered(number) {
    if (!number) return still();
    Cockpit.forgetTyped("screening-case");
    setTimeout(() => {
      for (const name of ["case-value", "new-onset", "new-sampled", "new-isolated"]) set(`screening-${name}`, { value: "" });
      set("screening-case-person", { options: [], value: null });
      choose(number);
    });
    return still();
  }

  /* One's own act draws anew what it changed. */
  function moved(...said) {
    if (said.some((one) => one !== null && one !== undefined)) setTimeout(() => set("screening-tick", { data: Date.now() }));
    return still();
  }

  function changed(change) {
    if (!SUBJECTS.includes(change.subject) || !element("screening")) return;
    set("screening-tick", { data: change.id });
  }

  Cockpit.sayOfContact = say; // after a note was asked for

  document.addEventListener("DOMContentLoaded", () => Cockpit.on("change", Cockpit.drawing(changed)));

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.cockpit_screening = { remember, moved, entered };
})();
