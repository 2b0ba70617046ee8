/* The map drawn with deck.gl of pydeck's own bundle, where there is WebGL 2. What is drawn, and what a hand does, is map.js. */
(function () {
  "use strict";

  const { FARTHEST, NEAREST, make, shows, moved } = window.CockpitMap.inside;

  function possible() {
    if (new URLSearchParams(location.search).get("map") === "svg") return false;
    try {
      if (localStorage.getItem("cockpit-map") === "svg") return false;
    } catch { /* storage may be closed: then nobody chose anything */ }
    const gl = document.createElement("canvas").getContext("webgl2");
    gl?.getExtension("WEBGL_lose_context")?.loseContext();
    return Boolean(gl);
  }

  let bundle = null;
  function load(source) {               // 4 MB, so only when a map is wanted, and once
    bundle = bundle || new Promise((resolve, reject) => {
      const script = Object.assign(document.createElement("script"), { src: source, onload: resolve });
      script.onerror = () => { bundle = null; reject(new Error("the map's bundle did not load")); };
      document.head.append(script);
    });
    return bundle;
  }

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
    const layers = json.layers.map((layer) => ({ ...layer, data: [], pickable: false }));   // what takes clicks, map_hit.js finds
    window.updateDeck({ ...json, layers }, { setProps: (made) => { props = made; } });
    return props;
  }

  // deck.gl's hand takes a press for none after 250 ms, which a slow computer may still be drawing what was before: so a press
  // is a click however long it took. Nor does a click wait for 300 ms whether a second one makes it a double click, which is
  // none here.
  const HANDS = { eventRecognizerOptions: { click: { time: Infinity, interval: 0 } } };
  const camera = (view, more) => ({ viewState: { longitude: view.lon, latitude: view.lat, zoom: view.zoom,
    minZoom: FARTHEST, maxZoom: NEAREST, ...more } });

  function deckHands(map, deck) {
    deck.setProps({
      getCursor: ({ isDragging }) => (isDragging ? "grabbing" : map.box.matches(".is-over") ? "pointer" : "grab"),
      onClick: ({ x, y }, { type }) => type === "click" && window.CockpitMap.hit.click(map, x, y),
      onHover: ({ x, y }) => window.CockpitMap.hit.hover(map, x, y),     // at most once a picture
      onViewStateChange: ({ viewState, interactionState: now }) => {
        deck.setProps({ viewState });
        const byHand = now.isDragging || ((now.isPanning || now.isZooming) && !now.inTransition);
        moved(map, { lon: viewState.longitude, lat: viewState.latitude, zoom: viewState.zoom }, byHand);
      },
    });
  }

  function deckPainter(map, giveUp) {
    const holder = make("div", "map-canvas"), jsonInput = { layers: [], views: map.base.views, mapProvider: null, ...HANDS };
    map.rings.before(holder);
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
      view(view, glide) {               // whether it glides: nothing does before its first picture
        const transitionDuration = deck.isInitialized ? glide : 0;
        deck.setProps(camera(view, { transitionDuration }));
        return transitionDuration > 0;
      },
      remove() { holder.removeEventListener("webglcontextlost", giveUp, true); deck.finalize(); holder.remove(); },
    };
  }

  window.CockpitMap.painters.deck = { possible, load, painter: deckPainter };
})();
