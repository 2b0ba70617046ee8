/* What was tapped on the teams' phone and is not yet at the server: kept on the phone, sent in order, always under the
   key its form came with, so that it counts once however often it is sent. What the page shows of it is field.js. */
"use strict";

/* `page` is what the queue asks of the page: token, signedOut, signOut, later, never, refresh, overlay, show, settle. */
window.fieldQueue = (owner, page) => {
  const SHELF = "field.queue", TIMEOUT = 15000, LONGEST_WAIT = 60000, SLOW = 2500;
  let sending = false;
  let tries = 0;
  let freshToken = false;
  let memory = null; // stands in for a localStorage that takes nothing

  /* All of it in localStorage, read anew each time since a second tab may have changed it. */
  const shelf = () => {
    try {
      return memory ?? JSON.parse(localStorage.getItem(SHELF)) ?? [];
    } catch {
      return [];
    }
  };
  const keep = (items) => {
    try {
      localStorage.setItem(SHELF, JSON.stringify(items));
      memory = null;
    } catch {
      memory = items;
    }
    return memory === null;
  };
  const mine = () => shelf().filter((one) => one.owner === owner);
  const drop = (item) => keep(shelf().filter((one) => one.fields.key !== item.fields.key));
  const markAll = () => keep(shelf().map((one) => (one.owner === owner ? { ...one, failed: true } : one)));

  /* Whether the phone keeps it; null: it waits here already, under the same key. */
  function put(form) {
    const fields = Object.fromEntries(new FormData(form));
    delete fields.csrf_token;
    const article = form.closest("[data-incident]");
    const item = {
      owner, fields, action: form.getAttribute("action"), says: form.dataset.says,
      incident: article?.dataset.incident, code: article?.dataset.code, failed: false,
    };
    if (shelf().some((one) => one.fields.key === fields.key)) return null;
    return keep([...shelf(), item]);
  }

  async function flush() {
    if (sending || page.signedOut()) return;
    sending = true;
    page.never("flush");
    page.later("slow", SLOW, () => page.show(true));
    let moved = false;
    for (let item = mine()[0]; item; item = mine()[0]) {
      const result = await post(item);
      if (result === "later") {
        markAll();
        page.later("flush", Math.min(LONGEST_WAIT, 1000 * 2 ** tries++) * (0.75 + Math.random() / 2), flush);
        break;
      }
      if (result === "sign in") break;
      tries = 0;
      moved = true;
      drop(item);
      page.settle(item, result);
    }
    sending = false;
    page.never("slow");
    if (moved) await page.refresh();
    else page.overlay();
  }

  async function post(item) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), TIMEOUT);
    try {
      const response = await fetch(item.action, {
        method: "POST", body: new URLSearchParams(item.fields), signal: stop.signal, redirect: "manual",
        headers: { "X-Requested-With": "fetch", "X-CSRFToken": page.token() },
      });
      return await judged(response);
    } catch {
      return "later"; // no network, or an answer that is none of ours (a hotel's sign-in page)
    } finally {
      clearTimeout(timer);
    }
  }

  async function judged(response) {
    if (response.status === 401) return page.signOut();
    if (response.type === "opaqueredirect" || response.status >= 500 || response.status === 429) return "later";
    const body = await response.json();
    if (!response.ok && body.kind === "ChangedMeanwhile") return "later";
    if (response.status === 400 && !freshToken) {
      freshToken = true; // the token may be of an older session: once with a fresh one
      await page.refresh(true);
      return "later";
    }
    freshToken = false;
    return { ok: response.ok, status: response.status, body };
  }

  return { mine, put, flush, hurry: () => (tries = 0) };
};
