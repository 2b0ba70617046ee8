"""Telling where a case was: in words that are read, piece by piece; what counts is set against the records with the next round."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.clock import local_day_start
from cockpit.refusals import Invalid, NotFound
from cockpit.screening.case import Case
from cockpit.screening.itinerary import LONGEST, Reading, Stop
from cockpit.screening.ride import Means
from cockpit.screening.told import ItineraryTold
from cockpit.screening.trace import ROUND
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work


@dataclass(frozen=True)
class StopFacts:
    """What was asked and answered; None and empty where it is still not known."""

    began: datetime | None = None
    ended: datetime | None = None
    place: int | None = None
    run: str = ""
    means: Means | None = None
    carriage: str = ""
    row: int | None = None


@allowed_to("keep_cases")
def tell_itinerary(work: "Work", case_id: int, text: str) -> list[Stop]:
    """What can be read of the text is read; it comes beside what is known already. Returns what is new."""
    if not text.strip():
        raise Invalid("itinerary", N_("write down where the case was"))
    if len(text) > LONGEST:
        raise Invalid("itinerary", N_("this is longer than 10,000 characters: write it in several pieces"))
    case = work.cases.take(case_id)
    reading = Reading(work.places.by_name(), work.zone, local_day_start(work.at, work.zone).date())
    before = {(one.words, one.began) for one in work.itineraries.of_case(case.id)}
    new = [one for one in reading.stops(case.id, text) if (one.words, one.began) not in before]
    kept = [work.itineraries.add(one, work.emergencies.at(work.by.area)) for one in new]
    _told(work, case)
    return kept


@allowed_to("keep_cases")
def complete_stop(work: "Work", case_id: int, stop_id: int, facts: StopFacts) -> Stop:
    """What was lacking, or was read wrongly; refuses what ends before it begins or lies in the future."""
    case = work.cases.take(case_id)
    was = _of_case(work, case, stop_id)
    if facts.ended and facts.ended > work.at:
        raise Invalid("ended", N_("this moment is still to come"))
    if facts.began and facts.ended and facts.ended <= facts.began:
        raise Invalid("ended", N_("it ends before it begins"))
    kept = work.itineraries.keep(replace(was, **vars(facts)))
    _told(work, case)
    return kept


@allowed_to("keep_cases")
def remove_stop(work: "Work", case_id: int, stop_id: int) -> None:
    """It was not so; what it alone exposed is let go with the next round."""
    case = work.cases.take(case_id)
    work.itineraries.remove(_of_case(work, case, stop_id))
    _told(work, case)


@allowed_to("keep_cases")
def itinerary(work: "Work", case_id: int) -> list[Stop]:
    """In the order of time, what has no time last; for those who look for contacts and nobody else: a look."""
    case = work.cases.get(case_id)
    work.looked("case", case.id, ["track"])
    return sorted(work.itineraries.of_case(case.id), key=_when)


LAST = "~"  # after whatever has a time of that day


def _when(one: Stop) -> tuple[date, str, int]:
    return (one.day or date.max, one.began.isoformat() if one.began else LAST, one.id)


def _of_case(work: "Work", case: Case, stop_id: int) -> Stop:
    found = next((one for one in work.itineraries.of_case(case.id) if one.id == stop_id), None)
    if found is None:
        raise NotFound()
    return found


def _told(work: "Work", case: Case) -> None:
    """Before the round asks the records, the lake has it."""
    stops = work.itineraries.of_case(case.id)
    work.itineraries.told(case.id)
    told = ItineraryTold(case.id, len(stops), sum(not one.counts for one in stops))
    work.tell_area(work.areas.district().code, case.subject, case.id, told)
    work.later(ROUND, work.at, queue="slow", lock=ROUND, case=case.id)
