"""What is counted on a day: frozen where the day is over, counted now where it runs, with the rules that held then."""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from cockpit.clock import local_day_start
from cockpit.importing.kinds import Kind
from cockpit.risk_map.colour import Facts, RiskMapRule, rule_of
from cockpit.sources import NEEDED

if TYPE_CHECKING:
    from data_access.work import Work

KIND, ANY = "risk_map", "any"
STREET = 9  # digits of its code: the smallest area with a rule of its own
LATE = timedelta(days=3)  # so long nothing is taken away of what a day that is not frozen yet is counted from
INSTANT = timedelta(microseconds=1)


def counted_on(work: "Work", day: date) -> dict[str, Facts] | None:
    """Of the smallest areas that things are known of; None of a day of which nothing was kept."""
    today = local_day_start(work.at, work.zone).date()
    if day == today:
        return reckoned(work, day, work.at) if has_rule(work, work.at) else None
    kept = work.risk_maps.frozen(day)
    if kept:
        return kept
    waits = (
        today - LATE <= day < today and day in work.risk_maps.not_frozen(today) and has_rule(work, end_of(work, day))
    )
    return reckoned(work, day, end_of(work, day)) if waits else None


def reckoned(work: "Work", day: date, until: datetime) -> dict[str, Facts]:
    """The day as it stands, or stood, at `until`: one question for all areas of one's scope."""
    district = work.areas.district().code
    rule = rule_of(work.policy.get(KIND, ANY, district, at=until))
    reviews = {kind: review_days(work, kind, until) for kind in NEEDED}
    return work.risk_maps.count(day, until, rule, reviews)


def review_days(work: "Work", kind: Kind, until: datetime) -> int:
    found = work.policy.find("review", kind, work.areas.district().code, at=until)
    return int(found.body["days"]) if found else 0


def end_of(work: "Work", day: date) -> datetime:
    """The last moment of the local day."""
    return datetime.combine(day + timedelta(days=1), time(), work.zone) - INSTANT


def has_rule(work: "Work", at: datetime) -> bool:
    return work.policy.find(KIND, ANY, work.areas.district().code, at=at) is not None


def rules_at(work: "Work", at: datetime) -> dict[str, RiskMapRule]:
    """Area -> the rule that held then: the district's, or its street's own."""
    own = {code[:STREET] for code in work.areas.known}
    found = {code: rule_of(work.policy.get(KIND, ANY, code, at=at)) for code in own}
    return {code: found[code[:STREET]] for code in work.areas.known}
