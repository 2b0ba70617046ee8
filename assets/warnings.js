/* The warnings page in the browser: today's warnings and what is near to one, followed change by change. */
"use strict";

(function () {
  const Cockpit = window.Cockpit;
  let data = null;
  let chosen = null;
  let warnings = new Map();
  let watches = new Map();

  function start(fresh) {
    if (!fresh) return window.dash_clientside.no_update;
    data = fresh;
    chosen = null;
    data.names = new Map(fresh.areas);
    warnings = new Map(fresh.warnings.map((row) => [row.id, row]));
    watches = new Map(fresh.watches.map((row) => [row.place_id, row]));
    Cockpit.follow(fresh.change);
    draw();
    return window.dash_clientside.no_update;
  }

  Cockpit.on("change", (change) => {
    if (!data || !document.getElementById("warnings-list") || change.id <= data.change) return;
    data.change = change.id;
    const row = { ...change.state, area: change.area };
    if (change.subject === "warning") warnings.set(Number(change.subject_id), { ...row, id: Number(change.subject_id) });
    if (change.subject === "watch") {
      row.state === "pending" ? watches.set(row.place_id, row) : watches.delete(row.place_id);
    }
    if (change.subject === "warning") watches.delete(row.place_id);
    if (row.place_id === chosen) window.dash_clientside.set_props("warnings-tick", { data: change.id });
    if (change.subject === "warning" || change.subject === "watch") draw();
  });

  const time = (at) => Cockpit.time(Date.parse(at));

  function draw() {
    const list = document.getElementById("warnings-list");
    if (!list) return;
    const words = data.words;
    const near = [...watches.values()].map((row) => item(row, "watch", words.pending.replace("{time}", time(row.since)), row.count));
    const raised = [...warnings.values()].sort((a, b) => b.id - a.id).map((row) => {
      const on = row.recovered_at === null;
      return item(row, on ? "act" : "done", (on ? words.on : words.recovered).replace("{time}", time(on ? row.since : row.recovered_at)), row.count, row.peak);
    });
    const items = [...near, ...raised];
    if (!items.length) items.push(Object.assign(document.createElement("p"), { className: "empty", textContent: words.none }));
    Cockpit.settle(list, items);
  }

  function item(row, shape, state, count, peak) {
    const grid = data.names.get(row.area[2]) || "";
    const people = peak === undefined ? Cockpit.words.counted.replace("{count}", count) : data.words.counted.replace("{count}", count).replace("{peak}", peak);
    const box = Cockpit.item(shape, row.place, `${grid} · ${people}`, state);
    box.dataset.key = row.id === undefined ? "watch-" + row.place_id : "warning-" + row.id;
    box.dataset.place = row.place_id;
    box.setAttribute("aria-selected", String(row.place_id === chosen));
    box.querySelector("time").textContent = row.code || "";
    box.onclick = () => {
      chosen = row.place_id;
      window.dash_clientside.set_props("warnings-chosen", { data: chosen });
      draw();
    };
    return box;
  }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.cockpit_warnings = { start };
})();
