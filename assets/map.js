/* The map of the cockpit. Python says what is drawn (pages/map.py), this file draws it: with deck.gl of pydeck's own
   bundle, or as plain SVG where there is no WebGL 2. Three promises: new data replaces data in place, the view moves
   only for who asked, and after a hand has moved it only for the star or that hand's own click. */
(function () {
  "use strict";

  const TILE = 512, NEAREST = 19, FARTHEST = 8, STEP = 80, GLIDE = 450;
  const RANK = ["plan", "done", "hand", "watch", "act"];
  const haloed = (row) => row.state === "act" || Boolean(row.overdue);
  const PARTS = {                       // a layer `incident/halo` shows those rows of `incident` that pass here
    halo: (rows) => rows.filter(haloed),
    count: (rows, look) => rows.filter((row) => row.count != null).map((row) => ({ ...row, label: String(row.count),
      colour: (look.shapes[row.state] || look.shapes.plan).ink, lift: [0, look.lift[Number(haloed(row))]] })),
  };
  const maps = new Map();               // container element -> everything known of its map
  const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
  const clamp = (low, value, high) => Math.min(high, Math.max(low, value));

  // ---- Mercator: degrees <-> the unit world of 512 pixels at zoom 0, y down
  const world = (lon, lat) => {
    const s = Math.sin((lat * Math.PI) / 180);
    return [((lon + 180) / 360) * TILE, (0.5 - Math.log((1 + s) / (1 - s)) / (4 * Math.PI)) * TILE];
  };
  const degrees = (x, y) => [
    (x / TILE) * 360 - 180, (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / TILE))) * 180) / Math.PI];

  function at(map, lon, lat) {          // where a spot stands, in pixels of the container
    const [x, y] = world(lon, lat), [cx, cy] = world(map.view.lon, map.view.lat), grown = 2 ** map.view.zoom;
    return [map.box.clientWidth / 2 + (x - cx) * grown, map.box.clientHeight / 2 + (y - cy) * grown];
  }

  function shifted(view, dx, dy) {      // the view after its content moved by so many pixels
    const [x, y] = world(view.lon, view.lat), grown = 2 ** view.zoom;
    const [lon, lat] = degrees(x - dx / grown, y - dy / grown);
    return { ...view, lon, lat };
  }

  function zoomed(view, change, dx = 0, dy = 0) {   // dx, dy: the point that stays, in pixels from the middle
    const zoom = clamp(FARTHEST, view.zoom + change, NEAREST);
    return shifted({ ...shifted(view, -dx, -dy), zoom }, dx, dy);
  }

  function fitted(map, target) {
    if (!target.bounds) return { lon: target.lon, lat: target.lat, zoom: target.zoom || map.view.zoom };
    const [west, south, east, north] = target.bounds, [x1, y1] = world(west, north), [x2, y2] = world(east, south);
    const [top, right, bottom, left] = padding(map.box).split(",").map(Number);
    const across = Math.max(50, map.box.clientWidth - left - right);
    const down = Math.max(50, map.box.clientHeight - top - bottom);
    const zoom = clamp(FARTHEST, Math.log2(Math.min(across / (x2 - x1), down / (y2 - y1))), NEAREST);
    const [lon, lat] = degrees((x1 + x2) / 2, (y1 + y2) / 2);
    return shifted({ lon, lat, zoom }, (left - right) / 2, (top - bottom) / 2);
  }

  // ---- what journeys and style sheets may read
  function stamp(map) {
    const { view, box, star } = map, shown = map.hidden.has("incident") ? [] : map.rows.incident || [];
    box.dataset.view = [view.lon.toFixed(5), view.lat.toFixed(5), view.zoom.toFixed(2)].join(",");
    box.dataset.locked = String(map.locked);
    box.dataset.pins = shown.length;
    box.dataset.halos = shown.filter(haloed).length;
    if (star) star.classList.toggle("is-locked", map.locked);
    for (const ring of map.rings.children) place(map, ring);
  }

  function moved(map, view, byHand) {
    map.view = view;
    if (byHand) map.locked = true;
    tip(map, null);
    stamp(map);
  }

  function go(map, view, { byHand = false, glide = 0 } = {}) {
    if (map.painter) map.painter.view(view, still() ? 0 : glide);
    moved(map, view, byHand);
  }

  // ---- rows
  function lay(map, id, rows) {         // live rows lie in order of urgency; parts of a layer get their share
    map.rows[id] = [...rows].sort((a, b) => RANK.indexOf(a.state) - RANK.indexOf(b.state));
    for (const layer of map.base.layers) {
      const [stem, part] = layer.id.split("/");
      if (stem === id && PARTS[part]) map.rows[layer.id] = PARTS[part](map.rows[id], map.base.look);
    }
    if (id === "incident") pulse(map, rows.filter((row) => row.state === "act"));
  }

  function pulse(map, reds) {           // three times, and never for what was there when the page opened
    const fresh = map.reds ? reds.filter((row) => !map.reds.has(row.id)) : [];
    map.reds = new Set(reds.map((row) => row.id));
    if (still()) return;
    for (const row of fresh) {
      const ring = make("span", "map-pulse");
      ring.spot = row;
      ring.addEventListener("animationend", () => ring.remove());
      map.rings.append(ring);
      place(map, ring);
    }
  }

  function place(map, ring) {
    const [x, y] = at(map, ring.spot.lon, ring.spot.lat);
    ring.style.transform = `translate(${x}px, ${y}px)`;
  }

  // ---- what a hand does
  function chosen(map, layerId, row) {
    const kind = layerId.split(/[:/]/)[0];
    const choice = kind === "area" ? { kind, code: row.code } : { kind, id: row.id };
    if (kind === "area") map.asked = row.code;
    map.clicks += 1;
    if (map.box.dataset.chosen) window.dash_clientside.set_props(map.box.dataset.chosen, { data: { ...choice, n: map.clicks } });
  }

  function tip(map, row, x, y) {
    map.tip.hidden = !(row && row.name);
    if (map.tip.hidden) return;
    map.tip.textContent = row.name;
    map.tip.style.transform = `translate(${x + 14}px, ${y + 14}px)`;
  }

  function home(map) {
    map.locked = false;
    if (map.home) go(map, fitted(map, map.home), { glide: GLIDE });
    stamp(map);
  }

  const KEYS = {
    "+": (view) => zoomed(view, 0.5), "=": (view) => zoomed(view, 0.5), "-": (view) => zoomed(view, -0.5),
    ArrowLeft: (view) => shifted(view, STEP, 0), ArrowRight: (view) => shifted(view, -STEP, 0),
    ArrowUp: (view) => shifted(view, 0, STEP), ArrowDown: (view) => shifted(view, 0, -STEP),
  };

  function pressed(map, event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "0") home(map);
    else if (KEYS[event.key]) go(map, KEYS[event.key](map.view), { byHand: true });
    else return;
    event.preventDefault();
  }

  function switched(map, event) {
    const chip = event.target.closest("[data-layer]");
    if (!chip) return;
    const on = chip.getAttribute("aria-pressed") !== "true";
    chip.setAttribute("aria-pressed", String(on));
    map.hidden[on ? "delete" : "add"](chip.dataset.layer);
    map.painter?.paint();
    stamp(map);
  }

  const make = (tag, name) => Object.assign(document.createElement(tag), { className: name });
  const near = (map, part) => document.getElementById(map.box.dataset[part]);
  const shows = (map, id) => !map.hidden.has(id) && !map.hidden.has(id.split("/")[0]);

  function know(box) {                  // everything a map remembers, and the ears it listens with
    for (const map of maps.values()) if (gone(map)) forget(map);
    const map = { box, name: box.id, base: null, rows: {}, hidden: new Set(), home: null, asked: null, locked: false, clicks: 0,
      view: { lon: 0, lat: 0, zoom: 2 }, given: {}, painter: null, reds: null,
      rings: make("div", "map-rings"), tip: make("div", "map-tip") };
    map.tip.hidden = true;
    box.append(map.rings, map.tip);
    map.star = near(map, "star");
    map.star?.addEventListener("click", () => home(map));
    const chips = near(map, "chips");
    chips?.addEventListener("click", (event) => switched(map, event));
    chips?.querySelectorAll('[aria-pressed="false"]').forEach((chip) => map.hidden.add(chip.dataset.layer));
    box.addEventListener("keydown", (event) => pressed(map, event));
    box.addEventListener("pointerleave", () => tip(map, null));
    map.watch = new ResizeObserver(() => resized(map));
    map.watch.observe(box);
    maps.set(box, map);
    return map;
  }

  const gone = (map) => !map.box.isConnected || map.box.id !== map.name;   // a page was left, or its element reused

  function forget(map) {
    map.watch.disconnect();
    map.painter?.remove();
    map.rings.remove();
    map.tip.remove();
    delete map.box.cockpitMap;
    maps.delete(map.box);
  }

  function resized(map) {
    if (gone(map)) return forget(map);
    if (map.home && !map.locked && map.box.clientWidth) go(map, fitted(map, map.home));
    else go(map, map.view);
  }

  // ---- which painter
  function canWebGL() {
    if (new URLSearchParams(location.search).get("map") === "svg") return false;
    try {
      if (localStorage.getItem("cockpit-map") === "svg") return false;
    } catch { /* storage may be closed: then nobody chose anything */ }
    const gl = document.createElement("canvas").getContext("webgl2");
    gl?.getExtension("WEBGL_lose_context")?.loseContext();
    return Boolean(gl);
  }

  let bundle = null;
  function loadBundle(source) {         // 4 MB, so only when a map is wanted, and once
    bundle = bundle || new Promise((resolve, reject) => {
      const script = Object.assign(document.createElement("script"), { src: source, onload: resolve });
      script.onerror = () => { bundle = null; reject(new Error("the map's bundle did not load")); };
      document.head.append(script);
    });
    return bundle;
  }

  function usePainter(map, name, painter) {
    if (gone(map)) return;
    map.painter?.remove();
    map.box.querySelectorAll(".map-canvas, .map-svg").forEach((left) => left.remove());   // of one that failed halfway
    map.painter = painter(map);
    map.painter.base();
    map.painter.paint();
    map.painter.view(map.view, 0);
    map.box.dataset.drawn = name;
    const line = near(map, "plain");
    if (line) line.hidden = name !== "svg";
  }

  function start(map) {
    const plain = () => usePainter(map, "svg", svgPainter);
    if (!canWebGL()) return plain();
    loadBundle(map.box.dataset.bundle).then(() => usePainter(map, "deck", (it) => deckPainter(it, plain))).catch(plain);
  }

  // ---- deck.gl
  function atlas(look) {                // the five shapes side by side, as Python's icon mapping expects them
    const canvas = make("canvas"), pen = canvas.getContext("2d"), names = Object.keys(look.shapes);
    Object.assign(canvas, { width: look.box * names.length, height: look.box });
    names.forEach((name, place) => {
      const path = new Path2D(look.shapes[name].path);
      pen.setTransform(1, 0, 0, 1, place * look.box, 0);
      Object.assign(pen, { strokeStyle: look.ground, lineWidth: 6, lineJoin: "round", fillStyle: look.shapes[name].colour });
      pen.stroke(path);
      pen.fill(path, "evenodd");
    });
    return canvas;
  }

  function converted(base) {            // rows never go through the converter: a name like "@@=x" would be code to it
    const { look, initialViewState, ...json } = base;
    let props = null;
    const layers = json.layers.map((layer) => ({ ...layer, data: [] }));
    window.updateDeck({ ...json, layers }, { setProps: (made) => { props = made; } });
    return props;
  }

  const camera = (view, more) => ({ viewState: { longitude: view.lon, latitude: view.lat, zoom: view.zoom,
    minZoom: FARTHEST, maxZoom: NEAREST, ...more } });

  function deckHands(map, deck) {
    deck.setProps({
      pickingRadius: 5,
      getCursor: ({ isDragging, isHovering }) => (isDragging ? "grabbing" : isHovering ? "pointer" : "grab"),
      onClick: ({ layer, object }) => object && chosen(map, layer.id, object),
      onHover: ({ object, x, y }) => tip(map, object, x, y),
      onViewStateChange: ({ viewState, interactionState: now }) => {
        deck.setProps({ viewState });
        const byHand = now.isDragging || ((now.isPanning || now.isZooming) && !now.inTransition);
        moved(map, { lon: viewState.longitude, lat: viewState.latitude, zoom: viewState.zoom }, byHand);
      },
    });
  }

  function deckPainter(map, giveUp) {
    const holder = make("div", "map-canvas"), jsonInput = { layers: [], views: map.base.views, mapProvider: null };
    map.box.prepend(holder);
    const deck = window.createDeck({ container: holder, jsonInput: { ...jsonInput, ...camera(map.view) }, tooltip: false });
    let layers = [], drawn = new Map();
    deckHands(map, deck);
    holder.addEventListener("webglcontextlost", giveUp, true);

    function fresh(layer) {             // rows as before: the same object as before, and deck.gl skips it
      const data = map.rows[layer.id] || [], visible = shows(map, layer.id), old = drawn.get(layer.id);
      if (old && old.data === data && old.visible === visible) return old.layer;
      drawn.set(layer.id, { data, visible, layer: layer.clone({ data, visible }) });
      return drawn.get(layer.id).layer;
    }
    return {
      base() {
        const iconAtlas = atlas(map.base.look);
        layers = converted(map.base).layers.map((layer) => (layer.props.iconMapping ? layer.clone({ iconAtlas }) : layer));
        drawn = new Map();
      },
      paint: () => deck.setProps({ layers: layers.map(fresh) }),
      view: (view, glide) => deck.setProps(camera(view, { transitionDuration: glide })),
      remove() { holder.removeEventListener("webglcontextlost", giveUp, true); deck.finalize(); holder.remove(); },
    };
  }

  // ---- plain SVG, from the same layers: areas scale with the view, marks keep their size and move
  const svg = (tag, attributes = {}) => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    return node;
  };
  const css = ([red, green, blue, opacity = 255]) => `rgba(${red},${green},${blue},${opacity / 255})`;
  const read = (getter, row) => (typeof getter === "string" ? row[getter.replace("@@=", "")] : getter);
  const AT = 14;                        // the zoom at which outlines are written down, for the precision of SVG numbers

  const SHAPERS = {
    PolygonLayer: (map, layer, row) => svg("polygon", { points: points(map, row.outline), fill: css(read(layer.getFillColor, row)) }),
    PathLayer: (map, layer, row) => svg("polyline", { points: points(map, row.outline), fill: "none",
      stroke: css(layer.getColor), "stroke-width": layer.getWidth, "vector-effect": "non-scaling-stroke" }),
    TextLayer: (map, layer, row) => {
      const text = svg("text", { fill: css(read(layer.getColor, row)), "font-size": layer.getSize, "font-weight": layer.fontWeight || 400,
        "text-anchor": "middle", "dominant-baseline": "central", y: (read(layer.getPixelOffset, row) || [0, 0])[1] });
      text.textContent = read(layer.getText, row);
      return layer.background ? boxed(layer, text) : text;
    },
    ScatterplotLayer: (map, layer, row) => svg("circle", { r: layer.getRadius, fill: css(layer.getFillColor),
      ...(layer.stroked && row.overdue ? { stroke: css(layer.getLineColor), "stroke-width": 2 } : {}) }),
    IconLayer: (map, layer, row) => {
      const { box, shapes, ground } = map.base.look, grown = layer.getSize / box, shape = shapes[row.state] || shapes.plan;
      return svg("path", { d: shape.path, fill: shape.colour, "fill-rule": "evenodd",
        stroke: ground, "stroke-width": 6, "paint-order": "stroke",
        transform: `scale(${grown}) translate(${-box / 2} ${-box / 2})` });
    },
  };

  function boxed(layer, text) {         // one character in its box
    const side = layer.getSize + 2 * layer.backgroundPadding[0], group = svg("g");
    group.append(svg("rect", { x: -side / 2, y: -side / 2, width: side, height: side, fill: css(layer.getBackgroundColor),
      stroke: css(layer.getBorderColor), "stroke-width": layer.getBorderWidth }), text);
    return group;
  }

  function points(map, outline) {
    const grown = 2 ** AT, [ox, oy] = map.origin;
    return outline.map(([lon, lat]) => {
      const [x, y] = world(lon, lat);
      return `${((x - ox) * grown).toFixed(1)},${((y - oy) * grown).toFixed(1)}`;
    }).join(" ");
  }

  function svgGroup(map, layer, rows) {
    const flat = layer["@@type"] === "PolygonLayer" || layer["@@type"] === "PathLayer";
    const group = svg("g", { "data-layer-id": layer.id, ...(layer.pickable ? { class: "is-live" } : { "pointer-events": "none" }) });
    group.flat = flat;
    for (const row of rows) {
      const shape = SHAPERS[layer["@@type"]](map, layer, row), node = flat ? shape : svg("g");
      if (!flat) node.append(shape);
      Object.assign(node, { row, layerId: layer.id });
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
    map.box.prepend(sheet);
    svgHands(map, sheet);
    return {
      base() {
        map.origin = map.origin || world(map.view.lon, map.view.lat);
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
    const live = (event) => event.target.closest("g.is-live > *");
    const spot = (event) => { const box = map.box.getBoundingClientRect(); return [event.clientX - box.left, event.clientY - box.top]; };
    sheet.addEventListener("pointerdown", (event) => { from = [event.clientX, event.clientY]; dragged = false; });
    sheet.addEventListener("pointermove", (event) => {
      if (!from || !event.buttons) return tip(map, live(event)?.row, ...spot(event));
      const dx = event.clientX - from[0], dy = event.clientY - from[1];
      if (!dragged && Math.hypot(dx, dy) < 4) return;
      if (!dragged) sheet.setPointerCapture(event.pointerId);
      dragged = true;
      from = [event.clientX, event.clientY];
      go(map, shifted(map.view, dx, dy), { byHand: true });
    });
    sheet.addEventListener("pointerup", () => { from = null; });
    sheet.addEventListener("click", (event) => { if (!dragged && live(event)) chosen(map, live(event).layerId, live(event).row); });
    sheet.addEventListener("wheel", (event) => {
      event.preventDefault();
      const [x, y] = spot(event), middle = [map.box.clientWidth / 2, map.box.clientHeight / 2];
      go(map, zoomed(map.view, clamp(-1, -event.deltaY / 200, 1), x - middle[0], y - middle[1]), { byHand: true });
    }, { passive: false });
  }

  // ---- the doors
  /* Panels float over the map on a desk only; on a small screen they stand below it. */
  function padding(box) {
    return box.clientWidth < 600 ? "20,20,70,20" : box.dataset.padding || "40,40,40,40";
  }

  window.CockpitMap = {
    /** Draw `base` (the JSON of pages.map.deck) in the element; again with another base: new layers, same view. */
    mount(box, base) {
      const map = maps.get(box) || know(box), first = !map.base;
      map.base = base;
      box.style.setProperty("--map-ground", base.look.ground);
      for (const layer of base.layers) map.rows[layer.id] = layer.data;
      for (const [id, rows] of Object.entries(map.given)) lay(map, id, rows);
      if (first) start(map);
      else if (map.painter) { map.painter.base(); map.painter.paint(); }
      stamp(map);
    },

    /** Replace the rows of the named layers, nothing else: {incident: [{id, name, lon, lat, state, ...}], ...}. */
    update(box, rowsByLayer) {
      const map = maps.get(box);
      if (!map) return;
      for (const [id, rows] of Object.entries(rowsByLayer)) {
        map.given[id] = rows;
        lay(map, id, rows);
      }
      map.painter?.paint();
      stamp(map);
    },

    /** Look there ({bounds} or {lon, lat, zoom}), unless a hand has moved the map and nobody asks with `force`. */
    focus(box, target, { force = false } = {}) {
      const map = maps.get(box);
      if (!map) return;
      const asked = force || target.force || (target.code && target.code === map.asked), first = !map.home;
      map.home = target;
      map.asked = null;
      if (asked) map.locked = false;
      if (!map.locked) go(map, fitted(map, target), { glide: first ? 0 : GLIDE });
      stamp(map);
    },

    /** Where a spot stands, in pixels of the element: [x, y]. */
    at: (box, lon, lat) => at(maps.get(box), lon, lat),
  };

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.cockpit_map = {
    /** base, {layer: rows}, focus, id of the element: each only if it is another object than the last time. */
    draw(base, pins, focus, id) {
      const box = document.getElementById(id);
      if (!box || !base) return window.dash_clientside.no_update;
      const before = box.cockpitMap || {};
      box.cockpitMap = { base, pins, focus };
      if (base !== before.base) window.CockpitMap.mount(box, base);
      if (focus && focus !== before.focus) window.CockpitMap.focus(box, focus);
      if (pins && pins !== before.pins) window.CockpitMap.update(box, pins);
      return window.dash_clientside.no_update;
    },
  };
})();
