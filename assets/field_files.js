/* Photos and a voice note on the teams' phone: chosen, they are kept like a tap, smaller than they were taken, and go out in
   their turn; without this script they go along with the form. */
"use strict";

/* `page` is what this asks of the page: keep (an item of the queue), tapped. */
window.fieldFiles = (root, jobs, page) => {
  const words = JSON.parse(root.dataset.files);
  root.classList.add("scripted"); // what is chosen is named by us, and the browser's own words for it need not be seen

  function say(note, text, bad = false) {
    if (!note) return;
    note.textContent = (bad ? "▲ " : "") + text;
    note.classList.toggle("bad", bad);
    note.hidden = !text;
  }

  /* The page may have been drawn anew since: what is said stands where the job is now. */
  const noteOf = (job) => jobs().querySelector(`.files [data-job="${job}"]`)?.closest(".files").querySelector(".files-said");
  const said = new Map();
  function tell(job, ...what) {
    said.set(job, what);
    say(noteOf(job), ...what);
  }
  const drawn = () => said.forEach((what, job) => say(noteOf(job), ...what));
  const newKey = () => crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;
  const path = (job) => `/field/${job}/attachments`;

  async function keep(job, form, files) {
    const key = newKey(), tapped = page.tapped();
    tell(job, words.sending);
    await page.keep({
      entries: [["key", key]], fields: { key }, files: files.map((file) => ({ name: form, filename: file.name, blob: file })),
      typed: form === "photo" ? files.map((file) => file.name) : [], action: path(job), says: words[form], incident: String(job),
      code: document.getElementById(`job-${job}`)?.dataset.code, tapped,
    });
  }

  document.addEventListener("change", (event) => {
    const input = event.target, { job, most } = input.dataset;
    if (input.type !== "file" || !input.files.length) return;
    const many = Boolean(most) && input.files.length > Number(most);
    const note = input.closest(".files").querySelector(".files-said");
    if (many) say(note, words.many.replace("{n}", most), true);
    else if (job) keep(job, input.name, [...input.files]);
    else say(note, [...input.form.querySelectorAll("[type=file]")].flatMap((one) => [...one.files]).map((file) => file.name).join(" · "));
    if (many || job) input.value = "";
  });

  /* As they are kept: what the camera wrote stays behind. */
  const smaller = (item) =>
    Promise.all((item.files ?? []).map(async (file) => (file.name === "photo" ? { ...file, blob: await window.cockpitPictures.smaller(file.blob) } : file)));

  const mine = (item) => item.action === path(item.incident);

  /* What became of it, where it was chosen. */
  function settle(item, result) {
    if (mine(item)) tell(item.incident, result.ok ? words.sent : "");
  }

  function waits(items) {
    for (const one of items) if (one.failed && mine(one)) tell(one.incident, words.kept);
  }

  const empty = (form) => say(form.querySelector(".files-said"), "");

  /* --- a voice note, recorded here where the browser can --- */

  let recording = null;
  if (window.MediaRecorder && navigator.mediaDevices?.getUserMedia) document.body.classList.add("records");
  const buttonOf = (job) => jobs().querySelector(`.record[data-job="${job}"]`);

  async function record(job, most) {
    let sound;
    try {
      sound = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      return tell(job, words.deaf, true);
    }
    const recorder = new MediaRecorder(sound, { audioBitsPerSecond: 32000 }), parts = [], since = performance.now();
    const seconds = () => Math.floor((performance.now() - since) / 1000);
    const ticking = setInterval(() => (seconds() >= most - 1 ? recording?.stop() : tick(job, seconds())), 250);
    recorder.ondataavailable = (event) => parts.push(event.data);
    recorder.onstop = () => {
      clearInterval(ticking);
      sound.getTracks().forEach((track) => track.stop());
      recording = null;
      tick(job, null);
      keep(job, "voice", [new File(parts, "voice", { type: recorder.mimeType })]);
    };
    recording = recorder;
    recorder.start();
    tick(job, 0);
  }

  function tick(job, seconds) {
    const button = buttonOf(job);
    if (!button) return;
    const span = seconds === null ? "" : `0:${String(seconds).padStart(2, "0")}`;
    button.textContent = span ? words.stop.replace("{span}", span) : words.record;
    button.classList.toggle("strong", Boolean(span));
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.(".record");
    if (!button) return;
    if (recording) recording.stop();
    else record(button.dataset.job, Number(button.dataset.most));
  });

  return { smaller, settle, waits, empty, drawn };
};
