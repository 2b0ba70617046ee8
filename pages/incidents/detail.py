"""One incident whole: what is wrong, what it rests on, who is on it, what happened."""

from typing import Any

from dash import dcc, html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.dispatch import Plan, Proposal, Shortfall
from cockpit.incidents import OUT, RESOLUTIONS, Answer, Assignment, Incident, intervals
from cockpit.incidents.story import Story
from cockpit.notifications import Standing
from cockpit.teams import ROLE_NAMES
from pages import charts
from pages.incidents import chain, ending, links, support, tasks
from pages.incidents.acts import acts, note_form
from pages.incidents.attached import attached, attaching
from pages.incidents.scene import alive
from pages.paging import persons
from pages.parts import (
    KINDS,
    MARKS,
    STATES,
    clock_time,
    empty,
    loading,
    local_day,
    shape,
    shape_of,
    source_words,
    span,
    standing_words,
    words,
)
from pages.sentences import sentence

NEAR = {
    "grid": lambda: _("its own grid"),
    "community": lambda: _("its own community"),
    "street": lambda: _("its own street"),
    "district": lambda: _("elsewhere in the district"),
}


def title(incident: Incident) -> str:
    return f"{incident.place_name or gettext('Spot on the map')} · {words(KINDS, incident.kind)}"


def detail(story: Story, prefix: str, by: Actor) -> html.Div:
    """Drawn when an incident is chosen; `prefix` starts every id.

    All buttons exist, hidden where they do not apply: so no callback is silent. What changes afterwards is drawn
    again part by part (`parts`), so that a half-written note is never taken from under somebody's hands.
    """
    incident = story.incident
    facts, steps, told = parts(story, prefix, by)
    return html.Div(
        [
            dcc.Store(id=f"{prefix}-shown", data=incident.id),
            dcc.Store(id=f"{prefix}-beat"),
            *links.stores(prefix),
            *tasks.stores(prefix),
            html.Div(facts, id=f"{prefix}-story"),
            html.P(id=f"{prefix}-others", className="others"),
            html.Div(steps, id=f"{prefix}-acts"),
            note_form(incident, prefix, by),
            attaching(incident, by),
            html.Div(told, id=f"{prefix}-told"),
        ],
        id=f"{prefix}-frame",
        className="detail",
        **{"data-incident": str(incident.id), "data-state": incident.state.value},
    )


def detail_place(prefix: str, nothing: html.P) -> list[html.Div]:
    """Where a detail is drawn, and what stands there while it is on its way, and when it did not come."""
    failed = [
        html.Span(**{"data-words": _("{code} could not be read.")}),
        html.Button(_("Try again"), type="button", className="quiet"),
    ]
    return [
        html.Div(loading(), id=f"{prefix}-awaited", className="awaits", hidden=True),
        html.Div(failed, id=f"{prefix}-unread", className="failed", role="alert", hidden=True),
        html.Div([nothing], id=f"{prefix}-detail"),
    ]


def parts(story: Story, prefix: str, by: Actor) -> tuple[list[Any], list[Any], list[Any]]:
    """What a change renews: the facts, the steps that follow, and what was told."""
    facts = [
        head(story),
        support.called(story),
        ending.sent_back(story),
        support.urged(story),
        ending.rated(story.incident),
        links.linked(story, by),
        links.alike(story, by),
        evidence(story),
        team_rows(story),
        chain.line(story),
        ending.expired(story),
        tasks.tasks(story, by),
        proposals(story.plan) if story.plan else None,
        notices(story),
        attached(story),
        persons(story.persons),
    ]
    return facts, [acts(story, prefix, by)], [spans(story.incident), timeline(story)]


def notices(story: Story) -> html.P | None:
    """Whether the last that went out about it arrived."""
    if not story.notices:
        return None
    told, standing = story.notices[-1]
    return html.P(
        [_("Notice"), " ", clock_time(told.notification.district_at), " ", *standing_words(told, standing)],
        className="late" if standing is Standing.NOT_DELIVERED else "hint",
    )


def others(names: list[str]) -> str:
    """Who else has it open, as one short line; nothing when nobody has."""
    if not names:
        return ""
    return _("%(names)s also has this open", names=_(", ").join(names))


def head(story: Story) -> html.Header:
    incident = story.incident
    line = [incident.code, words(STATES, incident.state), story.area]
    if not incident.over:
        line.append(due_words(story))
    late = incident.overdue(story.at)
    return html.Header(
        [
            html.H2([shape("act" if incident.support_wanted else shape_of(incident.state)), title(incident)]),
            html.P(" · ".join(line), className="late" if late else ""),
        ],
        **{"data-of": str(incident.id)},
    )


def due_words(story: Story) -> str:
    incident = story.incident
    what = _("to finish") if incident.arrived_at else _("to arrive")
    if incident.overdue(story.at):
        return f"{_('overdue by %(span)s', span=span(story.at - incident.due))} {what}"
    return f"{_('%(span)s left', span=span(incident.due - story.at))} {what}"


def evidence(story: Story) -> html.Figure | None:
    shown = story.evidence
    if shown is None:
        return None
    minutes = int(shown.rule.hold.total_seconds() // 60)
    limit = _("threshold %(count)s people for %(minutes)s min", count=shown.rule.threshold, minutes=minutes)
    since = (
        _("over the threshold since %(time)s", time=clock_time(shown.since))
        if shown.since
        else _("below the threshold now")
    )
    day = local_day(shown.policy.holds_from)
    rule = _("Rule in force since %(day)s: %(source)s", day=day, source=source_words(shown.policy))
    chart = charts.evidence(shown, limit, _("usual at this time"))
    why = html.Details([html.Summary(_("Why this warning?")), html.P(rule)])
    return html.Figure(
        [
            html.Img(src=chart, alt=_("People counted at the door"), className="evidence"),
            html.Figcaption([html.Span(since), why]),
        ]
    )


def team_rows(story: Story) -> html.Div | None:
    """Who is on it; who declined, did not answer or was recalled is folded away below."""
    incident = story.incident
    mine = [one for one in incident.assignments if one.round == incident.round]
    on_it = [team_row(one, story) for one in mine if one.state not in OUT]
    gone = [team_row(one, story) for one in mine if one.state in OUT]
    if not mine:
        return None
    parts = [html.Ul(on_it, className="teams", **{"aria-label": _("Teams on it")})] if on_it else []
    if gone:
        summary = html.Summary(_("No longer on it: %(count)s", count=len(gone)))
        parts.append(html.Details([summary, html.Ul(gone, className="teams")], open=not on_it, className="gone"))
    return html.Div(parts)


def team_row(one: Assignment, story: Story) -> html.Li:
    return html.Li(
        [
            html.B(gettext(MARKS[one.role]), className="mark"),
            html.Span([story.teams.get(one.team_id, ""), html.Small(" · ".join(clocks(one))), *alive(story, one)]),
            html.Span(words(STATES, one.state.value), className=f"answer answer-{one.state.value}"),
        ],
        **{"data-team": str(one.team_id), "data-state": one.state.value},
    )


def clocks(one: Assignment) -> list[str]:
    """When it was sent, then how long after that each step came, then what was found."""
    steps = (
        (Answer.ACKNOWLEDGED, one.acknowledged_at),
        (Answer.EN_ROUTE, one.en_route_at),
        (Answer.ON_SCENE, one.on_scene_at),
        (one.state, one.ended_at),
    )
    told = [f"{words(STATES, Answer.DISPATCHED.value)} {clock_time(one.dispatched_at)}"]
    told += [f"{words(STATES, state.value)} {span(at - one.dispatched_at)}" for state, at in steps if at]
    if one.depart_by and one.state is Answer.ACKNOWLEDGED:
        told.append(_("sets out by %(time)s", time=clock_time(one.depart_by)))
    if one.outcome in RESOLUTIONS:
        told.append(words(RESOLUTIONS, one.outcome))
    if one.count_seen is not None:
        told.append(_("%(count)s people seen", count=one.count_seen))
    return told


def proposals(plan: Plan) -> html.Ul:
    rows = [proposed(one) for one in plan.proposals] + [missing(one) for one in plan.shortfalls]
    return html.Ul(rows, className="teams proposed", **{"aria-label": _("Proposed teams")})


def proposed(one: Proposal) -> html.Li:
    """The team and the facts that speak for it."""
    jobs = _("free") if not one.jobs else _("%(count)s jobs waiting", count=one.jobs)
    reason = " · ".join([_("on duty"), NEAR[one.nearness](), _("%(metres)s m", metres=one.metres), jobs])
    return html.Li(
        [
            html.B(gettext(MARKS[one.team.role]), className="mark"),
            html.Span([one.team.name, html.Small(reason)]),
            html.Span(_("about %(minutes)s min", minutes=one.minutes), className="answer"),
        ],
        **{"data-team": str(one.team.id)},
    )


def missing(one: Shortfall) -> html.Li:
    words_of_gap = html.Span([gettext(ROLE_NAMES[one.role]), html.Small(gettext(one.reason))])
    return html.Li([html.B("–", className="mark gap"), words_of_gap], className="gap")


def spans(incident: Incident) -> html.Dl | None:
    """How long it took so far, as far as it went."""
    took = intervals(incident)
    known = (
        (_("Report to dispatch"), took.handling),
        (_("Dispatch to departure"), took.turnout),
        (_("Departure to arrival"), took.travel),
        (_("Report to end"), took.closure),
    )
    cells = [html.Div([html.Dt(name), html.Dd(span(value))]) for name, value in known if value is not None]
    return html.Dl(cells, className="spans") if cells else None


def timeline(story: Story) -> html.Ol:
    rows = [
        html.Li([html.Time(clock_time(told.at)), html.Span(sentence(told, story))], **{"data-event": told.event})
        for told in reversed(story.told)
    ]
    return html.Ol(rows or [html.Li(empty(_("Nothing yet.")))], className="timeline")
