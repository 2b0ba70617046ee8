"""Reports of people at home as they are kept: once a window, a later word in place of the first, by code or by somebody."""

from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import text

from cockpit import home_health, screening
from cockpit.access import Actor
from cockpit.home_health import Channel, Code, NothingToReport, Outcome, Report, Said, Slot, Standing
from cockpit.quarantine import Lifted, QuarantineKind
from cockpit.quarantine.lift import lift
from cockpit.refusals import NotAllowed, NotFound
from cockpit.screening import Symptom
from tests.access.objects import Ground, falls_ill
from tests.morning import Morning
from tests.people import CHANGQING, somebody

NOBODY = Actor(None, "public", "", "public", "")


@pytest.fixture
def ground(morning: Morning) -> Ground:
    names = ("investigator", "officer", "clinician")
    return Ground(morning, {name: somebody(morning.database, name) for name in names}).now()


@pytest.fixture
def episode(ground: Ground) -> Any:
    case = falls_ill(CHANGQING)(ground)
    return ground.do("investigator", screening.order_all, case, QuarantineKind.HOME)[0]


@pytest.fixture
def code(ground: Ground, episode: Any) -> str:
    with ground.morning.work(ground.actors["investigator"]) as work:
        return home_health.give_code(work, episode)


def says(ground: Ground, code: str, said: Said, key: str = "k1") -> Report:
    with ground.morning.work(NOBODY) as work:
        found = home_health.knock(work, code, "203.0.113.7")
        if not isinstance(found, Code):
            raise found
        return home_health.report(work, found, said, key)


def seen(ground: Ground) -> Any:
    with ground.morning.work(ground.actors["clinician"]) as work:
        return next(one for one in home_health.board(work).homes if one.reports)


def test_who_is_at_home_reports_and_the_health_centre_sees_what_it_calls_for(
    ground: Ground, code: str, episode: Any
) -> None:
    kept = says(ground, code, Said(38.1))
    home = seen(ground)
    assert kept.outcome is Outcome.BODY and home.worst is Outcome.BODY
    assert home.episode.id == episode.id and home.standings[kept.slot] is Standing.REPORTED


def test_a_correction_of_the_same_window_takes_the_first_words_place_and_both_are_kept(
    ground: Ground, code: str
) -> None:
    first, second = says(ground, code, Said(38.1)), says(ground, code, Said(36.8), "k2")
    assert seen(ground).worst is Outcome.NONE and second.slot is first.slot
    with ground.morning.work(ground.actors["clinician"]) as work:
        both = work.reports.of_person(first.person, also_replaced=True)
        told = work.reports.opened(first.person, both)
    assert [(one.id, one.replaced) for one in both] == [(second.id, False), (first.id, True)]
    assert [said.temperature for said, _ in told.values()] == [36.8, 38.1]


def test_the_same_key_is_the_same_report_once_more(ground: Ground, code: str) -> None:
    assert says(ground, code, Said(36.6)).id == says(ground, code, Said(36.6)).id


def test_what_was_said_lies_sealed(ground: Ground, code: str) -> None:
    words = "家里没有牛奶了"
    number = says(ground, code, Said(38.7, (Symptom.COUGH,), words=words)).id
    with ground.morning.database.engine.connect() as connection:
        kept = connection.execute(text("select said from health_report where id = :id"), {"id": number}).scalar_one()
    assert words.encode() not in bytes(kept) and b"cough" not in bytes(kept) and b"38.7" not in bytes(kept)


def test_a_code_that_was_never_given_opens_nothing(ground: Ground) -> None:
    with pytest.raises(NotFound):
        says(ground, "0" * 28, Said(36.6))


def test_who_was_released_has_nothing_to_report(ground: Ground, code: str, episode: Any) -> None:
    ground.do("investigator", lift, episode.id, Lifted.MISTAKE)
    with pytest.raises(NothingToReport):
        says(ground, code, Said(36.6))


def test_somebody_writes_it_down_by_telephone_and_it_is_marked_so(ground: Ground, episode: Any) -> None:
    kept = ground.do("clinician", home_health.enter, episode.id, Said(36.6), "k9", Channel.PHONE)
    assert kept.for_somebody and kept.entered_by == ground.actors["clinician"].id
    with pytest.raises(NotAllowed):
        ground.do("officer", home_health.enter, episode.id, Said(36.6), "k8", Channel.PHONE)


def test_morning_and_evening_are_two_reports(ground: Ground, code: str) -> None:
    first = says(ground, code, Said(36.6))
    ground.morning.later(hours=8)
    second = says(ground, code, Said(36.7), "k2")
    assert [first.slot, second.slot] == [Slot.MORNING, Slot.EVENING] and replace(first, replaced=True) != first
