/* The presenter's hand: whoever may lead the walls does it from this page at the desk. What is chosen here goes to the server,
   and all walls, this page among them, hear of it from the stream. */
"use strict";

(function () {
  const wall = window.CockpitWall;
  const element = (id) => document.getElementById(id);
  const pressed = (layer) => document.querySelector(`#wall-map-chips [data-layer="${layer}"]`)?.getAttribute("aria-pressed") === "true";
  let leading = false; // this page's own hand is at it
  let n = 0;

  const chosen = () => ({ view: element("wall-say-view").value, shown: element("wall-say-shown").value,
    incidents: pressed("incident"), warnings: pressed("warning") });

  function say(end = false) {
    n += 1;
    window.dash_clientside.set_props("wall-say", { data: { ...chosen(), end, n } });
  }

  function begin() {
    leading = true;
    element("wall-say-view").value = wall.view;
    draw();
    say();
  }

  function draw() {
    element("wall-led").hidden = !leading;
    element("wall-lead").hidden = leading;
  }

  /* Somebody else took the walls over, or the time without a word is up: this hand is free again. */
  function tick() {
    const now = wall.presented();
    if (leading && said && (now === null || now.presenter !== window.Cockpit.me.account)) { leading = false; said = false; draw(); }
    if (leading && now?.presenter === window.Cockpit.me.account) said = true;
  }
  let said = false; // the walls have heard this hand

  document.addEventListener("click", (event) => {
    if (!wall.here()) return;
    if (event.target.closest("#wall-lead")) begin();
    if (event.target.closest("#wall-end")) { leading = false; said = false; draw(); say(true); }
    if (leading && event.isTrusted && event.target.closest("#wall-map-chips [data-layer]")) setTimeout(say);
  });
  document.addEventListener("change", ({ target }) => { if (leading && target.closest("#wall-led")) say(); });
  document.addEventListener("map-chosen", ({ target, detail }) => {
    if (!leading || target.id !== "wall-map" || detail.kind !== "area") return;
    element("wall-say-shown").value = detail.code.slice(0, 9);
    say();
  });

  wall.begun.push((fresh) => {
    if (!fresh.may.present) return;
    element("wall-say-shown").replaceChildren(...fresh.areas.map(([code, name], place) =>
      Object.assign(document.createElement("option"), { value: code, textContent: place ? name : fresh.words.all })));
    if (fresh.presented?.presenter === window.Cockpit.me.account) {
      leading = said = true;
      element("wall-say-view").value = fresh.presented.view;
      element("wall-say-shown").value = fresh.presented.shown;
      draw();
    }
  });
  wall.ticks.push(tick);
})();
