"""Who is the case, and what is known of the days: the form of a new one, and that of one that changes."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from flask_babel import format_datetime, gettext
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.inventory import By
from cockpit.people import ShownPerson
from cockpit.screening import BY_HAND, Case, CaseStatus
from pages.parts import empty, field, kept
from pages.screening.itinerary import telling
from pages.screening.notes import of_adding
from pages.screening.words import SETTINGS, STATUSES

NEW = (CaseStatus.SUSPECTED, CaseStatus.PROBABLE, CaseStatus.CONFIRMED, CaseStatus.ASYMPTOMATIC)


def entering(by: Actor) -> html.Div:
    return html.Div(
        [
            html.H2(_("Enter a case")),
            *looking(by, "case"),
            *days("new", None),
            html.P(_("Whoever lives with the case is listed at once, by the rule of today."), className="hint"),
            html.Div(
                [
                    html.Button(_("Enter"), id="screening-enter", type="button", className="primary"),
                    html.Button(_("Back"), id="screening-leave", type="button", className="quiet"),
                ],
                className="said-of",
            ),
        ],
        id="screening-entering",
        className="panel form",
        hidden=True,
    )  # fmt: skip


def days(prefix: str, case: Case | None) -> list[Any]:
    """Status and days; of a case, those that are known."""
    statuses = NEW if case is None else tuple(STATUSES)
    choices = [{"value": one.value, "label": gettext(STATUSES[one])} for one in statuses]
    status = case.status.value if case else CaseStatus.CONFIRMED.value
    since = format_datetime(case.isolated_at, "yyyy-MM-dd'T'HH:mm") if case and case.isolated_at else ""
    known = {name: str(getattr(case, name) or "") if case else "" for name in ("onset", "sampled")}
    severe = ["severe"] if case and case.severe else []
    says = [{"value": "severe", "label": _("Severe symptoms: any contact, however short, was a close one")}]
    return [
        field(
            _("Status"),
            dcc.RadioItems(choices, status, id=f"screening-{prefix}-status", className="chips", inline=True),
        ),
        field(_("Day of the onset"), dcc.Input(id=f"screening-{prefix}-onset", type="date", value=known["onset"])),
        field(
            _("Day of the sampling"), dcc.Input(id=f"screening-{prefix}-sampled", type="date", value=known["sampled"])
        ),
        field(_("Time of isolation"), dcc.Input(id=f"screening-{prefix}-isolated", type="datetime-local", value=since)),
        dcc.Checklist(says, severe, id=f"screening-{prefix}-severe", className="picks"),
    ]


def forms(case: Case, by: Actor) -> list[Any]:
    """They know themselves which case they are of: what is chosen on the left may be another by the time one is sent."""
    return [dcc.Store(id="screening-known-about", data=case.id), telling(), adding(by), known_days(case)]


def known_days(case: Case) -> html.Details:
    save = html.Button(_("Save; its contacts follow"), id="screening-change", type="button", className="button")
    return html.Details([html.Summary(_("Change status or days")), *days("known", case), save], className="form fold")


def adding(by: Actor) -> html.Details:
    """Somebody whom no record shows, as the case told it."""
    settings = [{"value": one.value, "label": gettext(SETTINGS[one])} for one in BY_HAND]
    return html.Details(
        [
            html.Summary(_("Add a contact whom no record shows")),
            *looking(by, "contact"),
            field(_("How"), dcc.RadioItems(settings, BY_HAND[0].value, id="screening-setting", className="chips", inline=True)),
            field(_("On which day"), dcc.Input(id="screening-day", type="date", value="")),
            of_adding(by),
            html.Button(_("Add"), id="screening-add", type="button", className="button"),
        ],
        className="form fold",
    )  # fmt: skip


def looking(by: Actor, name: str) -> list[Any]:
    """Looked up by the whole value, as in the inventory: under a mistyped number other people would be shut in."""
    ways = [{"value": By.PHONE.value, "label": _("Phone")}, {"value": By.NUMBER.value, "label": _("Identity number")}]
    whole = dcc.Input(
        id=f"screening-{name}-value", type="text", maxLength=40, autoComplete="off", **kept(by, f"screening-{name}")
    )
    find = html.Button(_("Look up"), id=f"screening-{name}-find", type="button", className="button")
    return [
        field(_("Known by"), dcc.RadioItems(ways, By.PHONE.value, id=f"screening-{name}-by", className="chips", inline=True)),
        field(_("The whole of it"), html.Div([whole, find], className="found-by")),
        html.Div(id=f"screening-{name}-found", **{"aria-live": "polite"}),
        dcc.RadioItems([], id=f"screening-{name}-person", className="picks"),
    ]  # fmt: skip


def found(people: Sequence[ShownPerson], names: dict[str, str]) -> tuple[list[dict[str, Any]], Any]:
    """The choices of the list of who was found, and what is said of it."""
    choices = [{"value": one.id, "label": " · ".join(told(one, names))} for one in people if not one.erased]
    nobody = empty(_("Nobody is known by this. Enter the person in the inventory first, or look again at the number."))
    return choices, None if choices else nobody


def told(one: ShownPerson, names: dict[str, str]) -> list[str]:
    shown = [one.fields[name].text or "" for name in ("name", "phone") if name in one.fields]
    return [text for text in [*shown, names.get(one.grid, "")] if text]
