/* Reporting from where the phone is. */
"use strict";

window.fieldReport = (root, say) => {
  const form = root.querySelector(".report form");
  const locate = form.querySelector(".locate"), located = form.querySelector(".located");
  const unlocated = located.textContent;

  function empty() {
    form.reset();
    form.elements.lon.value = form.elements.lat.value = "";
    located.textContent = unlocated;
    form.closest("details").open = false;
  }

  locate.hidden = !navigator.geolocation;
  locate.addEventListener("click", () => {
    located.textContent = say("locating");
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        form.elements.lon.value = coords.longitude.toFixed(6);
        form.elements.lat.value = coords.latitude.toFixed(6);
        located.textContent = say("located", { n: Math.round(coords.accuracy) });
      },
      () => (located.textContent = say("unlocated")),
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 30000 },
    );
  });
  return { form, empty, action: form.getAttribute("action") };
};
