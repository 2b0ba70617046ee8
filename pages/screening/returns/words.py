"""The words of returnees, and the one sentence that says why somebody has to stay apart, or has not."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import ngettext

from cockpit.returns import DayZero, KeyRegion, Origin, RegionLevel, Source, Standing, State, Visit, Word, called
from cockpit.texts import N_
from pages.parts import day_time, words

SOURCES = {
    Source.COMMUNITY: N_("Community"),
    Source.HUB: N_("Transport hub"),
    Source.SITE: N_("Building site or firm"),
    Source.LANDLORD: N_("Landlord"),
    Source.DECLARED_SELF: N_("The person"),
}
STATES = {
    State.OVERDUE: N_("Overdue"),
    State.EXPECTED: N_("Expected"),
    State.ARRIVED: N_("Arrived, not visited"),
    State.VISITED: N_("Visited, not apart"),
    State.ISOLATED: N_("In isolation"),
    State.OVER: N_("Over"),
}
LANES = STATES | {State.EXPECTED: N_("Expected today")}
LEVELS = {RegionLevel.HIGH: N_("high risk"), RegionLevel.MEDIUM: N_("medium risk")}
FIELDS = {
    "origin": N_("Comes from"),
    "left": N_("Left there on"),
    "expected": N_("Expected on"),
    "arrived": N_("Arrived on"),
    "area": N_("Lives in"),
}


def explained(one: Standing) -> str:
    """By which line of the list, of which days, until when."""
    where, day = called(one.entry.origin) or _("an unknown region"), one.entry.day.isoformat()
    if one.doubt:
        return _(
            "It is not known yet whether %(where)s was a key region on %(day)s: ask for the city.", where=where, day=day
        )
    if one.region is None:
        return _("%(where)s was on no list of key regions on %(day)s: nobody has to stay apart.", where=where, day=day)
    facts = {
        "where": where,
        "line": line_words(one.region),
        "day": day,
        "since": one.day0.isoformat(),
        "until": one.until.isoformat(),
    }
    if one.entry.arrived is None:
        return _(
            "%(where)s lies in %(line)s. If they arrive on %(day)s, they stay apart until the end of %(until)s.",
            **facts,
        )
    if one.rule.day0 is DayZero.LEFT and one.entry.left:
        return _(
            "%(where)s lies in %(line)s. Day 0 is the departure, %(since)s: apart until the end of %(until)s.", **facts
        )
    return _("%(where)s lies in %(line)s. Day 0 is the arrival, %(since)s: apart until the end of %(until)s.", **facts)


def line_words(one: KeyRegion) -> str:
    """湖北省 (high risk, on the list since 2020-01-23, line 1)."""
    facts = {"region": one.name or called(Origin(one.code)), "level": words(LEVELS, one.level), "id": one.id}
    if one.until:
        return _("%(region)s (%(level)s, on the list from %(since)s to %(until)s, line %(id)s)", **facts, since=one.since.isoformat(), until=one.until.isoformat())  # fmt: skip
    return _("%(region)s (%(level)s, on the list since %(since)s, line %(id)s)", **facts, since=one.since.isoformat())


def grounds(found: Sequence[Standing]) -> list[str]:
    """What the person is told of it: their own journey and the list, and not who said so."""
    return [explained(one) for one in found]


def told(one: Standing) -> list[str]:
    """How an entry stands, in a few words for the board."""
    origin = called(one.entry.origin) or _("from an unknown region")
    mark = [_("key region")] if one.due else [_("ask for the city")] if one.doubt else []
    return [_standing(one), origin, *mark]


def _standing(one: Standing) -> str:
    entry = one.entry
    if entry.arrived is None:
        late = (one.today - entry.day).days
        return late_words(late) if one.late else _("expected on %(day)s", day=short(entry.day))
    if one.state is State.OVERDUE:
        return not_visited((one.today - entry.arrived).days)
    if one.state is State.ARRIVED and entry.visit is Visit.ABSENT and entry.visited_at:
        return _("nobody there at %(time)s", time=day_time(entry.visited_at))
    if one.apart and one.episode:
        day = _("day %(day)s of %(total)s", day=one.episode.day(one.today), total=one.episode.days)
        return (
            " · ".join([day, _("ordered until %(day)s only", day=short(one.episode.until))])
            if one.behind and one.episode.until
            else day
        )
    return _("arrived on %(day)s", day=short(entry.arrived))


def late_words(days: int) -> str:
    return ngettext("%(num)s day overdue", "%(num)s days overdue", days)


def not_visited(days: int) -> str:
    return ngettext("there for %(num)s day, and nobody was met", "there for %(num)s days, and nobody was met", days)


def said(one: Word, names: dict[str, str]) -> str:
    """What one source said, as it said it."""
    found = [(name, getattr(one, name)) for name in FIELDS]
    return " · ".join(f"{words(FIELDS, name)} {value_words(name, value, names)}" for name, value in found if value)


def value_words(name: str, value: Any, names: dict[str, str]) -> str:
    if isinstance(value, Origin):
        return called(value)
    return short(value) if isinstance(value, date) else where(value, names) if name == "area" else str(value)


def where(area: str, names: dict[str, str]) -> str:
    """东新街道 › 三塘社区, as far as it is known."""
    return " › ".join(names[area[:length]] for length in (9, 12, 15) if len(area) >= length and area[:length] in names)


def short(day: date) -> str:
    return day.strftime("%m-%d")
