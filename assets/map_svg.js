/* The map drawn as plain SVG, from the same layers, where there is no WebGL 2: areas scale with the view, marks keep
   their size and move. What is drawn, and what a hand does, is map.js. */
(function () {
  "use strict";

  const { world, degrees, at, shifted, zoomed, clamp, shows, go } = window.CockpitMap.inside;
  const { read, boxOf, hover, click } = window.CockpitMap.hit;

  const svg = (tag, attributes = {}) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    return node;
  };
  const css = ([red, green, blue, opacity = 255]) => `rgba(${red},${green},${blue},${opacity / 255})`;
  const AT = 14;                        // the zoom at which outlines are written down, for the precision of SVG numbers

  const SHAPERS = {
    PolygonLayer: (map, layer, row) => svg("polygon", { points: points(map, row.outline), fill: css(read(layer.getFillColor, row)) }),
    PathLayer: (map, layer, row) => svg("polyline", { points: points(map, row.outline), fill: "none",
      stroke: css(layer.getColor), "stroke-width": layer.getWidth, "vector-effect": "non-scaling-stroke" }),
    TextLayer: (map, layer, row) => {
      const text = svg("text", { fill: css(read(layer.getColor, row)), "font-size": layer.getSize, "font-weight": layer.fontWeight || 400,
        "text-anchor": "middle", "dominant-baseline": "central", y: (read(layer.getPixelOffset, row) || [0, 0])[1] });
      text.textContent = read(layer.getText, row);
      return layer.background ? boxed(layer, row, text) : text;
    },
    ScatterplotLayer: (map, layer, row) => svg("circle", { r: read(layer.getRadius, row), fill: css(layer.getFillColor),
      ...(layer.stroked && row.overdue ? { stroke: css(layer.getLineColor), "stroke-width": 2 } : {}) }),
    IconLayer: (map, layer, row) => {
      const { box, shapes, ground } = map.base.look, grown = layer.getSize / box, shape = shapes[row.state] || shapes.plan;
      return svg("path", { d: shape.path, fill: shape.colour, "fill-rule": "evenodd",
        stroke: ground, "stroke-width": 6, "paint-order": "stroke",
        transform: `scale(${grown}) translate(${-box / 2} ${-box / 2})` });
    },
  };

  function boxed(layer, row, text) {    // short words in their box
    const group = svg("g");
    group.append(svg("rect", { ...boxOf(layer, row), fill: css(layer.getBackgroundColor), stroke: css(layer.getBorderColor),
      "stroke-width": layer.getBorderWidth }), text);
    return group;
  }

  /* Outlines are written down from a corner of their own: far from it, and close by, numbers would be too large to draw. */
  const someCorner = (map) => map.base.layers.flatMap((layer) => layer.data).find((row) => row.outline)?.outline[0];

  function points(map, outline) {
    const grown = 2 ** AT, [ox, oy] = map.origin;
    return outline.map(([lon, lat]) => {
      const [x, y] = world(lon, lat);
      return `${((x - ox) * grown).toFixed(1)},${((y - oy) * grown).toFixed(1)}`;
    }).join(" ");
  }

  function svgGroup(map, layer, rows) {
    const flat = layer["@@type"] === "PolygonLayer" || layer["@@type"] === "PathLayer";
    const group = svg("g", { "data-layer-id": layer.id, ...(!layer.pickable && { "pointer-events": "none" }) });
    group.flat = flat;
    for (const row of rows) {
      const shape = SHAPERS[layer["@@type"]](map, layer, row), node = flat ? shape : svg("g");
      if (!flat) node.append(shape);
      node.row = row;
      group.append(node);
    }
    return group;
  }

  function settle(map, group) {         // put one layer where the view says
    if (!group.flat) return group.childNodes.forEach((node) => {
      const [x, y] = at(map, node.row.lon, node.row.lat);
      node.setAttribute("transform", `translate(${x.toFixed(1)} ${y.toFixed(1)})`);
    });
    const [x, y] = at(map, ...degrees(...map.origin));
    group.setAttribute("transform", `translate(${x} ${y}) scale(${2 ** (map.view.zoom - AT)})`);
  }

  function svgPainter(map) {
    const sheet = svg("svg", { class: "map-svg", width: "100%", height: "100%" }), drawn = new Map();
    map.rings.before(sheet);
    svgHands(map, sheet);
    return {
      base() {
        map.origin = world(...(someCorner(map) || [map.view.lon, map.view.lat]));
        drawn.clear();
        sheet.replaceChildren();
      },
      paint() {
        for (const layer of map.base.layers) {
          const rows = map.rows[layer.id] || [], old = drawn.get(layer.id);
          const group = old?.rows === rows ? old.group : svgGroup(map, layer, rows);
          group.setAttribute("display", shows(map, layer.id) ? "inline" : "none");
          if (group === old?.group) continue;
          old ? old.group.replaceWith(group) : sheet.append(group);
          drawn.set(layer.id, { rows, group });
          settle(map, group);
        }
      },
      view(view) { map.view = view; sheet.childNodes.forEach((group) => settle(map, group)); },
      remove() { sheet.remove(); },
    };
  }

  function svgHands(map, sheet) {       // drag, wheel, click, hover; a drag is no click
    let from = null, dragged = false;
    const spot = (event) => { const box = map.box.getBoundingClientRect(); return [event.clientX - box.left, event.clientY - box.top]; };
    sheet.addEventListener("pointerdown", (event) => { from = [event.clientX, event.clientY]; dragged = false; });
    sheet.addEventListener("pointermove", (event) => {
      if (!from || !event.buttons) return hover(map, ...spot(event));
      const dx = event.clientX - from[0], dy = event.clientY - from[1];
      if (!dragged && Math.hypot(dx, dy) < 4) return;
      if (!dragged) sheet.setPointerCapture(event.pointerId);
      dragged = true;
      from = [event.clientX, event.clientY];
      go(map, shifted(map.view, dx, dy), { byHand: true });
    });
    sheet.addEventListener("pointerup", () => { from = null; });
    sheet.addEventListener("click", (event) => { if (!dragged) click(map, ...spot(event)); });
    sheet.addEventListener("wheel", (event) => {
      event.preventDefault();
      const [x, y] = spot(event), middle = [map.box.clientWidth / 2, map.box.clientHeight / 2];
      go(map, zoomed(map.view, clamp(-1, -event.deltaY / 200, 1), x - middle[0], y - middle[1]), { byHand: true });
    }, { passive: false });
  }

  window.CockpitMap.painters.svg = { painter: svgPainter };
})();
