/* What lies under a hand on the map: found from the rows themselves, whoever paints them. deck.gl would draw everything once
   more in colours that stand for rows and read one of them back from the graphics card, which first finishes every picture
   that was begun: without a card a second between a press and its click. Here 20,000 places take half a millisecond. */
(function () {
  "use strict";

  const { at, shifted, shows, chosen, tip } = window.CockpitMap.inside;
  const REACH = 100;                    // pixels: no mark is drawn farther from its spot

  /** What a layer's JSON says of a row: `@@=name` is the row's `name`, all else itself. */
  const read = (getter, row) => (typeof getter === "string" ? row[getter.replace("@@=", "")] : getter);

  /** The box of short words, in pixels from their spot; a figure is about half as wide as a character. */
  function boxOf(layer, row) {
    const wide = [...(read(layer.getText, row) || "")].reduce((sum, one) => sum + (one < "\u2000" ? 0.6 : 1), 0) * layer.getSize;
    const [x, y] = layer.backgroundPadding, [, lift] = read(layer.getPixelOffset, row) || [0, 0];
    const width = wide + 2 * x, height = layer.getSize + 2 * y;
    return { x: -width / 2, y: lift - height / 2, width, height };
  }

  const COVERS = {                      // whether a mark is drawn at x, y, in pixels from its spot
    ScatterplotLayer: (layer, row, x, y) => Math.hypot(x, y) <= read(layer.getRadius, row),
    IconLayer: (layer, row, x, y) => Math.hypot(x, y) <= layer.getSize / 2,
    TextLayer: (layer, row, x, y) => {
      const box = boxOf(layer, row);
      return x >= box.x && x <= box.x + box.width && y >= box.y && y <= box.y + box.height;
    },
  };

  function degreesAt({ view, box }, x, y) {
    const { lon, lat } = shifted(view, box.clientWidth / 2 - x, box.clientHeight / 2 - y);
    return [lon, lat];
  }

  const within = ([west, south, east, north], lon, lat) => lon >= west && lon <= east && lat >= south && lat <= north;

  function last(rows, passes) {         // of one layer's rows, what was drawn last lies on top
    for (let n = rows.length - 1; n >= 0; n -= 1) if (passes(rows[n])) return rows[n];
    return null;
  }

  function mark(map, layer, rows, x, y) {
    const [west, north] = degreesAt(map, x - REACH, y - REACH), [east, south] = degreesAt(map, x + REACH, y + REACH);
    const around = [west, south, east, north], covers = COVERS[layer["@@type"]];
    return last(rows, (row) => {
      if (!within(around, row.lon, row.lat)) return false;
      const [left, top] = at(map, row.lon, row.lat);
      return covers(layer, row, x - left, y - top);
    });
  }

  const bounds = new WeakMap();         // row of an area -> west, south, east, north
  function boundsOf(row) {
    if (!bounds.has(row)) {
      const lons = row.outline.map(([lon]) => lon), lats = row.outline.map(([, lat]) => lat);
      bounds.set(row, [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)]);
    }
    return bounds.get(row);
  }

  function encloses(outline, lon, lat) { // whoever crosses it an odd number of times on the way east stands inside
    let odd = false;
    outline.forEach(([lon1, lat1], n) => {
      const [lon2, lat2] = outline[(n + 1) % outline.length];
      if (lat1 > lat !== lat2 > lat && lon < lon1 + ((lat - lat1) / (lat2 - lat1)) * (lon2 - lon1)) odd = !odd;
    });
    return odd;
  }

  function area(map, layer, rows, x, y) {
    const [lon, lat] = degreesAt(map, x, y);
    return last(rows, (row) => within(boundsOf(row), lon, lat) && encloses(row.outline, lon, lat));
  }

  /** {layer, row} of what lies on top at x, y, in pixels of the element, of all that takes clicks; null for nothing. */
  function hit(map, x, y) {
    if (x < 0 || y < 0) return null;    // deck.gl's -1, -1: the hand has left
    for (const layer of [...map.base.layers].reverse()) {
      if (!layer.pickable || !shows(map, layer.id)) continue;
      const row = (layer["@@type"] === "PolygonLayer" ? area : mark)(map, layer, map.rows[layer.id] || [], x, y);
      if (row) return { layer: layer.id, row };
    }
    return null;
  }

  function hover(map, x, y) {
    const found = hit(map, x, y);
    map.box.classList.toggle("is-over", Boolean(found));
    tip(map, found?.row, x, y);
  }

  function click(map, x, y) {
    const found = hit(map, x, y);
    if (found) chosen(map, found.layer, found.row);
  }

  window.CockpitMap.hit = { read, boxOf, hover, click };
})();
