"""The words of cases and contacts, and the one sentence that explains an exposure."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from flask_babel import gettext as _

from cockpit.follow_up import Result
from cockpit.screening import (
    BELONG,
    Aboard,
    Case,
    CaseSeen,
    CaseStatus,
    Closeness,
    Exposure,
    OrderPaper,
    Room,
    Setting,
    site_of,
)
from cockpit.texts import N_
from pages.parts import local_day, words

STATUSES = {
    CaseStatus.SUSPECTED: N_("Suspected"),
    CaseStatus.PROBABLE: N_("Probable"),
    CaseStatus.CONFIRMED: N_("Confirmed case"),
    CaseStatus.ASYMPTOMATIC: N_("Without symptoms"),
    CaseStatus.NOT_CLASSIFIED: N_("Not classified"),
    CaseStatus.NO_CASE: N_("Ruled out"),
}
CLOSENESS = {
    Closeness.CLOSE: N_("Close contact"),
    Closeness.TO_ASK: N_("Close until somebody has asked for the seat"),
    Closeness.GENERAL: N_("General contact"),
}
SETTINGS = {
    Setting.HOUSEHOLD: N_("Lived together"),
    Setting.WORKPLACE: N_("Same office"),
    Setting.CLASS: N_("Same class"),
    Setting.MEAL: N_("Ate together"),
    Setting.LIFT: N_("Same lift"),
    Setting.CARE: N_("Cared for"),
    Setting.TRANSPORT: N_("On board together"),
    Setting.PLACE: N_("In one place"),
}
RESULTS = {
    Result.SEEN_OK: N_("Seen, well"),
    Result.SEEN_NOT_OK: N_("Seen, unwell"),
    Result.NOT_HOME: N_("Nobody at home"),
    Result.MOVED: N_("Moved away"),
    Result.REFUSED: N_("Refused"),
}
# What people share as a matter of course, until when, and while it goes on.
SHARED = {
    Setting.HOUSEHOLD: (N_("Lived with {case} until {day}"), N_("Lives with {case}, who is not isolated yet")),
    Setting.WORKPLACE: (N_("Same office as {case} until {day}"), N_("Same office as {case}, who is not isolated yet")),
    Setting.CLASS: (N_("Same class as {case} until {day}"), N_("Same class as {case}, who is not isolated yet")),
    Setting.MEAL: (N_("Ate with {case} until {day}"), N_("Eats with {case}, who is not isolated yet")),
    Setting.LIFT: (N_("Same lift as {case} until {day}"), N_("Same lift as {case}, who is not isolated yet")),
    Setting.CARE: (N_("Cared for {case} until {day}"), N_("Cares for {case}, who is not isolated yet")),
}
MET = {
    Setting.PLACE: N_("At {where} with {case} on {day} for {span}"),
    Setting.TRANSPORT: N_("On board {where} with {case} on {day} for {span}"),
}


IN_ROOM = {
    Setting.WORKPLACE: (
        N_("Same office {room} of {where} as {case} until {day}"),
        N_("Same office {room} of {where} as {case}, who is not isolated yet"),
    ),
    Setting.CLASS: (
        N_("Same class {room} of {where} as {case} until {day}"),
        N_("Same class {room} of {where} as {case}, who is not isolated yet"),
    ),
    Setting.CARE: (
        N_("In care at {where} {room} with {case} until {day}"),
        N_("In care at {where} {room} with {case}, who is not isolated yet"),
    ),
}
# The same where it is not known to be one room.
AT_SITE = {
    Setting.WORKPLACE: (N_("Works at {where} as {case} did until {day}, in no room that is known to be the same"),
                        N_("Works at {where} as {case} does, in no room that is known to be the same")),
    Setting.CLASS: (N_("At {where} as {case} was until {day}, in no class that is known to be the same"),
                    N_("At {where} as {case} is, in no class that is known to be the same")),
    Setting.CARE: (N_("In care at {where} as {case} was until {day}, in no room that is known to be the same"),
                   N_("In care at {where} as {case} is, in no room that is known to be the same")),
}  # fmt: skip


def explained(one: Exposure, seen: CaseSeen) -> str:
    """Why somebody is a contact, in one sentence: of whom, where, when, how long."""
    return _met(one, case_words(seen.cases[one.case]), seen.at, seen.places)


def met_words(one: Exposure, whom: str, seen: CaseSeen) -> str:
    """The same of somebody who met one of the contacts."""
    return _met(one, whom, seen.at, seen.places)


def _met(one: Exposure, whom: str, at: datetime, places: Mapping[int, str]) -> str:
    room = Room.of(one.where) if one.setting in BELONG else None
    where = aboard_words(one.where) if one.setting is Setting.TRANSPORT else site_words(one, places)
    facts = {"case": whom, "where": where, "room": room.name if room else ""}
    if one.setting in MET:
        length = span_words(one.ended - one.began)
        return words(MET, one.setting).format(**facts, day=local_day(one.began), span=length)
    over, going_on = ((IN_ROOM if room.name else AT_SITE) if room else SHARED)[one.setting]
    return words({True: going_on, False: over}, one.ended >= at).format(**facts, day=local_day(one.ended))


def site_words(one: Exposure, places: Mapping[int, str]) -> str:
    return places.get(site_of(one), _("a place that is not known"))


def aboard_words(where: str) -> str:
    """G7512, carriage 07."""
    found = Aboard.of(where)
    carriage = [_("carriage %(number)s", number=found.carriage)] if found.carriage else []
    return _(", ").join([found.number, *carriage])


def case_words(case: Case) -> str:
    """C-0001 (confirmed, onset 02-08)."""
    told = _(", ").join([words(STATUSES, case.status), *day_words(case)])
    return _("%(code)s (%(told)s)", code=case.code, told=told)


def day_words(case: Case) -> list[str]:
    """The day that the look-back is counted from."""
    if case.status is not CaseStatus.ASYMPTOMATIC and case.onset:
        return [_("onset %(day)s", day=short(case.onset))]
    return [_("sampled %(day)s", day=short(case.sampled))] if case.sampled else []


def short(day: date) -> str:
    return day.strftime("%m-%d")


def span_words(length: timedelta) -> str:
    hours, minutes = divmod(int(length.total_seconds()) // 60, 60)
    return (
        _("%(hours)s h %(minutes)s min", hours=hours, minutes=minutes) if hours else _("%(count)s min", count=minutes)
    )


def order_reasons(paper: OrderPaper) -> list[str]:
    """What the person is told of it: where and when, never of whom."""
    visited = _(
        "A round of visits to homes found that you have to stay apart; the days count from %(day)s.", day=paper.found
    )
    return [visited] * bool(paper.found) + [_met(one, _("a case"), paper.at, paper.places) for one in paper.reasons]
