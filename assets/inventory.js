/* The inventory in the browser: who is chosen, which field is asked for, and clocks that take away what was shown. */
"use strict";

(function () {
  const Cockpit = (window.Cockpit = window.Cockpit || {});
  const element = (id) => document.getElementById(id);
  const PHONE = 700;
  const put = (id, data) => element("inventory") && window.dash_clientside.set_props(id, { data });
  const still = () => window.dash_clientside.no_update;
  let ends = 0; // of what is shown in full, by the browser's own clock
  let ticks = 0;

  const tick = () => put("inventory-tick", (ticks += 1));

  /* --- one person, one field, one grant to review --- */

  function mark(item, name) {
    item.parentElement.querySelectorAll(`[data-${name}]`).forEach((one) => one.setAttribute("aria-selected", String(one === item)));
  }

  function choose(person) {
    forget();
    hide("inventory-asking", true);
    put("inventory-chosen", person);
    if (window.innerWidth <= PHONE) element("inventory-person").scrollIntoView();
  }

  function leave() {
    forget();
    hide("inventory-asking", true);
    put("inventory-chosen", null);
    window.dash_clientside.set_props("inventory-person", { children: [] });
  }

  function hide(id, hidden) {
    if (element(id)) window.dash_clientside.set_props(id, { hidden });
  }

  function ask(button) {
    forget();
    element("inventory-asked").textContent = button.dataset.label;
    put("inventory-field", button.dataset.reveal);
    hide("inventory-asking", false);
    element("inventory-reveal-reason").focus();
  }

  function hit(target) {
    const person = target.closest("#inventory [data-person]");
    const field = target.closest("#inventory [data-reveal]");
    const grant = target.closest("#inventory [data-glass]");
    if (person) { mark(person, "person"); choose(Number(person.dataset.person)); }
    if (field) ask(field);
    if (grant) { mark(grant, "glass"); put("inventory-reviewing", Number(grant.dataset.glass)); hide("inventory-verdict", false); }
    return person || field || grant;
  }

  document.addEventListener("click", (event) => hit(event.target));
  document.addEventListener("click", (event) => event.target.closest("#inventory [data-print]") && window.print());
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches?.("#inventory [role=option]") && hit(event.target)) event.preventDefault();
  });

  /* A new search chooses nobody: what is broken then is the glass of whom the value fits. */
  document.addEventListener("input", (event) => {
    if (event.target.closest("#inventory-value, #inventory-by, #inventory-street")) leave();
  });

  /* --- what was shown goes again --- */

  function shown() {
    if (document.querySelector("#inventory-revealed [data-seconds]")) { ends = 0; spend("reveal"); }
    return still();
  }

  /* A reason is good for one look. */
  function spend(name) {
    setTimeout(() => window.dash_clientside.set_props(`inventory-${name}-reason`, { value: "" }));
    Cockpit.forgetTyped(`inventory-${name}-reason`);
  }

  function forget(words) {
    const box = element("inventory-revealed");
    if (!box || !box.childElementCount) return;
    ends = 0;
    const said = words ? { type: "P", namespace: "dash_html_components", props: { children: words, className: "hint" } } : [];
    window.dash_clientside.set_props("inventory-revealed", { children: said });
  }

  function countDown() {
    const value = document.querySelector("#inventory-revealed [data-seconds]");
    if (!value) return;
    ends = ends || performance.now() + Number(value.dataset.seconds) * 1000;
    const left = Math.ceil((ends - performance.now()) / 1000);
    if (left <= 0) forget(value.dataset.gone);
    else value.querySelector(".left").textContent = value.dataset.left.replace("{seconds}", left);
  }

  /* --- records that are open, by the district's clock --- */

  function countRecords() {
    for (const record of document.querySelectorAll("#inventory-open [data-until]")) {
      const left = Math.ceil((Date.parse(record.dataset.until) - Cockpit.now()) / 1000);
      if (left <= 0) { record.remove(); leave(); tick(); continue; }
      const minutes = String(Math.floor(left / 60)), seconds = String(left % 60).padStart(2, "0");
      record.querySelector(".left").textContent = record.dataset.left.replace("{left}", `${minutes}:${seconds}`);
    }
  }

  setInterval(() => { if (element("inventory")) { countDown(); countRecords(); } }, 500);

  function opened(person) {
    if (person) spend("break");
    if (person) setTimeout(() => { choose(person); tick(); }); // after this callback: what is set within one is not followed
    return still();
  }

  function reviewed(glass) {
    if (glass) hide("inventory-verdict", true);
    return still();
  }

  function changed(change) {
    if (change.subject !== "glass" || !element("inventory")) return;
    if (element("inventory-queue")) put("inventory-queue-tick", change.id);
    if (change.event === "glass_reviewed") tick();
  }

  /* The stream's side of the page is loaded after this file. */
  document.addEventListener("DOMContentLoaded", () => Cockpit.on("change", changed));

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.cockpit_inventory = { opened, reviewed, shown };
})();
