/* Many places or enterprises chosen in the list, one part set of all of them. */
"use strict";

(function () {
  const Cockpit = (window.Cockpit = window.Cockpit || {});
  const element = (id) => document.getElementById(id);
  const panel = () => element("inventory-many");
  const boxes = () => [...document.querySelectorAll("#inventory-places-list [data-code] .tick")];
  const row = (box) => box.closest("[data-code]").dataset;
  const chosen = new Set(); // codes, of one sort: another sort begins anew
  let what = "";

  /* --- choosing --- */

  function tick(box, on) {
    const { what: sort, code } = row(box);
    if (sort !== what) { chosen.clear(); what = sort; }
    if (on && chosen.size < Number(panel().dataset.most)) chosen.add(code);
    else chosen.delete(code);
  }

  function draw() {
    if (!panel()) return;
    const first = boxes()[0];
    if (first && row(first).what !== what) { chosen.clear(); what = row(first).what; }
    for (const box of boxes()) box.setAttribute("aria-checked", String(chosen.has(row(box).code)));
    panel().hidden = !chosen.size;
    const count = element("inventory-many-count");
    count.textContent = count.dataset.says.replace("{count}", chosen.size);
    drawPart();
  }

  function drawPart() {
    const part = element("inventory-many-part");
    for (const option of part.options) option.hidden = option.disabled = option.dataset.what !== what;
    if (part.selectedOptions[0]?.disabled !== false) part.value = [...part.options].find((one) => !one.disabled)?.value || "";
    panel().querySelectorAll("[data-part]").forEach((one) => { one.hidden = one.dataset.part !== part.value; });
  }

  /* --- setting --- */

  function sent(part) {
    if (part === "contact") return { contact: element("inventory-many-contact").value, phone: element("inventory-many-phone").value };
    const value = panel().querySelector(`[data-set="${part}"]`)?.value;
    return value === undefined ? {} : { [part]: value };
  }

  function setAll() {
    const part = element("inventory-many-part").value;
    window.dash_clientside.set_props("inventory-places-many", { data: { what, codes: [...chosen], part, sent: sent(part) } });
  }

  function done(results) {
    if (results && results.length) {
      chosen.clear();
      for (const name of ["contact", "phone"]) Cockpit.forgetTyped(`inventory-many-${name}`);
      setTimeout(draw);
    }
    return window.dash_clientside.no_update;
  }

  /* Before the list hears of it: a tick opens nothing. */
  document.addEventListener("click", (event) => {
    const box = event.target.closest?.("#inventory-places-list .tick");
    if (!box) return;
    event.stopImmediatePropagation();
    tick(box, box.getAttribute("aria-checked") !== "true");
    draw();
  }, true);

  document.addEventListener("click", (event) => {
    if (!panel() || !event.target.closest) return;
    if (event.target.closest("#inventory-many-all")) boxes().forEach((box) => tick(box, true));
    if (event.target.closest("#inventory-many-none")) chosen.clear();
    if (event.target.closest("#inventory-many-all, #inventory-many-none")) draw();
    if (event.target.closest("#inventory-many-set")) setAll();
  });

  document.addEventListener("change", (event) => { if (event.target.id === "inventory-many-part") drawPart(); });

  document.addEventListener("keydown", (event) => {
    const item = event.key === " " && event.target.matches?.("#inventory-places-list [data-code]") && event.target;
    if (!item || !item.querySelector(".tick")) return;
    item.querySelector(".tick").click();
    event.preventDefault();
  });

  /* What was taken back is no result any more. */
  document.addEventListener("DOMContentLoaded", () => Cockpit.on("change", (change) => {
    if (panel() && change.event === "import_undone") window.dash_clientside.set_props("inventory-many-results", { children: [] });
  }));

  Cockpit.drawMany = draw;
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.cockpit_many = { done };
})();
