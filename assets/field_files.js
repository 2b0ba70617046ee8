/* Photos and a voice note on the teams' phone: chosen, they go at once, smaller than they were taken; without this script
   they go along with the form. What does not go stays named, with a button to try again. */
"use strict";

(() => {
  const root = document.getElementById("field");
  const waiting = new Map(); // of each job and form what did not go yet: its files and their key
  const words = JSON.parse(root.dataset.files);
  const jobs = () => document.getElementById("jobs");

  function say(note, text, bad) {
    if (!note) return;
    note.textContent = (bad ? "▲ " : "") + text;
    note.classList.toggle("bad", Boolean(bad));
    note.hidden = !text;
  }

  /* The page may have been drawn anew since: what is said stands where the job is now. */
  const noteOf = (job) => jobs().querySelector(`.files [data-job="${job}"]`)?.closest(".files").querySelector(".files-said");
  const newKey = () => crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`;

  async function send(job, form, files, key) {
    const name = `${job} ${form}`;
    waiting.set(name, { files, key });
    say(noteOf(job), words.sending);
    try {
      const why = await window.cockpitPictures.send(`/field/${job}/attachments`, jobs().dataset.csrf, form, files, key);
      waiting.delete(name);
      say(noteOf(job), why || words.sent, why);
    } catch {
      say(noteOf(job), words.kept, true);
      addEventListener("online", () => waiting.get(name)?.key === key && send(job, form, files, key), { once: true });
    }
  }

  document.addEventListener("change", (event) => {
    const input = event.target;
    if (input.type !== "file" || !input.dataset.job || !input.files.length) return;
    send(input.dataset.job, input.name, [...input.files], newKey());
    input.value = "";
  });

  /* --- a voice note, recorded here where the browser can --- */

  let recording = null;
  if (window.MediaRecorder && navigator.mediaDevices?.getUserMedia) document.body.classList.add("records");
  const buttonOf = (job) => jobs().querySelector(`.record[data-job="${job}"]`);

  async function record(job, most) {
    let sound;
    try {
      sound = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch {
      return say(noteOf(job), words.deaf, true);
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
      send(job, "voice", [new File(parts, "voice", { type: recorder.mimeType })], newKey());
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

  /* A report has no number yet: with files in it the whole form goes as it stands, and the server leads back here. */
  document.addEventListener("submit", (event) => {
    const inputs = [...event.target.querySelectorAll("input[type=file]")];
    if (!inputs.some((input) => input.files.length)) return;
    event.stopImmediatePropagation();
    say(inputs[0].closest(".files").querySelector(".files-said"), words.sending);
  }, true);
})();
