/* What is typed into a report stays on the phone until it is sent, and to the end of its window at most.

   It is kept under a digest of the paper's code. Whoever shares the phone may read it while it waits: it can be forgotten.
   Without this file the form works as it is. */
"use strict";
(() => {
  const PREFIX = "report:";
  const KINDS = /^(temperature|symptoms|needs|mood|call_me|words|agreed)-/;
  const form = document.getElementById("report");
  const sent = document.getElementById("sent");
  const shows = (id, on) => { const it = document.getElementById(id); if (it) it.hidden = !on; };

  // A phone may refuse to keep anything (private window, full): then nothing is kept, and nothing else changes.
  function kept(name) {
    try { return JSON.parse(localStorage.getItem(name)); } catch { return null; }
  }
  function keep(name, draft) {
    try { localStorage.setItem(name, JSON.stringify(draft)); } catch { /* it is not kept */ }
  }
  function forget(name) {
    try { localStorage.removeItem(name); } catch { /* nothing is kept */ }
  }

  function sweep() {
    let names = [];
    try { names = Object.keys(localStorage).filter((name) => name.startsWith(PREFIX)); } catch { return; }
    for (const name of names) {
      const draft = kept(name);
      if (!draft || !(draft.until > Date.now())) forget(name);
    }
  }

  function fieldsOf() {
    const found = [];
    for (const [name, value] of new FormData(form)) if (KINDS.test(name) && value) found.push([name, value]);
    return found;
  }

  // Whether anything of it has its place here.
  function fill(fields) {
    let found = false;
    for (const [name, value] of fields) {
      for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        found = true;
        const ticked = field.type === "checkbox" || field.type === "radio";
        if (!ticked) field.value = value;
        else if (field.value === value) field.checked = true;
        const folded = field.closest("details");
        if (folded) folded.open = true;
      }
    }
    return found;
  }

  function clear() {
    form.reset();
    for (const field of form.querySelectorAll("input, textarea")) {
      if (!KINDS.test(field.name)) continue;
      if (field.type === "checkbox" || field.type === "radio") field.checked = false;
      else field.value = "";
    }
  }

  function network() {
    shows("away", !navigator.onLine && !waiting);
    shows("waiting", waiting);
  }

  async function reached() {
    if (!navigator.onLine) return false;
    try {
      const answer = await fetch("/p/report", { method: "HEAD", cache: "no-store" });
      return answer.status < 500;
    } catch {
      return false;
    }
  }

  let waiting = false;
  let asking = false;
  sweep();
  if (!sent) return;
  const name = PREFIX + sent.dataset.draft;
  const before = kept(name);
  const arrived = before && sent.dataset.sent && before.key === sent.dataset.sent;
  if (arrived) forget(name);
  if (!form) return;
  const until = Date.now() + Number(form.dataset.seconds) * 1000;
  const fresh = form.dataset.filled !== "yes" && form.dataset.again !== "yes";
  if (before && !arrived && fresh && before.window === form.elements.window.value && fill(before.fields)) {
    form.elements.key.value = before.key;
    shows("kept", true);
  }

  // A correction begins with what was sent, which the server has.
  function remember() {
    if (form.dataset.again === "yes") return;
    const fields = fieldsOf();
    if (fields.length) keep(name, { key: form.elements.key.value, window: form.elements.window.value, until, fields });
    else forget(name);
  }

  async function send() {
    if (asking) return;
    asking = true;
    const there = await reached();
    asking = false;
    waiting = !there;
    network();
    if (there) form.submit();
  }

  form.addEventListener("input", remember);
  form.addEventListener("change", remember);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    remember();
    send();
  });
  document.getElementById("forget").addEventListener("click", () => {
    waiting = false;
    forget(name);
    clear();
    shows("kept", false);
    network();
  });
  window.addEventListener("online", () => (waiting ? send() : network()));
  window.addEventListener("offline", network);
  setInterval(() => { if (waiting) send(); }, 5000);
  setTimeout(() => forget(name), Math.min(until - Date.now(), 0x7fffffff));
  network();
  if (fieldsOf().length) remember(); // typed before this file came, or refused and back
  form.dataset.keeps = "yes";
})();
