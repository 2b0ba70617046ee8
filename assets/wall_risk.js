/* The wall's view of the risk map: communities in their colours, how many have which, the worst five. Outlines and inks are
   those of the live map's base; colours come with the page, and anew when the stream says that one moved. */
"use strict";

(function () {
  const wall = window.CockpitWall;
  const Cockpit = window.Cockpit;
  const SETTLE = 15000; // ms of the wall's own clock, as for the desk's figures
  const NS = "http://www.w3.org/2000/svg", WIDE = 1000;
  const element = (id) => document.getElementById(id);
  const make = (tag, className, textContent = "") => Object.assign(document.createElement(tag), { className, textContent });
  let moved = false, asked = 0, askedAt = -SETTLE, drawn = "", day = null;

  function svg(tag, attributes, text = "") {
    const node = document.createElementNS(NS, tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    node.textContent = text;
    return node;
  }

  /* --- the map --- */

  const rowsOf = (base, id) => base.layers.find((layer) => layer.id === id)?.data || [];
  const css = (ink) => `rgb(${ink.slice(0, 3)})`;
  const labelOf = (level) => (level === null || level === undefined ? "" : wall.data.risk.labels[level]);

  /* Degrees to a sheet of so many units, true at the district's latitude. */
  function flat(rows) {
    const all = rows.flatMap((row) => row.outline), lons = all.map(([lon]) => lon), lats = all.map(([, lat]) => lat);
    const west = Math.min(...lons), north = Math.max(...lats), south = Math.min(...lats);
    const lean = Math.cos((((north + south) / 2) * Math.PI) / 180), grown = WIDE / ((Math.max(...lons) - west) * lean);
    return { high: (north - south) * grown, at: ([lon, lat]) => [(lon - west) * lean * grown, (north - lat) * grown] };
  }

  function drawMap(base) {
    const { levels } = wall.data.risk, streets = rowsOf(base, "outline/street"), sheet = flat(streets);
    const points = (row) => row.outline.map((one) => sheet.at(one).map((value) => value.toFixed(1)).join()).join(" ");
    const picture = svg("svg", { viewBox: `-6 -6 ${WIDE + 12} ${(sheet.high + 12).toFixed(0)}`, width: "100%", height: "100%" });
    for (const row of rowsOf(base, "outline/community")) {
      const level = levels[row.code] ?? null, fill = level === null ? "none" : css(base.look.risk[level]);
      const shape = svg("polygon", { points: points(row), fill, stroke: "#0b0e11", "stroke-width": 2 });
      Object.assign(shape.dataset, { area: row.code, level: level === null ? "none" : level });
      const [x, y] = sheet.at([row.lon, row.lat]);
      picture.append(shape);
      if (level) picture.append(svg("text", { x, y, "text-anchor": "middle", "dominant-baseline": "central", "font-size": 40, fill: "#fff" }, labelOf(level).split(" ")[0]));
    }
    for (const row of streets) picture.append(svg("polygon", { points: points(row), fill: "none", stroke: "#e8edf2", "stroke-width": 3 }));
    for (const row of streets) picture.append(...nameOf(row, sheet, levels[row.code]));
    element("wall-risk-map").replaceChildren(picture);
  }

  /* The street's name with its own shape, on a dark edge so that it is read over any colour. */
  function nameOf(row, sheet, level) {
    const [x, y] = sheet.at([row.lon, row.lat]), shared = { x, "text-anchor": "middle", fill: "#fff", stroke: "#0b0e11", "stroke-width": 6, "paint-order": "stroke" };
    return [svg("text", { ...shared, y: y - 20, "font-size": 44, "font-weight": 700 }, wall.nameOf(row.code)), svg("text", { ...shared, y: y + 26, "font-size": 40 }, labelOf(level ?? null))];
  }

  /* --- beside it --- */

  function chip(level) {
    return make("span", `risk-chip risk-${level ?? "none"}`, labelOf(level));
  }

  function drawSide() {
    const { counts, means, worst, quiet } = wall.data.risk;
    element("wall-risk-legend").replaceChildren(...counts.map((count, level) => {
      const line = make("li", "");
      line.append(chip(level), make("small", "", means[level]), make("b", "number", count.toLocaleString("en-US")));
      return line;
    }).reverse());
    const lines = worst.map(([code, level, where, says]) => {
      const line = make("li", "");
      line.dataset.area = code;
      line.append(chip(level), make("b", "", where), make("small", "", says));
      return line;
    });
    element("wall-risk-worst").replaceChildren(...(lines.length ? lines : [make("li", "wall-quiet", quiet)]));
  }

  /* --- when --- */

  function askAnew() {
    if (!moved || performance.now() - askedAt < SETTLE || Cockpit.connected !== "live") return;
    moved = false;
    askedAt = performance.now();
    window.dash_clientside.set_props("wall-risk-tick", { data: (asked += 1) });
  }

  function draw() {
    if (day !== null && day !== wall.day) moved = true; // at midnight cases grow older
    day = wall.day;
    askAnew();
    const base = window.CockpitMap.base(element("wall-map")), now = JSON.stringify([wall.data.risk, Boolean(base)]);
    if (now === drawn) return;
    drawn = now;
    drawSide();
    if (base) drawMap(base);
  }

  function told(answer) {
    if (!answer || wall.data === null) return window.dash_clientside.no_update;
    wall.data.risk = answer.risk;
    wall.draw();
    return window.dash_clientside.no_update;
  }

  Cockpit.on("change", (change) => { if (change.subject === "risk_map") moved = true; });

  document.addEventListener("DOMContentLoaded", () => { wall.views.risk = draw; }); // after those of wall_views.js: it is the last
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.cockpit_wall_risk = { told };
})();
