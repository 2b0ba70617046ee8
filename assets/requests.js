/* Requests in the browser: who is chosen, what the address bar says, and what changes while one reads. */
"use strict";

(function () {
  const Cockpit = (window.Cockpit = window.Cockpit || {});
  const element = (id) => document.getElementById(id);
  const put = (id, data) => element("requests") && window.dash_clientside.set_props(id, { data });
  const still = () => window.dash_clientside.no_update;
  const PLAIN = { state: "asked", kind: "all" };
  const PHONE = 700;
  let chosen = null;

  function choose(item) {
    put("requests-chosen", Number(item.dataset.request));
    if (window.innerWidth <= PHONE) element("requests-detail").scrollIntoView();
  }

  function mark() {
    document.querySelectorAll("#requests-list [data-request]").forEach((one) =>
      one.setAttribute("aria-selected", String(Number(one.dataset.request) === chosen)));
  }

  document.addEventListener("click", (event) => {
    const item = event.target.closest("#requests-list [data-request]");
    if (item) choose(item);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches?.("#requests-list [data-request]")) return;
    choose(event.target);
    event.preventDefault();
  });

  /* What is filtered and open stands in the address: a reload, or a link sent to a colleague, shows the same. */
  function remember(state, kind, request, _list) {
    chosen = request;
    setTimeout(mark); // after the list is drawn
    if (location.pathname !== "/requests") return still();
    const asked = new URLSearchParams(location.search);
    for (const [name, value] of Object.entries({ state, kind, request })) {
      if (value === null || value === undefined || value === PLAIN[name]) asked.delete(name);
      else asked.set(name, value);
    }
    const said = asked.toString();
    history.replaceState(history.state, "", location.pathname + (said ? "?" + said : ""));
    return still();
  }

  /* An answer is good for one request. */
  function answered(done) {
    if (!done) return still();
    Cockpit.forgetTyped("requests-said");
    setTimeout(() => {
      window.dash_clientside.set_props("requests-said", { value: "" });
      window.dash_clientside.set_props("requests-ground", { value: null });
      window.dash_clientside.set_props("requests-sure", { value: [] });
    });
    return still();
  }

  function changed(change) {
    if (change.subject !== "request" || !element("requests")) return;
    put("requests-tick", change.id);
    if (String(chosen) === change.subject_id) put("requests-fresh", change.id);
  }

  document.addEventListener("DOMContentLoaded", () => Cockpit.on("change", Cockpit.drawing(changed)));

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.cockpit_requests = { remember, answered };
})();
