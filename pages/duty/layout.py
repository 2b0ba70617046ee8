"""The frame of the duty page: one section at a time, as the address says."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dash import dcc, html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.texts import N_
from pages.duty import figures, now, roster, swap

PLACE = "duty-place"


@dataclass(frozen=True)
class Section:
    """`draw` gives what stands under the list of sections, for whoever reads."""

    name: str
    act: str
    title: str
    draw: Callable[[Actor], list[Any]]


SECTIONS = (
    Section("now", "see_duty", N_("Who is on now"), now.section),
    Section("roster", "see_duty", N_("Roster"), roster.section),
    Section("swap", "swap_shift", N_("Shifts that change hands"), swap.section),
    Section("figures", "see_desk_figures", N_("Desk figures"), figures.section),
)


def layout(by: Actor, show: str = "", **_args: Any) -> html.Div:
    return html.Div(sections(by, show), id=PLACE)


def sections(by: Actor, show: str = "") -> list[Any]:
    """The asked section of those that `by` may open, or the first; who may open one alone sees no list of them."""
    mine = [one for one in SECTIONS if by.may(one.act)]
    chosen = next((one for one in mine if one.name == show), mine[0])
    links = html.Nav([link(one, one is chosen) for one in mine], className="tabs", **{"aria-label": _("Duty")})
    return [*([links] if len(mine) > 1 else []), html.Div(chosen.draw(by), id="duty", className="page")]


def link(one: Section, here: bool) -> dcc.Link:
    return dcc.Link(gettext(one.title), href=f"/duty?show={one.name}", className="here" if here else "")
