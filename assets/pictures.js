/* Photos before they are sent: a phone's eight megabytes become a few hundred kilobytes, and what the camera wrote stays on
   the phone. Where a browser cannot, the file goes as it is, and the server looks. */
"use strict";

(function () {
  const SIDE = 2000, QUALITY = 0.85, LIGHT = 700000;

  async function smaller(file) {
    if (!file.type.startsWith("image/") || !window.createImageBitmap) return file;
    try {
      const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
      const by = Math.min(1, SIDE / Math.max(picture.width, picture.height));
      if (by === 1 && file.size < LIGHT) return file;
      const canvas = Object.assign(document.createElement("canvas"), { width: Math.round(picture.width * by), height: Math.round(picture.height * by) });
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      picture.close();
      const drawn = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
      return drawn ? new File([drawn], "photo.jpg", { type: "image/jpeg" }) : file;
    } catch {
      return file;
    }
  }

  /* The answer's own sentence where it was refused; null when it was taken. Throws when nobody answered. */
  async function send(address, token, form, files, key) {
    const body = new FormData();
    body.append("key", key);
    for (const file of files) body.append(form, form === "photo" ? await smaller(file) : file);
    const headers = { "X-Requested-With": "fetch", "X-CSRFToken": token };
    const response = await fetch(address, { method: "POST", body, headers, redirect: "manual" });
    if (response.ok) return null;
    const problem = await response.json();
    return [problem.title, problem.detail].filter(Boolean).join(" ");
  }

  window.cockpitPictures = { smaller, send };
})();
