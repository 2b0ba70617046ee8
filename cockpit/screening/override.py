"""What the investigator knows better than the records: somebody was near the case, or was not; each with a reason."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from cockpit.access import allowed_to
from cockpit.clock import local_day_start
from cockpit.override_note import Override, as_said, note_down
from cockpit.refusals import Invalid, NotFound, Refusal
from cockpit.screening.case import Case
from cockpit.screening.contact import Closeness, Exposure
from cockpit.screening.meeting import Setting
from cockpit.screening.order import settle
from cockpit.screening.rule import rule_of
from cockpit.screening.told import ContactAdded, ContactDenied, ContactListedAgain
from cockpit.screening.trace import trace
from cockpit.texts import N_

if TYPE_CHECKING:
    from data_access.work import Work

BY_HAND = (Setting.MEAL, Setting.WORKPLACE, Setting.CLASS, Setting.LIFT, Setting.CARE)


class Denial(StrEnum):
    """Why somebody is no contact, whatever the records say."""

    ELSEWHERE = "elsewhere"  # was not there
    PROTECTED = "protected"  # both wore protection all the time
    MISTAKE = "mistake"  # another person was meant
    SEAT = "seat"  # sat too far away
    OTHER = "other"  # as the note says


DENIALS = {
    Denial.ELSEWHERE: N_("was not there"),
    Denial.PROTECTED: N_("protected all the time"),
    Denial.MISTAKE: N_("another person was meant"),
    Denial.SEAT: N_("sat too far away"),
    Denial.OTHER: N_("another reason"),
}


@dataclass(eq=False)
class NotBeforeItCounts(Refusal):
    status = 409
    says = N_("{code} could infect nobody on that day: what counts begins on {first}.")
    way_out = N_("Look at the day again, and at the onset of the case.")
    code: str
    first: str


@dataclass(eq=False)
class ExposesNobody(Refusal):
    status = 409
    says = N_("{code} is ruled out or not classified: it has no contacts.")
    way_out = N_("Change its status first.")
    code: str


@allowed_to("keep_cases")
def add_contact(work: "Work", case_id: int, person_id: int, setting: Setting, day: date, note: str = "") -> None:
    """Somebody whom no record shows, as the case told it: they were together on that day of the district."""
    said = as_said(note)
    case, person = work.cases.take(case_id), work.people.take(person_id)
    if setting not in BY_HAND:
        raise Invalid("setting", N_("choose one of the list"))
    if person.id == case.person:
        raise Invalid("person", N_("this is the case itself"))
    began, ended = _within(work, case, day)
    one = Exposure(case.id, person.id, setting, Closeness.CLOSE, began, ended)
    work.exposures.add_by_hand(case, one, work.by.id, work.at, work.zone)
    note_down(work, person, Override.ADDED, said, why=setting, case=case.id)
    work.tell_area(person.community, "contact", case.id, ContactAdded(case.id, setting))
    settle(work, [person.id])


@allowed_to("keep_cases")
def deny_contact(work: "Work", case_id: int, person_id: int, why: Denial, note: str = "") -> None:
    """Whatever the records say: they do not count for this person and this case, now and when they are read again."""
    said = as_said(note, needed=why is Denial.OTHER)
    case, person = work.cases.take(case_id), work.people.take(person_id)
    if not work.exposures.deny(case.id, person.id, why, work.at):
        raise NotFound()
    note_down(work, person, Override.DENIED, said, why=why, case=case.id)
    work.tell_area(person.community, "contact", case.id, ContactDenied(case.id, why))
    settle(work, [person.id])


@allowed_to("keep_cases")
def sat_near(work: "Work", case_id: int, person_id: int, note: str = "") -> None:
    """Somebody asked for the seat of which no record knew: it was near. Who sat too far away is denied for that."""
    said = as_said(note)
    case, person = work.cases.take(case_id), work.people.take(person_id)
    if not work.exposures.confirm(case.id, person.id, work.by.id):
        raise NotFound()
    note_down(work, person, Override.NEAR, said, case=case.id)
    work.tell_area(person.community, "contact", case.id, ContactAdded(case.id, Setting.TRANSPORT))
    settle(work, [person.id])


@allowed_to("keep_cases")
def list_again(work: "Work", case_id: int, person_id: int, note: str = "") -> None:
    """What was denied counts again."""
    said = as_said(note)
    case, person = work.cases.take(case_id), work.people.take(person_id)
    if not work.exposures.count_again(case.id, person.id):
        raise NotFound()
    note_down(work, person, Override.AGAIN, said, case=case.id)
    work.tell_area(person.community, "contact", case.id, ContactListedAgain(case.id))
    settle(work, trace(work, case))


def _within(work: "Work", case: Case, day: date) -> tuple[datetime, datetime]:
    """That day, as far as the case was among others; refuses a day on which it could infect nobody."""
    if not case.exposes:
        raise ExposesNobody(code=case.code)
    if day > local_day_start(work.at, work.zone).date():
        raise Invalid("day", N_("this day is still to come"))
    first, last = case.window(rule_of(work.policy.version(case.policy)), work.zone, work.at)
    began = datetime.combine(day, time(), work.zone)
    ended = min(began + timedelta(days=1), last)
    if began < first:
        raise NotBeforeItCounts(code=case.code, first=first.astimezone(work.zone).date().isoformat())
    if began >= ended:
        raise Invalid("day", N_("the case was isolated by then"))
    return began, ended
