/* What is said by hand of a contact or an order asks first for a note; it is good for that one word and nobody else's. */
"use strict";

(function () {
  const Cockpit = (window.Cockpit = window.Cockpit || {});
  const element = (id) => document.getElementById(id);
  const set = (id, props) => element(id) && window.dash_clientside.set_props(id, props);
  const AT_ONCE = ["order"]; // by the rule, not against it
  const NEEDED = /_other$/;
  const KEY = "screening-noting"; // of whom was typed last in this tab
  let word = null;

  const note = () => element("screening-noting-note");

  function ask(button) {
    word = { ...button.dataset };
    const target = `${word.say}/${word.about}`, name = button.closest("li")?.querySelector("b, .said-of span")?.textContent || "";
    if (sessionStorage.getItem(KEY) !== target) forget();
    sessionStorage.setItem(KEY, target);
    set("screening-noting-title", { children: [button.textContent, name].filter(Boolean).join(" · ") });
    set("screening-noting-needed", { hidden: !NEEDED.test(word.say) });
    note().removeAttribute("aria-invalid");
    element("screening-noting").showModal();
    note().focus();
  }

  function forget() {
    Cockpit.forgetTyped("screening-noting-note");
    set("screening-noting-note", { value: "" });
  }

  function say() {
    if (NEEDED.test(word.say) && !note().value.trim()) {
      note().setAttribute("aria-invalid", "true");
      return note().focus();
    }
    element("screening-noting").close();
    Cockpit.sayOfContact(word);
  }

  document.addEventListener("click", ({ target }) => {
    if (!element("screening-noting")) return;
    const button = target.closest("#screening-case [data-say]");
    if (button && !AT_ONCE.includes(button.dataset.say)) ask(button);
    if (target.closest("#screening-noting-say")) say();
    if (target.closest("#screening-noting-back")) element("screening-noting").close();
  });

  /* Said: what was typed was for that. */
  function said(done, added) {
    if (done) setTimeout(forget);
    if (added) setTimeout(() => { Cockpit.forgetTyped("screening-adding-note"); set("screening-adding-note", { value: "" }); });
    return window.dash_clientside.no_update;
  }

  Cockpit.saidAtOnce = (say) => AT_ONCE.includes(say);
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.cockpit_screening_notes = { said };
})();
