/* Lists that are drawn in the browser: one item, and new items put in place of old ones. */
"use strict";

(function () {
  const Cockpit = (window.Cockpit = window.Cockpit || {});

  /* Put the new items in place of the old, but keep every element that stands for the same thing: a click that has
     begun on it still ends on it, and the keyboard's focus stays where it is. */
  Cockpit.settle = function (list, items) {
    const old = new Map([...list.children].map((child) => [child.dataset.key, child]));
    const wanted = items.map((fresh) => {
      const kept = fresh.dataset.key && old.get(fresh.dataset.key);
      if (!kept) return fresh;
      if (kept.innerHTML !== fresh.innerHTML) kept.replaceChildren(...fresh.childNodes);
      kept.className = fresh.className;
      Object.assign(kept.dataset, fresh.dataset);
      kept.setAttribute("aria-selected", fresh.getAttribute("aria-selected"));
      return kept;
    });
    [...list.children].filter((child) => !wanted.includes(child)).forEach((child) => child.remove());
    wanted.forEach((child, place) => list.children[place] !== child && list.insertBefore(child, list.children[place] || null));
  };

  /* Teams on the scene of which nothing was heard: of a row, after a change of it. */
  Cockpit.lapsedAfter = function (before, { event, facts, state }) {
    const teams = new Set(before?.lapsed || []);
    if (event === "lapsed") teams.add(facts.team);
    if (event === "sign_given" || event === "heard") teams.delete(facts.team);
    return [...teams].filter((team) => state.teams[team] === "on_scene");
  };

  Cockpit.lapsedNow = function (rows, found) {
    for (const [id, team] of found || []) if (rows.has(id)) (rows.get(id).lapsed = rows.get(id).lapsed || []).push(team);
  };

  Cockpit.item = function (shape, title, detail, state) {
    const box = Object.assign(document.createElement("div"), { className: "item" });
    box.setAttribute("role", "option");
    const glyph = Object.assign(document.createElement("span"), { className: "shape shape-" + shape });
    glyph.textContent = { act: "▲", watch: "◆", hand: "●", done: "✓", plan: "○" }[shape];
    const words = Object.assign(document.createElement("span"), { className: "what" });
    words.append(Object.assign(document.createElement("b"), { textContent: title }), Object.assign(document.createElement("small"), { textContent: detail }));
    const side = Object.assign(document.createElement("span"), { className: "side" });
    side.append(document.createElement("time"), Object.assign(document.createElement("small"), { textContent: state }));
    box.append(glyph, words, side);
    return box;
  };
})();
