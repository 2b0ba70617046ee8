/* The cockpit's list and its tabs, and the pins on its map: the same incidents and watches, drawn twice. */
"use strict";

(function () {
  const Cockpit = window.Cockpit;
  const desk = window.CockpitOverview;
  const WAITING = ["reported", "confirmed", "reopened"];
  const TO_VERIFY = ["resolved", "verified"];
  const OVER = ["closed", "duplicate", "false_alarm", "cancelled"];
  const TABS = ["waiting", "in_hand", "to_verify", "closed"];
  const MOST_ROWS = 200;

  const { settle, item } = Cockpit;
  const element = (id) => document.getElementById(id);
  const inArea = (row) => desk.area.length <= 6 || row.area.some((code) => code && code.startsWith(desk.area));
  const overdue = (row) => !OVER.includes(row.state) && Cockpit.now() > Date.parse(row.arrived ? row.close_by : row.arrive_by);

  function tabOf(row) {
    if (OVER.includes(row.state)) return "closed";
    if (WAITING.includes(row.state) || row.support) return "waiting"; // those on the spot called for more hands
    return TO_VERIFY.includes(row.state) ? "to_verify" : "in_hand";
  }

  function shapeOf(row) {
    if (row.lapsed?.length) return "act";
    return { waiting: "act", in_hand: row.state === "on_hold" ? "plan" : "hand", to_verify: "watch", closed: "done" }[tabOf(row)];
  }

  const rowsOf = (name) => [...desk.incidents.values()].filter((row) => tabOf(row) === name && inArea(row));
  const isMine = (row) => Cockpit.mine.has(row.id);
  const byUrgency = (a, b) => isMine(b.row) - isMine(a.row) || a.priority - b.priority || a.since - b.since;

  const isCalling = (row) => row.support || Boolean(row.lapsed?.length); // those on the spot call, or are not heard of

  /* Each instant is read once: of thousands of rows the sorting would read each of them a dozen times. */
  function shownRows() {
    const rows = rowsOf(desk.tab).map((row) => ({ row, priority: isCalling(row) ? 0 : row.priority, since: Date.parse(row.received_at) }));
    return rows.sort(byUrgency).slice(0, MOST_ROWS).map(({ row }) => row);
  }

  function drawTabs() {
    const tabs = element("overview-tabs");
    settle(tabs, TABS.map((name) => {
      const button = Object.assign(document.createElement("button"), { type: "button" });
      button.setAttribute("role", "tab");
      button.setAttribute("aria-selected", String(name === desk.tab));
      button.dataset.key = button.dataset.tab = name;
      const count = Object.assign(document.createElement("b"), { textContent: tabCount(name) });
      button.append(desk.data.words.tabs[name] + " ", count);
      button.onclick = () => { desk.tab = name; desk.draw(); };
      return button;
    }));
  }

  function tabCount(name) {
    if (name !== "closed") return rowsOf(name).length;
    return desk.inChosen(desk.data.figures).reduce((sum, values) => sum + (values.incidents_closed || 0), 0);
  }

  function drawList() {
    const rows = shownRows();
    const pending = desk.tab === "waiting" ? [...desk.watches.values()].filter(inArea) : [];
    const list = element("overview-list");
    const items = [...rows.map(incidentItem), ...pending.map(watchItem)];
    if (!items.length) {
      items.push(Object.assign(document.createElement("p"), { className: "empty", textContent: desk.data.words.none[desk.tab] }));
    }
    settle(list, items);
    tick();
  }

  function titleOf(row) {
    return `${row.place || Cockpit.words.spot} · ${Cockpit.words.kinds[row.kind]}`;
  }

  /* Where a red item stands that nobody took up: it follows from the clock and the policy. */
  function passedTo(row) {
    if (row.state !== "reported" || row.priority !== 1) return null;
    const age = (Cockpit.now() - Date.parse(row.received_at)) / 1000;
    const reached = Object.entries(desk.data.passed_on_after).filter(([, after]) => age >= after).sort((a, b) => b[1] - a[1]);
    return reached.length ? reached[0][0] : null;
  }

  function stateWord(row) {
    if (row.lapsed?.length) return Cockpit.words.lapsed;
    return row.support ? Cockpit.words.called : desk.data.words.passed_to[passedTo(row)] || Cockpit.words.states[row.state];
  }

  function incidentItem(row) {
    const grid = desk.areas.get(row.area[2])?.name || "";
    const count = row.count === null ? "" : " · " + Cockpit.words.counted.replace("{count}", row.count);
    const toMe = isMine(row) ? desk.data.words.mine + " · " : "";
    const state = toMe + stateWord(row);
    const box = item(shapeOf(row), titleOf(row), grid + count, state);
    box.dataset.key = "incident-" + row.id;
    box.dataset.incident = row.id;
    box.dataset.state = row.state;
    box.dataset.since = row.received_at;
    box.classList.toggle("overdue", overdue(row) || Boolean(row.lapsed?.length));
    box.classList.toggle("mine", isMine(row));
    box.setAttribute("aria-selected", String(row.id === desk.chosen));
    box.onclick = () => desk.choose(row.id);
    return box;
  }

  function watchItem(row) {
    const grid = desk.areas.get(row.area[2])?.name || "";
    const held = row.alerts_at ? desk.data.words.watching.replace("{time}", Cockpit.time(Date.parse(row.alerts_at), true)) : "";
    const box = item("watch", `${row.place} · ${Cockpit.words.kinds.crowd}`, `${grid} · ${Cockpit.words.counted.replace("{count}", row.count)}`, held);
    box.dataset.key = "watch-" + row.place_id;
    box.dataset.watch = row.place_id;
    box.dataset.since = row.since;
    return box;
  }

  function tick() {
    document.querySelectorAll("#overview-list [data-since]").forEach((box) => {
      box.querySelector("time").textContent = Cockpit.span(Cockpit.now() - Date.parse(box.dataset.since));
    });
  }

  function drawPins() {
    const open = [...desk.incidents.values()].filter((row) => !OVER.includes(row.state));
    const pins = open.map((row) => ({
      id: String(row.id), name: titleOf(row), lon: row.lon, lat: row.lat, state: shapeOf(row), overdue: overdue(row),
      ...(row.count !== null && WAITING.includes(row.state) && { count: row.count }),
    }));
    const watched = [...desk.watches.values()].map((row) => ({ id: String(row.place_id), name: row.place, lon: row.lon, lat: row.lat, state: "watch", count: row.count }));
    window.dash_clientside.set_props("overview-map-pins", { data: { incident: pins, warning: watched } });
  }

  Object.assign(desk, { OVER, tabOf, shapeOf, titleOf, inArea, overdue, shownRows, tabCount, drawTabs, drawList, drawPins, tick });
})();
