/* The cockpit's numbers: the figures of the chosen area, what came in hour by hour, how fresh the sources are. */
"use strict";

(function () {
  const Cockpit = window.Cockpit;
  const desk = window.CockpitOverview;
  const { settle } = Cockpit;
  const element = (id) => document.getElementById(id);
  const two = (number) => String(number).padStart(2, "0");
  const words = (tag, className, textContent) => Object.assign(document.createElement(tag), { className, textContent });

  /* Values of one kind of all communities in the chosen area. */
  const inChosen = (byCommunity) =>
    Object.entries(byCommunity).filter(([community]) => community.startsWith(desk.area.slice(0, 12))).map(([, value]) => value);

  function drawFigures() {
    const sums = {};
    inChosen(desk.data.figures).forEach((values) => {
      for (const [name, value] of Object.entries(values)) sums[name] = (sums[name] || 0) + value;
    });
    const handling = inChosen(desk.data.handling).flat().sort((a, b) => a - b);
    element("overview-figure-p90").textContent = handling.length ? Cockpit.span(handling[Math.ceil(handling.length * 0.9) - 1] * 1000) : "–";
    drawUntouched();
    Cockpit.drawUnseen?.();
    sums.overdue = [...desk.incidents.values()].filter((row) => desk.inArea(row) && desk.overdue(row)).length;
    document.querySelectorAll("#overview-figures [data-figure]").forEach((cell) => {
      const value = sums[cell.dataset.figure] || 0;
      const shown = desk.data.cells[desk.area.slice(0, 12)]?.[cell.dataset.figure]; // small numbers of people are hidden from some
      cell.textContent = shown ?? value.toLocaleString("en-US");
      cell.classList.toggle("red", cell.dataset.figure === "overdue" && value > 0);
    });
  }

  /* A click leads to exactly those, in the same area. */
  function drawUntouched() {
    const box = element("overview-untouched"), href = "/incidents?untouched=1" + (desk.area === Cockpit.me.area ? "" : "&area=" + desk.area);
    Cockpit.showUntouched(box, [...desk.incidents.values()].filter((row) => desk.inArea(row) && Cockpit.untouched(row)).length);
    if (box.href && box.getAttribute("href") !== href) window.dash_clientside.set_props(box.id, { href });
  }

  function drawHours() {
    const hours = Array(24).fill(0);
    inChosen(desk.data.hours).forEach((counts) => counts.forEach((count, hour) => (hours[hour] += count)));
    const now = Number(Cockpit.time(Cockpit.now()).slice(0, 2));
    const top = Math.max(1, ...hours);
    settle(element("overview-hours"), hours.map((count, hour) => {
      const bar = document.createElement("span");
      bar.dataset.key = "hour-" + hour;
      bar.className = "bar" + (hour === now ? " now" : "");
      bar.title = `${two(hour)}:00 · ${count}`;
      const fill = document.createElement("i");
      fill.style.height = (count / top) * 100 + "%";
      bar.append(fill, ...(hour % 6 === 0 ? [Object.assign(document.createElement("small"), { textContent: two(hour) })] : []));
      return bar;
    }));
    const total = hours.reduce((sum, count) => sum + count, 0);
    element("overview-hours-total").textContent = desk.data.words.hours.replace("{total}", total).replace("{closed}", desk.tabCount("closed"));
  }

  function drawSources() {
    const mine = desk.data.sources.filter((place) => desk.area.length <= 6 || place.area.some((code) => code && code.startsWith(desk.area)));
    const kinds = [...new Set(mine.map((place) => place.kind))];
    const now = Cockpit.now();
    const rows = kinds.flatMap((kind) => {
      const ones = mine.filter((place) => place.kind === kind);
      return kind === "backup" ? [backupRow(ones[0], now)] : sourceRows(kind, ones, now);
    });
    if (!rows.length) rows.push(words("p", "empty", desk.data.words.no_source));
    element("overview-freshness").replaceChildren(...rows);
  }

  function sourceRows(kind, places, now) {
    const silent = places.filter((place) => !place.at || now - Date.parse(place.at) > place.limit * 1000);
    const last = Math.max(0, ...places.map((place) => Date.parse(place.at) || 0));
    const row = words("p", "fresh", "");
    row.append(
      words("span", "", `${desk.data.words.sources[kind] || kind} ${places.length - silent.length}/${places.length}`),
      words("span", silent.length ? "warn" : "", last ? desk.data.words.ago.replace("{span}", Cockpit.span(now - last)) : "–"),
    );
    return [row, ...silent.slice(0, 2).map((place) => words("p", "fresh warn", silence(place, now)))];
  }

  /* Whole hours: a backup is made once a day. What came after the last good one lies in no backup: red when that is late. */
  function backupRow(backup, now) {
    const age = now - Date.parse(backup.at);
    const late = age > backup.limit * 1000;
    const says = desk.data.words.backup[backup.good ? "ago" : late ? "missing" : "none"].replace("{hours}", Math.floor(age / 3600000));
    const row = words("p", late ? "fresh red" : "fresh", "");
    row.dataset.source = "backup";
    row.append(words("span", "", (late ? "▲ " : "") + desk.data.words.sources.backup), words("span", "", says));
    return row;
  }

  function silence(place, now) {
    const minutes = place.at ? Math.floor((now - Date.parse(place.at)) / 60000) : null;
    return (minutes === null ? desk.data.words.never : desk.data.words.silent).replace("{place}", place.name).replace("{minutes}", minutes);
  }

  Object.assign(desk, { inChosen, drawFigures, drawHours, drawSources });
})();
