/* Visits chosen and handed out: rows are ticked (a click on the box, the space bar, X; with Shift from the last one on), then
   the server is asked once for all. */
"use strict";

(function () {
  const element = (id) => document.getElementById(`screening-visits-${id}`);
  const set = (id, props) => element("hand") && window.dash_clientside.set_props(`screening-visits-${id}`, props);
  const still = () => window.dash_clientside.no_update;
  const shown = () => [...document.querySelectorAll("#screening-visits-list [data-pick-visit]")].map((one) => Number(one.dataset.pickVisit));
  const ticked = new Set();
  let last = null; // the row that was ticked last: Shift reaches from there

  function tick(id, reach) {
    const on = !ticked.has(id), all = shown();
    const [from, to] = [all.indexOf(reach && last !== null ? last : id), all.indexOf(id)].sort((a, b) => a - b);
    for (const one of from < 0 ? [id] : all.slice(from, to + 1)) on ? ticked.add(one) : ticked.delete(one);
    last = id;
    told();
  }

  function told() {
    set("picked", { data: [...ticked].sort((a, b) => a - b) });
    draw();
  }

  function draw() {
    if (!element("hand")) return;
    document.querySelectorAll("#screening-visits-list [data-pick-visit]").forEach((one) => {
      const on = ticked.has(Number(one.dataset.pickVisit));
      one.setAttribute("aria-checked", String(on));
      one.closest("[data-visit]").toggleAttribute("data-ticked", on);
    });
    element("hand").hidden = !ticked.size && !element("outcome").childElementCount;
    const count = element("picked-count");
    count.textContent = count.dataset.says.replace("{count}", ticked.size);
  }

  function none() {
    ticked.clear();
    set("outcome", { children: [] });
    told();
    setTimeout(draw, 50);
  }

  function ask(act, number = 0) {
    if (act !== "back" && !ticked.size) return;
    const to = document.querySelector("#screening-visits-goer input:checked");
    if (act === "hand" && !to) return void document.querySelector("#screening-visits-goer input")?.focus();
    set("asked", { data: { act, ids: [...ticked].sort((a, b) => a - b), word: act === "hand" ? goer : "", number } });
  }

  /* Dash draws its choices with values of its own: what is chosen is read where it keeps it. */
  let goer = "";
  const chosen = (value) => {
    goer = value ?? "";
    return still();
  };

  /* Before the list hears of it: a tick opens nothing. */
  document.addEventListener("click", (event) => {
    const box = element("hand") && event.target.closest?.("#screening-visits-list [data-pick-visit]");
    if (!box) return;
    event.stopImmediatePropagation();
    event.preventDefault();
    tick(Number(box.dataset.pickVisit), event.shiftKey);
  }, true);

  document.addEventListener("click", ({ target }) => {
    if (!element("hand") || !target.closest) return;
    const button = target.closest("#screening-visits-hand [data-hand]"), pick = target.closest("#screening-visits-hand [data-pick]");
    if (button) ask(button.dataset.hand, Number(button.dataset.number ?? 0));
    if (pick?.dataset.pick === "all") { shown().forEach((id) => ticked.add(id)); told(); }
    if (pick?.dataset.pick === "none") none();
  });

  document.addEventListener("keydown", (event) => {
    if (!element("hand") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest?.(".typed-row") || event.target.matches?.("textarea, select, input:not([type=radio]):not([type=checkbox])")) return;
    const id = Number(event.target.closest?.("#screening-visits-list [data-visit]")?.dataset.visit) || null;
    const key = event.key.toLowerCase();
    if (id && (key === "x" || event.key === " ")) { tick(id, event.shiftKey); event.preventDefault(); }
    else if (key === "h" && ticked.size) ask("hand");
    else if (key === "f" && ticked.size) ask("propose");
    else if (event.key === "Escape" && !element("hand").hidden) none();
  });

  /* What is not on the list any more is not chosen any more. */
  function drawn() {
    setTimeout(() => {
      const all = new Set(shown()), gone = [...ticked].filter((id) => all.size && !all.has(id));
      gone.forEach((id) => ticked.delete(id));
      gone.length ? told() : draw();
    }, 50);
    return still();
  }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.cockpit_hand = { drawn, chosen };
})();
