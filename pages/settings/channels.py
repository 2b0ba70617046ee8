"""By which channels I am told, in which order, and what became of the last test of each."""

from collections.abc import Sequence
from typing import Any

from dash import dcc, html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.paging import KINDS, SAID, Kind, OwnChannel, Said, Tested
from pages.parts import day_time, field
from pages.settings.own import said


def section() -> list[Any]:
    return [
        dcc.Interval(id="settings-way-beat", interval=1500, max_intervals=0),
        html.Div(html.Div(mine(), className="panel form"), className="column"),
        html.Div(html.Div(adding(), className="panel form"), className="column"),
    ]


def mine() -> list[Any]:
    orders = {"test": _("Send a test"), "first": _("Try this one first"), "remove": _("Take it away")}
    buttons = [
        html.Button(says, id=f"settings-way-{name}", type="button", className="button") for name, says in orders.items()
    ]
    return [
        html.H2(_("How I am told")),
        html.P(_("The bell rings always. Beyond that these are tried in their order, while you are on duty."), className="hint"),
        dcc.RadioItems([], id="settings-ways", className="picks tall"),
        html.Div(id="settings-ways-none", className="hint"),
        html.Div(buttons, className="buttons"),
        said("way-said"),
    ]  # fmt: skip


def adding() -> list[Any]:
    kinds = [{"value": one.value, "label": gettext(says)} for one, says in KINDS.items() if one is not Kind.PUSH]
    return [
        html.H2(_("One more channel")),
        field(_("What it is"), dcc.RadioItems(kinds, id="settings-way-kind", className="chips", inline=True)),
        field(_("Its address: of the robot, the mailbox, the phone's number"),
              dcc.Input(id="settings-way-target", type="text", maxLength=500, autoComplete="off")),
        field(_("Secret of the DingTalk robot, if it was given one"),
              dcc.Input(id="settings-way-secret", type="password", maxLength=128, autoComplete="off")),
        html.Button(_("Add"), id="settings-way-add", type="button", className="primary"),
        html.P(_("A phone or browser is added where it stands: in the bell at the top of the page."), className="hint"),
    ]  # fmt: skip


def options(found: Sequence[tuple[OwnChannel, Tested | None]]) -> list[dict[str, Any]]:
    return [{"value": one.id, "label": words(nth, one, tested)} for nth, (one, tested) in enumerate(found, 1)]


def words(nth: int, one: OwnChannel, tested: Tested | None) -> str:
    name = " ".join(part for part in (gettext(KINDS[one.kind]), one.ends_in) if part)
    return f"{nth}. {name} · {tested_words(tested)}"


def tested_words(tested: Tested | None) -> str:
    if tested is None:
        return _("○ not tested yet")
    time = day_time(tested.at)
    if tested.delivered_at:
        return _("✓ test of {time}: delivered").format(time=time)
    if tested.handed_at:
        return _("✓ test of {time}: handed over").format(time=time)
    if tested.said:
        return _("▲ test of {time}: {why}").format(time=time, why=gettext(SAID[Said(tested.said)]))
    return _("◆ test of {time}: on its way").format(time=time)


def none(found: Sequence[Any]) -> str:
    return "" if found else _("No channel yet: only an open page tells you anything.")


def added(one: OwnChannel) -> list[Any]:
    """The secret of a webhook is shown once: its gateway checks by it who speaks, and proves what arrived."""
    if one.kind is not Kind.WEBHOOK:
        return [html.P(_("It is there; send a test."))]
    return [
        html.P(_("It is there. Its secret, shown once, checks what we send and signs what has arrived:")),
        dcc.Input(value=one.secret, readOnly=True, className="link", id="settings-way-shown"),
    ]
