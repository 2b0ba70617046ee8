/* Keeps the shell of the field app and its files, so that it opens without network. `KEPT` (put before this by the server)
   names them, under a name that changes with what they hold: then this worker is another one, and takes the old one's
   place. It keeps nothing else: no other page, and never an answer with somebody's jobs. */

const OURS = "field-", LEFT = "left-field", PAGE = "/field", PATIENCE = 6000;

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(
    caches.open(self.KEPT.name).then((cache) =>
      cache.addAll([self.KEPT.shell, ...self.KEPT.files].map((address) => new Request(address, { cache: "reload" })))),
  );
});

self.addEventListener("activate", (event) => {
  const old = (names) => names.filter((name) => name.startsWith(OURS) && name !== self.KEPT.name);
  event.waitUntil(caches.keys().then((names) => Promise.all(old(names).map((name) => caches.delete(name)))).then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event, address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== self.location.origin) return;
  if (request.mode === "navigate" && address.pathname === PAGE) event.respondWith(page(event));
  else if (self.KEPT.files.includes(address.pathname + address.search)) event.respondWith(file(request));
});

/* The server's page; the shell when it does not come, or is a fault of the server's, or when somebody left without
   network: then the server does not know yet, and must not show their jobs to whoever opens the page next. */
async function page(event) {
  const shell = await kept(self.KEPT.shell);
  if (shell && (await caches.has(LEFT))) return shell;
  const asked = fetch(event.request).then((found) => (found.status >= 500 && shell ? shell : found));
  if (!shell) return asked;
  const waited = new Promise((resolve) => setTimeout(resolve, PATIENCE, shell));
  return Promise.race([asked.catch(() => shell), waited]);
}

const kept = async (address) => (await caches.open(self.KEPT.name)).match(address);
const file = async (request) => (await kept(request.url)) ?? fetch(request);
