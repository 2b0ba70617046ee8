"""What this person may do next with an incident: the one likely thing first, the rest beside it."""

from dataclasses import dataclass
from typing import Any

from dash import dcc, html
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.dispatch import Candidate
from cockpit.dispatch.plan import RANK, proposal
from cockpit.incidents import Incident, State
from cockpit.incidents.story import Story
from pages.incidents import ending, links, support, tasks
from pages.incidents.chain import promising
from pages.incidents.scene import hearing
from pages.incidents.undo import undoing
from pages.parts import STATES, kept, primary, words

ENDED = {State.RESOLVED, State.VERIFIED, State.CLOSED}


@dataclass(frozen=True)
class Steps:
    """Which steps follow now, for this person."""

    send: bool
    choose: bool
    recall: bool
    confirm: bool
    hold: bool
    resume: bool
    end: bool
    link: bool
    verify: bool
    reopen: bool
    close: bool


def steps(story: Story, by: Actor) -> Steps:
    incident = story.incident
    state, over = incident.state, incident.over
    confirms = by.may("confirm") and not over
    return Steps(
        send=by.may("send") and bool(story.plan and story.plan.proposals),
        choose=by.may("send") and bool(story.candidates),
        recall=by.may("send") and not over and any(one.open for one in incident.counting),
        confirm=confirms and state is State.REPORTED,
        hold=confirms and state is not State.ON_HOLD and state not in ENDED,
        resume=confirms and state is State.ON_HOLD,
        end=confirms and state is not State.VERIFIED,
        link=links.may_link(story, by),
        verify=by.may("verify") and state is State.RESOLVED,
        reopen=by.may("verify") and state in ENDED,
        close=by.may("close") and state is State.VERIFIED,
    )


def acts(story: Story, prefix: str, by: Actor) -> html.Div:
    may, kept = steps(story, by), kept_for(story.incident, by)
    teams = [one.team.id for one in story.plan.proposals] if story.plan else []
    return html.Div(
        [
            dcc.Store(id=f"{prefix}-drawn", data=drawn(story.incident, teams)),
            promising(story, prefix, by),
            primary(_("Send %(count)s teams at once", count=len(teams)), "D", id=f"{prefix}-send", hidden=not may.send),
            primary(_("Verify"), "V", id=f"{prefix}-verify", hidden=not may.verify),
            ending.closing(story, prefix, may.close),
            html.Div(
                [
                    aside(_("Confirm"), f"{prefix}-confirm", may.confirm),
                    aside(_("Take up again"), f"{prefix}-resume", may.resume),
                    support.urging(story, prefix, by),
                    aside(_("Put on hold"), f"{prefix}-hold", may.hold),
                    aside(_("False alarm"), f"{prefix}-false", may.end),
                    links.taking_out(story, prefix, by),
                ],
                className="asides",
            ),
            *folded(story, prefix, by, may, kept),
            undoing(story, prefix, by.id),
        ],
        className="acts",
        **{"data-incident": str(story.incident.id), "data-state": story.incident.state.value},
    )


def folded(story: Story, prefix: str, by: Actor, may: Steps, kept: dict[str, Any]) -> list[html.Details]:
    """What needs one more choice, the more frequent first."""
    incident = story.incident
    return [
        choosing(story, prefix, may.choose, kept),
        recalling(story, prefix, may.recall, kept),
        hearing(story, prefix, kept, by),
        fold(_("Send back"), ending.sending_back(incident, prefix, by), may.reopen, "redo"),
        fold(_("Set a task"), tasks.setting(story, prefix, by), tasks.may_plan(story, by), "task"),
        fold(_("Merge or link with another"), links.naming_another(story, prefix, by, kept), may.link, "merge"),
        fold(_("Split a part off"), links.parting(story, prefix, by), may.link, "part"),
        cancelling(prefix, may.end),
    ]


def drawn(incident: Incident, teams: list[int]) -> dict[str, Any]:
    """What was proposed for this version of it: the same click sent twice is done once, by this key."""
    return {"teams": teams, "more": bool(incident.counting), "key": f"{incident.id}/{incident.version}"}


def kept_for(incident: Incident, by: Actor) -> dict[str, Any]:
    """A choice that is half made outlives a change of the drawing, until somebody is sent."""
    return {"persistence": f"{by.account}/{incident.id}/{len(incident.assignments)}", "persistence_type": "memory"}


def aside(label: str, id_: str, shown: bool) -> html.Button:
    return html.Button(label, id=id_, type="button", hidden=not shown)


def fold(summary: str, parts: list[Any], shown: bool, name: str) -> html.Details:
    """A thing that needs one more choice: folded until it is wanted."""
    return html.Details([html.Summary(summary), *parts], hidden=not shown, className="fold", **{"data-fold": name})


def choosing(story: Story, prefix: str, shown: bool, kept: dict[str, Any]) -> html.Details:
    """All teams of the street with how they stand; who is off duty is named and cannot be chosen."""
    sent = bool(story.incident.counting)
    options = [team_choice(one, story.incident) for one in nearest_first(story.candidates, story.incident)]
    return fold(
        _("Send more teams") if sent else _("Choose other teams"),
        [
            dcc.Checklist(options, [], id=f"{prefix}-teams", className="picks tall", **kept),
            html.Button(_("Send those chosen"), id=f"{prefix}-send-chosen", type="button", className="button"),
        ],
        shown,
        "teams",
    )


def nearest_first(candidates: tuple[Candidate, ...], incident: Incident) -> list[Candidate]:
    def order(one: Candidate) -> tuple[bool, bool, int, int]:
        seen = proposal(one, incident)
        return not one.on_duty, one.under_way, RANK[seen.nearness], seen.metres

    return sorted(candidates, key=order)


def team_choice(one: Candidate, incident: Incident) -> dict[str, Any]:
    seen = proposal(one, incident)
    duty = _("on duty") if one.on_duty else _("off duty")
    busy = (
        _("under way elsewhere")
        if one.under_way
        else _("%(count)s jobs waiting", count=one.jobs)
        if one.jobs
        else _("free")
    )
    facts = [duty, busy, _("%(metres)s m", metres=seen.metres)] if one.on_duty else [duty]
    label = html.Span([one.team.name, html.Small(" · ".join(facts))])
    return {"value": one.team.id, "label": label, "disabled": not one.on_duty}


def recalling(story: Story, prefix: str, shown: bool, kept: dict[str, Any]) -> html.Details:
    options = [
        {"value": one.team_id, "label": f"{story.teams.get(one.team_id, '')} · {words(STATES, one.state.value)}"}
        for one in story.incident.counting
        if one.open
    ]
    return fold(
        _("Recall a team"),
        [
            dcc.RadioItems(options, None, id=f"{prefix}-recall-team", className="picks", **kept),
            html.Button(_("Recall it"), id=f"{prefix}-recall", type="button", className="button"),
        ],
        shown,
        "recall",
    )


def cancelling(prefix: str, shown: bool) -> html.Details:
    return fold(
        _("Cancel the incident"),
        [
            html.P(_("It was entered by mistake. Teams under way are recalled."), className="hint"),
            html.Button(_("Cancel it"), id=f"{prefix}-cancel", type="button", className="button"),
        ],
        shown,
        "cancel",
    )


def note_form(incident: Incident, prefix: str, by: Actor) -> html.Div:
    """What is typed stays in this tab, for this account and incident, until it is saved."""
    return html.Div(
        [
            dcc.Textarea(
                id=f"{prefix}-note",
                value="",
                maxLength=2000,
                rows=2,
                placeholder=_("Note for the file"),
                **kept(by, str(incident.id)),
            ),
            html.Button(_("Save note"), id=f"{prefix}-save-note", type="button", className="button"),
        ],
        hidden=not by.may("note"),
        className="noting",
    )
