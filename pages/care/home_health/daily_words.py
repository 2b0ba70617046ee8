"""What the day of people at home calls its numbers, and how each is written: on the page, on paper, in a document."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import ngettext

from cockpit.areas import Area, Level
from cockpit.home_health import DESKS, SLOTS, Anomaly, AnomalyRule, AreaDay, Check, Day, DayFigure, Oddity, Verdict
from cockpit.texts import N_
from pages.parts import span, words

PLACES = (Level.DISTRICT, Level.STREET, Level.COMMUNITY)
SHARE = "share"
SPANS = ("p50", "p90")
ALARMING = ("missed", "overdue", "unseen")
ODDITIES = {
    Oddity.FEVERS: N_("Several fevers in one grid"),
    Oddity.RISING: N_("Temperature rises and rises"),
    Oddity.LATE: N_("Far overdue"),
    Oddity.SILENT: N_("Not a word"),
    Oddity.FALL: N_("Fewer report"),
}
CHECKS = {
    Check.LAST_DAY: N_("The last day is reached"),
    Check.QUIET: N_("No fever lately"),
    Check.REPORTS: N_("The last day's reports are in"),
    Check.TASKS: N_("Nothing open for the health centre"),
    Check.SWAB: N_("Negative test"),
}


def columns() -> dict[str, str]:
    return {
        "at_home": _("At home"), SHARE: _("Reported"), "missed": _("Missed"), "fever": _("Fever"),
        "sick": _("For the health centre"), "needs": _("Need something"), "opened": _("Tasks opened"),
        "p50": _("Half answered within"), "p90": _("90% answered within"), "open": _("Still open"), "overdue": _("Overdue"),
        "knocked": _("Doors knocked at"), "unseen": _("Unseen"),
    }  # fmt: skip


def order(areas: Iterable[Area], day: Day) -> list[Area]:
    """Of which the day tells anything: the district, then each street before its communities."""
    told = day.cells.cells.keys() if day.cells else day.areas.keys()
    return sorted((one for one in areas if one.level in PLACES and one.code in told), key=lambda one: one.code)


def cell(day: Day, code: str, column: str) -> str:
    """A number with its unit, or what may be seen of it."""
    if day.cells is None:
        return _exact(day.areas[code], column)
    if column == SHARE:
        return day.cells.shares[code]
    if column in SPANS:
        seconds = day.cells.spans.get(code, {}).get(column)
        return span(seconds) if seconds is not None else "–"
    return str(day.cells.cells[code][column])


def _exact(one: AreaDay, column: str) -> str:
    if column == SHARE:
        asked, reported = one.of(DayFigure.ASKED), one.of(DayFigure.REPORTED)
        return f"{one.share:.0f}% ({reported:,}/{asked:,})" if one.share is not None else "–"
    figure = DayFigure(column)
    if column in SPANS:
        return span(one.of(figure)) if figure in one.figures else "–"
    return f"{one.of(figure):,}"


def alarming(day: Day, code: str, column: str) -> bool:
    """Only what is known to be something: of a hidden number nobody can say that it calls for anything."""
    if column not in ALARMING:
        return False
    return bool(day.areas[code].of(DayFigure(column)) if day.cells is None else day.cells.cells[code][column].value)


def anomaly_says(one: Anomaly, where: str, rule: AnomalyRule) -> str:
    """Whom it is about, and by which rule."""
    if one.kind is Oddity.FALL:
        facts = {"area": where, "now": f"{one.now:.0f}%", "was": f"{one.was:.0f}%"}
        return _("%(area)s: %(now)s of what was due came in, %(was)s on the days before", **facts)
    people = ngettext("%(area)s: %(num)d person", "%(area)s: %(num)d people", one.count, area=where)
    why = {
        Oddity.FEVERS: _("fever within %(hours)s hours", hours=rule.hours),
        Oddity.RISING: _("%(count)s times in a row", count=rule.rises),
        Oddity.LATE: _("a task over by more than %(span)s", span=span(rule.late)),
        Oddity.SILENT: _("in %(count)s windows", count=rule.silent),
    }
    return f"{people} · {why[one.kind]}"


def fact(one: Verdict) -> str:
    """What a check found, in words."""
    if one.check is Check.LAST_DAY:
        return _("day %(day)s", day=one.days)
    if one.check is Check.QUIET:
        return _("highest %(heat)s °C", heat=one.heat) if one.heat is not None else _("nothing was measured")
    if one.check is Check.REPORTS:
        missing = " · ".join(words(SLOTS, slot) for slot in one.slots)
        return _("not in: %(slots)s", slots=missing) if missing else _("all in")
    if one.check is Check.TASKS:
        return ngettext("%(num)d task open", "%(num)d tasks open", one.open)
    return ngettext("%(num)d negative result", "%(num)d negative results", one.days)


def desk(one: Verdict) -> str:
    return words(DESKS, one.desk) if one.desk else _("time")
