/* The presenter's hand: whoever may lead the walls does it from this page at the desk. What is chosen here goes to the server,
   and all walls, this page among them, hear of it from the stream. */
"use strict";

(function () {
  const wall = window.CockpitWall;
  const element = (id) => document.getElementById(id);
  const pressed = (layer) => document.querySelector(`#wall-map-chips [data-layer="${layer}"]`)?.getAttribute("aria-pressed") === "true";
  let leading = false; // this page's own hand is at it
  let heard = false; // and the walls have heard it
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

  function letGo() {
    leading = heard = false;
    draw();
  }

  /* Whose word came, in the order of the words: once the walls have heard mine, another's is the end of it. */
  wall.handed = function (presenter) {
    const mine = presenter === window.Cockpit.me.account;
    if (leading && heard && !mine) letGo();
    heard = leading && mine;
  };

  /* The time without a word is up. */
  const tick = () => leading && heard && wall.presented() === null && letGo();

  document.addEventListener("click", (event) => {
    if (!wall.here()) return;
    if (event.target.closest("#wall-lead")) begin();
    if (event.target.closest("#wall-end")) { letGo(); say(true); }
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
      leading = heard = true;
      element("wall-say-view").value = fresh.presented.view;
      element("wall-say-shown").value = fresh.presented.shown;
      draw();
    }
  });
  wall.ticks.push(tick);
})();
