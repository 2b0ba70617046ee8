/* What somebody unfolded stays so when the drawing around it is renewed: a fold that says `data-stays` is known again by that
   word and the address, and closed by a hand alone. */
"use strict";

(function () {
  const open = new Set();
  const name = (fold) => `${location.pathname}${location.search} ${fold.dataset.stays}`;

  document.addEventListener("toggle", ({ target }) => {
    if (target.dataset?.stays && target.isConnected) target.open ? open.add(name(target)) : open.delete(name(target));
  }, true);

  function unfold(node) {
    if (node.nodeType !== Node.ELEMENT_NODE) return;
    const folds = [...(node.matches("[data-stays]") ? [node] : []), ...node.querySelectorAll("[data-stays]")];
    for (const fold of folds) if (open.has(name(fold))) fold.open = true;
  }

  document.addEventListener("DOMContentLoaded", () => {
    new MutationObserver((changes) => {
      if (open.size) for (const change of changes) change.addedNodes.forEach(unfold);
    }).observe(document.body, { childList: true, subtree: true });
  });
})();
