"""Settings: one section at a time, each for whoever has its act; which one stands in the address."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dash import dcc, html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.texts import N_
from pages.settings import accounts, channels, emergency, notifications, own, terminals, two_people

PLACE = "settings-place"


@dataclass(frozen=True)
class Section:
    """`draw` gives what stands under the list of sections."""

    name: str
    act: str
    title: str
    draw: Callable[[], list[Any]]


SECTIONS = (
    Section("accounts", "manage_accounts", N_("Accounts"), accounts.section),
    Section("terminals", "manage_terminals", N_("Walls and phones"), terminals.section),
    Section("own", "own_account", N_("My account"), own.section),
    Section("told", "own_channels", N_("How I am told"), channels.section),
    Section("waiting", "second_word", N_("Two people"), two_people.section),
    Section("notifications", "manage_channels", N_("Notices"), notifications.section),
    Section("emergency", "see_destruction", N_("Emergencies"), emergency.section),
)


def layout(by: Actor, show: str = "", **_args: Any) -> html.Div:
    return html.Div(sections(by, show), id=PLACE)


def sections(by: Actor, show: str = "") -> list[Any]:
    """The asked section of those that `by` may open, or the first."""
    mine = [one for one in SECTIONS if by.may(one.act)]
    chosen = next((one for one in mine if one.name == show), mine[0])
    return [
        html.Nav([link(one, one is chosen) for one in mine], className="tabs", **{"aria-label": _("Settings")}),
        html.Div(chosen.draw(), id="settings", className="page two"),
    ]


def link(one: Section, here: bool) -> dcc.Link:
    return dcc.Link(gettext(one.title), href=f"/settings?show={one.name}", className="here" if here else "")
