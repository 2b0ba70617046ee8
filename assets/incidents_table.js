/* The table's library is the largest of all scripts, and no other page has a table: it is brought when the board is opened,
   beside its rows, and once. */
"use strict";

(function () {
  const board = window.CockpitBoard;
  let bringing = null; // the promise of the script
  let missed = null; // what was asked for and did not come
  let there;
  board.library = new Promise((resolve) => { there = resolve; });

  function brought(address) {
    bringing = bringing || new Promise((resolve, reject) => {
      const script = Object.assign(document.createElement("script"), { src: address, onload: resolve });
      script.onerror = () => { bringing = null; script.remove(); reject(new Error("the table's library did not come")); };
      document.head.append(script);
    });
    return bringing;
  }

  /* What Dash draws as soon as it can. */
  async function table(asked) {
    try {
      await brought(asked.library);
      there();
      return asked.table;
    } catch {
      missed = asked;
      board.failed();
      return window.dash_clientside.no_update;
    }
  }

  function again() {
    if (missed) board.put("incidents-plan", { ...missed });
    missed = null;
  }

  Object.assign(board, { table, again, missing: () => missed !== null });
})();
