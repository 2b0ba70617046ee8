/* From one incident to another: a link opens its other end in the page one is at, a word about the two goes to the server. */
"use strict";

(function () {
  const element = (id) => document.getElementById(id);
  const pages = {
    incidents: () => window.CockpitBoard,
    overview: () => window.CockpitOverview,
  };
  const prefixOf = (part) => part.closest(".detail")?.id.replace("-frame", "");

  document.addEventListener("click", (event) => {
    const leads = event.target.closest("[data-leads]");
    const says = event.target.closest("[data-link-say]");
    if (leads && !event.ctrlKey && !event.metaKey) follow(leads, event);
    if (says) say(says);
  });

  function follow(link, event) {
    const page = ["incidents", "overview"].find((name) => element(name));
    if (!page || !pages[page]()) return;
    event.preventDefault();
    pages[page]().choose(Number(link.dataset.leads));
  }

  /* A word that was said rests until the drawing is renewed: no second click goes to the row that comes up under it. */
  function say(button) {
    const prefix = prefixOf(button);
    if (!prefix) return;
    button.closest("ul").querySelectorAll("[data-link-say]").forEach((one) => { one.disabled = true; });
    setTimeout(() => button.closest("ul")?.querySelectorAll("[data-link-say]").forEach((one) => { one.disabled = false; }), 3000);
    const data = { say: button.dataset.linkSay, other: Number(button.dataset.linkOther), at: Date.now() };
    window.dash_clientside.set_props(`${prefix}-link-said`, { data });
  }
})();
