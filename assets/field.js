/* The teams' phone. The page works without this; with it, answers survive a bad network, and the page lives.

   What is tapped goes into a queue on the phone (field_queue.js) and from there to the server. The server draws; this
   only swaps the fragment. Without network the worker brings the page without anybody's jobs, and the jobs come from
   what the phone keeps sealed. */
"use strict";

(async () => {
  const root = document.getElementById("field");
  const net = document.getElementById("net");
  const said = document.getElementById("said");
  const words = JSON.parse(root.dataset.words);
  const LAST = ["resolved", "declined"];
  const SETTLE = 200, GHOST = 700, SILENCE = 40000, KEPT_FOR = 72 * 3600 * 1000;

  const state = { signedOut: false, lost: false, leaving: false };
  const timers = {};
  let lastTap = -Infinity;
  let asked = 0;

  const say = (name, facts = {}) => words[name].replace(/\{(\w+)\}/g, (_, key) => facts[key] ?? "");
  const jobs = () => document.getElementById("jobs");
  const later = (name, wait, act) => {
    clearTimeout(timers[name]);
    timers[name] = setTimeout(act, wait);
  };
  const never = (name) => clearTimeout(timers[name]);
  const signs = window.fieldSigns(say, jobs), report = window.fieldReport(root, say);

  /* A form that may be filled again gets a key of its own each time; a step of a job is the same step each time. */
  const fresh = (form) => {
    if (!form.elements.key || form.elements.state) return;
    form.elements.key.value = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
  };
  if (!report.form.elements.key.value) fresh(report.form);

  /* A tap: kept first, then sent. A second one within the same moment, or under the same key, is none. Whoever taps
     before all is opened waits for it. */
  let opened = null;
  const ready = new Promise((resolve) => (opened = resolve));
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    const form = event.target;
    if (!form.dataset.says) return;
    event.preventDefault();
    if (performance.now() - lastTap < GHOST) return;
    lastTap = performance.now();
    said.hidden = true;
    signs.unlock();
    document.activeElement?.blur();
    take(form, new FormData(form, event.submitter));
  });

  const owner = root.dataset.owner || (await window.fieldVault.last()) || "";
  const vault = await window.fieldVault.open(owner);
  const clock = window.fieldClock(vault);
  const queue = window.fieldQueue(vault, {
    token: () => jobs().dataset.csrf ?? "", signedOut: () => state.signedOut || state.leaving || !owner,
    signOut, later, never, refresh, overlay, show, settle, again, clock, owner,
  });
  const headers = () => ({ "X-Requested-With": "fetch", "X-Owner": owner });
  const map = window.fieldMap(root, vault, say, { headers, refresh });
  const unsent = window.fieldUnsent(root, queue, say, { retry, overlay, ago: clock.ago });

  const leave = window.fieldLeave(root, vault, queue, say, {
    retry, later, token: () => jobs().dataset.csrf ?? "", seal: () => jobs().dataset.seal && JSON.parse(jobs().dataset.seal),
    leaving: () => {
      state.leaving = true;
      stream?.close();
      show();
    },
  });

  async function take(form, data) {
    await ready;
    const kept = await queue.put(queue.taken(form, data));
    if (kept !== null) {
      if (!kept) tell(say("full"), true);
      if (form === report.form) report.empty();
      fresh(form);
    }
    overlay();
    queue.flush();
  }

  function settle(item, result) {
    const what = [item.code, item.says].filter(Boolean).join(" ");
    if (result.ok) {
      if (item.action === report.action) tell(result.body.code ? say("reported", { code: result.body.code }) : say("received", { what }));
      else if (LAST.includes(item.fields.state)) tell(say("received", { what }));
      return;
    }
    tell(say("refused", { what, why: [result.body.title, result.body.detail].filter(Boolean).join(" ") }), true);
  }

  /* Whether what was typed is back in its form, to be mended at once: then it need not be kept beside it. */
  function again(item, result) {
    return result.status === 422 && !item.files && restore(item);
  }

  function signOut() {
    state.signedOut = true;
    vault.lose("jobs").catch(() => {});
    show();
    return "sign in";
  }

  function retry() {
    queue.hurry();
    return refresh().then(queue.flush);
  }

  /* The page: the server's fragment, with what waits on this phone laid over it. */
  const known = () => new Set([...document.querySelectorAll("[data-incident]")].map((one) => one.dataset.incident));
  const writing = () => jobs().contains(document.activeElement) && document.activeElement.matches("input:not([type=radio]), textarea");

  async function refresh(now = false) {
    if (state.leaving) return;
    if (!now && writing()) {
      jobs().dataset.later = ""; // never under the fingers of somebody who types; the fresh fragment comes without it
      return overlay();
    }
    const turn = ++asked;
    try {
      const response = await fetch(`/field/jobs${map.query()}`, { redirect: "manual", headers: headers() });
      if (response.type === "opaqueredirect" || response.status === 401) return void signOut();
      if (!response.ok) throw new Error(response.status);
      const html = await response.text();
      if (turn !== asked) return; // a younger one is on its way
      swap(html);
      heard(html);
      comeBack();
    } catch {
      later("refresh", 5000, refresh);
    }
    overlay();
  }

  /* What the server said just now is what the phone shows when it says nothing. */
  function heard(html) {
    clock.hear(Number(jobs().dataset.machine));
    if (owner) vault.keep("jobs", { html, at: Date.now() }).catch(() => {});
    signs.loaded();
  }

  function comeBack() {
    if (!state.signedOut && stream) return;
    state.signedOut = state.lost = false;
    listen();
    queue.flush();
  }

  function swap(html) {
    const fresh = new DOMParser().parseFromString(html, "text/html").getElementById("jobs");
    if (!fresh) throw new Error("not the jobs");
    const before = known(), typed = drafts(), open = [...jobs().querySelectorAll("details[open]")].map(path);
    jobs().replaceWith(document.adoptNode(fresh));
    for (const draft of typed) restore(draft);
    for (const one of jobs().querySelectorAll("details")) if (open.includes(path(one))) one.open = true;
    const news = [...jobs().querySelectorAll("[data-state=dispatched]")].filter((one) => !before.has(one.dataset.incident));
    if (news.length) signs.announce(news);
    map.draw();
  }

  const path = (details) => `${details.closest("[data-incident]")?.dataset.incident} ${details.className}`;
  const drafts = () =>
    [...jobs().querySelectorAll("form")].map((form) => ({
      action: form.getAttribute("action"), fields: Object.fromEntries([...new FormData(form)].filter(([, value]) => typeof value === "string")),
    }));

  function restore({ action, fields }) {
    let found = false;
    for (const form of root.querySelectorAll("form")) {
      if (form.getAttribute("action") !== action || (form.elements.state?.value ?? "") !== (fields.state ?? "")) continue;
      for (const [name, value] of Object.entries(fields)) {
        if (form.elements[name] && value && !["key", "state", "csrf_token"].includes(name)) form.elements[name].value = value;
      }
      if (form === report.form) form.closest("details").open = true;
      found = true;
    }
    return found;
  }

  function overlay() {
    const resting = performance.now() - lastTap < GHOST; // seen as such: a tap is never swallowed unseen
    if (resting) later("rest", GHOST, overlay);
    for (const job of jobs().querySelectorAll("[data-incident]")) {
      const waiting = queue.mine().filter((one) => one.incident === job.dataset.incident);
      const stored = waiting.filter((one) => one.failed);
      if (stored.length) advance(job, stored);
      for (const button of job.querySelectorAll("form[data-says] button")) button.disabled = resting || waiting.length > stored.length;
    }
    unsent.draw();
    show();
  }

  function advance(job, stored) {
    const steps = stored.filter((one) => one.fields.state);
    if (steps.length) job.dataset.state = steps.at(-1).fields.state;
    for (const one of steps) job.querySelector(`.steps .${one.fields.state}`)?.classList.add("done");
    const note = job.querySelector(".kept");
    if (!note) return;
    note.textContent = say("kept", { what: stored.map((one) => one.says).join(" → ") });
    note.hidden = false;
  }

  function show(slow = false) {
    const waiting = queue.mine(), stored = waiting.filter((one) => one.failed).length;
    net.replaceChildren();
    if (state.leaving) net.append(say("leaving"));
    else if (state.signedOut) {
      const link = Object.assign(document.createElement("a"), { href: "/sign-in?next=/field", textContent: say("sign_in") });
      net.append(say("signed_out", { n: waiting.length }), " ", link);
    } else if (stored) net.append(say("stored", { n: stored }));
    else if (slow && waiting.length) net.append(say("sending"));
    else if (state.lost && jobs().dataset.clock) net.append(say("lost", { at: jobs().dataset.clock }));
    net.hidden = !net.hasChildNodes();
  }

  function tell(sentence, bad = false) {
    said.textContent = (bad ? "▲ " : "✓ ") + sentence;
    said.className = bad ? "said bad" : "said good";
    said.hidden = false;
    if (bad) said.scrollIntoView({ block: "nearest" });
  }

  /* Live: the stream says that something changed, the fragment says what. */
  let stream = null;
  function listen() {
    stream?.close();
    if (state.signedOut || state.leaving || !owner) return;
    stream = new EventSource(`/api/stream?after=${jobs().dataset.change}`);
    const alive = () => {
      later("silence", SILENCE, listen);
      if (!state.lost) return;
      state.lost = false;
      refresh();
    };
    stream.onopen = alive;
    stream.addEventListener("beat", (event) => {
      alive();
      jobs().dataset.now = JSON.parse(event.data).now;
      signs.loaded();
    });
    stream.addEventListener("reset", () => later("refresh", SETTLE, refresh));
    stream.addEventListener("signed_out", () => {
      stream.close();
      signOut();
    });
    stream.addEventListener("change", () => {
      alive();
      later("refresh", SETTLE, refresh);
    });
    stream.onerror = () => {
      state.lost = true;
      show();
      if (stream.readyState === EventSource.CLOSED) later("listen", 5000, () => refresh().then(listen));
    };
  }

  document.addEventListener("focusout", () => later("stale", SETTLE, () => "later" in jobs().dataset && refresh()));
  document.addEventListener("visibilitychange", () => document.hidden || retry());
  addEventListener("online", () => retry().then(listen));

  /* Opened: from the server's page, or from what the phone keeps. */
  async function begin() {
    if (await leave.left()) return leave.finish();
    await clock.load();
    await queue.ready();
    if (root.dataset.owner) {
      heard(jobs().outerHTML);
      listen();
      queue.flush();
      leave.deliver(jobs().dataset.csrf).catch(() => {});
    } else if (owner) await beginAlone();
    overlay();
    opened();
    if (owner) map.begin();
  }

  async function beginAlone() {
    const kept = await vault.kept("jobs").catch(() => null);
    state.lost = true;
    if (kept && Date.now() - kept.at < KEPT_FOR) {
      swap(kept.html);
      jobs().querySelectorAll("form").forEach(fresh); // some were filled since the page was read
      signs.loaded(Date.now() - kept.at);
    } else await vault.lose("jobs").catch(() => {});
    document.getElementById("whose").textContent = jobs().dataset.whose ?? "";
    document.getElementById("who").textContent = jobs().dataset.who ?? "";
    root.querySelector("form.leave").hidden = !jobs().dataset.who || "terminal" in jobs().dataset;
    later("refresh", 0, () => refresh().then(queue.flush));
  }

  await begin();
  navigator.serviceWorker?.register(`/field/sw.js?in=${root.dataset.language}`, { scope: "/field" }).catch(() => {});
})();
