/* Risk in the browser: drawn anew when levels change, and what was typed into the draft is sent when asked. */
"use strict";

(function () {
  const Cockpit = (window.Cockpit = window.Cockpit || {});
  const element = (id) => document.getElementById(id);
  const put = (id, data) => element("screening-risk") && window.dash_clientside.set_props(id, { data });
  const weights = () => [...document.querySelectorAll("#screening-risk-form [data-weight]")];
  const SUBJECTS = ["risk", "case", "contact", "risk_draft"];

  /* Only what differs from the rule is asked for; a comma is a point, and what is no number is marked and not sent. */
  function typed() {
    const asked = {};
    let wrong = false;
    for (const one of weights()) {
      const input = one.querySelector("input"), value = Number(input.value.trim().replace(",", "."));
      const bad = !input.value.trim() || !Number.isFinite(value) || value < 0;
      input.setAttribute("aria-invalid", String(bad));
      wrong = wrong || bad;
      if (!bad && value !== Number(one.dataset.now)) asked[one.dataset.weight] = value;
    }
    if (wrong) document.querySelector("#screening-risk-form [aria-invalid=true]").focus();
    return wrong ? null : asked;
  }

  function attempt(button) {
    const asked = typed();
    if (!asked) return;
    button.disabled = true;
    setTimeout(() => { button.disabled = false; }, 10000); // the answer comes before it, or a refusal was said
    put("screening-risk-asked", { weights: asked, at: Date.now() });
  }

  Cockpit.riskWeights = typed;

  function reset() {
    for (const one of weights())
      window.dash_clientside.set_props(one.querySelector("input").id, { value: one.dataset.now });
  }

  function previewed(drawn) {
    const button = element("screening-risk-try");
    if (button) button.disabled = false;
    if (drawn) setTimeout(() => element("screening-risk-preview")?.scrollIntoView({ block: "nearest" }));
    return window.dash_clientside.no_update;
  }

  document.addEventListener("click", ({ target }) => {
    if (!element("screening-risk")) return;
    const button = target.closest("#screening-risk-try");
    if (button) attempt(button);
    if (target.closest("#screening-risk-reset")) reset();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches?.("#screening-risk-form input")) element("screening-risk-try").click();
  });

  function changed(change) {
    if (SUBJECTS.includes(change.subject)) put("screening-risk-tick", change.id);
  }

  document.addEventListener("DOMContentLoaded", () => Cockpit.on("change", changed));

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.cockpit_risk = { previewed };
})();
