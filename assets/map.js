/* The map of the cockpit. Python says what is drawn (pages/map.py), a painter draws it: with deck.gl (map_deck.js),
   or as plain SVG where there is no WebGL 2 (map_svg.js), over a base map's tiles (map_tiles.js); what lies under a hand
   map_hit.js finds. Three promises: new data replaces data in place, the view moves
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
    const [top, right, bottom, left] = padding(map);
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
    window.CockpitMap.tiles.settle(map);
  }

  function moved(map, view, byHand) {
    map.view = view;
    if (byHand) map.locked = true;
    tip(map, null);
    stamp(map);
    map.box.dispatchEvent(new CustomEvent("map-moved", { bubbles: true }));
  }

  function go(map, view, { byHand = false, glide = 0 } = {}) {
    const onItsWay = map.painter?.view(view, still() ? 0 : glide);   // then the painter tells of each step of it
    moved(map, onItsWay ? map.view : view, byHand);
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
  function closer(map, bounds) {        // what stands together is looked at from closer by
    const view = fitted(map, { bounds });
    go(map, { ...view, zoom: clamp(map.view.zoom + 1, view.zoom, NEAREST) }, { byHand: true, glide: GLIDE });
  }

  function chosen(map, layerId, row) {
    if (row.bounds) return closer(map, row.bounds);
    const kind = layerId.split(/[:/]/)[0];
    const choice = kind === "area" ? { kind, code: row.code } : { kind, id: row.id, name: row.name };
    if (kind === "area") map.asked = row.code;
    map.box.dataset.clicks = map.clicks += 1;
    map.box.dispatchEvent(new CustomEvent("map-chosen", { detail: choice, bubbles: true }));
    if (map.box.dataset.chosen) window.dash_clientside.set_props(map.box.dataset.chosen, { data: { ...choice, n: map.clicks } });
  }

  function tip(map, row, x, y) {
    map.tip.hidden = !(row && row.name);
    if (map.tip.hidden) return;
    map.tip.textContent = [row.name, saidOf(map, row)].filter(Boolean).join(" · ");
    map.tip.style.transform = `translate(${x + 14}px, ${y + 14}px)`;
  }

  /* What the shade says of an area: it lies under the hand, and takes no click of it. */
  const saidOf = (map, { code }) => code && map.rows.shade?.find((one) => one.code === code)?.says;

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
    map.chips = near(map, "chips");
    map.chips?.addEventListener("click", (event) => switched(map, event));
    map.chips?.querySelectorAll('[aria-pressed="false"]').forEach((chip) => map.hidden.add(chip.dataset.layer));
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
    window.CockpitMap.tiles.remove(map);
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
    const { deck, svg } = window.CockpitMap.painters;
    const plain = () => usePainter(map, "svg", svg.painter);
    if (!deck.possible()) return plain();
    deck.load(map.box.dataset.bundle).then(() => usePainter(map, "deck", (it) => deck.painter(it, plain))).catch(plain);
  }

  // ---- the doors
  /* Panels float over the map on a desk only; on a small screen they stand below it. */
  function padding({ box, chips }) {    // room for one line of chips is asked for; long words make it two
    const asked = box.clientWidth < 600 ? "20,20,70,20" : box.dataset.padding || "40,40,40,40";
    const [top, right, bottom, left] = asked.split(",").map(Number);
    const more = chips?.firstElementChild ? chips.offsetHeight - chips.firstElementChild.offsetHeight : 0;
    return [top, right, bottom + more, left];
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
      box.dispatchEvent(new CustomEvent("map-mounted", { bubbles: true }));
    },

    /** The `base` that the element was mounted with last, if any. */
    base: (box) => maps.get(box)?.base,

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

    /** For the painters, the tiles and the hits only, which load after this file and enter themselves here. */
    painters: {},
    inside: { FARTHEST, NEAREST, clamp, world, degrees, at, shifted, zoomed, make, shows, chosen, tip, moved, go },
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
