/* One stream per browser: this script runs in a SharedWorker (or, where there is none, in the page) and hands
   every change on to all tabs. It keeps the last changes, so that a tab whose data is older catches up from here. */
"use strict";

function LiveHub() {
  const ports = new Set();
  const kept = [];
  const KEEP = 2000;
  const SILENCE = 35000;
  let source = null;
  let from = null; // the change id from which `kept` is complete
  let last = null;
  let heard = 0;
  let state = "connecting";

  const post = (message) => ports.forEach((port) => port.postMessage(message));

  function tell(next) {
    if (next !== state) {
      state = next;
      post({ kind: "state", state });
    }
  }

  function keep(change) {
    if (change.id <= last) return;
    last = change.id;
    kept.push(change);
    if (kept.length > KEEP) from = kept.shift().id;
    post({ kind: "change", change });
  }

  function open() {
    if (source) source.close();
    source = new EventSource("/api/stream?after=" + last);
    heard = Date.now();
    source.onopen = () => { heard = Date.now(); tell("live"); };
    source.onerror = () => {
      tell("down");
      if (source.readyState === EventSource.CLOSED) setTimeout(open, 2000);
    };
    source.addEventListener("change", (event) => { heard = Date.now(); tell("live"); keep(JSON.parse(event.data)); });
    source.addEventListener("beat", (event) => {
      heard = Date.now();
      tell("live");
      post({ kind: "beat", ...JSON.parse(event.data) });
    });
    source.addEventListener("reset", (event) => {
      kept.length = 0;
      from = last = Number(event.lastEventId) || last;
      post({ kind: "reset" });
    });
    source.addEventListener("signed_out", () => { source.close(); post({ kind: "signed_out" }); });
  }

  function join(port, after) {
    ports.add(port);
    if (source === null || source.readyState === EventSource.CLOSED) {
      from = last = after;
      kept.length = 0;
      open();
    } else if (after < from) {
      port.postMessage({ kind: "reset" });
    }
    kept.filter((change) => change.id > after).forEach((change) => port.postMessage({ kind: "change", change }));
    port.postMessage({ kind: "state", state });
  }

  setInterval(() => {
    if (source && Date.now() - heard > SILENCE) { tell("down"); open(); }
  }, 5000);

  return {
    connect(port) {
      port.onmessage = (event) => {
        if (event.data.kind === "join") join(port, event.data.after);
        if (event.data.kind === "leave") ports.delete(port);
      };
      if (port.start) port.start();
    },
  };
}

const hub = LiveHub();
if (typeof window === "undefined") {
  self.onconnect = (event) => hub.connect(event.ports[0]);
} else {
  window.CockpitHub = hub;
}
