/* What was told to me, in the staff's frame and on the phones: unseen first, opened is seen, live through the stream. */
"use strict";

(function () {
  const zone = "Asia/Shanghai";
  const bell = () => document.getElementById("shell-paging");
  const words = () => JSON.parse(bell().dataset.words);
  const made = (tag, props) => Object.assign(document.createElement(tag), props);
  const time = (at) => new Intl.DateTimeFormat("en-GB", { timeZone: zone, hour: "2-digit", minute: "2-digit" }).format(new Date(at));
  let asked = 0;

  function token() {
    const found = document.cookie.split("; ").find((part) => part.startsWith("_csrf_token="));
    return found ? decodeURIComponent(found.slice(12)) : "";
  }

  const ask = (path, options = {}) =>
    fetch(path, { redirect: "manual", ...options, headers: { "X-Requested-With": "fetch", ...options.headers } });
  const post = (path, body) =>
    ask(path, { method: "POST", body: body && JSON.stringify(body), headers: { "X-CSRFToken": token(), ...(body && { "Content-Type": "application/json" }) } });

  async function refresh() {
    if (!bell() || bell().hidden && window.Cockpit) return null;
    const turn = ++asked;
    try {
      const response = await ask("/paging");
      if (!response.ok) throw new Error(response.status);
      const news = await response.json();
      if (turn === asked) draw(news); // else a younger one is on its way
      return news;
    } catch {
      failed();
      return null;
    }
  }

  function draw({ unseen, latest }) {
    const list = document.getElementById("shell-paging-list");
    const count = document.getElementById("shell-paging-count");
    bell().hidden = false;
    bell().dataset.unseen = unseen;
    count.textContent = unseen ? String(unseen) : "";
    list.replaceChildren(...latest.map(row));
    if (!latest.length) list.append(made("p", { className: "empty", textContent: words().nothing }));
    document.dispatchEvent(new Event("paging-drawn"));
  }

  /* The last that was read stays; a sentence says that it may be old. */
  function failed() {
    const list = document.getElementById("shell-paging-list");
    if (list && !list.querySelector(".failed")) list.prepend(made("p", { className: "failed", textContent: words().failed }));
  }

  function row(one) {
    const button = made("button", { type: "button", className: one.seen_at ? "paged" : one.urgent ? "paged new urgent" : "paged new" });
    button.dataset.paging = one.id;
    const state = one.seen_at ? words().seen.replace("{time}", time(one.seen_at)) : words().unseen;
    button.append(made("strong", { textContent: (one.seen_at ? "✓ " : one.urgent ? "▲ " : "◆ ") + one.says }));
    button.append(made("small", { textContent: `${time(one.at)} · ${state}` }));
    button.onclick = () => open(one);
    const item = made("div", {});
    item.setAttribute("role", "listitem");
    item.append(button);
    return item;
  }

  async function open(one) {
    const response = await post(`/paging/${one.id}/seen`).catch(() => null);
    if (!response?.ok) return failed();
    if (one.address && one.address !== location.pathname) return location.assign(one.address);
    return refresh();
  }

  /* --- live: the stream says that there is news for me, and nothing else --- */

  async function hear(change) {
    if (change.subject !== "paging" && change.event !== "paging_seen") return;
    const news = await refresh();
    const one = change.event === "paged" && news?.latest.find((each) => String(each.id) === change.subject_id);
    if (one?.address && window.Cockpit?.toasted?.(one.address)) return; // the desk's own alarm has said so
    if (one?.urgent) window.Cockpit?.ring ? window.Cockpit.ring(2) : navigator.vibrate?.([300, 100, 300]);
    if (one && window.Cockpit?.toast) window.Cockpit.toast(one.says, one.address && words().open, one.urgent ? "red" : "done", one.address);
  }

  window.Paging = { refresh, post, ask };
  document.addEventListener("cockpit-begun", refresh);
  document.addEventListener("paged", (event) => hear(JSON.parse(event.detail)));
  if (window.Cockpit?.on) window.Cockpit.on("change", hear);
  else if (bell()) refresh();
})();
