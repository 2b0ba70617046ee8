/* The tiles of a base map, as plain pictures under whatever paints the district: they need no WebGL and no permission to
   fetch. Tiles in GCJ-02 are moved to where they belong; what does not load is left out, and a line says so. */
(function () {
  "use strict";

  const { make, world } = window.CockpitMap.inside;
  const FINEST = 18, COARSEST = 3, SIDE = 512;    // at zoom 0 of the view the world is one SIDE wide, a tile of level 0

  // ---- GCJ-02 (an ellipsoid of Krasovsky and two rows of sines): where [lon, lat] of WGS-84 is drawn in it
  const AXIS = 6378245, FLAT = 0.00669342162296594323, PI = Math.PI;
  const waves = (value, ...rows) => rows.reduce((sum, [size, turn]) => sum + size * Math.sin(value * turn * PI), 0) * (2 / 3);
  const fast = (x) => waves(x, [20, 6], [20, 2]);

  function inGcj(lon, lat) {
    const x = lon - 105, y = lat - 35, root = Math.sqrt(Math.abs(x));
    const north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root
      + fast(x) + waves(y, [20, 1], [40, 1 / 3]) + waves(y, [160, 1 / 12], [320, 1 / 30]);
    const east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root
      + fast(x) + waves(x, [20, 1], [40, 1 / 3]) + waves(x, [150, 1 / 12], [300, 1 / 30]);
    const bent = 1 - FLAT * Math.sin((lat * PI) / 180) ** 2, turn = 180 / PI;
    return [lon + (east * turn * Math.sqrt(bent)) / (AXIS * Math.cos((lat * PI) / 180)),
      lat + (north * turn * bent ** 1.5) / (AXIS * (1 - FLAT))];
  }

  const drawnAt = (tiles, lon, lat) => (tiles.datum === "gcj02" ? inGcj(lon, lat) : [lon, lat]);

  // ---- which tiles, and where
  function wanted(map, tiles) {         // {key: {x, y, z, left, top, side}}, in pixels of the container
    const { lon, lat, zoom } = map.view, { clientWidth: across, clientHeight: down } = map.box;
    const z = Math.min(FINEST, Math.max(COARSEST, Math.round(zoom) + 1)), side = (SIDE * 2 ** zoom) / 2 ** z, count = 2 ** z;
    const [cx, cy] = world(...drawnAt(tiles, lon, lat)).map((value) => (value / SIDE) * count);
    const shown = {};
    for (let x = Math.floor(cx - across / 2 / side); x <= cx + across / 2 / side; x += 1) {
      for (let y = Math.max(0, Math.floor(cy - down / 2 / side)); y <= Math.min(count - 1, cy + down / 2 / side); y += 1) {
        const column = ((x % count) + count) % count;
        shown[`${z}/${x}/${y}`] = { x: column, y, z, side, left: across / 2 + (x - cx) * side, top: down / 2 + (y - cy) * side };
      }
    }
    return shown;
  }

  function hung(sheet, tile) {
    const src = sheet.tiles.url.replace("{z}", tile.z).replace("{x}", tile.x).replace("{y}", tile.y);
    const image = Object.assign(make("img", "map-tile"), { alt: "", draggable: false, referrerPolicy: "no-referrer" });
    image.addEventListener("load", () => { image.classList.add("is-there"); came(sheet); });
    image.addEventListener("error", () => { image.remove(); failed(sheet); });
    image.src = src;
    sheet.box.append(image);
    return image;
  }

  function came(sheet) { sheet.silent = 0; sheet.line.hidden = true; }
  function failed(sheet) { sheet.silent += 1; sheet.line.hidden = sheet.silent < sheet.pictures.size; }

  const put = (image, { left, top, side }) => Object.assign(image.style,
    { transform: `translate(${left}px, ${top}px)`, width: `${side}px`, height: `${side}px` });

  /** Put the tiles where the view says; those of before go when the view no longer holds them. */
  function settle(map) {
    const tiles = map.base?.tiles;
    if (!tiles || !map.box.clientWidth) return;
    const sheet = map.tiles = map.tiles || laid(map, tiles), shown = wanted(map, tiles);
    for (const [key, image] of sheet.pictures) {
      if (shown[key]) continue;
      image.remove();
      sheet.pictures.delete(key);
    }
    for (const [key, tile] of Object.entries(shown)) {
      if (!sheet.pictures.has(key)) sheet.pictures.set(key, hung(sheet, tile));
      put(sheet.pictures.get(key), tile);
    }
  }

  function laid(map, tiles) {
    const box = make("div", "map-tiles");
    map.box.prepend(box);
    return { box, tiles, pictures: new Map(), silent: 0, line: document.getElementById(`${map.name}-bare`) || {} };
  }

  window.CockpitMap.tiles = { settle, inGcj, remove(map) { map.tiles?.box.remove(); map.tiles = null; } };
})();
