/* A tap says who brings what somebody needs who stays apart at home. */
"use strict";

(function () {
  const REST = 3000;
  const beside = (button) => [...button.parentElement.querySelectorAll("[data-supplies]")];

  document.addEventListener("click", ({ target }) => {
    const button = target.closest("#screening-visits [data-supplies]");
    if (!button || button.disabled) return;
    const all = beside(button);
    all.forEach((one) => { one.disabled = true; }); // until the drawing is renewed
    setTimeout(() => all.forEach((one) => { one.disabled = false; }), REST);
    const said = { episode: Number(button.dataset.episode), who: button.dataset.supplies, at: Date.now() };
    window.dash_clientside.set_props("screening-supply-said", { data: said });
  });
})();
