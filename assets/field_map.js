/* A plain map of the team's area, there without network: outlines that came once and lie with what the phone keeps, the
   stand-by point, the phone itself, and the jobs by the number they have in the list. A tap on a job opens it. */
"use strict";

window.fieldMap = (root, vault, say, page) => {
  const place = root.querySelector("#map"), here = { lon: null, lat: null };
  const WIDTH = 520, EDGE = 26, AREA = "/field/area";
  let ground = null;

  const svg = (tag, facts = {}, words = "") => {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(facts)) node.setAttribute(name, value);
    node.textContent = words;
    return node;
  };

  /* From what the phone keeps; asked for again once a day, when there is network. */
  async function begin() {
    const kept = await vault.kept("area").catch(() => null);
    ground = kept?.ground ?? null;
    draw();
    if (kept && Date.now() - kept.at < 24 * 3600 * 1000) return;
    try {
      const response = await fetch(AREA, { redirect: "manual", headers: page.headers() });
      if (!response.ok) return;
      ground = await response.json();
      vault.keep("area", { ground, at: Date.now() }).catch(() => {});
      draw();
    } catch {
      // no network: what is kept stays
    }
  }

  const jobs = () => [...root.querySelectorAll("#jobs [data-lon]")].map((node) => ({ node, lon: Number(node.dataset.lon), lat: Number(node.dataset.lat) }));

  /* Close to the ground a degree of longitude is shorter than one of latitude, and that is all there is to it. */
  function plan(points) {
    const lons = points.map(([lon]) => lon), lats = points.map(([, lat]) => lat);
    const west = Math.min(...lons), north = Math.max(...lats), short = Math.cos((north * Math.PI) / 180);
    const wide = (Math.max(...lons) - west) * short, tall = north - Math.min(...lats);
    const scale = (WIDTH - 2 * EDGE) / Math.max(wide, tall, 1e-4);
    const at = ([lon, lat]) => [EDGE + (lon - west) * short * scale, EDGE + (north - lat) * scale];
    return { at, height: Math.ceil(tall * scale + 2 * EDGE), width: Math.ceil(wide * scale + 2 * EDGE) };
  }

  const line = (at, outline) => outline.map((one) => at(one).map((x) => x.toFixed(1)).join(",")).join(" ");
  const mark = (at, point, facts, words) => {
    const [x, y] = at(point), group = svg("g", { transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})`, ...facts });
    group.append(...words);
    return group;
  };

  function draw() {
    place.hidden = !ground;
    if (!ground) return;
    const found = jobs(), extra = [ground.stand_by, here.lon === null ? null : [here.lon, here.lat]].filter(Boolean);
    const { at, height, width } = plan([...ground.around.outline, ...found.map((one) => [one.lon, one.lat]), ...extra]);
    const sheet = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": say("map_of", { area: ground.name }) });
    sheet.append(svg("polygon", { class: "around", points: line(at, ground.around.outline) }));
    for (const part of ground.parts) sheet.append(svg("polygon", { class: part.code.startsWith(ground.own) ? "part own" : "part", points: line(at, part.outline) }));
    if (ground.stand_by) sheet.append(mark(at, ground.stand_by, { class: "stand-by" }, [svg("rect", { x: -7, y: -7, width: 14, height: 14 }), svg("title", {}, say("stand_by"))]));
    if (here.lon !== null) sheet.append(mark(at, [here.lon, here.lat], { class: "here" }, [svg("circle", { r: 9 }), svg("title", {}, say("you"))]));
    found.forEach((one, n) => sheet.append(pin(at, one, n)));
    place.querySelector("svg")?.remove();
    place.append(sheet);
  }

  function pin(at, { node, lon, lat }, n) {
    const red = node.dataset.urgent !== undefined;
    const shape = red ? svg("path", { d: "M0 -19 L18 13 L-18 13 Z" }) : svg("circle", { r: 15 });
    const group = mark(at, [lon, lat], { class: red ? "pin red" : "pin", tabindex: 0, role: "button", "aria-label": node.dataset.code },
      [svg("circle", { class: "target", r: 24 }), shape, svg("text", { y: red ? 9 : 6 }, String(n + 1))]);
    const open = () => {
      const job = document.getElementById(node.id);
      if (job?.matches("details")) job.open = true;
      job?.scrollIntoView({ block: "start" });
    };
    group.addEventListener("click", open);
    group.addEventListener("keydown", (event) => event.key === "Enter" && open());
    return group;
  }

  /* The list from where the phone is: asked by a tap, kept by nobody. */
  function locate() {
    const button = place.querySelector(".from-here");
    button.hidden = !navigator.geolocation;
    button.addEventListener("click", () =>
      navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          here.lon = coords.longitude;
          here.lat = coords.latitude;
          draw();
          page.refresh(true);
        },
        () => (button.textContent = say("unlocated")),
        { enableHighAccuracy: true, timeout: 15000, maximumAge: 30000 },
      ));
  }
  locate();

  return { begin, draw, query: () => (here.lon === null ? "" : `?lon=${here.lon.toFixed(6)}&lat=${here.lat.toFixed(6)}`) };
};
