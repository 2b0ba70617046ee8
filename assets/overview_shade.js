/* One figure shades the cockpit's map: the streets of the district, inside a street its communities, of each what one may
   see. What it shades with is what the figures beside it are added up from, so a number that is hidden there is hidden
   here: no shade, no step. */
"use strict";

(function () {
  const desk = window.CockpitOverview;
  const MOST_STEPS = 5;
  const HIDDEN = /^[<–]/; // what is written for a number of people that may not be shown
  let told = ""; // what map and legend were drawn from the last time

  const element = (id) => document.getElementById(id);
  const map = () => element("overview-map");
  const chooser = () => element("overview-shade");
  const number = (value) => value.toLocaleString("en-US");

  /* --- the numbers: area -> {text, value}; the value is null where it may not be shown --- */

  function numbers(codes) {
    const counted = desk.shade === "overdue" ? overdue() : added();
    return new Map(codes.map((code) => {
      const cell = desk.data.cells[code]?.[desk.shade];
      if (cell !== undefined) return [code, { text: cell, value: HIDDEN.test(cell) ? null : Number(cell.replace(/\D/g, "")) }];
      const value = counted.filter(([community]) => community.startsWith(code)).reduce((sum, [, count]) => sum + count, 0);
      return [code, { text: number(value), value }];
    }));
  }

  const added = () => Object.entries(desk.data.figures).map(([community, values]) => [community, values[desk.shade] || 0]);
  const overdue = () => [...desk.incidents.values()].filter(desk.overdue).map((row) => [row.area[1], 1]);

  /* --- the steps: whole numbers, equally wide by 1, 2 or 5 and noughts, and few enough to be told apart --- */

  function* widths() {
    for (let ten = 1; ; ten *= 10) yield* [ten, 2 * ten, 5 * ten];
  }

  /* [least, most] of each step from the smallest to the largest of the values. */
  function steps(values) {
    if (!values.length) return [];
    const least = Math.min(...values), most = Math.max(...values);
    for (const wide of widths()) {
      const first = Math.floor(least / wide), last = Math.floor(most / wide);
      if (last - first < MOST_STEPS) return Array.from({ length: last - first + 1 }, (_, n) => [(first + n) * wide, (first + n + 1) * wide - 1]);
    }
  }

  const stepOf = (scale, value) => scale.findIndex(([, most]) => value <= most);
  /* Few steps lie as far apart on the ramp as many. */
  const inkOf = (ramp, scale, step) => ramp[scale.length > 1 ? Math.round((step * (ramp.length - 1)) / (scale.length - 1)) : ramp.length >> 1];

  /* --- drawing --- */

  function drawShade() {
    const base = window.CockpitMap.base(map());
    if (!base || !desk.data || !chooser()) return;
    if (desk.shade === "risk") return desk.drawRisk(base, shaded(base), named(base));
    const rows = desk.shade ? shaded(base) : [], found = numbers(rows.map((row) => row.code));
    const scale = steps([...found.values()].map(({ value }) => value).filter((value) => value !== null));
    const now = JSON.stringify([desk.shade, [...found], base.look.ramp, named(base)]);
    if (map().cockpitShade === now && told === now) return;
    map().cockpitShade = told = now;
    drawOnMap(base, rows, found, scale);
    drawLegend(base.look.ramp, scale, [...found.values()].some(({ value }) => value === null));
  }

  function shaded(base) {
    const level = desk.area.length > 6 ? "outline/community" : "outline/street";
    return rowsOf(base, level).filter(({ code }) => code.startsWith(desk.area.slice(0, 9)) && desk.inScope(code));
  }

  const rowsOf = (base, id) => base.layers.find((layer) => layer.id === id).data;
  const named = (base) => rowsOf(base, "area").map((row) => row.code);

  function drawOnMap(base, rows, found, scale) {
    const { textContent: words, dataset: { unit } } = chooser().selectedOptions[0], labelled = named(base);
    const says = ({ code, outline }) => ({ code, outline, says: `${words} ${found.get(code).text} ${unit}` });
    const fills = rows.map((row) => [row, found.get(row.code).value]).map(([row, value]) => ({ ...says(row),
      fill: value === null ? [0, 0, 0, 0] : inkOf(base.look.ramp, scale, stepOf(scale, value)) }));
    const texts = rows.filter((row) => labelled.includes(row.code)).map(({ code, lon, lat }) => ({ lon, lat, label: found.get(code).text }));
    window.CockpitMap.update(map(), { shade: fills, "shade/number": texts });
    map().dataset.shaded = fills.length;
  }

  function drawLegend(ramp, scale, hides) {
    const unit = chooser().selectedOptions[0].dataset.unit;
    const lines = scale.map(([least, most], n) => line(inkOf(ramp, scale, n), least === most ? number(least) : `${number(least)}–${number(most)}`, unit));
    if (hides) lines.push(line(null, desk.data.words.not_shaded, ""));
    element("overview-legend").replaceChildren(...lines);
  }

  function line(ink, words, unit) {
    const item = document.createElement("li"), swatch = document.createElement("i");
    if (ink) swatch.style.background = `rgb(${ink.slice(0, 3)})`;
    item.append(swatch, Object.assign(document.createElement("span"), { textContent: words }), Object.assign(document.createElement("small"), { textContent: unit }));
    return item;
  }

  /* --- choosing --- */

  /* As the address has it; what is no figure is none. */
  function readShade(asked) {
    const known = [...chooser().options].some((option) => option.value === asked);
    desk.shade = chooser().value = known ? asked : "";
  }

  document.addEventListener("change", (event) => {
    if (event.target.id !== "overview-shade" || !desk.data) return;
    desk.shade = event.target.value;
    desk.remember();
    drawShade();
  });
  document.addEventListener("map-mounted", (event) => { if (event.target.id === "overview-map") drawShade(); });

  Object.assign(desk, { drawShade, readShade, steps, legendLine: line, laid: (key) => { const was = map().cockpitShade === key && told === key; map().cockpitShade = told = key; return was; } });
})();
