"""Files of key regions and of returnees: what is refused says why, what comes again changes nothing, what is taken back is gone."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, select, text

from cockpit.access import Actor, system
from cockpit.importing import acts
from cockpit.importing.batch import Batch, Counts, State
from cockpit.quarantine import QuarantineKind
from cockpit.returns import KeyRegion, RegionLevel, Source, Visit, arrive, order, visit
from cockpit.returns import State as Standing
from data_access.importing.jobs import Runner
from data_access.returns import return_entry, return_word
from tests.data_access.returns.conftest import OTHER_PHONE, PHONE, Homecoming
from tests.people import DISTRICT, somebody

COCKPIT = system(DISTRICT)
REGIONS = "地区代码,地区名称,等级,列入日期,移出日期"
PEOPLE = "姓名,手机号,来源地,离开日期,预计到达,到达日期,社区,信息来源"
Bring = Callable[..., Batch]


def take_back(homecoming: Homecoming, batch: Batch, by: Actor = COCKPIT) -> Batch:
    database = homecoming.morning.database
    with database.work(by) as work:
        acts.undo_here(work, batch.id)
    return Runner(database, by, batch.id, Path("gone")).undo()


def refusals(homecoming: Homecoming, batch: Batch) -> list[tuple[int, str]]:
    with homecoming.morning.work(COCKPIT) as work:
        return [(one.line, one.told["problems"][0]["field"]) for one in acts.rows(work, batch.id, "refused")]


def regions(homecoming: Homecoming) -> list[KeyRegion]:
    with homecoming.morning.work(COCKPIT) as work:
        found: list[KeyRegion] = work.key_regions.all()
    return found


# Key regions


def test_a_line_is_known_again_by_its_region_and_its_first_day(homecoming: Homecoming, bring: Bring) -> None:
    row = "330100,杭州市,中,2020-02-03,"
    assert bring("key_regions", REGIONS, row).counts == Counts(added=1)
    assert bring("key_regions", REGIONS, row).counts == Counts(unchanged=1)
    assert bring("key_regions", REGIONS, row + "2020-02-10").counts == Counts(changed=1)
    assert regions(homecoming)[-1].until == date(2020, 2, 10) and len(regions(homecoming)) == 3


def test_the_same_region_on_the_same_days_is_refused_with_the_line_or_the_day_it_is_there(
    homecoming: Homecoming, bring: Bring
) -> None:
    batch = bring(
        "key_regions", REGIONS, "42,湖北省,中,2020-02-10,", ",湖北,高,2020-02-10,", "3303,温州,高,2020-02-20,",
        "3303,温州,中,2020-02-21,", "3310,台州,中,2020-02-01,2020-02-09", ",台州市,高,2020-02-09,", "4201,武汉,高,2020-02-01,",
    )  # fmt: skip
    assert (batch.counts.added, batch.counts.refused) == (3, 4)
    assert refusals(homecoming, batch) == [(2, "since"), (3, "since"), (4, "since"), (7, "since")]
    with homecoming.morning.work(COCKPIT) as work:
        told = [one.told["problems"][0] for one in acts.rows(work, batch.id, "refused")]
    assert [one["value"] for one in told] == ["2020-01-23", "2020-01-23", "2020-02-02", "6"]


def test_a_line_that_ends_one_and_begins_another_is_taken(homecoming: Homecoming, bring: Bring) -> None:
    batch = bring("key_regions", REGIONS, "42,湖北省,high,2020-01-23,2020-02-29", "42,湖北省,medium,2020-03-01,")
    assert batch.counts == Counts(added=1, changed=1)
    assert [one.level for one in regions(homecoming) if one.code == "42"] == [RegionLevel.HIGH, RegionLevel.MEDIUM]


def test_what_is_no_region_or_level_or_ends_before_it_begins_is_refused(homecoming: Homecoming, bring: Bring) -> None:
    batch = bring(
        "key_regions", REGIONS, "990000,某省,高,2020-02-01,", "33,浙江,低,2020-02-01,", "33,浙江,高,2020-02-02,2020-02-01",
        ",,高,2020-02-01,", "33,浙江,高,,",
    )  # fmt: skip
    assert refusals(homecoming, batch) == [(2, "code"), (3, "level"), (4, "until"), (5, "code"), (6, "since")]


def test_the_list_taken_back_is_as_it_was(homecoming: Homecoming, bring: Bring) -> None:
    before = regions(homecoming)
    batch = bring("key_regions", REGIONS, "3303,温州市,中,2020-02-02,2020-02-25", "44,广东,中,2020-02-01,")
    assert batch.counts == Counts(added=1, changed=1) and regions(homecoming) != before
    assert take_back(homecoming, batch).state is State.UNDONE
    assert regions(homecoming) == before


def test_a_new_list_decides_at_once_and_every_street_hears_of_it(homecoming: Homecoming, bring: Bring) -> None:
    entry = homecoming.declare(origin="河南信阳", arrived=date(2020, 2, 1))
    homecoming.do(visit, entry.id, Visit.MET)
    assert not homecoming.seen(entry).seen.stands.due
    bring("key_regions", REGIONS, "4115,信阳市,高,2020-01-31,")
    assert homecoming.seen(entry).seen.stands.doubt, "the name of a city says its province alone: somebody has to ask"
    bring("key_regions", REGIONS, "41,河南省,中,2020-02-01,")
    assert homecoming.lanes()[Standing.VISITED] == [entry.id] and homecoming.seen(entry).seen.stands.due
    told = text("select count(distinct street) from change where event = 'key_regions_brought'")
    with homecoming.morning.database.connection() as connection:
        assert connection.execute(told).scalar_one() == 8


@pytest.mark.parametrize(("kind", "header"), [("key_regions", REGIONS), ("returns", PEOPLE)])
def test_the_keeper_of_the_inventory_brings_neither(
    homecoming: Homecoming, bring: Bring, kind: str, header: str
) -> None:
    by = somebody(homecoming.morning.database, "data_officer")
    batch = bring(kind, header, "42,湖北,高,2020-01-01,", by=by)
    assert (batch.state, batch.why["refusal"]) == (State.UNREADABLE, "NotYours")


# Returnees


def test_rows_become_words_and_words_of_one_journey_one_entry(homecoming: Homecoming, bring: Bring) -> None:
    told = homecoming.declare()
    batch = bring(
        "returns", PEOPLE, f"何平,{PHONE},420100,2020-01-31,,2020-02-01,,枢纽", f"何平,{PHONE},湖北省武汉市,,2020-02-01,,,本人申报",
        f"生客,{OTHER_PHONE},湖北黄冈,,2020-02-01,,{homecoming.lin.area},工地", by=homecoming.dong,
    )  # fmt: skip
    assert batch.counts == Counts(added=3)
    assert [one.source for one in homecoming.seen(told).words] == [Source.LANDLORD, Source.HUB, Source.DECLARED_SELF]
    lanes = homecoming.lanes()
    assert lanes[Standing.ARRIVED] == [told.id] and len(lanes[Standing.EXPECTED]) == 1
    again = bring("returns", PEOPLE, f"何平,{PHONE},420100,2020-01-31,,2020-02-01,,枢纽", by=homecoming.dong)
    assert again.counts == Counts(unchanged=1)


def test_each_refused_row_says_why(homecoming: Homecoming, bring: Bring) -> None:
    lin = homecoming.lin.area
    batch = bring(
        "returns", PEOPLE, f"生客,,武汉,,2020-02-01,,{lin},工地", f",{OTHER_PHONE},武汉,,2020-02-01,,{lin},工地",
        f"生客,{OTHER_PHONE},武汉,,2020-02-01,,,工地", f"何平,{PHONE},武汉,,,,,工地", f"何平,{PHONE},武汉,,,2020-02-02,,工地",
        f"何平,{PHONE},武汉,,2020-02-01,,,谁", f"何平,{PHONE},武汉,,2020-02-01,,天上社区,工地", f"何平,{PHONE},,,2020-02-01,,,工地",
    )  # fmt: skip
    assert refusals(homecoming, batch) == [
        (2, "number"), (3, "name"), (4, "community"), (5, "expected"), (6, "arrived"), (7, "source"), (8, "community"),
        (9, "origin"),
    ]  # fmt: skip


def test_a_number_that_is_anothers_is_refused(homecoming: Homecoming, bring: Bring) -> None:
    homecoming.records.add("温远", home=homecoming.home, number="E12345678")
    header = "姓名,证件号,来源地,预计到达,信息来源"
    batch = bring("returns", header, "何平,E12345678,武汉,2020-02-01,房东", "温远,E12345678,武汉,2020-02-01,房东")
    assert batch.counts == Counts(added=1, refused=1) and refusals(homecoming, batch) == [(2, "name")]


def test_a_file_taken_back_leaves_what_others_said(homecoming: Homecoming, bring: Bring) -> None:
    told = homecoming.declare()
    batch = bring(
        "returns", PEOPLE, f"何平,{PHONE},420100,,,2020-02-01,,枢纽", f"生客,{OTHER_PHONE},武汉,,2020-02-01,,{homecoming.lin.area},工地",
    )  # fmt: skip
    assert take_back(homecoming, batch).state is State.UNDONE
    entry = homecoming.seen(told).seen.stands.entry
    assert (entry.arrived, entry.origin.code) == (None, "4201")
    with homecoming.morning.database.connection() as connection:
        counts = [
            connection.execute(select(func.count()).select_from(one)).scalar_one()
            for one in (return_entry, return_word)
        ]
    assert counts == [1, 1]


def test_who_was_called_on_stays_when_the_file_is_taken_back(homecoming: Homecoming, bring: Bring) -> None:
    batch = bring("returns", PEOPLE, f"何平,{PHONE},武汉,,2020-02-01,,,房东")
    (number,) = homecoming.lanes()[Standing.EXPECTED]
    homecoming.do(arrive, number, date(2020, 2, 1))
    homecoming.do(visit, number, Visit.MET)
    take_back(homecoming, batch)
    assert [one.source for one in homecoming.seen(number).words] == [Source.COMMUNITY]


def test_a_file_is_told_to_no_community_with_a_count(homecoming: Homecoming, bring: Bring) -> None:
    bring("returns", PEOPLE, f"何平,{PHONE},武汉,,2020-02-01,,,房东")
    told = text("select event, community, facts from change where event in ('imported', 'returns_brought') order by id")
    with homecoming.morning.database.connection() as connection:
        rows = connection.execute(told).all()
    by_event = {row.event: row for row in rows}
    assert len(rows) == 2
    assert by_event["imported"].community is None and by_event["returns_brought"].facts.keys() == {"batch"}


def test_an_order_follows_from_a_file_as_from_a_declaration(homecoming: Homecoming, bring: Bring) -> None:
    bring("key_regions", REGIONS, "4403,深圳,高,2020-02-01,")
    bring("returns", PEOPLE, f"何平,{PHONE},440305,,,2020-02-01,,枢纽")
    (number,) = homecoming.lanes()[Standing.ARRIVED]
    assert homecoming.do(order, number, QuarantineKind.HOME).until == date(2020, 2, 15)
