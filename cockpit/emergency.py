"""An emergency 突发事件 is what personal data is collected for: with its end the time begins after which that goes.

Two people end it. The instant at which all that belongs to it is destroyed is kept from then on; a later rule does
not move it. The inventory (residents, households, enterprises) is not the emergency's and stays.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from cockpit.access import allowed_to
from cockpit.areas import inside
from cockpit.events import Event
from cockpit.refusals import Invalid, Refusal
from cockpit.texts import N_
from cockpit.two_people.words import ask, follow

if TYPE_CHECKING:
    from data_access.work import Work

LONGEST_NAME = 60
COLLECTED = {
    "note": N_("Notes on incidents"),
    "attachment": N_("Photos and voice notes"),
    "position": N_("Last places of teams' phones"),
    "home": N_("Places of incidents at homes"),
    "appeal": N_("Appeals against quarantine"),
    "care_task": N_("Tasks for people at home"),
    "care_fact": N_("Conditions and tests of people at home"),
    "human_contact": N_("When people at home were reached"),
    "health_report": N_("Reports of people at home"),
    "mind_case": N_("Texts of psychological care"),
    "need": N_("Needs of people at home"),
    "quarantine": N_("Episodes of quarantine"),
    "contact": N_("Contacts of cases"),
    "override_note": N_("Notes on contacts and orders"),
    "second": N_("Contacts of contacts of cases"),
    "follow_up": N_("Visits to contacts"),
    "case": N_("Cases"),
    "return": N_("Entries of returnees"),
    "visit": N_("Visits to homes"),
    "risk_fact": N_("Clinic visits and purchases that count for the risk"),
    "risk": N_("Levels of risk"),
    "request": N_("Requests about people's own data"),
}


class Level(IntEnum):
    """Levels of response, the gravest first (四级响应)."""

    FIRST = 1
    SECOND = 2
    THIRD = 3
    FOURTH = 4


@dataclass(frozen=True)
class Emergency:
    """`area` is where it holds; `destroy_at` is set by its end, `destroyed_at` when nothing personal is left of it."""

    name: str
    level: Level
    area: str
    begun_at: datetime
    end_asked_by: int | None = None
    end_asked_at: datetime | None = None
    ended_at: datetime | None = None
    ended_by: int | None = None
    destroy_at: datetime | None = None
    destroyed_at: datetime | None = None
    id: int = 0
    subject: str = field(default="emergency", init=False, repr=False)

    @property
    def over(self) -> bool:
        return self.ended_at is not None

    def holds_at(self, area: str) -> bool:
        return not self.over and inside(area, self.area)

    def must_go_on(self) -> None:
        if self.over:
            raise EmergencyOver(name=self.name)

    def ended(self, asked_by: int, asked_at: datetime, by: int, at: datetime, keep: timedelta) -> "Emergency":
        self.must_go_on()
        asked = replace(self, end_asked_by=asked_by, end_asked_at=asked_at)
        return replace(asked, ended_by=by, ended_at=at, destroy_at=at + keep)

    def due_for_destruction(self, at: datetime) -> bool:
        return self.destroy_at is not None and self.destroyed_at is None and at >= self.destroy_at


@dataclass(eq=False)
class EmergencyOver(Refusal):
    status = 409
    says = N_("{name} has ended already.")
    way_out = N_("See its destruction report.")
    name: str


@dataclass(frozen=True)
class Begun(Event):
    level: int


@dataclass(frozen=True)
class LevelChanged(Event):
    level: int
    before: int


@dataclass(frozen=True)
class EndAsked(Event):
    pass


@dataclass(frozen=True)
class Ended(Event):
    destroy_at: datetime


@dataclass(frozen=True)
class Destroyed(Event):
    """`rows`: how many in all; the ledger says of which kind."""

    rows: int


@allowed_to("run_emergency")
def begin(work: "Work", name: str, level: int, area: str = "") -> Emergency:
    """Whatever is collected from now on inside the area belongs to it."""
    words = name.strip()
    if not 0 < len(words) <= LONGEST_NAME or not words.isprintable():
        raise Invalid("name", N_("1 to 60 characters"))
    must_be_level(level)
    where = area or work.by.area
    if not work.by.sees(where):
        raise Invalid("area", N_("lies outside your own area"))
    work.areas.get(where)
    new = work.emergencies.keep(Emergency(words, Level(level), where, work.at))
    work.tell_area(where, new.subject, new.id, Begun(level))
    return new


def must_be_level(level: int) -> None:
    if level not in {one.value for one in Level}:
        raise Invalid("level", N_("a level of response from 1, the gravest, to 4"))


@allowed_to("see_destruction")
def emergencies(work: "Work") -> Sequence[Emergency]:
    """All there were, the latest first."""
    return work.emergencies.all()[::-1]


@allowed_to("see_destruction")
def emergency(work: "Work", emergency_id: int) -> Emergency:
    return work.emergencies.get(emergency_id)


@allowed_to("run_emergency")
def change_level(work: "Work", emergency_id: int, level: int) -> Emergency:
    """Raised or lowered; the same level again changes nothing."""
    must_be_level(level)
    one = work.emergencies.take(emergency_id)
    one.must_go_on()
    if one.level == level:
        return one
    work.tell_area(one.area, one.subject, one.id, LevelChanged(level, one.level.value))
    return work.emergencies.keep(replace(one, level=Level(level)))


@allowed_to("run_emergency")
def preview_end(work: "Work", emergency_id: int) -> Mapping[str, int]:
    """What its end will destroy, as it stands now: kind of data -> how many."""
    return work.emergencies.belongings(work.emergencies.get(emergency_id).id)


@allowed_to("run_emergency")
def ask_end(work: "Work", emergency_id: int) -> Emergency:
    one = work.emergencies.take(emergency_id)
    one.must_go_on()
    ask(work, "end_emergency", one.subject, one.id)
    work.tell_area(one.area, one.subject, one.id, EndAsked())
    return one


@allowed_to("second_end")
def confirm_end(work: "Work", emergency_id: int) -> Emergency:
    """The second person, one of those whom no administrator makes alone, ends it; what belongs to it is destroyed when its time is over, by the worker."""
    assert work.by.id is not None
    one = work.emergencies.take(emergency_id)
    one.must_go_on()
    word = follow(work, "end_emergency", one.id)
    keep = timedelta(days=work.policy.get("retention", "emergency", work.by.area).body["days_after_end"])
    over = one.ended(word.by, work.clock.district(word.at), work.by.id, work.at, keep)
    assert over.destroy_at
    work.tell_area(over.area, over.subject, over.id, Ended(over.destroy_at))
    return work.emergencies.keep(over)


@allowed_to("keep_clocks")
def finish(work: "Work", emergency_id: int) -> Emergency:
    """Nothing of it is left: say so, with how much of what was destroyed."""
    emergency = work.emergencies.take(emergency_id)
    if emergency.destroyed_at or any(work.emergencies.belongings(emergency_id).values()):
        return emergency
    rows = sum(work.emergencies.destroyed(emergency.id).values())
    done = work.emergencies.keep(replace(emergency, destroyed_at=work.at))
    work.tell_area(done.area, done.subject, done.id, Destroyed(rows))
    return done


@allowed_to("see_destruction")
def destruction(work: "Work", emergency_id: int) -> dict[str, Any]:
    """The facts of the destruction report: what, how much, when, by whose word; account numbers, no names."""
    one = work.emergencies.get(emergency_id)
    if one.ended_at is None:
        raise Invalid("emergency", N_("has not ended; there is nothing to report"))
    return {
        "emergency": one.id, "name": one.name, "level": one.level.value, "area": one.area,
        "begun_at": one.begun_at.isoformat(), "ended_at": one.ended_at.isoformat(),
        "asked_by": one.end_asked_by, "confirmed_by": one.ended_by,
        "destroy_at": one.destroy_at.isoformat() if one.destroy_at else None,
        "destroyed_at": one.destroyed_at.isoformat() if one.destroyed_at else None,
        "destroyed": dict(work.emergencies.destroyed(one.id)),
        "left": dict(work.emergencies.belongings(one.id)),
        "ledger": work.emergencies.ledger_span(one.id),
    }  # fmt: skip
