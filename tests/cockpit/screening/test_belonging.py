"""Who works, studies or is cared for with He: the same room is close, the same firm a general contact, by the edition of that day."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cockpit.policy import Policy, Rules
from cockpit.screening import (
    GOES_ON,
    Belonging,
    Beyond,
    Case,
    CaseStatus,
    Closeness,
    Contact,
    ContactRule,
    Room,
    Setting,
    Together,
    contacts_of,
    rule_of,
)

ZONE = ZoneInfo("Asia/Shanghai")
HE, SU, TAO = range(1, 4)
FIRM, SCHOOL = -7, 12
TOGETHER = {"workplace": {"close": True, "others": True}, "class": {"close": True, "others": False}}
CONFIRMED = Case(1, HE, CaseStatus.CONFIRMED, onset=date(2020, 2, 10))


def at(day: int, hour: int = 0, month: int = 2) -> datetime:
    return datetime(2020, month, day, hour, tzinfo=ZONE)


def edition(number: int, since: datetime, look_back: int, **more: Any) -> Policy:
    body = {"look_back": look_back, "minutes": 15, "observation": 14, "means": {}, **more}
    return Policy(number, "contact", "any", "330103", since, None, since, f"edition {number}", body)


EDITIONS = (edition(4, at(15, month=1), 0), edition(5, at(21), 2, together=TOGETHER, beyond={"days": 7, "most": 100}))
RULE = rule_of(EDITIONS[1])


def works(
    person: int, room: str = "3-204", site: int = FIRM, setting: Setting = Setting.WORKPLACE, **days: datetime
) -> Belonging:
    return Belonging(person, setting, site, room, **{"since": at(1), "until": GOES_ON, **days})


def found(*belong: Belonging, case: Case = CONFIRMED, rule: ContactRule = RULE) -> dict[int, Contact]:
    return contacts_of([case], [], [], [], rule, ZONE, at(20), belong)


def test_whoever_shares_the_room_is_close_and_the_others_of_the_firm_are_general_contacts() -> None:
    near = found(works(HE), works(SU), works(TAO, "3-205"))

    assert {who: one.closeness for who, one in near.items()} == {SU: Closeness.CLOSE, TAO: Closeness.GENERAL}
    assert [one.where for one in near[SU].exposures] == ["-7;3-204"]
    assert [one.where for one in near[TAO].exposures] == ["-7;"]


def test_of_whom_nobody_knows_the_room_shares_none() -> None:
    near = found(works(HE, ""), works(SU, ""))

    assert near[SU].closeness is Closeness.GENERAL


def test_in_another_class_of_the_school_nobody_is_a_contact_where_the_rule_says_so() -> None:
    study = {"site": SCHOOL, "setting": Setting.CLASS}

    assert found(works(HE, "三1", **study), works(SU, "三1", **study), works(TAO, "三2", **study)).keys() == {SU}  # type: ignore[arg-type]


def test_another_firm_another_bond_and_oneself_are_nobody() -> None:
    twice, elsewhere, pupil = works(HE, "3-205"), works(SU, site=SCHOOL), works(TAO, setting=Setting.CLASS)

    assert found(works(HE), twice, elsewhere, pupil) == {}


def test_a_rule_that_does_not_name_the_setting_finds_nobody() -> None:
    care = {"setting": Setting.CARE}

    assert found(works(HE, **care), works(SU, **care)) == {}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("reported", "contacts"), [(at(10), set()), (at(20, 23), set()), (at(21), {SU}), (at(22), {SU})]
)
def test_the_edition_of_the_day_of_the_report_says_whether_it_counts(reported: datetime, contacts: set[int]) -> None:
    rule = rule_of(Rules(EDITIONS, reported).get("contact", "any", "330103001"))

    assert found(works(HE), works(SU), rule=rule).keys() == contacts


@pytest.mark.parametrize(("left", "counts"), [(at(7, 23), False), (at(8), False), (at(8) + timedelta(minutes=1), True)])
def test_the_days_that_count_begin_at_local_midnight(left: datetime, counts: bool) -> None:
    assert bool(found(works(HE), works(SU, until=left))) is counts


def test_it_lasts_until_the_isolation_and_the_observation_from_there() -> None:
    isolated = replace(CONFIRMED, isolated_at=at(12, 8))
    (one,) = found(works(HE), works(SU), case=isolated)[SU].exposures

    assert (one.began, one.ended) == (at(8), at(12, 8))
    assert found(works(HE), works(SU), case=isolated)[SU].until(ZONE) == date(2020, 2, 26)


def test_a_case_that_is_ruled_out_has_no_colleagues() -> None:
    assert found(works(HE), works(SU), case=replace(CONFIRMED, status=CaseStatus.NO_CASE)) == {}


def test_a_version_of_before_says_nothing_of_either() -> None:
    before = rule_of(EDITIONS[0])

    assert (before.together, before.beyond) == ({}, None)
    assert (RULE.together["class"], RULE.beyond) == (Together(close=True, others=False), Beyond(days=7, most=100))


def test_a_room_is_read_again_as_it_was_written_and_a_word_by_hand_has_none() -> None:
    assert Room.of(str(Room(-7, "3-204"))) == Room(-7, "3-204")
    assert Room.of(str(Room(12))) == Room(12) and Room.of("") is None
