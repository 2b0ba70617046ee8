"""Ma stood beside He, and Yu beside Ma an hour later: Yu is listed apart, ordered nothing, and gone when Ma is no contact."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from flask import Flask
from flask_babel import Babel
from sqlalchemy import text

from cockpit.access import system
from cockpit.lake import Kind
from cockpit.linking import merge
from cockpit.screening import (
    Beyond,
    Case,
    CaseFacts,
    CaseSeen,
    CaseStatus,
    ContactRule,
    Denial,
    Setting,
    change_case,
    deny_contact,
    list_again,
    list_cases,
    open_case,
)
from cockpit.screening.second import Through
from data_access.lake import Lake, Rounds
from data_access.screening.rounds import Screening
from data_access.screening.second_rounds import TOGETHER, Asking, SecondRounds
from pages.screening.case import chain_words
from tests.data_access.screening.conftest import ISOLATED, ZONE, AtThatTime, Outbreak
from tests.people import CHANGQING, DISTRICT, somebody

PHARMACY, MARKET = 10, 11
COCKPIT = system(DISTRICT)
Stay = tuple[int, int, str, int]  # person, place, day and hour, minutes


@pytest.fixture
def case(outbreak: Outbreak) -> Case:
    return outbreak.on(12).enter(**vars(ISOLATED))


@pytest.fixture
def yu(outbreak: Outbreak) -> int:
    return outbreak.records.add("于安", home=outbreak.records.home(CHANGQING, "9幢1单元905室"))


def bring(outbreak: Outbreak, lake: Lake, batch: int, *stays: Stay) -> None:
    with outbreak.morning.work(COCKPIT) as work:
        known = work.pseudonyms.of([person for person, *_ in stays])
    rows = []
    for person, place, when, minutes in stays:
        came = datetime.fromisoformat(f"2020-02-{when}").replace(tzinfo=ZONE)
        rows.append({"person": known[person], "place": place, "came": came, "left": came + timedelta(minutes=minutes)})
    lake.folder.mkdir(exist_ok=True)
    lake.bring(batch, Kind.PRESENCE, "till", outbreak.morning.at, pa.Table.from_pylist(rows).to_batches())


def met(outbreak: Outbreak, yu: int) -> list[Stay]:
    """He and Ma in the pharmacy at nine, Ma and Yu in the market at eleven, on the ninth."""
    return [
        (outbreak.he, PHARMACY, "09T09:00", 30), (outbreak.ma, PHARMACY, "09T09:05", 20),
        (outbreak.ma, MARKET, "09T11:00", 40), (yu, MARKET, "09T11:10", 25),
    ]  # fmt: skip


def second(outbreak: Outbreak, case: Case) -> dict[int, int]:
    seen: CaseSeen = outbreak.do(open_case, case.id)
    return {one.person.id: one.through for one in seen.second if one.near}


def test_who_met_a_contact_afterwards_is_listed_apart_and_counted_nowhere(
    outbreak: Outbreak, case: Case, lake: Lake, screening: Screening, yu: int
) -> None:
    bring(outbreak, lake, 1, *met(outbreak, yu))
    screening.all()

    seen: CaseSeen = outbreak.do(open_case, case.id)

    (one,) = [each for each in seen.second if each.near]
    assert (one.person.id, one.through) == (yu, outbreak.ma) and one.near
    assert (one.near.setting, one.near.where, one.near.ended - one.near.began) == (
        Setting.PLACE, str(MARKET), timedelta(minutes=25),
    )  # fmt: skip
    assert yu not in {each.person.id for each in seen.contacts}
    (row,) = outbreak.do(list_cases)
    assert row.close == 3  # Su, Tao and Ma
    with outbreak.morning.work(COCKPIT) as work:
        assert work.exposures.of_persons([yu], work.at) == [] and work.risk.levels([yu]) == {}
        assert work.quarantine.latest_of([yu]) == {}


def test_the_chain_is_one_sentence(outbreak: Outbreak, case: Case, lake: Lake, screening: Screening, yu: int) -> None:
    bring(outbreak, lake, 1, *met(outbreak, yu))
    screening.all()
    app = Flask("words")
    Babel(app, default_locale="en", locale_selector=lambda: "en")
    seen: CaseSeen = outbreak.do(open_case, case.id)

    with app.test_request_context():
        (says,) = [chain_words(one, seen) for one in seen.second if one.near]

    assert "with 马宁 on 2020-02-09" in says or "with 马宁 on 02-09" in says, says
    assert "for 25 min, who is a contact: At" in says and f"with {case.code} (" in says and says.endswith("for 20 min")


def test_what_was_before_the_day_of_the_exposure_or_after_the_days_of_the_rule_does_not_count(
    outbreak: Outbreak, case: Case, lake: Lake, screening: Screening, yu: int
) -> None:
    """From the local midnight of that day, for seven days."""
    outbreak.on(20)
    bring(outbreak, lake, 1, *met(outbreak, yu)[:2])
    meetings = [("08T23:00", "08T23:59"), ("16T00:00", "16T00:00")]
    for number, (one, _) in enumerate(meetings, 2):
        bring(outbreak, lake, number, (outbreak.ma, MARKET, one, 59), (yu, MARKET, one, 59))
    screening.all()
    assert second(outbreak, case) == {}

    bring(outbreak, lake, 8, (outbreak.ma, MARKET, "15T23:00", 40), (yu, MARKET, "15T23:00", 40))
    screening.news()
    assert second(outbreak, case) == {yu: outbreak.ma}


def test_an_hour_of_news_finds_what_came_and_a_contact_that_is_new(
    outbreak: Outbreak, case: Case, lake: Lake, screening: Screening, yu: int
) -> None:
    he, ma_there, ma_after, yu_there = met(outbreak, yu)
    bring(outbreak, lake, 1, he, yu_there, ma_after)
    screening.all()
    assert second(outbreak, case) == {}

    bring(outbreak, lake, 2, ma_there)  # only now Ma is a contact; where Yu was lies there since
    screening.news()
    assert second(outbreak, case) == {yu: outbreak.ma}

    lu = outbreak.records.add("卢安", home=outbreak.records.home(CHANGQING, "9幢1单元906室"))
    bring(outbreak, lake, 3, (lu, MARKET, "09T11:00", 30))
    screening.news()
    assert second(outbreak, case) == {yu: outbreak.ma, lu: outbreak.ma}
    assert second(outbreak, case) == kept_after_all(outbreak, case, screening)


def kept_after_all(outbreak: Outbreak, case: Case, screening: Screening) -> dict[int, int]:
    screening.all()
    return second(outbreak, case)


def test_of_a_case_of_which_nothing_is_new_nothing_is_written(
    outbreak: Outbreak, case: Case, lake: Lake, screening: Screening, yu: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(outbreak, lake, 1, *met(outbreak, yu))
    screening.all()
    monkeypatch.setattr(SecondRounds, "_put", lambda *_: pytest.fail("written"))
    screening.news()


def test_when_the_contact_between_is_none_any_more_it_is_gone_at_once(
    outbreak: Outbreak, case: Case, lake: Lake, screening: Screening, yu: int
) -> None:
    bring(outbreak, lake, 1, *met(outbreak, yu))
    screening.all()
    outbreak.do(deny_contact, case.id, outbreak.ma, Denial.PROTECTED)
    assert second(outbreak, case) == {}
    screening.news()
    assert rows(outbreak) == 0

    outbreak.do(list_again, case.id, outbreak.ma)
    screening.one(case.id)
    assert second(outbreak, case) == {yu: outbreak.ma}
    outbreak.do(change_case, case.id, CaseFacts(CaseStatus.NO_CASE, onset=date(2020, 2, 8)))
    assert second(outbreak, case) == {}
    screening.one(case.id)
    assert rows(outbreak) == 0


def rows(outbreak: Outbreak) -> int:
    with outbreak.morning.work(COCKPIT) as work:
        return int(work.connection.execute(text("select count(*) from second_contact")).scalar_one())


def test_a_batch_that_is_taken_back_takes_it_along(
    outbreak: Outbreak, case: Case, lake: Lake, screening: Screening, yu: int
) -> None:
    stays = met(outbreak, yu)
    bring(outbreak, lake, 1, *stays[:3])
    bring(outbreak, lake, 2, stays[3])
    screening.news()
    assert second(outbreak, case) == {yu: outbreak.ma}
    lake.take_back(2)
    screening.news()
    assert second(outbreak, case) == {} and rows(outbreak) == 0


def test_who_is_a_contact_or_a_case_is_not_listed_a_second_time(
    outbreak: Outbreak, case: Case, lake: Lake, screening: Screening, yu: int
) -> None:
    bring(outbreak, lake, 1, *met(outbreak, yu), (outbreak.su, MARKET, "09T11:00", 40))
    screening.all()
    assert second(outbreak, case) == {yu: outbreak.su}  # of the two whom Yu met there
    outbreak.enter(yu, onset=date(2020, 2, 11))
    assert second(outbreak, case) == {}


@pytest.fixture
def ruled(outbreak: Outbreak, case: Case) -> Callable[[str], None]:
    def rule(beyond: str) -> None:
        with outbreak.morning.work(COCKPIT) as work:
            new = (
                "insert into policy (kind, key, area, holds_from, published_at, source, body) select kind, key, area,"
                " holds_from, published_at, source, body || jsonb_build_object('beyond', cast(:beyond as jsonb)) from policy"
                " where id = :id returning id"
            )
            number = work.connection.execute(text(new), {"id": case.policy, "beyond": beyond}).scalar_one()
            work.connection.execute(text("update case_record set policy = :policy"), {"policy": number})

    return rule


def test_the_rule_of_the_case_bounds_it_and_the_page_says_so(
    outbreak: Outbreak, case: Case, lake: Lake, screening: Screening, yu: int, ruled: Any
) -> None:
    lu = outbreak.records.add("卢安", home=outbreak.records.home(CHANGQING, "9幢1单元906室"))
    bring(outbreak, lake, 1, *met(outbreak, yu), (lu, MARKET, "09T11:00", 40))
    ruled('{"days": 7, "most": 4}')
    screening.all()
    assert second(outbreak, case).keys() == {yu, lu} and outbreak.do(open_case, case.id).second_most == 0

    ruled('{"days": 7, "most": 2}')  # there are three contacts
    screening.all()
    assert outbreak.do(open_case, case.id).second_most == 2
    ruled('{"days": 0, "most": 3}')
    screening.all()
    assert second(outbreak, case) == {}


def test_a_rule_that_does_not_ask_for_it_finds_the_household_alone(
    outbreak: Outbreak, case: Case, lake: Lake, screening: Screening, yu: int, ruled: Any
) -> None:
    bring(outbreak, lake, 1, *met(outbreak, yu))
    ruled("null")
    screening.all()
    assert second(outbreak, case) == {} and rows(outbreak) == 0


def test_a_contact_that_was_merged_is_the_one_it_was_merged_into(
    outbreak: Outbreak, case: Case, lake: Lake, screening: Screening, yu: int
) -> None:
    again = outbreak.records.add("马宁", home=outbreak.records.home(CHANGQING, "9幢1单元903室"))
    stays = met(outbreak, yu)
    bring(outbreak, lake, 1, *stays[:2], (again, *stays[2][1:]), stays[3])
    screening.all()
    assert second(outbreak, case) == {}
    outbreak.do(merge, outbreak.records.pair(outbreak.ma, again), by=outbreak.records.by)

    screening.news()

    assert second(outbreak, case) == {yu: outbreak.ma}


def test_lin_sees_those_of_her_own_community(
    outbreak: Outbreak, case: Case, lake: Lake, screening: Screening, yu: int
) -> None:
    bring(outbreak, lake, 1, *met(outbreak, yu))
    screening.all()
    lin = somebody(outbreak.morning.database, "community")
    seen: CaseSeen = outbreak.do(open_case, case.id, by=lin)
    assert {one.person.id for one in seen.second} <= {yu} and all(
        one.person.community == lin.area for one in seen.second
    )


def test_it_is_a_round_of_the_lake_and_no_slower_for_it(tmp_path: Path, outbreak: Outbreak) -> None:
    """Without a lake nothing is asked."""
    lake = Lake(tmp_path / "none", ZONE)
    SecondRounds(AtThatTime(outbreak), lake, COCKPIT).all()  # type: ignore[arg-type]
    assert not lake.folder.exists() and Rounds(lake)


def test_many_contacts_are_asked_for_in_parts_and_each_case_whole() -> None:
    rule = ContactRule(5, 0, 15, 14, {}, beyond=Beyond(7, 2))
    began = datetime(2020, 2, 9, tzinfo=ZONE)
    through = [Through(case, person, began, began, rule) for case in (1, 2, 3) for person in range(TOGETHER // 2 + 1)]

    parts = list(Asking(through, {}, began).parts())

    assert [one for part in parts for one in part.through] == through
    assert [set(part.limits) for part in parts] == [{1, 2}, {3}]
    assert len(list(Asking([], {}, began).parts())) == 1
