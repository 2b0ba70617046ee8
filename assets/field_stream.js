/* Live: the stream says that something changed, the server's fragment says what. */
"use strict";

/* `page` is what the stream asks of the page: state, silent, change, later, refresh, heard, signOut, show. */
window.fieldStream = (page) => {
  const SETTLE = 200, SILENCE = 40000, AGAIN = 5000;
  let stream = null;

  function close() {
    stream?.close();
    stream = null;
  }

  function alive() {
    page.later("silence", SILENCE, listen);
    if (!page.state.lost) return;
    page.state.lost = false;
    page.refresh();
  }

  function lost(own) {
    page.state.lost = true;
    page.show();
    if (own.readyState === EventSource.CLOSED) page.later("listen", AGAIN, () => page.refresh().then(listen));
  }

  function listen() {
    close();
    if (page.silent()) return;
    const own = (stream = new EventSource(`/api/stream?after=${page.change()}`));
    own.onopen = alive;
    own.onerror = () => lost(own);
    own.addEventListener("beat", (event) => {
      alive();
      page.heard(JSON.parse(event.data).now);
    });
    own.addEventListener("reset", () => page.later("refresh", SETTLE, page.refresh));
    own.addEventListener("signed_out", () => {
      own.close();
      page.signOut();
    });
    own.addEventListener("change", (event) => {
      document.dispatchEvent(new CustomEvent("paged", { detail: event.data }));
      alive();
      page.later("refresh", SETTLE, page.refresh);
    });
  }

  return { listen, close, open: () => stream !== null };
};
