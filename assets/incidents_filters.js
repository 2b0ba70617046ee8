/* The board's filters: what the address bar says, as far as it makes sense, and the boxes and tabs that change it. */
"use strict";

(function () {
  const board = window.CockpitBoard;
  const { element, put, fill, made } = board;
  const myArea = () => window.Cockpit.me.area;
  const PRIORITIES = ["1", "2", "3"];
  const UNFILTERED = { group: "all", kind: "", area: "", priority: "", overdue: false, untouched: false, text: "", day: "" };

  function passes(row, group) {
    const wanted = group || board.filters.group;
    if (wanted === "mine" ? !board.isMine(row) : wanted !== "all" && board.groupOf(row) !== wanted) return false;
    if (board.filters.kind && row.kind !== board.filters.kind) return false;
    if (board.filters.priority && row.priority !== Number(board.filters.priority)) return false;
    if (!inArea(row)) return false;
    if (board.filters.overdue && !board.isLate(row)) return false;
    if (board.filters.untouched && !window.Cockpit.untouched(row)) return false;
    return !board.filters.text || fits(row, board.filters.text.toLowerCase());
  }

  const inArea = (row) => !board.filters.area || row.area.some((code) => code && code.startsWith(board.filters.area));

  /* Nothing is escalated to a role that answers for nothing. */
  const offered = (group) => board.groups.includes(group) && (group !== "mine" || Boolean(board.data.mine));
  const fits = (row, text) => [row.code, board.placeOf(row), board.path(row)].some((part) => part.toLowerCase().includes(text));

  function readFilters() {
    const asked = new URLSearchParams(location.search);
    const one = (name, known) => (known(asked.get(name) || "") ? asked.get(name) : "");
    return {
      group: one("group", offered) || (asked.get("mine") === "1" && offered("mine") ? "mine" : "all"),
      kind: one("kind", (value) => value in window.Cockpit.words.kinds),
      area: one("area", (value) => board.areas.has(value) && value.startsWith(myArea())),
      priority: one("priority", (value) => PRIORITIES.includes(value)),
      overdue: asked.get("overdue") === "1",
      untouched: asked.get("untouched") === "1",
      text: (asked.get("text") || "").slice(0, 60),
      day: board.data.day || "",
    };
  }

  function remember() {
    board.address((asked) => {
      asked.delete("mine");
      for (const [name, value] of Object.entries(board.filters)) {
        if (value === UNFILTERED[name]) asked.delete(name);
        else asked.set(name, value === true ? "1" : value);
      }
      board.chosen === null ? asked.delete("incident") : asked.set("incident", board.chosen);
    });
  }

  function filter(change) {
    const day = board.filters.day;
    board.filters = { ...board.filters, ...change };
    remember();
    if (board.filters.day !== day) put("incidents-asked", { day: board.filters.day || null });
    else refilter();
  }

  function refilter() {
    if (board.grid) board.grid.onFilterChanged();
    drawTabs();
    drawCount();
    drawUntouched();
  }

  /* Of the whole area that is looked at, whatever else is filtered, and whichever day the table shows. */
  function drawUntouched() {
    const box = element("incidents-untouched"), open = [...board.rows.values(), ...board.elsewhere.values()];
    window.Cockpit.showUntouched(box, open.filter((row) => inArea(row) && window.Cockpit.untouched(row)).length);
    box.setAttribute("aria-pressed", String(board.filters.untouched));
  }

  /* Exactly those, or all of them again. */
  function pressUntouched() {
    filter({ ...UNFILTERED, area: board.filters.area, untouched: !board.filters.untouched });
    drawFilters();
  }

  function drawTabs() {
    element("incidents-tabs").replaceChildren(
      ...board.groups.filter(offered).map((group) => {
        const button = made("button", { type: "button", onclick: () => filter({ group }) });
        button.setAttribute("role", "tab");
        button.setAttribute("aria-selected", String(group === board.filters.group));
        button.dataset.group = group;
        const count = [...board.rows.values()].filter((row) => passes(row, group)).length;
        button.append(board.data.words.groups[group] + " ", made("b", { textContent: count }));
        return button;
      }),
    );
  }

  function choice(name, label, options) {
    const box = made("select", { name, onchange: () => filter({ [name]: box.value }) });
    box.setAttribute("aria-label", label);
    box.append(made("option", { value: "", textContent: label }));
    box.append(...options.map(([value, textContent]) => made("option", { value, textContent })));
    box.value = board.filters[name];
    box.classList.toggle("set", Boolean(board.filters[name]));
    return box;
  }

  function areaChoices() {
    const below = (parent) => [...board.areas.values()].filter((area) => area.parent === parent);
    const around = board.filters.area ? below(board.filters.area) : [];
    const path = [];
    for (let code = board.filters.area; code && code !== myArea(); code = board.areas.get(code)?.parent) path.unshift(board.areas.get(code));
    const known = new Map([...below(myArea()), ...path, ...around].map((area) => [area.code, area]));
    const depth = (code) => Math.max(0, (code.length - myArea().length) / 3 - 1);
    return [...known.values()].sort((a, b) => (a.code < b.code ? -1 : 1)).map((area) => [area.code, "　".repeat(depth(area.code)) + area.name]);
  }

  function typed() {
    const box = made("input", { type: "search", name: "text", value: board.filters.text, placeholder: board.data.words.board.text, maxLength: 60 });
    box.setAttribute("aria-label", board.data.words.board.text);
    box.oninput = () => filter({ text: box.value.trim() });
    return box;
  }

  function ticked() {
    const box = made("input", { type: "checkbox", name: "overdue", checked: board.filters.overdue });
    box.onchange = () => filter({ overdue: box.checked });
    const label = made("label", { className: "tick" });
    label.append(box, board.data.words.board.overdue);
    return label;
  }

  function dated() {
    const box = made("input", { type: "date", name: "day", value: board.filters.day });
    box.setAttribute("aria-label", board.data.words.board.day);
    box.onchange = () => filter({ day: box.value });
    return box;
  }

  function drawFilters() {
    const words = board.data.words.board;
    const clear = made("button", { type: "button", className: "quiet", textContent: words.clear, id: "incidents-clear" });
    clear.onclick = () => { filter({ ...UNFILTERED }); drawFilters(); };
    element("incidents-filters").replaceChildren(
      typed(),
      choice("kind", words.any_kind, Object.entries(window.Cockpit.words.kinds)),
      areaBox(),
      choice("priority", words.any_priority, PRIORITIES.map((n) => [n, fill(words.priority, { n })])),
      ticked(),
      dated(),
      clear,
    );
  }

  function areaBox() {
    const box = choice("area", board.data.words.board.any_area, areaChoices());
    box.onchange = () => { filter({ area: box.value }); box.replaceWith(areaBox()); };
    return box;
  }

  function drawCount() {
    let shown = 0;
    for (const row of board.rows.values()) shown += passes(row) ? 1 : 0;
    element("incidents-count").textContent = fill(board.data.words.board.shown, { shown, all: board.rows.size });
  }

  Object.assign(board, { passes, readFilters, remember, refilter, drawFilters, drawTabs, drawCount, drawUntouched, pressUntouched });
})();
