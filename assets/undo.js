/* The way back: each button says how long it is still open, and what one has just done oneself shows as a notice too. */
"use strict";

(function () {
  const Cockpit = (window.Cockpit = window.Cockpit || {});
  const JUST = 6000; // of the district's clock: older than this, it was done before this page was opened
  const SHOWN = 20000; // the notice goes, the button in the detail stays
  const told = new Set();
  let turn = Date.now();

  const left = (button) => Date.parse(button.dataset.undoUntil) - Cockpit.now();
  const span = (button) => Cockpit.words.undo.left.replace("{span}", Cockpit.span(left(button)));

  function count() {
    if (!Cockpit.words.undo) return;
    for (const button of document.querySelectorAll("button[data-undo-until]")) {
      const over = left(button) <= 0;
      button.hidden = over;
      const words = over ? "" : span(button), place = button.querySelector(".left");
      if (place.textContent !== words) place.textContent = words;
      if (over) button.closest(".toast")?.remove();
    }
  }

  /* --- a notice with the way back in it --- */

  /* What was done last is what U takes back; one of many was done with them. */
  const lately = ({ dataset }) => Date.parse(dataset.at) + (dataset.bulk ? 1 : 0);
  const nameOf = ({ dataset }) => (dataset.bulk ? `bulk ${dataset.bulk}` : `step ${dataset.step}`);
  const isNew = ({ dataset }) => dataset.mine !== undefined && Cockpit.now() - Date.parse(dataset.at) < JUST;

  function look() {
    if (!Cockpit.words.undo) return;
    for (const button of document.querySelectorAll("button[data-undo-until]")) {
      if (button.closest(".toast") || told.has(nameOf(button)) || !isNew(button) || left(button) <= 0) continue;
      told.add(nameOf(button));
      toast(button);
    }
    for (const note of document.querySelectorAll(".toast [data-step]")) note.dataset.step !== newest() && note.closest(".toast").remove();
    count();
  }

  const newest = () => [...told].filter((name) => name.startsWith("step")).at(-1)?.slice(5);

  function toast(button) {
    const place = document.getElementById("shell-toasts"), note = document.createElement("div"), says = document.createElement("strong");
    note.className = "toast way-back";
    says.textContent = button.dataset.says;
    const back = button.cloneNode(true);
    back.removeAttribute("id");
    note.append(says, back);
    place.replaceChildren(note, ...[...place.children].slice(0, 2));
    setTimeout(() => note.remove(), SHOWN);
  }

  /* --- taking back --- */

  function take(button) {
    if (button.dataset.bulk) return window.CockpitBoard.undoMany(Number(button.dataset.bulk));
    const data = { incident: Number(button.dataset.incident), step: Number(button.dataset.step), turn: (turn += 1) };
    window.dash_clientside.set_props("shell-undo", { data });
    document.querySelectorAll(".toast.way-back").forEach((one) => one.remove());
  }

  function undone(answer) {
    if (answer) Cockpit.toast(Cockpit.words.undo.undone.replace("{code}", answer.code), "", "done");
    return window.dash_clientside.no_update;
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[data-undo-until]");
    if (button && left(button) > 0) take(button);
  });

  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "u" || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
    const open = [...document.querySelectorAll("button[data-undo-until]")].filter((one) => left(one) > 0 && one.offsetParent);
    const button = open.sort((one, other) => lately(other) - lately(one))[0];
    if (button) { event.preventDefault(); take(button); }
  });

  setInterval(count, 1000);
  document.addEventListener("DOMContentLoaded", () => new MutationObserver(look).observe(document.body, { childList: true, subtree: true }));
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.cockpit_undo = { undone };
})();
