"""Who on the spot called for more hands, and how often the desk has urged."""

from typing import Any

from dash import html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.dispatch.support import SUPPORT_REASONS
from cockpit.incidents.story import Story
from cockpit.teams import ROLE_NAMES, TeamRole
from pages.parts import clock_time, shape, words


def called(story: Story) -> html.Ul | None:
    """Calls that nobody was sent for yet, each with who called, for what and why."""
    wanted = story.incident.support_wanted
    last = {one.facts["role"]: one for one in story.told if one.event == "support_called"}
    rows = [call(story, role, last.get(role)) for role in wanted]
    return html.Ul(rows, className="calls", **{"aria-label": _("Support is called for")}) if rows else None


def call(story: Story, role: str, told: Any) -> html.Li:
    name = gettext(ROLE_NAMES[TeamRole(role)])
    facts = [] if told is None else [
        story.teams.get(told.facts["team"], ""), words(SUPPORT_REASONS, told.facts["why"]), clock_time(told.at)
    ]  # fmt: skip
    line = html.Span([_("Support is called for: %(role)s", role=name), html.Small(" · ".join(facts))])
    return html.Li([shape("act"), line], **{"data-role": role})


def urged(story: Story) -> html.P | None:
    incident = story.incident
    if not incident.urged_at:
        return None
    text = _("Urged %(count)s times, last at %(time)s", count=incident.urges, time=clock_time(incident.urged_at))
    return html.P(text, className="hint", **{"data-urges": str(incident.urges)})


def urging(story: Story, prefix: str, by: Actor) -> html.Button:
    incident = story.incident
    shown = by.may("urge") and not incident.over and any(one.open for one in incident.counting)
    return html.Button([_("Urge"), html.Kbd("R")], id=f"{prefix}-urge", type="button", hidden=not shown)
