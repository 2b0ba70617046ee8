/* Links and tasks in the detail of an incident: a link opens its other end in the page one is at; a word about another
   incident, or about a task, goes to the server. */
"use strict";

(function () {
  const element = (id) => document.getElementById(id);
  const pages = {
    incidents: () => window.CockpitBoard,
    overview: () => window.CockpitOverview,
  };
  const prefixOf = (part) => part.closest(".detail")?.id.replace("-frame", "");

  document.addEventListener("click", (event) => {
    const leads = event.target.closest("[data-leads]");
    const says = event.target.closest("[data-link-say]");
    if (leads && !event.ctrlKey && !event.metaKey) follow(leads, event);
    if (says) say(says, "link", { say: says.dataset.linkSay, other: Number(says.dataset.linkOther) });
    const task = event.target.closest("[data-task-say]");
    if (task) say(task, "task", { say: task.dataset.taskSay, task: Number(task.dataset.taskNumber) });
  });

  function follow(link, event) {
    const page = ["incidents", "overview"].find((name) => element(name));
    if (!page || !pages[page]()) return;
    event.preventDefault();
    pages[page]().choose(Number(link.dataset.leads));
  }

  function say(button, name, data) {
    const prefix = prefixOf(button);
    if (!prefix) return;
    window.Cockpit.rest(button.closest("ul").querySelectorAll("button"));
    window.dash_clientside.set_props(`${prefix}-${name}-said`, { data: { ...data, at: Date.now() } });
  }
})();
