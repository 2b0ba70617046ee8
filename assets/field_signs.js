/* How the phone makes itself felt: a new job shakes it, and rings if a tap allowed it; what is due counts down. */
"use strict";

window.fieldSigns = (say, jobs) => {
  const title = document.title;
  let sound = null;
  let loadedAt = performance.now();

  function announce(news) {
    for (const one of news) one.classList.add("news");
    document.title = `● ${say("new")} · ${title}`;
    navigator.vibrate?.([300, 100, 300]);
    ring();
    if (news[0].matches("article")) news[0].scrollIntoView({ block: "nearest" });
  }

  function unlock() {
    if (!window.AudioContext) return;
    sound ??= new AudioContext();
    if (sound.state === "suspended") sound.resume();
  }

  function ring() {
    if (sound?.state !== "running") return;
    for (const [start, pitch] of [[0, 880], [0.25, 1175]]) {
      const tone = sound.createOscillator(), volume = sound.createGain();
      tone.frequency.value = pitch;
      volume.gain.value = 0.2;
      tone.connect(volume).connect(sound.destination);
      tone.start(sound.currentTime + start);
      tone.stop(sound.currentTime + start + 0.2);
    }
  }

  /* The count down runs on the district's clock, which the fragment brings. */
  const span = (seconds) => {
    const whole = Math.floor(Math.abs(seconds)), two = (n) => String(n).padStart(2, "0");
    const hours = Math.floor(whole / 3600), minutes = Math.floor(whole / 60) % 60;
    return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
  };

  function tick() {
    const { now, speed } = jobs().dataset;
    if (!now) return;
    const district = Date.parse(now) + (performance.now() - loadedAt) * Number(speed);
    for (const due of jobs().querySelectorAll(".due")) {
      const left = (Date.parse(due.dateTime) - district) / 1000;
      due.classList.toggle("late", left < 0);
      due.textContent = left < 0 ? say("late", { span: span(left) }) : `${say("left", { span: span(left) })} ${due.dataset.to}`;
    }
  }

  setInterval(tick, 1000);
  const seen = () => (document.title = title);
  document.addEventListener("pointerdown", seen);
  document.addEventListener("visibilitychange", () => document.hidden || seen());

  /* What the page shows is of `ago` milliseconds before this moment. */
  const loaded = (ago = 0) => {
    loadedAt = performance.now() - ago;
    tick();
  };
  return { announce, unlock, loaded };
};
