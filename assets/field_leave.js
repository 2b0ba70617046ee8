/* Signing out of a phone that still holds something: it says how many, and sends them now or seals them for the shift lead.
   After that nothing of the person is left on it. Without network all of that is done here at once; the server is told,
   and given what was sealed, as soon as it can be heard. */
"use strict";

window.fieldLeave = (root, vault, queue, say, page) => {
  const form = root.querySelector("form.leave[method=post]"), panel = root.querySelector("#leaving");
  const LEFT = "left-field", BOX = "district cockpit: handed over";
  const encoder = new TextEncoder();
  const base64 = (bytes) => btoa(String.fromCharCode(...new Uint8Array(bytes)));

  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    queue.mine().length || queue.refused().length ? ask() : leave();
  });

  function ask(sentence = say("leave_with", { n: queue.mine().length, refused: queue.refused().length })) {
    panel.querySelector("p").textContent = sentence;
    panel.querySelector("[data-act=hand]").hidden = !window.fieldVault.usable() || !page.seal() || !queue.mine().length;
    panel.querySelector("[data-act=send]").hidden = !queue.mine().length;
    panel.querySelector("[data-act=drop]").hidden = queue.mine().length > 0;
    panel.hidden = false;
    panel.scrollIntoView({ block: "nearest" });
  }

  const acts = {
    stay: () => (panel.hidden = true),
    drop: leave,
    async send() {
      await page.retry();
      if (queue.mine().length) ask(say("still", { n: queue.mine().length }));
      else if (queue.refused().length) ask();
      else await leave();
    },
    async hand() {
      for (const item of queue.mine()) {
        const { key, ...box } = await shut(item);
        await window.fieldVault.sealed.put({ key, box });
        await queue.drop(item);
      }
      await leave();
    },
  };
  panel.addEventListener("click", (event) => acts[event.target.dataset?.act]?.());

  /* ECDH with a pair made for this one time, HKDF, AES-GCM: from here on the server alone can open it. */
  async function shut(item) {
    const { proof, key: key_id, point } = page.seal(), files = await queue.filesOf(item);
    const theirs = Uint8Array.from(atob(point), (one) => one.charCodeAt(0));
    const curve = { name: "ECDH", namedCurve: "P-256" };
    const ours = await crypto.subtle.generateKey(curve, false, ["deriveBits"]);
    const server = await crypto.subtle.importKey("raw", theirs, curve, false, []);
    const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: server }, ours.privateKey, 256);
    const whole = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
    const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: encoder.encode(BOX) };
    const key = await crypto.subtle.deriveKey(how, whole, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: encoder.encode(BOX) }, key, await packed(item, files, proof));
    return { key: crypto.randomUUID(), key_id, point: base64(await crypto.subtle.exportKey("raw", ours.publicKey)), iv: base64(iv), data };
  }

  async function packed({ action, entries, says, code, tapped }, files, proof) {
    const told = files.map(({ name, filename, blob }) => ({ name, filename, type: blob.type, size: blob.size }));
    const head = encoder.encode(JSON.stringify({ action, entries, says, code, tapped, proof, files: told }));
    const length = new Uint8Array(4);
    new DataView(length.buffer).setUint32(0, head.length);
    return new Blob([length, head, ...files.map(({ blob }) => blob)]).arrayBuffer();
  }

  async function leave() {
    panel.hidden = true;
    const token = page.token();
    page.leaving();
    await window.fieldVault.forget(vault.owner).catch(() => {});
    document.getElementById("jobs").replaceChildren();
    document.getElementById("shell-paging")?.remove();
    await window.caches?.open(LEFT).catch(() => {});
    await finish(token);
  }

  /* Also the first thing that a page does which is opened after somebody left without network. */
  async function finish(token = "") {
    page.leaving();
    try {
      const known = token || (await freshToken());
      if (known) {
        await deliver(known);
        const answer = await fetch("/sign-out", { method: "POST", redirect: "manual", headers: { "X-CSRFToken": known } });
        if (answer.type !== "opaqueredirect" && answer.status >= 500) throw new Error(answer.status);
      }
    } catch {
      return page.later("leave", 5000, finish);
    }
    await gone();
    location.replace("/sign-in?next=/field");
  }

  async function freshToken() {
    const answer = await fetch("/field/jobs", { redirect: "manual", headers: { "X-Requested-With": "fetch" } });
    if (answer.status >= 500) throw new Error(answer.status);
    if (!answer.ok) return "";
    return new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("jobs")?.dataset.csrf ?? "";
  }

  /* Whoever is signed in delivers what others left sealed. */
  async function deliver(token) {
    for (const { id, key, box } of await window.fieldVault.sealed.all()) {
      const body = new FormData();
      for (const name of ["key_id", "point", "iv"]) body.append(name, box[name]);
      body.append("key", key);
      body.append("sealed", new Blob([box.data]), "sealed");
      const answer = await fetch("/field/hand-over", { method: "POST", body, redirect: "manual", headers: { "X-Requested-With": "fetch", "X-CSRFToken": token } });
      if (!answer.ok && answer.status !== 422 && answer.status !== 404) throw new Error(answer.status);
      await window.fieldVault.sealed.drop(id);
    }
  }

  /* The shell too, and the worker that keeps it; they come again with the next who signs in. */
  async function gone() {
    for (const name of (await window.caches?.keys()) ?? []) if (name === LEFT || name.startsWith("field-")) await caches.delete(name);
    for (const one of (await navigator.serviceWorker?.getRegistrations()) ?? []) if (new URL(one.scope).pathname === "/field") await one.unregister();
  }

  const left = async () => Boolean(await window.caches?.has(LEFT).catch(() => false));
  return { left, finish, deliver };
};
