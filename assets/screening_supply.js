/* A tap says who brings what somebody needs who stays apart at home. */
"use strict";

document.addEventListener("click", ({ target }) => {
  const button = target.closest("#screening-visits [data-supplies]");
  if (!button || button.disabled) return;
  window.Cockpit.rest(button.parentElement.querySelectorAll("[data-supplies]"));
  const said = { episode: Number(button.dataset.episode), who: button.dataset.supplies, at: Date.now() };
  window.dash_clientside.set_props("screening-supply-said", { data: said });
});
