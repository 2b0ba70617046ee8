/* Places and enterprises in the browser: what is looked for stands in the address, and so does the one that is open. */
"use strict";

(function () {
  const Cockpit = (window.Cockpit = window.Cockpit || {});
  const element = (id) => document.getElementById(id);
  const here = () => element("inventory-places");
  const set = (id, props) => window.dash_clientside.set_props(id, props);
  const NAMES = ["what", "area", "kind", "size", "flagged", "nobody", "closed", "q"];
  const OPEN = { places: "place", enterprises: "firm" };
  const PAUSE = 150; // ms without a key before it is looked for
  const SETTLED = 400; // ms: an import is told community by community
  const FIRST = 50; // so many are listed before somebody asks for more
  const PHONE = 700;
  let asked = {};
  let chosen = null;
  let typing = 0;
  let again = 0;
  let waiting = false; // for what was chosen on a phone, where it comes below
  let ticks = 0;
  let folded = false; // on a phone the facets are folded, once they are there

  /* --- the address --- */

  function begin() {
    const address = new URLSearchParams(location.search);
    asked = Object.fromEntries(NAMES.filter((name) => address.get(name)).map((name) => [name, address.get(name).slice(0, 60)]));
    chosen = null;
    readAt = 0;
    for (const [what, name] of Object.entries(OPEN)) if (address.get(name)) chosen = { what, code: address.get(name).slice(0, 60) };
    setTimeout(() => {
      if (asked.q) set("inventory-places-q", { value: asked.q });
      if (chosen) set("inventory-places-chosen", { data: chosen });
    });
    folded = window.innerWidth > PHONE;
    return asked;
  }

  function remember(opens) {
    const address = new URLSearchParams({ show: "places", ...asked });
    if (chosen) address.set(OPEN[chosen.what], chosen.code);
    const wanted = location.pathname + "?" + address;
    if (wanted !== location.pathname + location.search) history[opens ? "pushState" : "replaceState"](history.state, "", wanted);
  }

  /* --- looking for --- */

  function ask(change) {
    asked = { ...asked, ...change };
    for (const name of NAMES) if (!asked[name]) delete asked[name];
    remember();
    set("inventory-places-asked", { data: { ...asked } });
  }

  function filter(button) {
    const { filter: name, value } = button.dataset;
    const off = button.getAttribute("aria-pressed") === "true" && name !== "what";
    if (name === "what") ask({ what: value, kind: "", size: "", flagged: "", nobody: "", closed: "" });
    else ask({ [name]: off ? "" : value });
  }

  document.addEventListener("input", (event) => {
    if (event.target.id !== "inventory-places-q") return;
    clearTimeout(typing);
    typing = setTimeout(() => here() && ask({ q: event.target.value.trim() }), PAUSE);
  });

  /* --- where the list cannot be read, the last one stays, with its time and a way to try again --- */

  let readAt = 0;

  function failed() {
    const box = element("inventory-places-failed");
    if (!box) return;
    const words = readAt ? box.dataset.kept.replace("{time}", Cockpit.time(readAt)) : box.dataset.never;
    element("inventory-places-failed-words").textContent = words;
    box.hidden = false;
    here().classList.add("stale");
  }

  function read() {
    readAt = Cockpit.now();
    element("inventory-places-failed").hidden = true;
    here().classList.remove("stale");
  }

  const plainFetch = window.fetch.bind(window);
  window.fetch = async function (resource, options) {
    const listAsked = typeof options?.body === "string" && options.body.includes('"..inventory-places-list.children');
    if (!listAsked) return plainFetch(resource, options);
    const response = await plainFetch(resource, options).catch((error) => { failed(); throw error; });
    if (response.status >= 400 && response.status !== 401) failed();
    else read();
    return response;
  };

  /* --- choosing one --- */

  function choose(item) {
    chosen = { what: item.dataset.what, code: item.dataset.code };
    remember(true);
    mark();
    set("inventory-places-chosen", { data: chosen });
    waiting = true;
  }

  function mark() {
    for (const item of items()) item.setAttribute("aria-selected", String(Boolean(chosen) && item.dataset.code === chosen.code && item.dataset.what === chosen.what));
  }

  const items = () => [...document.querySelectorAll("#inventory-places-list [data-code]")];

  document.addEventListener("click", (event) => {
    if (!here() || !event.target.closest) return;
    const button = event.target.closest("#inventory-places-facets [data-filter]");
    const item = event.target.closest("#inventory-places-list [data-code], #inventory-one a[data-code]");
    if (button) filter(button);
    if (event.target.closest("#inventory-places-retry")) ask({});
    if (event.target.closest("#inventory-one-save")) save();
    const closes = event.target.closest("#inventory-one-close");
    if (closes) close(closes);
    const adds = event.target.closest("[data-add]");
    if (adds) add(adds.dataset.add);
    if (item && !event.ctrlKey && !event.metaKey) { event.preventDefault(); choose(item); }
  });

  /* Arrows go from the words into the list and up again, Enter opens. */
  document.addEventListener("keydown", (event) => {
    if (!here() || !event.target.closest?.("#inventory-places-q, #inventory-places-list [data-code]")) return;
    const found = items(), at = found.indexOf(event.target);
    if (event.key === "Enter" && found.length) { choose(found[Math.max(0, at)]); event.preventDefault(); }
    const next = { ArrowDown: at + 1, ArrowUp: at - 1 }[event.key];
    if (next === undefined) return;
    (found[Math.min(next, found.length - 1)] || element("inventory-places-q")).focus();
    event.preventDefault();
  });

  /* What is drawn anew shows again which one is open. */
  function drawn() {
    setTimeout(() => {
      if (!here()) return;
      mark();
      Cockpit.drawMany();
      const facets = document.querySelectorAll("#inventory-places-facets details");
      if (folded || !facets.length) return;
      folded = true;
      facets.forEach((one) => { one.open = false; });
    });
    return window.dash_clientside.no_update;
  }

  function opened() {
    if (waiting && window.innerWidth <= PHONE) setTimeout(() => element("inventory-one").scrollIntoView());
    waiting = false;
    return window.dash_clientside.no_update;
  }

  /* --- correcting --- */

  const FIELD = "inventory-one-field-";
  const form = () => element("inventory-one-form");

  function save() {
    const { what, code, seen } = form().dataset;
    const typed = [...form().querySelectorAll(`[id^=${FIELD}]`)].map((one) => [one.id.slice(FIELD.length), one.value]);
    set("inventory-places-form", { data: { what, code, seen: Number(seen), fields: Object.fromEntries(typed) } });
  }

  function close(button) {
    const { what, code, seen } = form().dataset;
    set("inventory-places-closing", { data: { what, code, seen: Number(seen), closed: button.dataset.closed === "yes" } });
  }

  function add(what) {
    const prefix = `inventory-new-${what}-`;
    const typed = [...document.querySelectorAll(`[data-new="${what}"] [id^=${prefix}]`)].map((one) => [one.id.slice(prefix.length), one.value]);
    set("inventory-places-new", { data: { what, fields: Object.fromEntries(typed) } });
  }

  function added(one) {
    if (!one) return window.dash_clientside.no_update;
    const prefix = `inventory-new-${one.what}-`;
    for (const field of document.querySelectorAll(`input[id^=${prefix}]`)) {
      Cockpit.forgetTyped(field.id);
      setTimeout(() => set(field.id, { value: "" }));
    }
    document.querySelector(`[data-new="${one.what}"]`).open = false;
    setTimeout(() => { choose({ dataset: one }); ask({}); });
    return window.dash_clientside.no_update;
  }

  /* What was typed and is not kept yet is not drawn over by what somebody else did. */
  function saved(kept) {
    if (kept) { form().open = false; setTimeout(() => ask({})); }
    return window.dash_clientside.no_update;
  }

  /* What somebody changes is seen at once: the one that is open, and the list as long as it shows its first page. */
  function changed(change) {
    if (!here() || !["place", "enterprise", "import_batch"].includes(change.subject)) return;
    if (chosen && !form()?.open) set("inventory-places-tick", { data: (ticks += 1) });
    clearTimeout(again);
    again = setTimeout(() => here() && items().length <= FIRST && ask({}), SETTLED);
  }

  document.addEventListener("DOMContentLoaded", () => Cockpit.on("change", changed));

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.cockpit_places = { added, begin, drawn, opened, saved };
})();
