/* What a row of the board is and says: its state and dues, the words of its cells, the order, the grid's look. */
"use strict";

(function () {
  const board = window.CockpitBoard;
  const { now, fill } = board;
  const WAITING = ["reported", "confirmed", "reopened"];
  const TO_VERIFY = ["resolved", "verified"];
  const OVER = ["closed", "duplicate", "false_alarm", "cancelled"];
  const GONE = ["declined", "timed_out", "recalled"];
  const TEAM_SHAPES = { resolved: "✓", dispatched: "○" };

  /* --- what a row is --- */

  const dueOf = (row) => Date.parse(row.arrived ? row.close_by : row.arrive_by);
  const isOver = (row) => OVER.includes(row.state);
  const isLate = (row) => !isOver(row) && now() > dueOf(row);

  const isMine = (row) => window.Cockpit.mine.has(row.id) && !isOver(row);

  function groupOf(row) {
    if (isOver(row)) return "over";
    if (WAITING.includes(row.state) || row.support) return "waiting"; // those on the spot called for more hands
    return TO_VERIFY.includes(row.state) ? "to_verify" : "in_hand";
  }

  function shapeOf(row) {
    if (row.lapsed?.length) return "act";
    return { waiting: "act", in_hand: row.state === "on_hold" ? "plan" : "hand", to_verify: "watch", over: "done" }[groupOf(row)];
  }

  const glyph = (row) => ({ act: "▲", watch: "◆", hand: "●", done: "✓", plan: "○" })[shapeOf(row)];
  const placeOf = (row) => (row.at_home ? board.data.words.board.home : row.place || window.Cockpit.words.spot);
  const codeOf = (row) => row.code;

  const areaOf = (row) => board.areas.get(row.area[2])?.name || "";
  const path = (row) => row.area.map((code) => board.areas.get(code)?.name || "").join(" · ");

  function marksOf(row) {
    return Object.entries(row.teams || {})
      .filter(([, state]) => !GONE.includes(state))
      .map(([team, state]) => (board.data.teams[team]?.[0] || "?") + (TEAM_SHAPES[state] || "●"))
      .join(" ");
  }

  function teamsInWords(row) {
    return Object.entries(row.teams || {})
      .map(([team, state]) => `${board.data.teams[team]?.[1] || "?"} ${window.Cockpit.words.states[state] || state}`)
      .join("\n");
  }

  function elapsedOf(row) {
    return (row.closed_at ? Date.parse(row.closed_at) : now()) - Date.parse(row.received_at);
  }

  function dueWords(row) {
    if (isOver(row)) return "";
    const span = window.Cockpit.span(Math.abs(dueOf(row) - now()));
    return fill(isLate(row) ? board.data.words.board.late : board.data.words.board.left, { span });
  }

  const localDay = (at) => new Intl.DateTimeFormat("en-CA", { timeZone: "Asia/Shanghai" }).format(at);

  function timeWords(at) {
    const time = window.Cockpit.time(at);
    const day = localDay(at);
    return day === localDay(now()) ? time : `${day.slice(5)} ${time}`;
  }

  /* One number for the order of the board: what was escalated to me first, then what waits, then by priority, then who waits longest; what is over, newest first. */
  function urgencyOf(row) {
    const at = Date.parse(row.received_at);
    return (isMine(row) ? -1e17 : 0) + board.groups.indexOf(groupOf(row)) * 1e15 + (isOver(row) ? 5e14 - Date.parse(row.closed_at) : (row.support ? 0 : row.priority) * 1e14 + at);
  }

  function stateWord(row) {
    const { words } = window.Cockpit;
    if (row.lapsed?.length) return words.lapsed;
    return row.support ? words.called : words.states[row.state] || row.state;
  }

  /* The state; that it was escalated to me, which a bar at the row's edge shows; of what lies untouched, since when, and what to do. */
  function stateTip(row) {
    const { untouched, next } = board.data.words.board;
    const says = isMine(row) ? [`${WORDS.state(row)} · ${board.data.words.groups.mine}`] : [WORDS.state(row)];
    if (window.Cockpit.untouched(row)) says.push(fill(untouched, { span: window.Cockpit.span(now() - Date.parse(row.touch_by)) }), next[row.state] || "");
    return says.join("\n");
  }

  const VALUES = {
    tick: (row) => board.ticked.has(row.id),
    state: urgencyOf,
    code: (row) => row.id,
    priority: (row) => row.priority,
    kind: (row) => window.Cockpit.words.kinds[row.kind] || row.kind,
    place: placeOf,
    area: areaOf,
    count: (row) => row.count,
    received_at: (row) => Date.parse(row.received_at),
    elapsed: elapsedOf,
    due: (row) => (isOver(row) ? Infinity : dueOf(row)),
    teams: marksOf,
    source: (row) => board.data.words.sources[row.source] || row.source,
  };
  const WORDS = {
    tick: (row) => (board.ticked.has(row.id) ? "☑" : "☐"),
    state: (row) => `${glyph(row)} ${stateWord(row)}`,
    code: codeOf,
    count: (row) => (row.count === null ? "" : row.count.toLocaleString("en-US")),
    received_at: (row) => timeWords(Date.parse(row.received_at)),
    elapsed: (row) => window.Cockpit.span(elapsedOf(row)),
    due: dueWords,
  };
  const TIPS = { teams: teamsInWords, area: path, state: stateTip };
  const wordsOf = (row, field) => String((WORDS[field] || VALUES[field])(row) ?? "");

  function order(one, other) {
    if (one === other) return 0;
    if (one === null || one === undefined) return 1;
    if (other === null || other === undefined) return -1;
    return typeof one === "number" ? one - other : String(one).localeCompare(String(other), "zh");
  }

  function theme(quartz) {
    return quartz.withParams({
      backgroundColor: "#161b21", foregroundColor: "#e8edf2", borderColor: "#2a333c", chromeBackgroundColor: "#1d242b",
      headerTextColor: "#9aa7b3", accentColor: "#4da3ff", rowHoverColor: "#1d242b", selectedRowBackgroundColor: "#1a2a3a",
      oddRowBackgroundColor: "#161b21", fontFamily: "inherit", fontSize: 14, headerFontSize: 13, headerFontWeight: 500,
      cellHorizontalPadding: 9, wrapperBorder: false, wrapperBorderRadius: 0, browserColorScheme: "dark",
      headerColumnResizeHandleColor: "#2a333c", spacing: 6,
    });
  }

  window.dashAgGridFunctions = Object.assign(window.dashAgGridFunctions || {}, {
    boardId: (params) => String(params.data.id),
    boardValue: (params, field) => (params.data && board.data ? VALUES[field](params.data) : null),
    boardWords: (params, field) => (params.data && board.data ? wordsOf(params.data, field) : ""),
    boardTip: (params, field) => (params.data && board.data ? (TIPS[field] || wordsOf)(params.data, field) : null),
    boardShape: (params) => (params.data ? shapeOf(params.data) : ""),
    boardLate: (params) => Boolean(params.data && isLate(params.data)),
    boardOver: (params) => Boolean(params.data && isOver(params.data)),
    boardMine: (params) => Boolean(params.data && isMine(params.data)),
    boardFiltered: () => true,
    boardPasses: (node) => !board.data || board.passes(node.data),
    boardOrder: order,
    boardTheme: theme,
  });

  Object.assign(board, { groupOf, isLate, isMine, placeOf, path, teamsInWords, wordsOf, localDay });
})();
