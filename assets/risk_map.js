/* The risk map in the browser: which area and day are looked at, what the address bar says, colours laid on the map, and
   what changes while one looks. The map itself is map.js; which level an area has comes with each answer. */
"use strict";

(function () {
  const Cockpit = (window.Cockpit = window.Cockpit || {});
  const NAME = "screening-riskmap";
  const SUBJECTS = ["case", "contact", "quarantine", "return_entry", "follow_up", "incident", "source", "risk_map"];
  const SETTLE = 400; // ms: what happens close together is drawn once
  const element = (part) => document.getElementById(part ? `${NAME}-${part}` : NAME);
  const set = (part, data) => element() && window.dash_clientside.set_props(`${NAME}-${part}`, { data });
  let data = null, waits = null, day = null;

  /* --- what is looked at --- */

  /* Today is not said in the address: whoever opens it tomorrow sees tomorrow's. */
  function ask({ area = data.area, on = day || data.day }) {
    if (!data) return;
    day = on;
    const asked = new URLSearchParams(location.search);
    on === data.today ? asked.delete("day") : asked.set("day", on);
    asked.set("area", area);
    history.replaceState(history.state, "", location.pathname + "?" + asked);
    mark();
    set("asked", { day: on === data.today ? "" : on, area });
  }

  function slide() {
    const box = element("slide");
    if (!box.firstChild) {
      const input = Object.assign(document.createElement("input"), { type: "range", min: 0, max: box.dataset.most, step: 1 });
      input.setAttribute("aria-label", box.dataset.label);
      box.append(input);
    }
    return box.firstChild;
  }

  const place = () => data.days.findIndex(([one]) => one === (day || data.day));

  function step(by) {
    const next = data?.days[place() + by];
    if (next) ask({ on: next[0] });
  }

  function mark() {
    const at = place();
    if (at < 0) return;
    slide().value = at;
    slide().setAttribute("aria-valuetext", data.days[at][1]);
    element("day").textContent = data.days[at][1];
    const [back, on] = document.querySelectorAll(`#${NAME} [data-by]`);
    back.disabled = at === 0;
    on.disabled = at === data.days.length - 1;
  }

  /* --- the colours --- */

  function draw() {
    const box = element("map"), base = box && window.CockpitMap.base(box);
    if (!base || !data) return;
    const pieces = base.layers.find((layer) => layer.id === "area").data.filter(({ code }) => code in data.levels);
    const says = (level) => (level === null ? data.words.none : data.words.labels[level]);
    const known = new Map(pieces.map(({ code, outline }) => [code, { code, outline, says: says(data.levels[code]),
      fill: data.levels[code] === null ? [0, 0, 0, 0] : base.look.risk[data.levels[code]] }]));
    const outlines = base.layers.filter(({ id }) => id.startsWith("outline/")).flatMap((layer) => layer.data);
    const texts = outlines.filter(({ code }, n) => known.has(code) && outlines.findIndex((one) => one.code === code) === n)
      .map(({ code, lon, lat }) => ({ lon, lat, label: known.get(code).says.split(" ")[0] }));
    window.CockpitMap.update(box, { shade: [...known.values()], "shade/number": texts });
    box.dataset.shaded = known.size;
  }

  function shown(fresh) {
    if (!fresh) return window.dash_clientside.no_update;
    data = fresh;
    day = fresh.day;
    setTimeout(() => { if (element()) { mark(); draw(); element().dataset.drawn = `${fresh.area} ${fresh.day}`; } });
    return window.dash_clientside.no_update;
  }

  /* --- hands --- */

  function up() {
    const above = data && data.area.slice(0, data.area.length - 3);
    if (above && above.length >= Cockpit.me.area.length) ask({ area: above });
  }

  document.addEventListener("map-mounted", ({ target }) => { if (target.id === `${NAME}-map`) draw(); });
  document.addEventListener("map-chosen", ({ target, detail }) => {
    if (target.id === `${NAME}-map` && detail.kind === "area" && data && detail.code in data.levels) ask({ area: detail.code });
  });
  document.addEventListener("click", ({ target }) => {
    if (!element() || !target.closest) return;
    const way = target.closest(`#${NAME} [data-riskarea]`), by = target.closest(`#${NAME} [data-by]`);
    if (way && data) ask({ area: way.dataset.riskarea });
    if (by) step(Number(by.dataset.by));
    if (target.closest(`#${NAME} [data-print]`)) window.print();
  });
  document.addEventListener("input", ({ target }) => {
    if (target.closest?.(`#${NAME}-slide`) && data) ask({ on: data.days[Number(target.value)][0] });
  });
  document.addEventListener("keydown", (event) => {
    if (!element() || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.closest(".map")) return;
    if (event.key === "ArrowLeft") step(-1);
    else if (event.key === "ArrowRight") step(1);
    else if (event.key === "Escape") up();
    else return;
    event.preventDefault();
  });

  /* --- what happens meanwhile: a day that is over does not move --- */

  function changed(change) {
    if (!SUBJECTS.includes(change.subject) || !element() || !data || data.day !== data.today || waits) return;
    waits = setTimeout(() => { waits = null; set("tick", change.id); }, SETTLE);
  }

  document.addEventListener("DOMContentLoaded", () => Cockpit.on("change", changed));

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.cockpit_risk_map = { shown };
})();
