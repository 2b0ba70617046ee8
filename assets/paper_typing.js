/* What was written on paper is typed by keyboard: a figure ticks, Enter goes to the next row. The rows of rounds and of visits alike
   (.typed-row); of visits also what is saved, and what the server says of each row. */
"use strict";

(function () {
  const NONE = 6, OVER = "0";
  const place = () => document.getElementById("screening-visits-typing");
  const set = (id, props) => place() && window.dash_clientside.set_props(`screening-visits-${id}`, props);
  const still = () => window.dash_clientside.no_update;
  const ticks = (row) => [...row.querySelectorAll("[data-tick]")];
  const pressed = (row) => ticks(row).find((one) => one.getAttribute("aria-pressed") === "true");
  const shut = (row) => "taken" in row.dataset || (row.dataset.answered && !row.dataset.over);

  function tick(row, button) {
    if (shut(row)) return;
    const on = button && button.getAttribute("aria-pressed") !== "true";
    ticks(row).forEach((one) => one.setAttribute("aria-pressed", "false"));
    if (on) button.setAttribute("aria-pressed", "true");
    says(row, "");
  }

  function says(row, words) {
    const place = row.querySelector(".says");
    if (place) place.textContent = words;
  }

  function over(row) {
    if (!row?.dataset.answered || "taken" in row.dataset) return;
    row.dataset.over = row.dataset.over ? "" : row.dataset.answered;
    if (!row.dataset.over) ticks(row).forEach((one) => one.setAttribute("aria-pressed", "false"));
  }

  function beside(row, step) {
    const all = [...row.parentElement.querySelectorAll(".typed-row[tabindex]")], next = all[all.indexOf(row) + step];
    if (next) next.focus();
    else if (step > 0) row.parentElement.parentElement.querySelector("[data-save-sheet], [data-save-ticks]")?.focus();
  }

  /* Only rows with a tick are sent: an empty one on paper says nothing. Something typed beside no tick is told at once. */
  function send(button) {
    const rows = [], typed = (row, name) => row.querySelector(`input.${name}, .${name} input`)?.value ?? "";
    for (const row of place().querySelectorAll(".typed-row[data-row]:not([data-taken])")) {
      const one = pressed(row), [temperature, note] = [typed(row, "degrees"), typed(row, "note")];
      if (one) rows.push({ row: Number(row.dataset.row), result: one.dataset.tick, temperature, note, over: row.dataset.over });
    }
    if (rows.length) set("rows", { data: { sheet: Number(button.dataset.saveSheet), rows } });
  }

  function saved(results) {
    for (const { row: number, says: words } of results ?? []) {
      const row = place()?.querySelector(`.typed-row[data-row="${number}"]`);
      if (!row) continue;
      says(row, words);
      row.toggleAttribute("data-refused", Boolean(words));
      if (words) continue;
      row.dataset.taken = "";
      row.querySelectorAll("input").forEach((one) => window.dash_clientside.set_props(one.id, { disabled: true, value: "" }));
    }
    place()?.querySelector(".typed-row[data-refused]")?.focus();
    return still();
  }

  /* A sheet that is opened is begun at its first row that nobody answered. */
  function shown() {
    setTimeout(() => place()?.querySelector('.typed-row[data-answered=""]')?.focus(), 50);
    return still();
  }

  document.addEventListener("click", ({ target }) => {
    const row = target.closest?.("#screening-visits-typing .typed-row");
    if (row && target.closest("[data-tick]")) tick(row, target.closest("[data-tick]"));
    if (row && target.closest("[data-type-over]")) over(row);
    const save = target.closest?.("#screening-visits-typing [data-save-sheet]");
    if (save) send(save);
  });

  /* Before the page's own keys hear of it: a figure is a tick of this row. */
  document.addEventListener("keydown", (event) => {
    const row = event.target.closest?.(".typed-row[tabindex]");
    if (!row || event.altKey || event.metaKey) return;
    const save = row.parentElement.parentElement.querySelector("[data-save-sheet], [data-save-ticks]");
    const writing = event.target.matches("input");
    const does = {
      Enter: () => (event.ctrlKey ? save?.click() : beside(row, 1)), ArrowDown: () => beside(row, 1), ArrowUp: () => beside(row, -1),
    }[event.key] ?? (!writing && !event.ctrlKey && figure(row, event.key));
    event.stopImmediatePropagation();
    if (!does) return;
    event.preventDefault();
    does();
  }, true);

  function figure(row, key) {
    const number = Number(key), all = ticks(row);
    if (key === OVER) return () => over(row);
    if (number === NONE) return () => (place()?.contains(row) ? tick(row, null) : pressed(row)?.click());
    return all[number - 1] ? () => all[number - 1].click() : null;
  }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.cockpit_paper = { saved, shown };
})();
