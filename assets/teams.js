/* The status board: every team as one row, what is wrong first, followed change by change. Clocks and places raise no
   change; they are asked for once when something was heard of a team, and before a row would turn amber. */
"use strict";

(function () {
  const Cockpit = window.Cockpit;
  const UNDER_WAY = ["en_route", "on_scene"], OPEN = ["dispatched", "acknowledged", ...UNDER_WAY];
  const HEARD = ["acknowledged", "en_route", "on_scene", "resolved", "sign_given", "heard", "help_called", "help_answered"];
  const ROSTER = ["team", "shift", "roster", "swap", "leave"];
  const BEAT = 2000, SETTLE = 500; // ms, between two questions; and until the first one
  const board = { data: null, teams: new Map(), tab: "all" };
  let due = false, askedAt = -Infinity, asking = null;

  const element = (id) => document.getElementById(id);
  const set = (id, props) => window.dash_clientside.set_props(id, props);
  const fill = (text, facts) => text.replace(/{(\w+)}/g, (_, name) => facts[name]);
  const here = () => board.data !== null && element("duty-teams") !== null;

  /* --- what is known --- */

  function start(fresh) {
    if (!fresh) return window.dash_clientside.no_update;
    board.data = fresh;
    board.teams = new Map(fresh.teams.map(([id, code, name, role, area, members]) =>
      [id, { id, code, name, role, area, members, duty: fresh.duty[id] || [], jobs: new Map(), clock: null, place: null, call: null }]));
    for (const [team, id, kind, place, priority, state, since, answerBy] of fresh.jobs) {
      board.teams.get(team)?.jobs.set(id, { id, kind, place, priority, state, since, answerBy });
    }
    alive(fresh.alive);
    Cockpit.follow(fresh.change);
    return window.dash_clientside.no_update;
  }

  function alive(found) {
    if (!found || !here()) return window.dash_clientside.no_update;
    for (const team of board.teams.values()) Object.assign(team, { clock: null, place: null, call: null });
    const put = (id, facts) => board.teams.has(id) && Object.assign(board.teams.get(id), facts);
    for (const [id, incident, sign, amber, red, lapsed] of found.clocks) put(id, { clock: { incident, sign, amber, red, lapsed } });
    for (const [id, at] of found.positions) put(id, { place: at });
    for (const [id, incident, answered] of found.calls) put(id, { call: { incident, answered } });
    soon();
    return window.dash_clientside.no_update;
  }

  function ask() {
    if (asking) return;
    const wait = Math.max(SETTLE, askedAt + BEAT - performance.now());
    asking = setTimeout(() => {
      asking = null;
      askedAt = performance.now();
      if (here()) set("duty-teams-beat", { data: Math.round(askedAt) });
    }, wait);
  }

  Cockpit.on("change", (change) => {
    if (!here() || change.id <= board.data.change) return;
    board.data.change = change.id;
    if (ROSTER.includes(change.subject)) return set("duty-teams-tick", { data: change.id });
    if (change.subject !== "incident") return;
    for (const [id, state] of Object.entries(change.state.teams)) job(board.teams.get(Number(id)), state, change);
    if (change.event === "lapsed") lapsed(change);
    if (HEARD.includes(change.event) || change.state.closed_at) ask();
    soon();
  });

  function job(team, state, { subject_id, state: now, at }) {
    if (!team) return;
    const id = Number(subject_id), before = team.jobs.get(id);
    if (!OPEN.includes(state) || now.closed_at) {
      if (team.clock?.incident === id) team.clock = null;
      return void team.jobs.delete(id);
    }
    const since = before?.state === state ? before.since : Date.parse(at);
    team.jobs.set(id, { id, kind: now.kind, place: now.place, priority: now.priority, state, since, answerBy: before?.answerBy });
  }

  function lapsed({ facts: { team }, subject_id }) {
    const clock = board.teams.get(team)?.clock;
    if (clock?.incident === Number(subject_id)) clock.lapsed = true;
    else ask();
  }

  /* --- how a team stands --- */

  const onDuty = (team, now) => team.duty.find(([start, end]) => start <= now && now < end);
  const current = (team) => [...team.jobs.values()].find((one) => UNDER_WAY.includes(one.state));
  const waiting = (team) => [...team.jobs.values()].filter((one) => !UNDER_WAY.includes(one.state));
  const unanswered = (team, now) => waiting(team).find((one) => one.state === "dispatched" && one.answerBy < now);

  function colour({ clock }, now) {
    if (!clock) return "";
    return clock.lapsed || now >= clock.red ? "red" : now >= clock.amber ? "amber" : "green";
  }

  /* One number for the order: who calls, who is silent, who answers late, who is on the way, who waits, who is free. */
  function stands(team, now) {
    const duty = onDuty(team, now), clock = colour(team, now), job = current(team);
    if (team.call && !team.call.answered) return { rank: 0, shape: "act", tab: "wrong" };
    if (clock === "red") return { rank: 1, shape: "act", tab: "wrong" };
    if (unanswered(team, now)) return { rank: 2, shape: "act", tab: "wrong" };
    if (clock === "amber") return { rank: 3, shape: "watch", tab: "wrong" };
    if (job) return { rank: job.state === "on_scene" ? 4 : 5, shape: "hand", tab: "under_way" };
    if (team.jobs.size) return { rank: 6, shape: "hand", tab: "free" };
    return duty ? { rank: 7, shape: "plan", tab: "free" } : { rank: 8, shape: "done", tab: "off" };
  }

  /* --- drawing --- */

  function soon() {
    if (due) return;
    due = true;
    requestAnimationFrame(() => {
      due = false;
      if (here()) draw();
    });
  }

  function draw() {
    const now = Cockpit.now(), all = [...board.teams.values()].map((team) => ({ team, ...stands(team, now) }));
    all.sort((a, b) => a.rank - b.rank || (since(a.team, now) || 0) - (since(b.team, now) || 0) || a.team.id - b.team.id);
    tabs(all);
    const shown = all.filter(({ tab }) => board.tab === "all" || tab === board.tab);
    const rows = shown.map((one) => row(one, now));
    if (!rows.length) rows.push(Object.assign(document.createElement("p"), { className: "empty", textContent: board.data.words.none }));
    Cockpit.settle(element("duty-teams"), rows);
    tick();
    if (all.some(({ team, rank }) => rank === 3 && !team.checked)) check(all);
  }

  /* A row that has just turned amber: perhaps a phone was moved meanwhile, which nobody tells. */
  function check(all) {
    for (const { team, rank } of all) team.checked = rank === 3;
    ask();
  }

  function tabs(all) {
    Cockpit.settle(element("duty-teams-tabs"), Object.entries(board.data.words.tabs).map(([name, words]) => {
      const button = Object.assign(document.createElement("button"), { type: "button" });
      button.setAttribute("role", "tab");
      button.setAttribute("aria-selected", String(name === board.tab));
      button.dataset.key = button.dataset.tab = name;
      const count = all.filter(({ tab }) => name === "all" || tab === name).length;
      button.append(words + " ", Object.assign(document.createElement("b"), { textContent: count }));
      button.onclick = () => { board.tab = name; draw(); };
      return button;
    }));
  }

  function since(team, now) {
    const job = current(team);
    return team.clock && colour(team, now) !== "green" ? team.clock.sign : job ? job.since : waiting(team)[0]?.since;
  }

  function stateOf(team, now) {
    const { words } = board.data, job = current(team) || waiting(team)[0];
    const what = job ? `${code(job.id)} ${job.place || Cockpit.words.spot} · ${Cockpit.words.kinds[job.kind]}` : "";
    if (team.call && !team.call.answered) return [words.calls, code(team.call.incident)];
    if (colour(team, now) === "red") return [words.silent, what];
    if (unanswered(team, now)) return [words.late, what];
    if (job) return [Cockpit.words.states[job.state], what];
    return [onDuty(team, now) ? words.free : words.off, team.call ? words.called : ""];
  }

  const code = (id) => "I-" + String(id).padStart(4, "0");

  function duty(team, now) {
    const span = onDuty(team, now), next = team.duty.find(([start]) => start > now);
    if (span) return fill(board.data.words.until, { time: Cockpit.time(span[1]) });
    return next ? fill(board.data.words.from, { time: Cockpit.time(next[0]) }) : "";
  }

  function row({ team, shape, rank }, now) {
    const [state, what] = stateOf(team, now), clock = colour(team, now);
    const box = Object.assign(document.createElement("div"), { className: `status-row rank-${rank}` });
    Object.assign(box.dataset, { key: "team-" + team.id, team: team.id, rank, alive: clock, incident: target(team) });
    box.setAttribute("role", "option");
    box.setAttribute("aria-selected", "false");
    const people = fill(board.data.words.people, { count: team.members });
    box.append(
      cell("shape shape-" + shape, { act: "▲", watch: "◆", hand: "●", done: "✓", plan: "○" }[shape]),
      cell("who", team.name, [team.code, board.data.words.roles[team.role], team.area, people].join(" · ")),
      cell("state", state, what),
      age(since(team, now), ""),
      cell("waiting", waiting(team).length || ""),
      age(clock && team.clock.sign, board.data.words.ago, "alive alive-" + clock),
      age(team.place, board.data.words.ago),
      cell("duty", duty(team, now)),
    );
    return box;
  }

  const target = (team) => (team.call && !team.call.answered ? team.call.incident : (current(team) || waiting(team)[0])?.id) ?? "";

  function cell(name, text, small) {
    const span = Object.assign(document.createElement("span"), { className: name });
    span.append(Object.assign(document.createElement("b"), { textContent: text }));
    if (small) span.append(Object.assign(document.createElement("small"), { textContent: small }));
    return span;
  }

  function age(at, words, name = "") {
    const time = Object.assign(document.createElement("time"), { className: name });
    if (at) Object.assign(time.dataset, { at, words });
    return time;
  }

  function tick() {
    const now = Cockpit.now();
    for (const time of document.querySelectorAll("#duty-teams time[data-at]")) {
      const span = Cockpit.span(now - Number(time.dataset.at));
      time.textContent = time.dataset.words ? fill(time.dataset.words, { span }) : span;
    }
  }

  /* Colours and duty follow from the clock, so rows are put in order anew every few seconds. */
  let seconds = 0;
  setInterval(() => here() && (++seconds % 5 ? tick() : soon()), 1000);

  document.addEventListener("click", (event) => {
    const box = event.target.closest("#duty-teams .status-row");
    if (box?.dataset.incident) location.assign("/incidents?incident=" + box.dataset.incident);
  });

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.cockpit_teams = { start, alive };
})();
