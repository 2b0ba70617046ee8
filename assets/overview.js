/* The cockpit in the browser: what is open, followed change by change.
   The list and the pins are drawn by overview_list.js, the figures, hours and sources by overview_figures.js, the shade of
   the map by overview_shade.js. */
"use strict";

(function () {
  const Cockpit = window.Cockpit;
  const inScope = (code) => desk.areas.has(code) && code.startsWith(Cockpit.me.area);
  /* What the files of this page share; the others load after this one and add what they draw. */
  const desk = (window.CockpitOverview = {
    data: null, area: null, tab: "waiting", chosen: null, incidents: new Map(), watches: new Map(), areas: new Map(),
    shade: "", choose, draw, remember, inScope,
  });
  let due = false;

  const set = (id, props) => window.dash_clientside.set_props(id, props);
  const element = (id) => document.getElementById(id);

  /* --- start and follow --- */

  function start(fresh, frame) {
    if (!fresh) return window.dash_clientside.no_update;
    Cockpit.begin(frame);
    desk.data = fresh;
    desk.areas = new Map(fresh.areas.map(([code, name, parent]) => [code, { code, name, parent }]));
    desk.incidents = new Map(Cockpit.unpacked(fresh.incidents).map((row) => [row.id, row]));
    Cockpit.setMine(fresh.mine);
    Cockpit.lapsedNow(desk.incidents, fresh.lapsed);
    desk.watches = new Map(fresh.watches.map((row) => [row.place_id, row]));
    const asked = new URLSearchParams(location.search);
    desk.area = inScope(asked.get("area")) ? asked.get("area") : Cockpit.me.area;
    desk.chosen = null;
    CockpitShown.forget("overview");
    desk.readShade(asked.get("shade"));
    if (Number(asked.get("incident"))) choose(Number(asked.get("incident")));
    Cockpit.follow(fresh.change);
    draw();
    beginMap(fresh.map);
    return window.dash_clientside.no_update;
  }

  /* The map costs the browser more than all the rest, so it is begun when the figures are seen. */
  function beginMap([base, focus]) {
    requestAnimationFrame(() => setTimeout(() => {
      if (desk.area !== Cockpit.me.area) return set("overview-area", { data: desk.area });
      set("overview-map-focus", { data: focus });
      set("overview-map-base", { data: JSON.parse(base) });
    }));
  }

  function onChange(change) {
    if (desk.data === null || change.id <= desk.data.change) return;
    desk.data.change = change.id;
    for (const [community, values] of Object.entries(change.figures)) {
      desk.data.figures[community] = Object.assign(desk.data.figures[community] || {}, values);
    }
    if (change.subject === "incident") followIncident(change);
    if (change.subject === "watch") followWatch(change);
    if (!due) { due = true; requestAnimationFrame(draw); }
  }

  function followIncident(change) {
    const id = Number(change.subject_id);
    const before = desk.incidents.get(id);
    const row = { ...change.state, id, area: change.area, lapsed: Cockpit.lapsedAfter(before, change) };
    desk.incidents.set(id, row);
    if (change.event === "reported") countHour(row);
    if (change.event === "sent" && !Object.keys(before?.teams || {}).length) countHandling(row, change);
    if (id === desk.chosen) CockpitShown.changed("overview", id, change.id);
    if (row.place_id) desk.watches.delete(row.place_id);
  }

  function countHour(row) {
    const hour = Number(Cockpit.time(Date.parse(row.received_at)).slice(0, 2));
    const hours = (desk.data.hours[row.area[1]] = desk.data.hours[row.area[1]] || Array(24).fill(0));
    hours[hour] += 1;
  }

  function countHandling(row, change) {
    (desk.data.handling[row.area[1]] = desk.data.handling[row.area[1]] || []).push((Date.parse(change.at) - Date.parse(row.received_at)) / 1000);
  }

  function followWatch(change) {
    const id = Number(change.subject_id);
    if (change.state.state === "pending") desk.watches.set(id, { ...change.state, area: change.area, alerts_at: change.facts.alerts_at });
    else desk.watches.delete(id);
  }

  Cockpit.on("change", onChange);
  Cockpit.on("sources", (sources) => { if (desk.data && element("overview-list")) { desk.data.sources = sources; desk.drawSources(); } });

  setInterval(() => { if (desk.data && element("overview-list")) { desk.tick(); desk.drawFigures(); desk.drawShade(); } }, 1000);

  /* --- drawing --- */

  function draw() {
    due = false;
    if (desk.data === null || !element("overview-list")) return;
    drawArea();
    desk.drawPins();
  }

  /* All that another area changes; the map's pins are those of every area. */
  function drawArea() {
    desk.drawFigures();
    drawRest();
  }

  function drawRest() {
    drawCrumb();
    desk.drawShade();
    desk.drawTabs();
    desk.drawList();
    desk.drawHours();
    desk.drawSources();
  }

  function drawCrumb() {
    const path = [];
    for (let code = desk.area; code && desk.areas.has(code); code = desk.areas.get(code).parent) path.unshift(desk.areas.get(code));
    const crumb = element("shell-crumb");
    crumb.replaceChildren(
      ...path.map((one) => {
        const button = Object.assign(document.createElement("button"), { type: "button", textContent: one.name });
        button.dataset.area = one.code;
        button.disabled = !inScope(one.code);
        button.onclick = () => go(one.code);
        return button;
      }),
    );
    element("overview-name").textContent = desk.areas.get(desk.area)?.name || "";
  }

  /* --- choosing --- */

  function choose(id) {
    if (!desk.data.may.incidents) return;
    desk.chosen = id;
    CockpitShown.choose("overview", id);
    remember();
    draw();
  }

  /* The figures are the answer to the hand, and all else comes with the picture after theirs. */
  function go(code) {
    if (!inScope(code)) return;
    desk.area = code;
    desk.drawFigures();
    remember();
    requestAnimationFrame(() => setTimeout(() => {
      if (desk.area !== code || !element("overview-list")) return; // a younger click is on its way, or the page is left
      set("overview-area", { data: code });
      drawRest();
    }));
  }

  function remember() {
    const asked = new URLSearchParams(location.search);
    asked.set("area", desk.area);
    desk.chosen === null ? asked.delete("incident") : asked.set("incident", desk.chosen);
    desk.shade ? asked.set("shade", desk.shade) : asked.delete("shade");
    const address = location.pathname + "?" + asked;
    if (address !== location.pathname + location.search) history.pushState(null, "", address);
  }

  window.addEventListener("popstate", () => {
    if (!desk.data || !element("overview-list")) return;
    const asked = new URLSearchParams(location.search);
    const wanted = asked.get("area");
    desk.area = inScope(wanted) ? wanted : Cockpit.me.area;
    set("overview-area", { data: desk.area });
    desk.readShade(asked.get("shade"));
    desk.chosen = Number(asked.get("incident")) || null;
    CockpitShown.choose("overview", desk.chosen);
    draw();
  });

  /* A click into the map comes without Dash in between, which would take as long as all the drawing. */
  document.addEventListener("map-chosen", ({ target, detail }) => {
    if (target.id === "overview-map" && desk.data && detail.kind === "area") go(detail.code);
  });

  function clicked(choice) {
    if (!choice || desk.data === null) return window.dash_clientside.no_update;
    if (choice.kind === "incident") choose(Number(choice.id));
    if (choice.kind === "enterprise") Cockpit.toast(choice.name, "", "plain");
    if (choice.kind === "place") Cockpit.toast(choice.name, desk.data.words.report_here, "plain", "/incidents?new=1&place=" + encodeURIComponent(choice.id));
    return window.dash_clientside.no_update;
  }

  /* --- keyboard: arrows and Enter in the list, D V C for the one button, Esc one area up --- */

  function step(by) {
    const ids = desk.shownRows().map((row) => row.id);
    const next = ids[Math.min(ids.length - 1, Math.max(0, ids.indexOf(desk.chosen) + by))];
    if (next !== undefined) choose(next);
  }

  /* Enter leads from the list to the one thing to do next; Enter again does it. */
  const nextStep = () => [...document.querySelectorAll("#overview-detail .primary")].find(CockpitShown.pressable);

  const PRESS = { d: "overview-send", v: "overview-verify", c: "overview-close", r: "overview-urge" };
  document.addEventListener("keydown", (event) => {
    if (!desk.data || !element("overview-list") || event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.closest(".map")) return;
    const button = element(PRESS[event.key.toLowerCase()] || "");
    if (event.key === "ArrowDown") { step(1); event.preventDefault(); }
    else if (event.key === "ArrowUp") { step(-1); event.preventDefault(); }
    else if (event.key === "Enter" && event.target.id === "overview-list") nextStep()?.focus();
    else if (event.key === "Escape") go(desk.areas.get(desk.area)?.parent || desk.area);
    else if (CockpitShown.pressable(button)) button.click();
  });

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.cockpit_overview = { start, clicked };
})();
