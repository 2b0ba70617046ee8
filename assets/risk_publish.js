/* Drafts of the rule of risk in the browser: what was typed is kept when asked, and one's own act draws anew what it changed. */
"use strict";

(function () {
  const Cockpit = (window.Cockpit = window.Cockpit || {});
  const element = (id) => document.getElementById(id);
  const set = (id, props) => element("screening-risk") && window.dash_clientside.set_props(id, props);
  const TYPED = ["screening-risk-why", "screening-risk-answer"];

  /* A button rests until its answer is drawn: no second click goes to what comes up in its place. */
  function rest(button) {
    button.disabled = true;
    setTimeout(() => { button.disabled = false; }, 3000);
  }

  function keep(button) {
    const weights = Cockpit.riskWeights();
    if (!weights) return;
    rest(button);
    set("screening-risk-keeping", { data: { weights, at: Date.now() } });
  }

  document.addEventListener("click", ({ target }) => {
    if (!element("screening-risk")) return;
    const button = target.closest("#screening-risk-keep");
    if (button) keep(button);
  });

  function moved(kept, ...others) {
    if ([kept, ...others].every((one) => !one)) return window.dash_clientside.no_update;
    setTimeout(() => {
      for (const id of TYPED) if (element(id)) { Cockpit.forgetTyped(id); set(id, { value: "" }); }
      set("screening-risk-tick", { data: Date.now() });
    });
    return window.dash_clientside.no_update;
  }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.cockpit_risk_publish = { moved };
})();
