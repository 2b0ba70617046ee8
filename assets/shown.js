/* A detail shows one incident. What was asked for another, and comes late, is not left standing under its buttons; and a
   change that came before its detail did is not lost. */
(function () {
  const PREFIXES = ["overview", "incidents"];
  const early = new Map(); // prefix -> the incident whose detail is on its way, and the change that it may not know yet
  let again = 0;

  const frameOf = (prefix) => document.getElementById(`${prefix}-frame`);
  const renew = (prefix, change) => window.dash_clientside.set_props(`${prefix}-tick`, { data: change });

  window.CockpitShown = {
    /* A change of the chosen incident. */
    changed(prefix, id, change) {
      if (Number(frameOf(prefix)?.dataset.incident) === id) renew(prefix, change);
      else early.set(prefix, { id, change });
    },
  };

  function look(prefix) {
    const frame = frameOf(prefix), late = early.get(prefix);
    if (!frame) return;
    if (late && Number(frame.dataset.incident) === late.id) {
      early.delete(prefix);
      renew(prefix, late.change);
    }
    const another = frame.querySelector("[data-of]")?.dataset.of !== frame.dataset.incident;
    if (another && !frame.classList.contains("another")) renew(prefix, -(again += 1));
    frame.classList.toggle("another", another);
  }

  new MutationObserver(() => PREFIXES.forEach(look)).observe(document.documentElement, { childList: true, subtree: true });
})();
