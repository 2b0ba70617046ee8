/* Photos and a voice note on the teams' phone: chosen, they go at once, smaller than they were taken; without this script
   they go along with the form. What does not go stays named, with a button to try again. */
"use strict";

(() => {
  const root = document.getElementById("field");
  const waiting = new Map(); // of each job and form what did not go yet: its files and their key
  const words = JSON.parse(root.dataset.files);
  const jobs = () => document.getElementById("jobs");
  const formOf = (input) => input.closest("form");

  function say(note, text, bad) {
    note.textContent = (bad ? "▲ " : "") + text;
    note.classList.toggle("bad", Boolean(bad));
    note.hidden = !text;
  }

  const noteOf = (input) => input.closest(".files").querySelector(".files-said");

  async function send(input, files, key) {
    const name = `${formOf(input).getAttribute("action")} ${input.name}`;
    waiting.set(name, { files, key });
    input.disabled = true;
    say(noteOf(input), words.sending);
    const address = `/field/${input.dataset.job}/attachments`;
    try {
      const why = await window.cockpitPictures.send(address, jobs().dataset.csrf, input.name, files, key);
      waiting.delete(name);
      say(noteOf(input), why || words.sent, why);
    } catch {
      say(noteOf(input), words.kept, true);
      addEventListener("online", () => waiting.has(name) && send(input, files, key), { once: true });
    }
    input.disabled = false;
    input.value = "";
  }

  document.addEventListener("change", (event) => {
    const input = event.target;
    if (input.type !== "file" || !input.dataset.job || !input.files.length) return;
    send(input, [...input.files], crypto.randomUUID?.() ?? `${Date.now()}-${Math.random()}`);
  });

  /* A report has no number yet: with files in it the whole form goes as it stands, and the server leads back here. */
  document.addEventListener("submit", (event) => {
    const inputs = [...event.target.querySelectorAll("input[type=file]")];
    if (!inputs.some((input) => input.files.length)) return;
    event.stopImmediatePropagation();
    say(inputs[0].closest(".files").querySelector(".files-said"), words.sending);
  }, true);
})();
