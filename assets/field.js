/* The teams' phone. The page works without this; with it, answers survive a bad network, and the page lives.

   What is tapped goes into a queue on the phone (field_queue.js) and from there to the server. The server draws; this
   only swaps the fragment. Without network the worker brings the page without anybody's jobs, and the jobs come from
   what the phone keeps sealed. */
"use strict";

(async () => {
  const root = document.getElementById("field");
  const net = document.getElementById("net");
  const said = document.getElementById("said");
  const calling = document.getElementById("calling");
  const words = JSON.parse(root.dataset.words);
  const LAST = ["resolved", "declined"];
  const SETTLE = 200, GHOST = 700, KEPT_FOR = 72 * 3600 * 1000;

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
  const signs = window.fieldSigns(say, jobs), report = window.fieldReport(root, say), drafts = window.fieldDrafts(root, jobs);

  /* A form that may be filled again gets a key of its own each time; a step of a job is the same step each time. */
  const fresh = (form) => {
    if ("again" in form.dataset) form.elements.key.value = crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
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
    tapped(form, new FormData(form, event.submitter));
  });

  const owner = root.dataset.owner || (await window.fieldVault.last()) || "";
  const vault = await window.fieldVault.open(owner);
  const clock = window.fieldClock(vault);
  const queue = window.fieldQueue(vault, {
    token: () => jobs().dataset.csrf ?? "", signedOut: () => state.signedOut || state.leaving || !owner,
    signOut, later, never, refresh, overlay, show, settle, again, clock, owner, tooOld: () => say("too_old"),
  });
  const headers = () => ({ "X-Requested-With": "fetch", "X-Owner": owner });
  const map = window.fieldMap(root, vault, say, { headers, refresh });
  const unsent = window.fieldUnsent(root, queue, say, { retry, overlay, ago: clock.ago });
  const files = window.fieldFiles(root, jobs, { keep, tapped: clock.tapped });
  const stream = window.fieldStream({
    state, later, refresh, signOut, show, change: () => jobs().dataset.change,
    silent: () => state.signedOut || state.leaving || !owner,
    heard: (now) => {
      jobs().dataset.now = now;
      signs.loaded();
    },
  });

  const leave = window.fieldLeave(root, vault, queue, say, {
    retry, later, token: () => jobs().dataset.csrf ?? "", seal: () => jobs().dataset.seal && JSON.parse(jobs().dataset.seal),
    leaving: () => {
      state.leaving = true;
      stream.close();
      show();
    },
  });

  async function tapped(form, data) {
    await ready;
    const kept = keep(queue.taken(form, data));
    if (form === report.form) {
      report.empty();
      files.empty(form);
    }
    fresh(form);
    await kept;
  }

  /* One after the other, as they were tapped: a photo takes its time to be made smaller. A call for help waits for none. */
  let keeping = Promise.resolve();
  function keep(item) {
    const act = async () => {
      await ready;
      const kept = await queue.put({ ...item, files: await files.smaller(item) });
      if (kept === false) tell(say("full"), true);
      overlay();
      queue.flush();
    };
    return item.rush ? act() : (keeping = keeping.then(act));
  }

  function settle(item, result) {
    const what = [item.code, item.says].filter(Boolean).join(" ");
    files.settle(item, result);
    if (result.ok) {
      if (item.action === report.action && result.body.code) tell(say("reported", { code: result.body.code }));
      else if (result.body.lost) tell(say("taken", { n: result.body.lost, who: result.body.who || say("somebody") }), true);
      else if (LAST.includes(item.fields.state) || !item.fields.state) tell(say("received", { what }));
      return;
    }
    tell(say("refused", { what, why: [result.body.title, result.body.detail].filter(Boolean).join(" ") }), true);
  }

  /* Whether what was typed is back in its form, to be mended at once: then it need not be kept beside it. */
  function again(item, result) {
    return result.status === 422 && !item.files && item.typed.length > 0 && drafts.restore(item);
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

  async function refresh(now = false) {
    if (state.leaving) return;
    if (!now && drafts.writing()) {
      jobs().dataset.later = ""; // never under the fingers of somebody who types; the fresh fragment comes without it
      return overlay();
    }
    const turn = ++asked;
    try {
      const response = await fetch(`/field/jobs${map.query()}`, { redirect: "manual", headers: headers() });
      if (response.type === "opaqueredirect" || response.status === 401) return void signOut();
      if (!response.ok) throw new Error(response.status);
      const html = await response.text();
      await drafts.lifted();
      if (turn !== asked || state.leaving) return; // a younger one is on its way
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
    document.getElementById("duty").textContent = jobs().dataset.duty;
    if (owner) vault.keep("jobs", { html, at: Date.now() }).catch(() => {});
    signs.loaded();
  }

  function comeBack() {
    if (!state.signedOut && stream.open()) return;
    state.signedOut = state.lost = false;
    stream.listen();
    queue.flush();
  }

  function swap(html) {
    const next = new DOMParser().parseFromString(html, "text/html").getElementById("jobs");
    if (!next) throw new Error("not the jobs");
    const before = known(), putBack = drafts.held();
    jobs().replaceWith(document.adoptNode(next));
    putBack();
    files.drawn();
    const news = [...jobs().querySelectorAll("[data-state=dispatched]")].filter((one) => !before.has(one.dataset.incident));
    if (news.length) signs.announce(news);
    map.draw();
  }

  function overlay() {
    const resting = performance.now() - lastTap < GHOST; // seen as such: a tap is never swallowed unseen
    if (resting) later("rest", GHOST, overlay);
    for (const job of jobs().querySelectorAll("[data-incident]")) {
      const waiting = queue.mine().filter((one) => one.incident === job.dataset.incident);
      const stored = waiting.filter((one) => one.failed);
      if (stored.length) advance(job, stored);
      for (const button of job.querySelectorAll("form[data-says] button:not([type=button])")) {
        const { form } = button, there = waiting.some((one) => one.fields.key === form.elements.key.value);
        button.disabled = "shut" in button.dataset || resting || there || waiting.some((one) => !one.failed && !one.files);
      }
    }
    files.waits(queue.mine());
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
    showCall(waiting.find((one) => one.rush));
  }

  /* A call for help that nobody has yet is said as plainly as can be, until the desk has it. */
  function showCall(call) {
    calling.hidden = !call;
    if (!call) return;
    const out = call.failed || state.signedOut;
    calling.querySelector("h2").textContent = `▲ ${say(out ? "help_stuck" : "help_goes")}`;
    calling.querySelector(".stuck").hidden = !out;
  }

  function tell(sentence, bad = false) {
    said.textContent = (bad ? "▲ " : "✓ ") + sentence;
    said.className = bad ? "said bad" : "said good";
    said.hidden = false;
    if (bad) said.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("focusout", () => later("stale", SETTLE, () => "later" in jobs().dataset && refresh()));
  document.addEventListener("visibilitychange", () => document.hidden || retry());
  addEventListener("online", () => retry().then(stream.listen));

  /* Opened: from the server's page, or from what the phone keeps. */
  async function begin() {
    if (await leave.left()) return leave.finish();
    await clock.load();
    await queue.ready();
    if (root.dataset.owner) {
      heard(jobs().outerHTML);
      stream.listen();
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
