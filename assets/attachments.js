/* Photos and a voice note brought at the desk: chosen, made smaller, sent; the stream then draws them for everybody. */
"use strict";

(function () {
  const TAKES = { photo: "image/jpeg,image/png,image/webp", voice: "audio/*" };
  const token = () => decodeURIComponent((document.cookie.match(/(?:^|; )_csrf_token=([^;]*)/) || [])[1] || "");

  function choose(button) {
    const form = button.dataset.attach;
    const input = Object.assign(document.createElement("input"), { type: "file", accept: TAKES[form], multiple: form === "photo" });
    input.addEventListener("change", () => input.files.length && bring(button, form, [...input.files]));
    input.click();
  }

  async function bring(button, form, files) {
    const place = button.closest("[data-incident]");
    const refused = (title, detail) => window.Cockpit.toast(title, detail);
    place.setAttribute("aria-busy", "true");
    try {
      const why = await window.cockpitPictures.send(`/incidents/${place.dataset.incident}/attachments`, token(), form, files, crypto.randomUUID());
      if (why) refused(why);
    } catch {
      refused(window.Cockpit.words.unanswered, window.Cockpit.words.still_here);
    }
    place.removeAttribute("aria-busy");
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("button[data-attach]");
    if (button && !button.closest("[aria-busy]")) choose(button);
  });
})();
