/* The itinerary of a case in the browser: fields for what has to be asked, and the word that answers it. */
"use strict";

(function () {
  const element = (id) => document.getElementById(id);
  const still = () => window.dash_clientside.no_update;

  /* Dash draws no plain input: each place that wants one says which. */
  function fill(_children) {
    setTimeout(() => document.querySelectorAll("#screening-track [data-field]:empty").forEach((box) => {
      const { type, value, field } = box.dataset;
      const input = Object.assign(document.createElement("input"), { type, value: value || "", name: field, autocomplete: "off" });
      box.append(input);
    }));
    return still();
  }

  document.addEventListener("click", ({ target }) => {
    const button = target.closest("#screening-track [data-stop-say]");
    if (!button) return;
    const stop = button.closest("[data-stop]"), word = { say: button.dataset.stopSay, at: Date.now() };
    word.stop = Number(stop.dataset.stop);
    word.case = Number(element("screening-track").querySelector("[data-track-case]").dataset.trackCase);
    stop.querySelectorAll("input").forEach((input) => { if (input.value) word[input.name] = input.value; });
    window.dash_clientside.set_props("screening-track-said", { data: word });
  });

  function done(told, answered) {
    if (told) setTimeout(() => window.dash_clientside.set_props("screening-track-text", { value: "" }));
    return [told, answered];
  }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.cockpit_track = { fill, done };
})();
