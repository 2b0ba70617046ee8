/* Chains of transmission: days across, a row a case, a line from whom it most likely has it. Drawn anew in place. */
"use strict";

(function () {
  const Cockpit = (window.Cockpit = window.Cockpit || {});
  const SVG = "http://www.w3.org/2000/svg";
  const DAY = 44, ROW = 26, LEFT = 16, TOP = 30, NAME = 64;
  const SUBJECTS = ["case", "contact"];

  function made(name, props, ...children) {
    const one = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(props)) one.setAttribute(key, value);
    one.append(...children.map((child) => (typeof child === "string" ? document.createTextNode(child) : child)));
    return one;
  }

  const x = (day) => LEFT + DAY / 2 + day * DAY;
  const y = (row) => TOP + ROW / 2 + row * ROW;

  function axis(days, height) {
    return days.map((says, day) => made("g", { class: "day" },
      made("line", { x1: x(day), x2: x(day), y1: TOP - 6, y2: height }),
      made("text", { x: x(day), y: TOP - 12, "text-anchor": "middle" }, says)));
  }

  function line(link, nodes) {
    const from = nodes.get(link.source), to = nodes.get(link.target);
    if (!from || !to) return "";
    const bend = x(from.day) + 12, path = `M${x(from.day)} ${y(from.row)}C${bend} ${y(to.row)} ${bend} ${y(to.row)} ${x(to.day)} ${y(to.row)}`;
    return made("path", { d: path, class: link.likely ? "link likely" : "link" }, made("title", {}, link.says));
  }

  function node(one) {
    const radius = Math.min(11, 6 + Math.sqrt(one.infected) * 2);
    const group = made("a", { href: `/screening?case=${one.case}`, class: `node ${one.status}${one.many ? " many" : ""}`, "data-node": one.case, "aria-label": one.says },
      made("title", {}, one.says),
      made("circle", { cx: x(one.day), cy: y(one.row), r: radius }),
      made("text", { x: x(one.day) + radius + 4, y: y(one.row) + 4 }, one.code + (one.many ? " ▲" : "")));
    return group;
  }

  function draw(data) {
    const place = document.getElementById("screening-chains-drawn");
    if (!place || !data) return window.dash_clientside.no_update;
    const nodes = new Map(data.nodes.map((one) => [one.case, one]));
    const width = LEFT * 2 + Math.max(1, data.days.length) * DAY + NAME, height = TOP + Math.max(1, data.nodes.length) * ROW + 8;
    const picture = made("svg", { width, height, viewBox: `0 0 ${width} ${height}`, class: "chains" },
      ...axis(data.days, height), ...data.links.map((one) => line(one, nodes)).filter(Boolean), ...data.nodes.map(node));
    place.replaceChildren(picture);
    return window.dash_clientside.no_update;
  }

  function changed(change) {
    if (!SUBJECTS.includes(change.subject) || !document.getElementById("screening-chains")) return;
    window.dash_clientside.set_props("screening-chains-tick", { data: change.id });
  }

  document.addEventListener("DOMContentLoaded", () => Cockpit.on("change", changed));

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.cockpit_chains = { draw };
})();
