"""What a worker writes down of one person, as it is drawn: a report by their word, what weighs in with them, tests."""

from typing import Any

from dash import dcc, html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.home_health import CONDITIONS, LONGEST, MOODS, SWABS, Channel, OpenedHome
from cockpit.needs import NEEDS
from cockpit.screening import SYMPTOMS
from cockpit.texts import N_
from pages.parts import field, kept

HEARD = {Channel.PHONE: N_("By telephone"), Channel.DOOR: N_("Face to face at the door")}


def forms(found: OpenedHome, by: Actor, key: str) -> list[Any]:
    """It knows itself whose report it is: who is chosen on the left may be another by the time it is saved."""
    if not found.holds:
        return []
    parts = [report(found, by, key)] if by.may("enter_report") else []
    parts += [conditions(found)] if by.may("say_conditions") else []
    return [*parts, *([swab(found)] if by.may("keep_swabs") else [])]


def options(table: dict[Any, str]) -> list[dict[str, str]]:
    return [{"value": one.value, "label": gettext(says)} for one, says in table.items()]


def report(found: OpenedHome, by: Actor, key: str) -> html.Details:
    said = dcc.Textarea(
        id="care-report-words", value="", maxLength=LONGEST, rows=2, **kept(by, f"care-report-{found.episode.id}")
    )
    inside = [
        dcc.Store(id="care-report-about", data=found.episode.id),
        dcc.Store(id="care-report-key", data=key),
        field(_("How it was said"), dcc.RadioItems(options(HEARD), Channel.PHONE.value, id="care-report-channel", className="chips big", inline=True)),
        field(_("Temperature, °C"), dcc.Input(id="care-report-temperature", type="number", min=35, max=42, step=0.1, inputMode="decimal")),
        field(_("Symptoms"), dcc.Checklist(options(SYMPTOMS), [], id="care-report-symptoms", className="chips", inline=True)),
        field(_("Needs"), dcc.Checklist(options(NEEDS), [], id="care-report-needs", className="chips", inline=True)),
        field(_("Mood"), dcc.RadioItems(options(MOODS), None, id="care-report-mood", className="chips", inline=True)),
        field(_("In their own words, kept sealed"), said),
        html.Button([_("Save the report"), html.Kbd("Ctrl+Enter")], id="care-report-save", type="button", className="primary"),
    ]  # fmt: skip
    return html.Details(
        [html.Summary([_("Write down a report"), " ", html.Kbd("N")]), html.Div(inside, className="form")],
        id="care-report",
        className="panel pad fold",
    )


def conditions(found: OpenedHome) -> html.Details:
    picks = dcc.Checklist(
        options(CONDITIONS), [one.value for one in found.conditions], id="care-conditions-picked", className="chips", inline=True
    )  # fmt: skip
    save = html.Button(_("Save"), id="care-conditions-save", type="button", className="quiet strong")
    return html.Details(
        [
            html.Summary(_("What weighs in")),
            dcc.Store(id="care-conditions-about", data=found.episode.id),
            field(_("Kept sealed; age and living alone are known by themselves"), picks),
            save,
        ],
        className="panel pad fold",
    )


def swab(found: OpenedHome) -> html.Details:
    day = dcc.Input(id="care-swab-day", type="date", value=found.today.isoformat(), max=found.today.isoformat())
    save = html.Button(_("Save"), id="care-swab-save", type="button", className="quiet strong")
    return html.Details(
        [
            html.Summary(_("Tests")),
            dcc.Store(id="care-swab-about", data=found.episode.id),
            field(
                _("Result"), dcc.RadioItems(options(SWABS), None, id="care-swab-found", className="chips", inline=True)
            ),
            field(_("Day of the swab"), day),
            save,
        ],
        className="panel pad fold",
    )
