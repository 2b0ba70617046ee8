"""Endpoints that are given the number of an entry of a returnee; the rows join those of `tests/access/objects.py`."""

from dataclasses import replace
from typing import Any

from cockpit import returns
from cockpit.clock import local_day_start
from cockpit.quarantine import QuarantineKind
from cockpit.returns import Declared, Source, Visit
from tests.access.objects import OF_INVESTIGATOR, Ask, Ground, Prepare, Row, called
from tests.entrypoints.visitors import Visitor
from tests.people import CHANGQING, WULIN

CHOSEN = "screening-returns-chosen.data"
STRANGER = Declared(Source.SITE, "湖北武汉", name="生客", phone="10088000999")


def comes(street: str, *steps: str) -> Prepare:
    """A stranger to live in that street's first community, who is expected today; or is there, or was met."""

    def prepare(ground: Ground) -> int:
        ground.now()
        today = local_day_start(ground.morning.at, ground.morning.database.zone).date()
        said = replace(STRANGER, area=f"{street}001", expected=today)
        number = int(ground.do("investigator", returns.declare, said).entry.id)
        if "arrived" in steps:
            ground.do("investigator", returns.arrive, number, today)
        if "met" in steps:
            ground.do("investigator", returns.visit, number, Visit.MET)
        return number

    return prepare


def known(street: str, *steps: str) -> Prepare:
    """The same, and somebody of the inventory is under that phone and name."""

    def prepare(ground: Ground) -> int:
        person = ground.own_person() if street == CHANGQING else ground.foreign_person()
        with ground.morning.work(ground.actors["data_officer"]) as work:
            work.people.keep(person, "name", STRANGER.name)
            work.people.keep(person, "phone", STRANGER.phone)
        return comes(street, *steps)(ground)

    return prepare


def to_order(ground: Ground) -> int:
    """Hubei is on the list, and somebody of the inventory came from there."""
    with ground.morning.work(ground.actors["investigator"]) as work:
        work.connection.exec_driver_sql(
            "insert into key_region (code, name, level, since, source) values ('42', '湖北省', 'high', date '2020-01-23', '')"
        )
    return known(CHANGQING, "arrived", "met")(ground)


def ordered(ground: Ground) -> int:
    """The episode."""
    return int(ground.do("investigator", returns.order, to_order(ground), QuarantineKind.HOME).id)


def said(say: str, output: str = "done", store: str = "said") -> Ask:
    """One word about an entry."""

    def ask(visitor: Visitor, number: Any) -> Any:
        word = {"say": say, "about": number, "at": 1}
        return called(f"screening-returns-{output}.data", "", "", **{store: word}, kind="home")(visitor, number)

    return ask


def of_word(say: str, again: int, *steps: str) -> Row:
    return Row(said(say), comes(CHANGQING, *steps), again, there=comes(WULIN, *steps))


RETURNS = {
    "screening-returns-entry.children": Row(
        called("screening-returns-entry.children", CHOSEN), comes(CHANGQING), 200, there=comes(WULIN)
    ),
    "screening-returns-known.children": Row(
        called("screening-returns-known.children", CHOSEN), comes(CHANGQING), 200, there=comes(WULIN)
    ),
    "screening-returns-corrected.data": Row(
        called("screening-returns-corrected.data", CHOSEN, "screening-returns-correct.n_clicks", known_from="420100"),
        comes(CHANGQING), 200, there=comes(WULIN),
    ),
    "screening-returns-done.data arrived": of_word("arrived", 409),
    "screening-returns-done.data met": of_word("met", 409, "arrived"),
    "screening-returns-done.data absent": of_word("absent", 200, "arrived"),
    "screening-returns-done.data close": of_word("close_not_coming", 409),
    "screening-returns-done.data know": Row(said("know"), known(CHANGQING), 200, there=known(WULIN)),
    "screening-returns-ordered.data": Row(said("order", "ordered", "asked"), to_order, 409, **OF_INVESTIGATOR),
    "screening-returns-ordered.data lift": Row(
        said("lift_decided", "ordered", "asked"), ordered, 409, **OF_INVESTIGATOR
    ),
}  # fmt: skip
