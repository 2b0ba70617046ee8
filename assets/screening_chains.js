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
    const drawn = made("path", { d: path, class: link.likely ? "link likely" : "link" }, made("title", {}, link.says));
    if (!link.likely) return drawn;
    const how = made("text", { x: x(to.day) - 16, y: y(to.row) - 7, "text-anchor": "end", class: "how" }, link.how);
    return made("g", {}, drawn, how);
  }

  function node(one) {
    const radius = Math.min(11, 6 + Math.sqrt(one.infected) * 2);
    const group = made("a", { href: `/screening?case=${one.case}`, class: `node ${one.status}${one.many ? " many" : ""}`, "data-node": one.case, "aria-label": one.says },
      made("title", {}, one.says),
      made("circle", { cx: x(one.day), cy: y(one.row), r: radius }),
      made("text", { x: x(one.day) + radius + 4, y: y(one.row) + 4 }, one.code + (one.many ? " ▲" : "")));
    return group;
  }

  /* --- how large: by steps, or whole; it stays while the picture is drawn anew --- */

  const STEP = 1.25, LEAST = 0.2, MOST = 3;
  let scale = 1;

  function show() {
    const place = document.getElementById("screening-chains-drawn"), picture = place?.querySelector("svg.chains");
    if (!picture) return;
    const [, , width, height] = picture.getAttribute("viewBox").split(" ").map(Number);
    const used = scale || Math.min(1, (place.clientWidth - 32) / width, (place.clientHeight - 32) / height);
    picture.setAttribute("width", width * used);
    picture.setAttribute("height", height * used);
    place.dataset.scale = used.toFixed(2);
  }

  function rescale(how) {
    const now = Number(document.getElementById("screening-chains-drawn").dataset.scale) || 1;
    scale = how === "fit" ? 0 : Math.min(MOST, Math.max(LEAST, how === "in" ? now * STEP : now / STEP));
    show();
  }

  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-chains-scale]");
    if (button) rescale(button.dataset.chainsScale);
  });
  document.addEventListener("keydown", (event) => {
    const how = { "+": "in", "=": "in", "-": "out", 0: "fit" }[event.key];
    if (!how || event.ctrlKey || event.metaKey || event.altKey || !event.target.closest?.("#screening-chains-drawn")) return;
    rescale(how);
    event.preventDefault();
  });

  function draw(data) {
    const place = document.getElementById("screening-chains-drawn");
    if (!place || !data) return window.dash_clientside.no_update;
    const nodes = new Map(data.nodes.map((one) => [one.case, one]));
    const width = LEFT * 2 + Math.max(1, data.days.length) * DAY + NAME, height = TOP + Math.max(1, data.nodes.length) * ROW + 8;
    const picture = made("svg", { width, height, viewBox: `0 0 ${width} ${height}`, class: "chains" },
      ...axis(data.days, height), ...data.links.map((one) => line(one, nodes)).filter(Boolean), ...data.nodes.map(node));
    place.replaceChildren(picture);
    show();
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
