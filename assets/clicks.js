/* A click counts, also in the moment in which the drawing around its button is renewed. Dash then asks the server with the
   count of the new button, which is none, or does not ask at all. Whoever clicked meant what was drawn: where the new drawing
   is of another incident or case, nothing is done. */
"use strict";

(function () {
  const Cockpit = (window.Cockpit = window.Cockpit || {});
  const MOMENT = 2000, UNHEARD = 1000;
  const clicked = new Map(); // id -> what it was about, and when; until its callback is on its way
  let heard = new Set(); // ids of the buttons that Dash listens to

  const element = (id) => document.getElementById(id);
  const about = (button) => button?.closest("[data-incident]")?.dataset.incident || document.querySelector("[data-shown-case]")?.dataset.shownCase;

  Cockpit.hearClicks = async (answer) => {
    const asked = await answer.json();
    heard = new Set(asked.flatMap(({ inputs }) => inputs.filter(({ property }) => property === "n_clicks").map(({ id }) => id)));
  };

  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("button[id]"), what = about(button);
    if (!button || !what || !heard.has(button.id)) return;
    const click = { what, at: performance.now(), again: clicked.get(button.id)?.again };
    clicked.set(button.id, click);
    if (!click.again) setTimeout(() => again(button.id, click), UNHEARD);
  }, true);

  function again(id, click) {
    const button = element(id);
    if (clicked.get(id) !== click || about(button) !== click.what || !window.CockpitShown.pressable(button)) return;
    click.again = true;
    button.click();
  }

  /* What goes to the server, with the click that it is about. */
  Cockpit.withItsClick = function (options) {
    if (typeof options?.body !== "string" || !options.body.includes(".n_clicks")) return options;
    const body = JSON.parse(options.body);
    const pressed = (body.inputs || []).filter(({ id, property }) => property === "n_clicks" && body.changedPropIds?.includes(`${id}.n_clicks`));
    const lost = pressed.filter(({ id, value }) => !value && isOf(clicked.get(id), element(id)));
    pressed.forEach(({ id }) => clicked.delete(id));
    lost.forEach((one) => { one.value = 1; });
    return lost.length ? { ...options, body: JSON.stringify(body) } : options;
  };

  /* What was said rests until the drawing is renewed: no second click goes to what comes up under it. */
  const RESTS = 3000;
  Cockpit.rest = function (buttons) {
    const all = [...buttons], rest = (disabled) => all.forEach((one) => { one.disabled = disabled; });
    rest(true);
    setTimeout(rest, RESTS, false);
  };

  const isOf = (click, button) => Boolean(click) && performance.now() - click.at < MOMENT && about(button) === click.what;
})();
