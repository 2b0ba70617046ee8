/* What was tapped on the teams' phone and is not yet at the server: kept sealed on the phone (field_vault.js), sent in order,
   always under the key its form came with, so that it counts once however often it is sent. A call for help (`rush`) goes
   past all others. What the server does not take stays too, with what it said, until a hand throws it away. */
"use strict";

/* `page` is what the queue asks of the page: token, signedOut, signOut, later, never, refresh, overlay, show, settle, clock. */
window.fieldQueue = (vault, page) => {
  const OLD_SHELF = "field.queue", LOCK = "field.queue", TIMEOUT = 15000, WITH_FILES = 90000, LONGEST_WAIT = 60000, SLOW = 2500, RUSH = 4000, KEYS_KEPT = 7 * 24 * 3600;
  const others = window.BroadcastChannel ? new BroadcastChannel(LOCK) : null;
  let items = [];
  let sending = false;
  let tries = 0;
  let freshToken = false;
  let carrying = false; // something with files is on its way, which takes its time
  let loose = 0;

  const mine = () => items.filter((one) => !one.refused);
  const refused = () => items.filter((one) => one.refused);
  const tell = () => others?.postMessage("changed");
  const failed = new Set(); // numbers of what was tried, or was there already: it says so on the page
  const gone = new Set();
  let wanted = false;

  /* As it lies on the phone: another tab may have changed it, and a tap come while it was read. */
  async function load(tried = false) {
    const before = new Set(items.map((one) => one.id)), found = await vault.all();
    const read = new Set(found.map((one) => one.id));
    const meanwhile = items.filter((one) => one.loose || (!before.has(one.id) && !read.has(one.id)));
    items = [...found.filter((one) => !gone.has(one.id)), ...meanwhile];
    if (tried) for (const one of items) failed.add(one.id);
    for (const one of items) one.failed = failed.has(one.id);
  }
  others?.addEventListener("message", () => load().then(page.overlay));

  async function ready() {
    await load(true);
    await takeOver();
  }

  /* What the version before kept in the clear goes under the key of whoever it belongs to; once. */
  async function takeOver() {
    const old = localStorage.getItem(OLD_SHELF);
    if (old === null) return;
    try {
      for (const { owner, failed: _, ...item } of JSON.parse(old)) {
        const theirs = String(owner) === vault.owner ? vault : await window.fieldVault.open(String(owner));
        if (!theirs.lasting) return;
        await theirs.add({ ...item, entries: Object.entries(item.fields), tapped: page.clock.tapped() });
      }
    } catch {
      // what cannot be read is nothing that could be sent
    }
    localStorage.removeItem(OLD_SHELF);
    await load(true);
  }

  /* What the form held, files apart, and how a person reads it. */
  function taken(form, data) {
    const entries = [], files = [];
    for (const [name, value] of data) {
      if (name === "csrf_token") continue;
      if (typeof value === "string") entries.push([name, value]);
      else if (value.size) files.push({ name, filename: value.name, blob: value });
    }
    const article = form.closest("[data-incident]");
    return {
      entries, files, fields: Object.fromEntries(entries), typed: typedInto(form),
      action: form.getAttribute("action"), says: form.dataset.says,
      incident: article?.dataset.incident, code: article?.dataset.code, tapped: page.clock.tapped(), rush: "rush" in form.dataset,
    };
  }

  const typedInto = (form) =>
    [...form.elements].flatMap((one) => {
      if (one.type === "radio" || one.type === "checkbox") return one.checked ? [one.labels?.[0]?.textContent.trim()] : [];
      if (one.type === "file") return [...one.files].map((file) => file.name);
      return one.matches("textarea, select, input:not([type=hidden])") && one.value ? [one.value] : [];
    });

  /* Whether the phone keeps it; null: it waits here already, under the same key. What it has no room for waits in memory. */
  async function put(item) {
    if (items.some((one) => one.fields.key === item.fields.key && one.action === item.action)) return null;
    const known = await vault.add(item).catch(() => null);
    const files = item.files ?? [];
    items.push({ ...(known ?? { ...item, id: `loose ${++loose}`, loose: files, files: files.length }), failed: carrying && !item.rush });
    tell();
    return Boolean(known) && vault.lasting;
  }

  const filesOf = (item) => item.loose ?? vault.filesOf(item.id);

  async function drop(item) {
    gone.add(item.id);
    items = items.filter((one) => one.id !== item.id);
    if (!item.loose) await vault.drop(item.id);
    tell();
  }

  async function refuse(item, { status, body }) {
    item.refused = { status, title: body.title ?? "", detail: body.detail ?? "" };
    const { failed: _, ...known } = item;
    if (!item.loose) await vault.change(known);
    tell();
  }

  /* Of all tabs one sends; whoever asks meanwhile waits for the same. */
  let running = null;
  function flush() {
    rush();
    if (sending) {
      wanted = true;
      return running;
    }
    if (page.signedOut()) return Promise.resolve();
    sending = true;
    wanted = false;
    page.never("flush");
    page.later("slow", SLOW, () => page.show(true));
    return (running = sent());
  }

  async function sent() {
    try {
      if (!navigator.locks) await send();
      else await navigator.locks.request(LOCK, { ifAvailable: true }, (lock) => (lock ? send() : page.later("flush", SLOW, flush)));
    } finally {
      sending = false;
      page.never("slow");
    }
    page.overlay();
    if (wanted && mine().some((one) => !one.failed)) await flush();
  }

  async function send() {
    let moved = false;
    await load();
    const next = () => mine().find((one) => !one.rush);
    for (let item = next(); item; item = next()) {
      if (item.files) wait(item);
      const result = old(item) ?? (await post(item));
      carrying = false;
      if (result === "later") {
        wait(null);
        page.later("flush", Math.min(LONGEST_WAIT, 1000 * 2 ** tries++) * (0.75 + Math.random() / 2), flush);
        break;
      }
      if (result === "sign in") break;
      tries = 0;
      moved = true;
      await over(item, result);
    }
    if (moved) await page.refresh();
  }

  /* After that the server knows its key no more, and could not tell that it had it already. */
  const old = (item) => (page.clock.ago(item.tapped) > KEYS_KEPT ? { ok: false, status: 410, body: { title: page.tooOld() } } : null);

  async function over(item, result) {
    if (result.ok || page.again(item, result)) await drop(item);
    else await refuse(item, result);
    page.settle(item, result);
  }

  /* All but this one say that they are kept here, and the next step can be tapped. */
  function wait(carried) {
    carrying = carried !== null;
    for (const one of items) if (one !== carried && !one.rush) failed.add(one.id), (one.failed = true);
    if (carrying) page.overlay();
  }

  /* At once, by itself, and every few seconds until the desk has it: two tabs may both send it, it counts once. */
  let rushing = false;
  async function rush() {
    if (rushing || page.signedOut()) return;
    rushing = true;
    page.never("rush");
    let moved = false;
    for (const item of mine().filter((one) => one.rush)) {
      const result = await post(item);
      if (typeof result === "string") {
        failed.add(item.id), (item.failed = true);
        if (result === "later") page.later("rush", RUSH, rush);
        continue;
      }
      moved = true;
      await over(item, result);
    }
    rushing = false;
    page.overlay();
    if (moved) await page.refresh();
  }

  async function bodyOf(item) {
    if (!item.files) return new URLSearchParams(item.entries);
    const body = new FormData();
    for (const [name, value] of item.entries) body.append(name, value);
    for (const { name, filename, blob } of await filesOf(item)) body.append(name, blob, filename);
    return body;
  }

  async function post(item) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), item.files ? WITH_FILES : item.rush ? 2 * RUSH : TIMEOUT);
    try {
      const response = await fetch(item.action, {
        method: "POST", body: await bodyOf(item), signal: stop.signal, redirect: "manual",
        headers: {
          "X-Requested-With": "fetch", "X-CSRFToken": page.token(), "X-Owner": page.owner,
          "X-Tapped-Ago": String(page.clock.ago(item.tapped)),
        },
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

  return { ready, mine, refused, taken, put, filesOf, drop, flush, hurry: () => (tries = 0) };
};
