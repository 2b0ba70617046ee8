"""The frame of the page of people at home: one section at a time, as the address says."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from dash import dcc, html
from flask_babel import gettext
from flask_babel import gettext as _

from cockpit.access import Actor
from cockpit.texts import N_
from pages.care.home_health import areas, daily, homes, queue
from pages.care.mind_care import mind, mindfigures
from pages.care.needs import needs

PLACE = "care-place"
Asked = dict[str, str]


@dataclass(frozen=True)
class Section:
    """`draw` gives the whole section, for whoever reads and what the address bar asks for."""

    name: str
    act: str
    title: str
    draw: Callable[[Actor, Asked], html.Div]


def layout(by: Actor, **asked: Any) -> html.Div:
    return html.Div(sections(by, **asked), id=PLACE)


def sections(by: Actor, show: str = "", **asked: str) -> list[Any]:
    """The asked section of those that `by` may open, or the first; who may open one alone sees no list of them."""
    mine = [one for one in SECTIONS if by.may(one.act)]
    chosen = next((one for one in mine if one.name == show), mine[0])
    links = html.Nav(
        [link(one, one is chosen) for one in mine], className="tabs", **{"aria-label": _("People at home")}
    )
    return [*([links] if len(mine) > 1 else []), chosen.draw(by, asked)]


def link(one: Section, here: bool) -> dcc.Link:
    return dcc.Link(gettext(one.title), href=f"/care?show={one.name}", className="here" if here else "")


SECTIONS = (
    Section("queue", "see_health_queue", N_("Health queue"), queue.section),
    Section("homes", "see_reports", N_("At home today"), homes.section),
    Section("areas", "see_care_figures", N_("By street and community"), areas.section),
    Section("daily", "see_care_day", N_("Daily analysis"), daily.section),
    Section("needs", "see_needs", N_("Needs"), needs.section),
    Section("mind", "see_mind", N_("Psychological care"), mind.section),
    Section("mindfigures", "see_mind_figures", N_("Care figures"), mindfigures.section),
)
