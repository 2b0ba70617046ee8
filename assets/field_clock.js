/* When something was tapped, told as how long ago: a phone's clock may be wrong by a day. It is reckoned from when the server
   was last heard, by the machine's own count of time and, over a sleep or a restart, by the difference of the phone's clock. */
"use strict";

window.fieldClock = (vault) => {
  let anchor = null; // what the server's clock showed (ms), and what the phone's two clocks showed then

  const passed = () => Math.max(Date.now() - anchor.wall, anchor.mono === null ? 0 : performance.now() - anchor.mono, 0);
  const now = () => (anchor ? anchor.server + passed() : Date.now());

  async function load() {
    const kept = await vault.kept("clock").catch(() => null);
    if (kept && !anchor) anchor = { ...kept, mono: null };
  }

  function hear(server) {
    if (!server) return;
    anchor = { server, wall: Date.now(), mono: performance.now() };
    vault.keep("clock", { server, wall: anchor.wall }).catch(() => {});
  }

  return { load, hear, tapped: () => Math.round(now()), ago: (tapped) => Math.max(0, Math.round((now() - tapped) / 1000)) };
};
