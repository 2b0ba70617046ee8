"""The words of rounds of visits, and pieces that several of their drawings share."""

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from flask_babel import gettext as _

from cockpit.canvass import ELSEWHERE, Criteria, Round, Tally, Visit
from cockpit.people import Tenure
from cockpit.returns import KeyRegion
from cockpit.texts import N_
from pages.screening.words import short

# Codes of GB/T 2260 that the rule may name, as one calls them here.
REGIONS = {"420000": N_("Hubei"), "330300": N_("Wenzhou"), "331000": N_("Taizhou"), ELSEWHERE: N_("elsewhere")}
TENURES = {Tenure.RENTED: N_("rented homes"), None: N_("all homes")}
Names = Mapping[str, str]


def criteria_words(asked: Criteria, names: Names) -> str:
    """Changqing · rented homes · nobody met since 01-25."""
    parts = [names.get(asked.area, asked.area), tenure_words(asked.tenure)]
    if asked.unvisited_since:
        parts.append(_("nobody met since %(day)s", day=short(asked.unvisited_since)))
    if asked.came_since:
        parts.append(_("somebody came from a key region since %(day)s", day=short(asked.came_since)))
    return " · ".join(parts)


def came_words(visit: Visit, regions: Sequence[KeyRegion]) -> str:
    """Why a home is on a round for who came from a key region; empty on any other."""
    if not visit.came_on:
        return ""
    listed = next((one for one in regions if one.code == visit.came_from and one.holds_on(visit.came_on)), None)
    if listed is None:
        return _("somebody came from a key region on %(day)s", day=short(visit.came_on))
    facts = {"region": listed.name, "day": short(visit.came_on), "since": short(listed.since)}
    return _("somebody came from %(region)s on %(day)s, a key region since %(since)s", **facts)


def tenure_words(tenure: Tenure | None) -> str:
    return _("rented homes") if tenure is Tenure.RENTED else _("owned homes") if tenure else _("all homes")


def due_words(one: Round, overdue: bool) -> html.Small:
    if one.closed_at:
        return html.Small(_("round closed"))
    says = _("was due on %(day)s", day=short(one.due_on)) if overdue else _("due on %(day)s", day=short(one.due_on))
    return html.Small(says, className="late" if overdue else "")


def bar(tally: Tally) -> html.Progress:
    """How much is done; in words for who does not see it."""
    says = _("%(done)s of %(homes)s homes done", done=tally.done, homes=tally.homes)
    return html.Progress(value=str(tally.done), max=str(max(tally.homes, 1)), title=says)


def door_words(home: Any) -> str:
    """Place and door, as far as the reader may see it."""
    return " ".join(one for one in (home.place, home.door) if one)
