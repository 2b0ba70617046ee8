/* Duty in the browser: drawn anew when the roster changes, and at the very minute at which somebody else is on. */
"use strict";

(function () {
  const Cockpit = (window.Cockpit = window.Cockpit || {});
  const element = (id) => document.getElementById(id);
  /* A store is no element: it is there with the part of the page whose name it bears. */
  const put = (id, data) => element(id.replace(/-[a-z]+$/, "")) && window.dash_clientside.set_props(id, { data });
  const NARROW = 1100; // px: there the form stands below the table
  const AGAIN = 2000; // ms
  const SUBJECTS = ["shift", "swap", "leave"];
  let asked = ""; // the moment for which the board was asked for already

  function changed(change) {
    if (SUBJECTS.includes(change.subject)) ["duty-now-tick", "duty-roster-tick", "duty-swap-tick"].forEach((id) => put(id, change.id));
    if (change.subject === "swap") tell(change);
  }

  /* Both are told on whatever page they are, and their lead where a word is needed. */
  function tell({ event, facts, account }) {
    const { me, words } = Cockpit;
    const mine = [facts.giver, facts.taker].includes(me.account), leads = me.leads && event === "swap_taken";
    if (account !== me.account && (mine || leads) && words.swap[event]) Cockpit.toast(words.swap[event], words.swap.see, "news", "/duty?show=swap");
  }

  /* The board says when the clock alone makes it another one; it is asked for then, once. */
  function turn() {
    const at = document.querySelector(".duty-now")?.dataset.changesAt;
    if (!at || at === asked || Cockpit.now() < Date.parse(at)) return;
    asked = at;
    put("duty-now-tick", Math.floor(Cockpit.now()));
  }

  /* A cell of the roster is chosen by its shift, or by the plus of its day: whose/which/day/shift. */
  function choose(button) {
    const whose = button.closest("tr").dataset.whose;
    document.querySelectorAll(".roster .chosen").forEach((one) => one.classList.remove("chosen"));
    button.closest("td").classList.add("chosen");
    put("duty-roster-chosen", [whose, button.dataset.day, button.dataset.shift || ""].join("/"));
    if (window.innerWidth <= NARROW) element("duty-side").scrollIntoView();
  }

  /* A button that was refused can be pressed again. */
  function act(button) {
    button.disabled = true;
    put("duty-swap-act", button.dataset.act + "/" + Date.now());
    setTimeout(() => { button.disabled = false; }, AGAIN);
  }

  document.addEventListener("click", ({ target }) => {
    if (target.closest("#duty [data-print]")) window.print();
    const cell = target.closest(".roster button"), asked = target.closest("#duty-swap [data-act]");
    if (cell) choose(cell);
    if (asked) act(asked);
  });

  document.addEventListener("DOMContentLoaded", () => {
    Cockpit.on("change", changed);
    setInterval(turn, 1000);
  });
})();
