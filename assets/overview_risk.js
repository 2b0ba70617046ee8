/* The cockpit's map shaded by the colours of the risk map: asked for when somebody chooses them, and again when something
   happens that may move one, at most every other second. Of its own file, for it is the server that knows a colour. */
"use strict";

(function () {
  const Cockpit = window.Cockpit;
  const desk = window.CockpitOverview;
  const SUBJECTS = ["case", "contact", "quarantine", "return_entry", "follow_up", "incident", "source", "risk_map"];
  const SETTLE = 2000; // ms
  let known = null, of = null, asked = 0, waits = null; // `of`: the page's data that the colours were asked for

  const element = (id) => document.getElementById(id);

  function ask() {
    waits = null;
    if (element("overview-list")) window.dash_clientside.set_props("overview-risk-tick", { data: (asked += 1) });
  }

  function drawRisk(base, rows, labelled) {
    if (of !== desk.data) {
      [of, known] = [desk.data, null];
      ask();
    }
    if (!known) return;
    const { levels, words } = known, level = ({ code }) => levels[code] ?? null;
    if (desk.laid(JSON.stringify([levels, rows.map((row) => row.code), base.look.risk, labelled]))) return;
    const says = (row) => (level(row) === null ? words.none : words.labels[level(row)]);
    const fills = rows.map((row) => ({ code: row.code, outline: row.outline, says: says(row), fill: level(row) === null ? [0, 0, 0, 0] : base.look.risk[level(row)] }));
    const texts = rows.filter((row) => labelled.includes(row.code)).map((row) => ({ lon: row.lon, lat: row.lat, label: says(row) }));
    window.CockpitMap.update(element("overview-map"), { shade: fills, "shade/number": texts });
    element("overview-map").dataset.shaded = fills.length;
    const lines = words.labels.map((label, n) => desk.legendLine(base.look.risk[n], label, words.means[n])).reverse();
    element("overview-legend").replaceChildren(...lines);
  }

  function told(answer) {
    if (answer) {
      known = answer;
      setTimeout(desk.drawShade);
    }
    return window.dash_clientside.no_update;
  }

  Cockpit.on("change", (change) => {
    if (desk.shade === "risk" && desk.data && !waits && SUBJECTS.includes(change.subject)) waits = setTimeout(ask, SETTLE);
  });

  desk.drawRisk = drawRisk;
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.cockpit_overview_risk = { told };
})();
