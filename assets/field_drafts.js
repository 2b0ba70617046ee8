/* The page is drawn anew under whoever uses it: what they typed, chose or opened stays, what they hear goes on, and no
   button goes from under a finger. */
"use strict";

window.fieldDrafts = (root, jobs) => {
  const CLICK = 100, OURS = ["key", "state", "csrf_token"];

  const path = (details) => `${details.closest("[data-incident]")?.dataset.incident} ${details.classList[0]}`;
  const writing = () => jobs().contains(document.activeElement) && document.activeElement.matches("input:not([type=radio], [type=checkbox]), textarea");

  const sounding = () => [...jobs().querySelectorAll("audio")].filter((one) => !one.paused);

  /* What is there now; called on the next page, in the same turn, it puts it back: a voice goes on where it is. */
  function held() {
    const heard = sounding();
    const typed = [...jobs().querySelectorAll("form")].map(draft);
    const open = [...jobs().querySelectorAll("details[open]")].map(path);
    const chosen = [...jobs().querySelectorAll("form [type=file]:not([data-job])")].filter((one) => one.files.length).map((one) => [one.form.getAttribute("action"), one]);
    return () => {
      for (const one of typed) restore(one);
      for (const [action, one] of chosen) keepFiles(action, one);
      for (const one of jobs().querySelectorAll("details")) if (open.includes(path(one))) one.open = true;
      for (const one of heard) jobs().querySelector(`audio[src="${one.getAttribute("src")}"]`)?.replaceWith(one);
    };
  }

  /* No script may fill such a field: the one that holds what was chosen takes the new one's place. */
  function keepFiles(action, input) {
    const form = [...jobs().querySelectorAll("form")].find((one) => one.getAttribute("action") === action);
    const there = form?.querySelector(`[type=file][name="${input.name}"]`);
    if (!there) return;
    there.replaceWith(input);
    input.dispatchEvent(new Event("change", { bubbles: true })); // it is named beside it again
  }

  function draft(form) {
    const entries = [...new FormData(form)].filter(([, value]) => typeof value === "string");
    return { action: form.getAttribute("action"), entries, fields: Object.fromEntries(entries) };
  }

  /* Whether its form is there. What the server wrote into hidden fields is its own, but for where a report is. */
  function restore({ action, entries, fields }) {
    const forms = [...root.querySelectorAll("form")].filter(
      (form) => form.getAttribute("action") === action && (form.elements.state?.value ?? "") === (fields.state ?? ""),
    );
    for (const form of forms) {
      const report = form.closest(".report");
      for (const box of form.querySelectorAll("[type=checkbox]")) box.checked = entries.some(([name, value]) => name === box.name && value === box.value);
      for (const [name, value] of entries) {
        const field = form.elements[name];
        if (!field || !value || OURS.includes(name) || field.type === "checkbox" || (field.type === "hidden" && !report)) continue;
        field.value = value;
      }
      if (report) report.open = true;
    }
    return forms.length > 0;
  }

  /* A finger lifts where it came down: a button that was exchanged in between hears of no tap, and nobody sees that. */
  let down = false;
  const waiting = [];
  const lifted = () => down && new Promise((go) => waiting.push(go));
  const lift = () => {
    down = false;
    for (const go of waiting.splice(0)) go();
  };
  document.addEventListener("pointerdown", () => (down = true));
  for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => setTimeout(lift, CLICK));

  return { held, restore, writing, lifted };
};
