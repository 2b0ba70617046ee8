"""A contact 接触者: whom a case may have infected, how near they were, and each exposure that says so.

Written for one case after the other and for the eye: the measure that faster ways are held to.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import IntEnum

from cockpit.screening.case import Case
from cockpit.screening.meeting import Belonging, Bond, Presence, Room, Setting, overlap
from cockpit.screening.ride import Nearness, Ride, aboard, nearness
from cockpit.screening.rule import ContactRule

Span = tuple[datetime, datetime]


class Closeness(IntEnum):
    """The strongest counts: of two exposures a close one makes a close contact."""

    GENERAL = 1  # 一般接触者
    TO_ASK = 2  # nobody knows the seat: a close contact until somebody has asked
    CLOSE = 3  # 密切接触者


NEAR = {Nearness.CLOSE: Closeness.CLOSE, Nearness.UNSURE: Closeness.TO_ASK, Nearness.OTHER: Closeness.GENERAL}


@dataclass(frozen=True)
class Exposure:
    """One meeting of one case; `where` is a place's number or what `Aboard` and `Room` say, empty for those who are always together."""

    case: int
    person: int
    setting: Setting
    closeness: Closeness
    began: datetime
    ended: datetime
    where: str = ""


@dataclass(frozen=True)
class Contact:
    """All that exposed one person; what follows from it is reckoned, never kept."""

    person: int
    exposures: tuple[Exposure, ...]
    rule: ContactRule

    @property
    def closeness(self) -> Closeness:
        return max(one.closeness for one in self.exposures)

    def last_day(self, zone: tzinfo) -> date:
        """Day 0 of the observation: the day on which the last exposure ended; where there is a nearer one, general ones do
        not count, and what has still to be asked counts as close."""
        least = min(self.closeness, Closeness.TO_ASK)
        return max(one.ended for one in self.exposures if one.closeness >= least).astimezone(zone).date()

    def until(self, zone: tzinfo) -> date:
        """The last day of the observation, to its end; a new exposure begins it anew."""
        return self.last_day(zone) + timedelta(days=self.rule.observation)


def contacts_of(
    cases: Iterable[Case],
    presences: Iterable[Presence],
    rides: Iterable[Ride],
    bonds: Iterable[Bond],
    rule: ContactRule,
    zone: tzinfo,
    at: datetime,
    belongings: Iterable[Belonging] = (),
) -> dict[int, Contact]:
    """Person -> contact, of all cases that expose anybody; nobody is a contact of their own. Raises NoDay."""
    met, rode, bound, belong = list(presences), list(rides), list(bonds), list(belongings)
    found: dict[int, list[Exposure]] = {}
    for case in cases:
        if case.exposes:
            window = case.window(rule, zone, at)
            for one in (
                *_in_places(case, window, met, rule),
                *_on_board(case, window, rode, rule),
                *_bound(case, window, bound),
                *_belong(case, window, belong, rule),
            ):
                found.setdefault(one.person, []).append(one)
    return {person: Contact(person, tuple(exposures), rule) for person, exposures in found.items()}


def _in_places(case: Case, window: Span, met: list[Presence], rule: ContactRule) -> Iterator[Exposure]:
    for own in (one for one in met if one.person == case.person):
        for other in (one for one in met if one.place == own.place and one.person != case.person):
            if span := overlap(window, (own.came, own.left), (other.came, other.left)):
                long = case.severe or span[1] - span[0] >= timedelta(minutes=rule.minutes)
                closeness = Closeness.CLOSE if long else Closeness.GENERAL
                yield Exposure(case.id, other.person, Setting.PLACE, closeness, *span, str(own.place))


def _on_board(case: Case, window: Span, rode: list[Ride], rule: ContactRule) -> Iterator[Exposure]:
    for own in (one for one in rode if one.person == case.person):
        for other in (one for one in rode if one.run == own.run and one.person != case.person):
            span = overlap(window, (own.boarded, own.left), (other.boarded, other.left))
            closeness = NEAR.get(nearness(own, other, rule))
            if span and closeness:
                yield Exposure(case.id, other.person, Setting.TRANSPORT, closeness, *span, str(aboard(own, other)))


def _bound(case: Case, window: Span, bonds: list[Bond]) -> Iterator[Exposure]:
    for bond in bonds:
        person, span = bond.beside(case.person), overlap(window, (bond.since, bond.until))
        if person is not None and person != case.person and span:
            yield Exposure(case.id, person, bond.setting, Closeness.CLOSE, *span)


def _belong(case: Case, window: Span, belong: list[Belonging], rule: ContactRule) -> Iterator[Exposure]:
    """Of whom nobody knows the room, shares none."""
    for own in (one for one in belong if one.person == case.person and one.setting in rule.together):
        for other in (one for one in belong if _with(own, one)):
            span = overlap(window, (own.since, own.until), (other.since, other.until))
            same, together = bool(own.room) and own.room == other.room, rule.together[own.setting]
            closeness = Closeness.CLOSE if same and together.close else Closeness.GENERAL if together.others else None
            if span and closeness:
                where = str(Room(own.site, own.room if same else ""))
                yield Exposure(case.id, other.person, own.setting, closeness, *span, where)


def _with(own: Belonging, other: Belonging) -> bool:
    return (other.setting, other.site) == (own.setting, own.site) and other.person != own.person
