/* The one number that must be none: open, and nobody had a hand on it for longer than its state allows. It follows from the
   clock, so each screen counts it by itself from what it was given, and asks nobody. */
"use strict";

(function () {
  const Cockpit = window.Cockpit;

  Cockpit.untouched = (row) => Boolean(row.touch_by) && Cockpit.now() > Date.parse(row.touch_by);

  /* What `parts.untouched` has drawn. */
  Cockpit.showUntouched = function (box, count) {
    if (box.dataset.count === String(count)) return; // the clock looks each second, and mostly nothing has changed
    box.dataset.count = count;
    box.classList.toggle("red", count > 0);
    const shape = box.querySelector(".shape");
    shape.textContent = count ? "▲" : "✓";
    shape.className = "shape shape-" + (count ? "act" : "done");
    box.querySelector("b").textContent = count.toLocaleString("en-US");
  };
})();
