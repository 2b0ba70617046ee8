/* A detail shows one incident: the chosen one. Until it is there, the one before can be pressed by nobody; what was asked for
   another, and comes late, is not left standing under its buttons; a change that came before its detail did is not lost; and
   where no answer comes, that is said, with the way to ask again. */
"use strict";

(function () {
  const PREFIXES = ["overview", "incidents"];
  const PATIENCE = 10000; // then it is said, whether or not an answer may still come
  const wanted = new Map(); // prefix -> {id, failed, timer}; `again`: what it failed for last stays away
  const early = new Map(); // prefix -> the incident whose detail is on its way, and the change that it may not know yet
  let again = 0;

  const element = (id) => document.getElementById(id);
  const frameOf = (prefix) => element(`${prefix}-frame`);
  const renew = (prefix, change) => window.dash_clientside.set_props(`${prefix}-tick`, { data: change });

  function choose(prefix, id) {
    const before = wanted.get(prefix);
    clearTimeout(before?.timer);
    wanted.set(prefix, { id, failed: false, again: before?.failed, timer: id && setTimeout(() => fail(prefix, id), PATIENCE) });
    window.dash_clientside.set_props(`${prefix}-chosen`, { data: id });
    look(prefix);
  }

  function fail(prefix, id) {
    const one = wanted.get(prefix);
    if (one?.id !== id) return; // another was chosen meanwhile
    one.failed = true;
    look(prefix);
  }

  window.CockpitShown = {
    choose,
    forget: (prefix) => wanted.delete(prefix),
    /* A change of the chosen incident. */
    changed(prefix, id, change) {
      if (Number(frameOf(prefix)?.dataset.incident) === id) renew(prefix, change);
      else early.set(prefix, { id, change });
    },
    /* Whether a key may press it: it is seen, and belongs to what is chosen. */
    pressable: (button) => Boolean(button && !button.disabled && button.offsetParent && !button.closest("[inert]")),
  };

  function look(prefix) {
    const frame = frameOf(prefix), late = early.get(prefix), one = wanted.get(prefix);
    const away = Boolean(one?.id) && Number(frame?.dataset.incident) !== one.id;
    if (late && Number(frame?.dataset.incident) === late.id) {
      early.delete(prefix);
      renew(prefix, late.change);
    }
    const another = Boolean(frame) && frame.querySelector("[data-of]")?.dataset.of !== frame.dataset.incident;
    if (another && !frame.classList.contains("another")) renew(prefix, -(again += 1));
    if (frame) {
      frame.classList.toggle("another", another);
      frame.inert = away || another;
    }
    tell(prefix, one, away || another, away);
  }

  function tell(prefix, one, missing, away) {
    const box = element(`${prefix}-detail`), failed = element(`${prefix}-unread`);
    if (!box || !failed) return;
    if (one && !missing) { clearTimeout(one.timer); one.failed = false; }
    const lost = Boolean(missing && one?.failed), coming = away && !lost, says = failed.querySelector("span");
    element(`${prefix}-awaited`).hidden = !coming;
    box.classList.toggle("awaited", coming);
    box.hidden = lost || Boolean(away && one.again);
    if (failed.hidden === !lost) return;
    says.textContent = lost ? says.dataset.words.replace("{code}", "I-" + String(one.id).padStart(4, "0")) : "";
    failed.hidden = !lost;
  }

  /* What came back as a no, or not at all. */
  const plainFetch = window.fetch.bind(window);
  window.fetch = async function (resource, options) {
    const asked = typeof options?.body === "string" ? askedFor(options.body) : null;
    if (!asked) return plainFetch(resource, options);
    try {
      const response = await plainFetch(resource, options);
      if (response.status >= 400) fail(...asked);
      return response;
    } catch (error) {
      fail(...asked);
      throw error;
    }
  };

  /* Of a detail asked for: its prefix and the incident. */
  function askedFor(body) {
    const prefix = PREFIXES.find((one) => body.includes(`"${one}-detail.children"`) || body.includes(`${one}-story.children`));
    return prefix && wanted.has(prefix) ? [prefix, numberIn(body, prefix)] : null;
  }

  function numberIn(body, prefix) {
    const { inputs, state = [] } = JSON.parse(body);
    return [...inputs, ...state].find(({ id }) => id === `${prefix}-chosen` || id === `${prefix}-shown`)?.value;
  }

  document.addEventListener("click", ({ target }) => {
    const prefix = PREFIXES.find((one) => target.closest(`#${one}-unread button`));
    if (prefix) choose(prefix, wanted.get(prefix).id);
  });

  new MutationObserver(() => PREFIXES.forEach(look)).observe(document.documentElement, { childList: true, subtree: true });
})();
