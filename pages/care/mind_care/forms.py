"""What a counsellor writes down: the call with the time of the next one, the plan, to whom a case goes, how it ends."""

from collections.abc import Mapping
from typing import Any

from dash import dcc, html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.mind_care.case import KINDS, OUTCOMES
from cockpit.mind_care.said import LONGEST_NOTE, RISKS, SLEEPS
from cockpit.texts import N_
from pages.parts import field, kept

DAYS = {"0": N_("still today"), "1": N_("tomorrow"), "2": N_("in two days"), "7": N_("in a week")}
USUAL = "10:00"


def forms(by: Actor) -> list[Any]:
    """Each hidden until a case of one's own is open."""
    return [calling(by), planning(by), giving(), ending()]


def choices(table: Mapping[Any, str]) -> list[dict[str, str]]:
    return [{"value": str(key), "label": gettext(says)} for key, says in table.items()]


def calling(by: Actor) -> html.Div:
    reached = [{"value": "yes", "label": _("Reached")}, {"value": "no", "label": _("Not reached")}]
    note = dcc.Textarea(id="care-mind-note", maxLength=LONGEST_NOTE, rows=4, **kept(by, "care-mind-note"))
    mood = dcc.Input(id="care-mind-mood", type="number", min=0, max=10, step=1, inputMode="numeric")
    return html.Div(
        [
            html.H2(_("Call")),
            dcc.RadioItems(reached, None, id="care-mind-reached", className="chips big", inline=True),
            html.Div(
                [
                    field(_("Risk: ask in each call"), dcc.RadioItems(choices(RISKS), "not_asked", id="care-mind-risk", className="chips", inline=True)),
                    field(_("Mood, 0 the worst to 10"), mood),
                    field(_("Sleep"), dcc.RadioItems(choices(SLEEPS), None, id="care-mind-sleep", className="chips", inline=True)),
                    field(_("Ways that were used"), dcc.Checklist(choices(KINDS), [], id="care-mind-kinds", className="chips", inline=True)),
                ],
                id="care-mind-talked",
            ),
            field(_("Note: read by you alone"), note),
            field(
                _("Next call"),
                dcc.RadioItems(choices(DAYS), "1", id="care-mind-day", className="chips", inline=True),
                dcc.Input(id="care-mind-time", type="text", value=USUAL, maxLength=5, autoComplete="off"),
            ),
            html.Button(_("Save the call"), id="care-mind-call", type="button", className="primary"),
        ],
        id="care-mind-calling", className="panel form", hidden=True,
    )  # fmt: skip


def planning(by: Actor) -> html.Details:
    goals = dcc.Textarea(id="care-mind-goals", maxLength=LONGEST_NOTE, rows=3, **kept(by, "care-mind-goals"))
    return html.Details(
        [
            html.Summary(_("Write the plan")),
            field(_("What should become better, and by when"), goals),
            field(_("By which ways"), dcc.Checklist(choices(KINDS), [], id="care-mind-ways", className="chips", inline=True)),
            html.Button(_("Save the plan"), id="care-mind-plan", type="button", className="button"),
        ],
        id="care-mind-planning", className="panel form fold", hidden=True,
    )  # fmt: skip


def giving() -> html.Details:
    agrees = [{"value": "yes", "label": _("The client has said yes")}]
    return html.Details(
        [
            html.Summary(_("Hand over to a colleague")),
            field(_("To whom"), dcc.Dropdown([], None, id="care-mind-to", placeholder=_("Choose"))),
            dcc.Checklist(agrees, [], id="care-mind-agrees", className="picks"),
            html.P(_("All of it is sealed anew for the colleague; you open it no more."), className="hint"),
            html.Button(_("Hand over"), id="care-mind-give", type="button", className="button"),
        ],
        id="care-mind-giving", className="panel form fold", hidden=True,
    )  # fmt: skip


def ending() -> html.Details:
    return html.Details(
        [
            html.Summary(_("Close the case")),
            field(_("How it ended"), dcc.RadioItems(choices(OUTCOMES), None, id="care-mind-outcome", className="picks")),
            html.P(_("All that was said and noted is destroyed 30 days after the end."), className="hint"),
            html.Button(_("Close"), id="care-mind-close", type="button", className="button"),
        ],
        id="care-mind-ending", className="panel form fold", hidden=True,
    )  # fmt: skip
