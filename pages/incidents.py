"""Incidents: the board, and the detail of one that both the board and the cockpit draw."""

from typing import Any

from dash import dcc, html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.dispatch import Plan, Proposal, Shortfall
from cockpit.incidents import RESOLUTIONS, Answer, Assignment, Incident, State
from cockpit.incidents.story import Story
from cockpit.teams import ROLE_NAMES
from pages import charts
from pages.parts import KINDS, MARKS, STATES, clock_time, empty, loading, primary, shape, shape_of, span, words
from pages.sentences import sentence

def layout(**_: Any) -> html.Div:
    """The frame of the board; its rows come with the first callback."""
    return html.Div([loading()], id="incidents-page", className="page")


def title(incident: Incident) -> str:
    return f"{incident.place_name or gettext('Spot on the map')} · {words(KINDS, incident.kind)}"


def detail(story: Story, prefix: str, by: Actor) -> html.Div:
    """One incident whole: what is wrong, what it rests on, who goes, what happened. `prefix` starts every id."""
    incident = story.incident
    return html.Div(
        [
            head(story),
            evidence(story),
            team_rows(story),
            proposals(story.plan, incident) if story.plan else None,
            acts(story, prefix, by),
            timeline(story),
        ],
        className="detail",
        **{"data-incident": str(incident.id), "data-state": incident.state.value},
    )


def head(story: Story) -> html.Header:
    incident = story.incident
    late = incident.overdue(story.at)
    due = (
        _("overdue by %(span)s", span=span(story.at - incident.due))
        if late
        else _("%(span)s left", span=span(incident.due - story.at))
    )
    what = _("to finish") if incident.arrived_at else _("to arrive")
    line = [incident.code, words(STATES, incident.state), story.area]
    if not incident.over:
        line.append(f"{due} {what}")
    return html.Header(
        [html.H2([shape(shape_of(incident.state)), title(incident)]), html.P(" · ".join(line), className="late" if late else "")]
    )


def evidence(story: Story) -> html.Figure | None:
    shown = story.evidence
    if shown is None:
        return None
    limit = _("threshold %(count)s people for %(minutes)s min", count=shown.rule.threshold, minutes=int(shown.rule.hold.total_seconds() // 60))
    words_of_band = _("usual at this time")
    since = _("over the threshold since %(time)s", time=clock_time(shown.since)) if shown.since else _("below the threshold now")
    rule = _("Rule in force since %(day)s: %(source)s", day=shown.policy.holds_from.date().isoformat(), source=shown.policy.source)
    return html.Figure(
        [
            html.Img(src=charts.evidence(shown, limit, words_of_band), alt=_("People counted at the door"), className="evidence"),
            html.Figcaption([html.Span(since), html.Details([html.Summary(_("Why this warning?")), html.P(rule)])]),
        ]
    )


def team_rows(story: Story) -> html.Ul | None:
    rows = [team_row(one, story) for one in story.incident.assignments if one.round == story.incident.round]
    return html.Ul(rows, className="teams") if rows else None


def team_row(one: Assignment, story: Story) -> html.Li:
    moment = one.ended_at or one.on_scene_at or one.en_route_at or one.acknowledged_at or one.dispatched_at
    state = words(STATES, one.state.value if one.state.value in STATES else State(one.state.value))
    seen = _("%(count)s people seen", count=one.count_seen) if one.count_seen is not None else ""
    outcome = words(RESOLUTIONS, one.outcome) if one.outcome in RESOLUTIONS else ""
    return html.Li(
        [
            html.B(gettext(MARKS[one.role]), className="mark"),
            html.Span([story.teams.get(one.team_id, ""), html.Small(" · ".join(part for part in (outcome, seen) if part))]),
            html.Span([state, " ", html.Time(clock_time(moment))], className=f"answer answer-{one.state.value}"),
        ],
        **{"data-team": str(one.team_id), "data-state": one.state.value},
    )


def proposals(plan: Plan, incident: Incident) -> html.Ul:
    rows = [proposed(one, incident) for one in plan.proposals] + [missing(one) for one in plan.shortfalls]
    return html.Ul(rows, className="teams proposed", **{"aria-label": _("Proposed teams")})


def proposed(one: Proposal, incident: Incident) -> html.Li:
    """The team and the facts that speak for it."""
    near = {
        "grid": _("its own grid"),
        "community": _("its own community"),
        "street": _("its own street"),
        "district": _("elsewhere in the district"),
    }[one.nearness]
    jobs = _("free") if not one.jobs else _("%(count)s jobs waiting", count=one.jobs)
    reason = " · ".join([_("on duty"), near, _("%(metres)s m", metres=one.metres), jobs])
    return html.Li(
        [
            html.B(gettext(MARKS[one.team.role]), className="mark"),
            html.Span([one.team.name, html.Small(reason)]),
            html.Span(_("about %(minutes)s min", minutes=one.minutes), className="answer"),
        ],
        **{"data-team": str(one.team.id)},
    )


def missing(one: Shortfall) -> html.Li:
    return html.Li(
        [html.B("–", className="mark gap"), html.Span([gettext(ROLE_NAMES[one.role]), html.Small(gettext(one.reason))])],
        className="gap",
    )


def acts(story: Story, prefix: str, by: Actor) -> html.Div:
    """What this person may do next, the one likely thing first. Every button exists, so that no callback is silent."""
    incident, plan = story.incident, story.plan
    count = len(plan.proposals) if plan else 0
    may_send = bool(count) and by.may("send")
    to_verify = incident.state is State.RESOLVED and by.may("verify")
    to_close = incident.state is State.VERIFIED and by.may("close")
    to_call_false = not incident.over and incident.state is not State.VERIFIED and by.may("confirm")
    return html.Div(
        [
            primary(_("Send %(count)s teams at once", count=count), "D", id=f"{prefix}-send", hidden=not may_send),
            primary(_("Verify"), "V", id=f"{prefix}-verify", hidden=not to_verify),
            html.Div(
                [
                    dcc.RadioItems(
                        {word: gettext(says) for word, says in RESOLUTIONS.items()},
                        _likely(incident),
                        id=f"{prefix}-resolution",
                    ),
                    primary(_("Close"), "C", id=f"{prefix}-close"),
                ],
                hidden=not to_close,
                className="closing",
            ),
            html.Div(
                [html.Button(_("False alarm"), id=f"{prefix}-false", type="button", hidden=not to_call_false)],
                className="asides",
            ),
        ],
        className="acts",
    )


def _likely(incident: Incident) -> str:
    """The outcome that the teams reported, as the reason that is chosen already."""
    outcomes = [one.outcome for one in incident.counting if one.state is Answer.RESOLVED and one.outcome]
    return outcomes[-1] if outcomes else next(iter(RESOLUTIONS))


def timeline(story: Story) -> html.Ol:
    rows = [
        html.Li([html.Time(clock_time(told.at)), html.Span(sentence(told, story))], **{"data-event": told.event})
        for told in reversed(story.told)
    ]
    return html.Ol(rows or [empty(_("Nothing yet."))], className="timeline")

