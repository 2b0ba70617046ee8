"""Closing with how well it was done, sending back with a reason, and what does not count any more."""

from typing import Any

from dash import dcc, html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.incidents import RESOLUTIONS, Answer, Assignment, Incident
from cockpit.incidents.ending import BEST, RATERS, REDO_REASONS
from cockpit.incidents.story import Story
from pages.incidents import tasks
from pages.parts import clock_time, kept, primary, shape, words


def closing(story: Story, prefix: str, shown: bool) -> html.Div:
    reasons = [{"value": word, "label": gettext(says)} for word, says in RESOLUTIONS.items()]
    return html.Div(
        [
            dcc.RadioItems(reasons, _likely(story.incident), id=f"{prefix}-resolution", className="picks"),
            tasks.dropping(story, prefix),
            *rating(prefix),
            primary(_("Close"), "C", id=f"{prefix}-close"),
        ],
        hidden=not shown,
        className="closing",
    )


def _likely(incident: Incident) -> str:
    """The outcome that the teams reported, as the reason that is chosen already."""
    outcomes = [one.outcome for one in incident.counting if one.state is Answer.RESOLVED and one.outcome]
    return outcomes[-1] if outcomes else next(iter(RESOLUTIONS))


def rating(prefix: str) -> list[Any]:
    """How well it was seen to, and who says so; left out where nobody judges."""
    marks = [{"value": n, "label": "★" * n} for n in range(1, BEST + 1)]
    who = [{"value": key, "label": gettext(says)} for key, says in RATERS.items()]
    return [
        html.Span(_("How well it was done (may be left out)"), className="label"),
        dcc.RadioItems(marks, None, id=f"{prefix}-rating", className="chips", inline=True),
        dcc.RadioItems(who, "desk", id=f"{prefix}-rater", className="chips", inline=True),
    ]


def sending_back(incident: Incident, prefix: str, by: Actor) -> list[Any]:
    """The teams read the reason; the words beside it stay at the desk."""
    thing = f"{incident.id}/{incident.round}/redo"
    reasons = [{"value": key, "label": gettext(says)} for key, says in REDO_REASONS.items()]
    return [
        dcc.RadioItems(reasons, None, id=f"{prefix}-redo", className="picks", **kept(by, thing)),
        dcc.Textarea(
            id=f"{prefix}-redo-words", value="", maxLength=2000, rows=2,
            placeholder=_("More about it, sealed; the teams read the reason above alone"), **kept(by, thing),
        ),
        html.Button(_("Send back"), id=f"{prefix}-reopen", type="button", className="button"),
    ]  # fmt: skip


def sent_back(story: Story) -> html.P | None:
    """Why it was sent back the last time, as long as that is being worked on."""
    incident = story.incident
    if not incident.redo or incident.over:
        return None
    text = _("Sent back: %(why)s", why=words(REDO_REASONS, incident.redo))
    return html.P([shape("watch"), text], className="sent-back", **{"data-redo": incident.redo})


def expired(story: Story) -> html.Details | None:
    """What was reported before it was sent back: kept to be read, and marked as what does not count."""
    old = [one for one in story.incident.assignments if one.round < story.incident.round and one.outcome]
    old = [one for one in old if one.state is Answer.RESOLVED]
    if not old:
        return None
    rows = [expired_row(one, story) for one in reversed(old)]
    summary = html.Summary(_("Earlier feedback, expired: %(count)s", count=len(old)))
    return html.Details([summary, html.Ul(rows, className="links")], className="gone expired")


def expired_row(one: Assignment, story: Story) -> html.Li:
    facts = [words(RESOLUTIONS, one.outcome)]
    if one.count_seen is not None:
        facts.append(_("%(count)s people seen", count=one.count_seen))
    if one.ended_at:
        facts.append(clock_time(one.ended_at))
    line = html.Span([html.S(story.teams.get(one.team_id, "")), html.Small(" · ".join(facts))])
    return html.Li([line, html.Span(_("Expired"), className="answer")], **{"data-expired": str(one.id)})


def rated(incident: Incident) -> html.P | None:
    if incident.rating is None:
        return None
    who = words(RATERS, incident.rater)
    return html.P(
        _("Rated %(stars)s by %(who)s", stars="★" * incident.rating, who=who),
        className="hint",
        **{"data-rating": str(incident.rating)},
    )
