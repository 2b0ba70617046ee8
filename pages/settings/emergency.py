"""Emergencies: which hold, what the end of one will destroy, who has asked for it, and how one begins."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.emergency import COLLECTED, Emergency, Level
from cockpit.texts import N_
from pages.parts import district_time, empty, facts, field
from pages.settings.accounts import path_words

LEVELS = {
    Level.FIRST: N_("Level I, the gravest"),
    Level.SECOND: N_("Level II"),
    Level.THIRD: N_("Level III"),
    Level.FOURTH: N_("Level IV"),
}


def section() -> list[Any]:
    listed = html.Div(
        [
            html.H2(_("Emergencies")),
            html.Div(id="settings-emergencies-none"),
            dcc.RadioItems([], id="settings-emergencies", className="picks tall"),
        ],
        className="panel form",
    )
    said = html.Div(id="settings-emergency-said", className="panel pad", hidden=True, role="status")
    chosen = html.Div(nobody(), id="settings-emergency", className="panel form")
    return [
        dcc.Store(id="settings-emergency-done"),
        html.Div([listed, beginning()], className="column"),
        html.Div([said, chosen, acts()], className="column"),
    ]


def levels() -> list[dict[str, Any]]:
    return [{"value": one.value, "label": gettext(says)} for one, says in LEVELS.items()]


def beginning() -> html.Div:
    return html.Div(
        [
            html.H2(_("Begin an emergency")),
            html.P(_("Whatever is collected in the area from then on belongs to it, and is destroyed after its end."),
                   className="hint"),
            field(_("What it is called"), dcc.Input(id="settings-begin-name", type="text", maxLength=60, autoComplete="off")),
            field(_("Level"), dcc.RadioItems(levels(), id="settings-begin-level", className="chips", inline=True)),
            field(_("Area"), dcc.Dropdown([], id="settings-begin-area", placeholder=_("The whole district"))),
            html.Button(_("Begin"), id="settings-begin", type="button", className="button"),
        ],
        id="settings-beginning",
        className="panel form",
        hidden=True,
    )  # fmt: skip


def acts() -> html.Div:
    """Asking and confirming stand in one place: which of the two is shown follows from who asked."""
    end = {"ask": _("Ask to end it"), "confirm": _("Confirm the end"), "back": _("Take it back")}
    buttons = [
        html.Button(says, id=f"settings-end-{name}", type="button", className="button", hidden=True)
        for name, says in end.items()
    ]
    change = html.Button(_("Change level"), id="settings-level-change", type="button", className="button")
    return html.Div(
        [
            field(_("Level"), dcc.RadioItems(levels(), id="settings-level", className="chips", inline=True)),
            html.Div(change, className="buttons"),
            html.H2(_("End")),
            html.Div(id="settings-end-says", className="hint"),
            html.Div(buttons, className="buttons"),
        ],
        id="settings-emergency-acts",
        className="panel form",
        hidden=True,
    )


def nobody() -> Any:
    return empty(_("Choose an emergency."))


def nothing(found: Sequence[Emergency]) -> Any:
    return [] if found else empty(_("There is no emergency: nothing personal may be collected for one."))


def options(found: Sequence[Emergency], names: Mapping[str, str]) -> list[dict[str, Any]]:
    return [{"value": one.id, "label": option(one, names)} for one in found]


def option(one: Emergency, names: Mapping[str, str]) -> str:
    return f"{'✓' if one.over else '●'} {one.name} · {path_words(one.area, names)} · {state(one)}"


def state(one: Emergency) -> str:
    if one.destroyed_at:
        return _("ended, destroyed")
    return _("ended") if one.over else gettext(LEVELS[one.level])


def detail(one: Emergency, names: Mapping[str, str]) -> list[Any]:
    """What it is, and for one that has ended where its report is."""
    times = [(_("Begun"), one.begun_at), (_("Ended"), one.ended_at)]
    times += [(_("Destroyed"), one.destroyed_at)] if one.destroyed_at else [(_("Destruction due"), one.destroy_at)]
    rows = [
        (_("What it is called"), one.name),
        (_("Level"), gettext(LEVELS[one.level])),
        (_("Area"), path_words(one.area, names)),
        *[(says, district_time(at.isoformat())) for says, at in times if at],
    ]
    report = html.A(_("Destruction report"), href=f"/reports/destruction/{one.id}", target="_blank")
    return [facts(rows), *([html.P(report)] if one.over else [])]


def ending(counts: Mapping[str, int], asked_by: str, mine: bool) -> list[Any]:
    """What the end will destroy, and how far the two people are."""
    kinds = [(gettext(COLLECTED[kind]), f"{count:,}") for kind, count in counts.items()]
    says = _("Two people end it: one asks, a security officer confirms within the hour.")
    if asked_by:
        says = (
            _("You asked to end it: another one, a security officer, confirms.")
            if mine
            else _("{name} has asked to end it.").format(name=asked_by)
        )
    return [html.P(_("The end destroys, when its time is over:")), facts(kinds), html.P(says)]
