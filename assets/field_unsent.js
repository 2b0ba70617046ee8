/* What is on this phone and not at the desk: each with its state, one try for all that waits, and what the server said to what
   it did not take, which stays until a hand throws it away. */
"use strict";

window.fieldUnsent = (root, queue, say, page) => {
  const place = root.querySelector("#unsent"), list = place.querySelector("ul"), heading = place.querySelector("strong"), again = place.querySelector("[data-act=again]");
  again.addEventListener("click", page.retry);

  const make = (tag, facts = {}, ...parts) => {
    const node = Object.assign(document.createElement(tag), facts);
    node.append(...parts);
    return node;
  };
  const span = (seconds) => (seconds < 3600 ? say("minutes", { n: Math.floor(seconds / 60) }) : say("hours", { n: Math.floor(seconds / 3600) }));

  function row(item) {
    const bad = Boolean(item.refused), what = [item.code, item.says].filter(Boolean).join(" ");
    const node = make("li", { className: bad ? "bad" : "" }, make("strong", { textContent: `${bad ? "▲" : "○"} ${what}` }));
    node.dataset.state = bad ? "refused" : item.failed ? "stored" : "sending";
    node.append(make("span", { textContent: `${say(bad ? "not_taken" : item.failed ? "waits" : "on_the_way")} · ${span(page.ago(item.tapped))}` }));
    if (bad) node.append(make("p", { textContent: [item.refused.title, item.refused.detail].filter(Boolean).join(" ") }));
    if (item.typed?.length) node.append(make("p", { className: "typed", textContent: `${say("typed")} ${item.typed.join(" · ")}` }));
    if (!bad) return node;
    const button = make("button", { type: "button", className: "plain", textContent: say("throw_away") });
    button.addEventListener("click", () => queue.drop(item).then(page.overlay));
    node.append(button);
    return node;
  }

  /* Redrawn only when it reads otherwise, so that no button goes from under a finger. */
  let drawn = "";
  function draw() {
    const items = [...queue.refused(), ...queue.mine().filter((one) => one.failed)];
    const now = JSON.stringify(items.map((one) => [one.id, one.failed, one.refused, Math.floor(page.ago(one.tapped) / 60)]));
    if (now === drawn) return;
    drawn = now;
    heading.textContent = say("unsent", { n: items.length });
    list.replaceChildren(...items.map(row));
    again.hidden = items.every((one) => one.refused);
    place.hidden = !items.length;
    if (items.some((one) => one.refused)) place.open = true; // what was not taken needs a hand
  }
  setInterval(draw, 30000);
  return { draw };
};
