/* Layers of the cockpit's map that are asked for only when somebody wants to see them: teams, and the doors of the
   inventory, of which the server brings what is in view: each door from close by, else how many stand together. */
"use strict";

(function () {
  const Cockpit = window.Cockpit;
  const desk = window.CockpitOverview;
  const { world, degrees } = window.CockpitMap.inside;
  const PAUSE = 150; // ms without a move, until the server is asked
  const AROUND = 0.5; // of the view, so that a small move asks nothing
  const BELOW = 14; // pixels: firms stand below the places they are in
  const radius = (count) => Math.min(26, 9 + 2.5 * Math.log2(count));
  const held = {}; // layer -> {key, box, asking}: what is on the map, and the question that is under way
  let pause = null;

  const map = () => document.getElementById("overview-map");
  const pressed = (start) => [...document.querySelectorAll(`#overview-map-chips [data-layer^="${start}"][aria-pressed="true"]`)];
  const number = (count) => count.toLocaleString("en-US");

  /* --- what is wanted: address by layer, empty where no chip asks for it --- */

  function wanted() {
    const kinds = pressed("place:").map((chip) => chip.dataset.layer.slice(6)).sort();
    return {
      place: kinds.length ? `/api/layers/places.geojson?kind=${kinds}` : "",
      enterprise: pressed("enterprise").length ? "/api/layers/enterprises.geojson?" : "",
    };
  }

  /* The box in view, wider by so much of it on each side: west, south, east, north. */
  function inView(box, around) {
    const [lon, lat, zoom] = box.dataset.view.split(",").map(Number), [x, y] = world(lon, lat);
    const across = ((0.5 + around) * box.clientWidth) / 2 ** zoom, down = ((0.5 + around) * box.clientHeight) / 2 ** zoom;
    const [[west, north], [east, south]] = [degrees(x - across, y - down), degrees(x + across, y + down)];
    return [west, south, east, north];
  }

  const holds = (outer, inner) => outer[0] <= inner[0] && outer[1] <= inner[1] && outer[2] >= inner[2] && outer[3] >= inner[3];

  function look() {
    const box = map();
    if (!box?.dataset.view || !desk.data) return;
    const zoom = Math.floor(Number(box.dataset.view.split(",")[2]) + 0.25), view = inView(box, 0);
    for (const [layer, address] of Object.entries(wanted())) {
      const key = address && `${address}&zoom=${zoom}`, before = held[layer];
      if (before?.map === box && before.key === key && (!key || holds(before.box, view))) continue;
      before?.asking?.abort();
      held[layer] = { key, map: box, box: inView(box, AROUND), asking: new AbortController() };
      if (key) ask(layer, held[layer]);
      else draw(layer, []);
    }
  }

  async function ask(layer, one) {
    try {
      const answer = await fetch(`${one.key}&bbox=${one.box.map((value) => value.toFixed(5))}`, { signal: one.asking.signal });
      if (!answer.ok) throw new Error(answer.status);
      const { features } = await answer.json();
      if (held[layer] === one) draw(layer, features);
    } catch {
      if (held[layer] !== one) return; // another question took its place
      delete held[layer];
      Cockpit.toast(desk.data.words.failed);
    }
  }

  /* --- drawing --- */

  function draw(layer, features) {
    if (!map()) return;
    const rows = features.map((feature) => (feature.bbox ? together : alone)(layer, feature));
    map().dataset.asked = held[layer].key + "&"; // what journeys wait for
    map().dataset[layer] = features.reduce((sum, { properties }) => sum + (properties.count || 1), 0);
    const many = rows.filter((row) => row.label);
    window.CockpitMap.update(map(), { [layer]: rows.filter((row) => !row.label), [layer + "/together"]: many, [layer + "/number"]: many });
  }

  const at = ({ geometry: { coordinates: [lon, lat] } }) => ({ lon, lat });
  const alone = (layer, { id, geometry, properties }) => ({ ...at({ geometry }), id: String(id), name: properties.name, state: "plan" });

  /* Firms behind one door stay together however close one comes: theirs is a name, and nothing to go into. */
  function together(layer, { id, geometry, bbox, properties: { count, kinds, name } }) {
    const firms = layer === "enterprise", words = firms ? desk.data.words.firms.replace("{count}", number(count)) : kindsOf(kinds);
    return { ...at({ geometry }), id, name: [name, words].filter(Boolean).join(" · "), label: number(count),
      size: radius(count), lift: [0, BELOW + (name ? 4 : radius(count))], ...(!(firms && name) && { bounds: bbox }) };
  }

  const kindsOf = (kinds) => Object.entries(kinds).map(([kind, count]) => `${desk.data.words.kinds_of_place[kind] || kind} ${number(count)}`).join(" · ");

  async function loadTeams() {
    const answer = await fetch("/api/layers/teams.geojson");
    if (!answer.ok) return Cockpit.toast(desk.data.words.failed);
    const rows = (await answer.json()).features.map((feature) => ({
      ...alone("team", feature), mark: Cockpit.words.marks[feature.properties.role] }));
    const known = new Map(rows.map((row) => [row.id, row]));
    for (const feature of await positions()) known.set(String(feature.id), phone(feature, known.get(String(feature.id))?.mark));
    window.CockpitMap.update(map(), { team: [...known.values()] });
  }

  /* A team on a job stands where its phone was last, and says how long ago; all others where they stand by. */
  async function positions() {
    if (!desk.data.may.positions) return [];
    const answer = await fetch("/api/layers/positions.geojson");
    return answer.ok ? (await answer.json()).features : [];
  }

  function phone(feature, mark = "") {
    const ago = desk.data.words.minutes_ago.replace("{minutes}", Math.floor(feature.properties.age / 60));
    const row = alone("team", feature);
    return { ...row, name: `${row.name} · ${ago}`, mark: mark + "\u2022", state: "hand" };
  }

  /* Phones raise no change; while somebody looks at this layer, it is asked where they are. */
  setInterval(() => { if (!document.hidden && map() && desk.data?.may.positions && pressed("team").length) loadTeams(); }, 20000);

  /* --- when --- */

  function soon() {
    clearTimeout(pause);
    pause = setTimeout(look, PAUSE);
  }

  document.addEventListener("map-moved", (event) => { if (event.target.id === "overview-map") soon(); });
  document.addEventListener("click", (event) => {
    const chip = event.target.closest("#overview-map-chips [data-layer]");
    if (!chip || !desk.data) return;
    setTimeout(() => { // after the map has switched it
      if (chip.dataset.layer !== "team") look();
      else if (chip.getAttribute("aria-pressed") === "true") loadTeams();
    });
  });
})();
