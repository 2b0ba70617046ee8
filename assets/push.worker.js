/* Woken by the push service: shows what was told, says that it arrived, opens the page when it is tapped.
   Runs in a service worker of its own, or is brought by another one with importScripts("/assets/push.worker.js"). */
"use strict";

(function () {
  const arrived = ({ id, receipt }) =>
    fetch("/api/delivered", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ id, receipt }) }).catch(() => {});

  const show = ({ id, title, text, address, urgent }) =>
    self.registration.showNotification(title, { body: text, tag: id, renotify: true, requireInteraction: urgent, data: { address } });

  self.addEventListener("push", (event) => {
    const told = event.data.json();
    event.waitUntil(Promise.all([show(told), arrived(told)]));
  });

  /* A page of ours that is open already is brought to the front; only paths of ours are opened. */
  async function open(address) {
    const target = new URL(address || "/", self.location.origin);
    if (target.origin !== self.location.origin) return null;
    const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    const there = windows.find((one) => new URL(one.url).pathname === target.pathname);
    if (!there) return self.clients.openWindow(target.href);
    await there.focus();
    return there.url === target.href || !there.navigate ? there : there.navigate(target.href).catch(() => self.clients.openWindow(target.href));
  }

  self.addEventListener("notificationclick", (event) => {
    event.notification.close();
    event.waitUntil(open(event.notification.data?.address));
  });
})();
