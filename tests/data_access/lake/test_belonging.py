"""Who works, studies or is cared for with a case, found in the lake: the same as by hand, by the rule of that case."""

from dataclasses import replace
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from shutil import which

import pytest

from cockpit.lake import IN_THE_FUTURE, UNKNOWN_BOND, Kind, RefusedRow
from cockpit.screening import GOES_ON, Belonging, Case, CaseStatus, Closeness, Setting
from data_access.lake import Looked, Mark, Rounds, Spark
from tests.data_access.lake.brought import HE, MA, MARKET, NOW, RULE, SU, TAO, YU, at, belongings, bring, lake_at, naive

ONSET = Looked(Case(1, HE, CaseStatus.CONFIRMED, onset=date(2020, 2, 10)), RULE)
FIRM = -77


def works(
    person: int, room: str = "3-204", site: int = FIRM, setting: Setting = Setting.WORKPLACE, **days: object
) -> Belonging:
    return Belonging(person, setting, site, room, **{"since": at(1), "until": GOES_ON, **days})  # type: ignore[arg-type]


DAY = [
    works(HE), works(SU), works(TAO, "3-205"), works(YU, ""), works(MA, site=MARKET),
    works(HE, "三年二班", MARKET, Setting.CLASS), works(YU, "三年二班", MARKET, Setting.CLASS),
    works(TAO, "三年一班", MARKET, Setting.CLASS),
]  # fmt: skip


def test_the_same_room_is_close_and_the_same_firm_a_general_contact(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    bring(lake, 1, *DAY)

    found = Rounds(lake).full([ONSET], [], NOW)

    assert {(one.person, one.setting, one.closeness, one.where) for one in found} == {
        (SU, Setting.WORKPLACE, Closeness.CLOSE, "-77;3-204"),
        (TAO, Setting.WORKPLACE, Closeness.GENERAL, "-77;"),
        (YU, Setting.WORKPLACE, Closeness.GENERAL, "-77;"),
        (YU, Setting.CLASS, Closeness.CLOSE, "11;三年二班"),
    }
    assert set(found) == naive([ONSET], [], [], [], belong=DAY)


def test_a_rule_that_says_nothing_of_it_finds_nobody(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    bring(lake, 1, *DAY)

    assert len(Rounds(lake).full([Looked(ONSET.case, replace(RULE, together={}))], [], NOW)) == 0


def test_whoever_left_before_the_days_that_count_was_not_there(tmp_path: Path) -> None:
    """On the seventh, which ends as the eighth begins."""
    lake = lake_at(tmp_path)
    bring(lake, 1, works(HE), works(SU, until=at(8, 0)), works(TAO, until=at(9, 0)))

    (one,) = Rounds(lake).full([ONSET], [], NOW)

    assert (one.person, one.began, one.ended) == (TAO, at(8, 0), at(9, 0))


def test_a_later_file_says_that_it_ended_and_one_taken_back_does_not(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    bring(lake, 1, works(HE), works(SU))
    before = Rounds(lake).full([ONSET], [], NOW)
    bring(lake, 2, works(SU, until=at(7)))

    after = Rounds(lake).since(before.mark, [ONSET], [], NOW)
    assert after.whole and len(after) == 0

    lake.take_back(2)
    assert set(Rounds(lake).full([ONSET], [], NOW)) == set(before)


def test_the_same_file_on_another_day_says_nothing_new_unless_it_was_said_otherwise_meanwhile(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    bring(lake, 1, works(SU), moment=at(15))
    assert bring(lake, 2, works(SU), moment=at(16)).unchanged == 1
    assert bring(lake, 3, works(SU, until=at(7)), moment=at(17)).added == 1
    assert bring(lake, 4, works(SU), moment=at(18)).added == 1
    assert [one.day for one in lake.stand().days] == [date(2020, 2, day) for day in (15, 17, 18)]


def test_what_cannot_be_is_refused_by_its_row(tmp_path: Path) -> None:
    told: list[RefusedRow] = []
    lake = lake_at(tmp_path)
    rows = [works(SU), works(TAO, since=at(25)), works(YU, setting=Setting.MEAL)]
    lake.bring(1, Kind.BOND, "register", NOW, belongings(*rows), told.append)

    assert [(one.row, one.column, one.reason) for one in told] == [
        (2, "since", IN_THE_FUTURE),
        (3, "setting", UNKNOWN_BOND),
    ]


def test_what_ended_long_ago_goes_and_what_goes_on_stays(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    bring(lake, 1, works(SU), works(TAO))
    bring(lake, 2, works(TAO, until=at(3)))

    assert lake.drop_before(date(2020, 2, 10)) == 2  # else Tao would work there again
    assert lake.stand().rows == 1
    assert lake.drop_before(date(2020, 3, 10), brought=date(2020, 2, 20)) == 0
    assert lake.drop_before(date(2020, 3, 10), brought=date(2020, 2, 21)) == 1


@pytest.mark.skipif(not (find_spec("pyspark") and which("java")), reason="pyspark or Java is not here")
def test_spark_finds_them_too(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    bring(lake, 1, *DAY)
    bring(lake, 2, works(SU, until=at(9, 0)))
    rounds = Rounds(lake, Spark())

    assert set(rounds.full([ONSET], [], NOW)) == set(Rounds(lake).full([ONSET], [], NOW))
    assert rounds.since(Mark(1, 0), [ONSET], [], NOW).whole
