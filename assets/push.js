/* Whether this phone or browser may be woken: one button in the bell, drawn where the browser and the installation can. */
"use strict";

(function () {
  const can = () => window.Paging && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  const words = () => JSON.parse(document.getElementById("shell-paging").dataset.words);
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));
  let state = null; // {key, here}, as the server has it

  /* The phones' own service worker brings the push handler along; elsewhere it stands alone. */
  async function registered() {
    const own = location.pathname.startsWith("/field") && navigator.serviceWorker.ready;
    const found = (await own) || (await navigator.serviceWorker.register("/assets/push.worker.js"));
    await active(found);
    return found;
  }

  const active = (found) =>
    new Promise((resolve) => {
      if (found.active) return resolve();
      const coming = found.installing || found.waiting;
      coming.addEventListener("statechange", () => coming.state === "activated" && resolve());
    });

  async function allow(say) {
    if ((await Notification.requestPermission()) !== "granted") return say(words().denied);
    const found = await registered();
    const subscription = await found.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(state.key) });
    const response = await window.Paging.post("/paging/push", subscription.toJSON());
    if (!response.ok) throw new Error(response.status);
    state.here = true;
    return draw();
  }

  async function stop() {
    const found = await registered();
    const subscription = await found.pushManager.getSubscription();
    if (subscription) await subscription.unsubscribe();
    const response = await window.Paging.post("/paging/push/stop");
    if (!response.ok) throw new Error(response.status);
    state.here = false;
    return draw();
  }

  function draw() {
    const list = document.getElementById("shell-paging-list");
    if (!list || !state?.key) return;
    list.querySelector(".push")?.remove();
    const button = Object.assign(document.createElement("button"), { type: "button", className: "push" });
    button.textContent = state.here ? words().stop : words().allow;
    const say = (text) => { button.textContent = text; };
    button.onclick = () => (state.here ? stop() : allow(say)).catch(() => say(words().failed));
    list.append(button);
  }

  /* Asked for when the bell is opened, and drawn anew whenever its list is. */
  async function look() {
    if (!can()) return;
    if (state === null) {
      const response = await window.Paging.ask("/paging/push").catch(() => null);
      if (!response?.ok) return;
      state = await response.json();
    }
    draw();
  }

  document.addEventListener("toggle", (event) => { if (event.target.id === "shell-paging" && event.target.open) look(); }, true);
  document.addEventListener("paging-drawn", draw);
})();
