/* Imports in the browser: a file on its way by a request of its own, which one is chosen, and how far a run is. */
"use strict";

(function () {
  const Cockpit = (window.Cockpit = window.Cockpit || {});
  const element = (id) => document.getElementById(id);
  const LOOK = 1000;
  const MOVES = ["confirm", "stop", "undo", "columns", "mean"].map((name) => `#inventory-import-${name}`).join(",");
  const here = () => element("inventory-import");
  const put = (name, data) => here() && window.dash_clientside.set_props(`inventory-import-${name}`, { data });
  let ticks = 0;
  let open = null; // the batch that is shown
  let stood = ""; // where it stood when it was asked last

  const tick = () => put("tick", (ticks += 1));
  const say = (words) => { const line = element("inventory-import-said"); if (line) line.textContent = words; };
  const token = () => (document.cookie.match(/(?:^|; )_csrf_token=([^;]*)/) || [])[1] || "";

  /* --- a file on its way --- */

  function bring(file) {
    const kind = element("inventory-import-kind").value;
    const request = new XMLHttpRequest();
    const source = element("inventory-import-source")?.value.trim() || "";
    const asked = new URLSearchParams({ name: file.name, kind, ...(source && { source }) });
    request.open("POST", `/api/imports?${asked}`);
    request.setRequestHeader("X-CSRFToken", decodeURIComponent(token()));
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = (event) => event.lengthComputable && sent(event.loaded / event.total);
    request.onload = () => arrived(request);
    request.onerror = () => say(element("inventory-import-drop").dataset.lost);
    request.send(file);
  }

  function sent(share) {
    const bar = element("inventory-import-bar");
    bar.hidden = false;
    bar.value = share;
  }

  function arrived(request) {
    element("inventory-import-bar").hidden = true;
    let told = {};
    try { told = JSON.parse(request.responseText); } catch { /* a gateway answered in its own words */ }
    if (request.status !== 202) return say([told.title, told.detail].filter(Boolean).join(" ") || String(request.status));
    say("");
    choose(told.id);
  }

  function choose(batch) {
    open = batch;
    put("chosen", batch);
    tick();
    follow(batch);
  }

  /* --- how far a run is: asked by whoever has it open, and only while it runs --- */

  async function ask(batch) {
    const answer = await fetch(`/api/imports/${batch}`, { headers: { Accept: "application/json" } });
    return answer.ok ? answer.json() : {};
  }

  async function follow(batch) {
    const state = await ask(batch);
    stood = state.state;
    const bar = element("inventory-import-progress");
    if (bar && state.of) { bar.max = state.of; bar.value = state.done; }
    if (state.runs && here() && batch === open) setTimeout(() => follow(batch), LOOK);
    else tick();
  }

  /* What was pressed is on its way: as soon as the batch moved, it is drawn anew and followed. */
  async function moved(batch, from, tries) {
    const state = await ask(batch);
    if (state.state === from && tries) return setTimeout(() => moved(batch, from, tries - 1), LOOK / 4);
    tick();
    follow(batch);
  }

  /* --- what is touched --- */

  function pick() {
    const input = document.createElement("input");
    input.type = "file";
    input.addEventListener("change", () => input.files.length && bring(input.files[0]));
    input.click();
  }

  document.addEventListener("click", (event) => {
    const row = event.target.closest("[data-import]");
    if (row) choose(Number(row.dataset.import));
    if (event.target.closest("#inventory-import-choose")) pick();
    if (open !== null && event.target.closest(MOVES)) moved(open, stood, 12);
    if (event.target.closest("#inventory-import-columns")) put("wanted", [said("system"), ...chosenColumns()]);
    const learned = event.target.closest("[data-forget]");
    if (learned) forget(learned);
    if (event.target.closest("#inventory-import-mean")) put("meant", [said("sheet"), said("kind")]);
  });

  /* Drawn anew once it is forgotten: a drawing that was asked before comes later and would bring the button back. */
  function forget(button) {
    button.disabled = true;
    put("forget", Number(button.dataset.forget));
  }

  const said = (name) => (document.querySelector(`#inventory-import [data-${name}]`) || {}).value || "";
  const chosenColumns = () => [...document.querySelectorAll("#inventory-import [data-column]")].map((one) => one.value);

  const overDrop = (event) => event.target.closest && event.target.closest("#inventory-import-drop");
  document.addEventListener("dragover", (event) => { if (overDrop(event)) event.preventDefault(); });
  document.addEventListener("drop", (event) => {
    if (!overDrop(event)) return;
    event.preventDefault();
    if (event.dataTransfer.files.length) bring(event.dataTransfer.files[0]);
  });

  document.addEventListener("DOMContentLoaded", () => Cockpit.on("change", (change) => {
    if (change.subject === "import_batch") tick();
  }));
})();
