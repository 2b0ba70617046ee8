"""Episodes of quarantine from a file: of who is known, each with its own days, and nobody else's under a mistyped number."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text

from cockpit.access import system
from cockpit.importing import acts
from cockpit.importing.batch import Batch, Counts, State
from cockpit.quarantine import Episode, QuarantineKind
from cockpit.refusals import NotFound
from data_access.database import Database
from data_access.demo.district import District
from data_access.demo.identity import identity_number
from data_access.importing.jobs import Runner
from tests.people import DISTRICT, somebody

COCKPIT = system(DISTRICT)
Bring = Callable[..., Batch]
HEADER = "公民身份号码,姓名,隔离方式,隔离开始日期,解除隔离日期,隔离地点"
WANG, LI = (identity_number(880_001, date(1980, 5, 17), False), identity_number(880_002, date(1982, 3, 1), True))
PHONE = "10088000111"


@pytest.fixture(autouse=True)
def compound(bring: Bring, district: District) -> str:
    """Wang and Li live behind one door, and have one phone."""
    names = [place.name for place in district.places]
    found = next(p.name for p in district.places if p.kind == "compound" and names.count(p.name) == 1)
    rows = [
        f"{name},{number},{PHONE},{found}90幢2单元501室,租赁" for name, number in (("王测试", WANG), ("李测试", LI))
    ]
    assert bring("persons", "姓名,公民身份号码,联系电话,现住址,居住方式", *rows).counts.added == 2
    return found


def episodes(database: Database, number: str = WANG) -> list[Episode]:
    with database.work(COCKPIT) as work:
        (one,) = work.people.find("number", number)
        return work.quarantine.of_person(one.id)


def refusals(database: Database, batch: Batch) -> list[tuple[int, str, str]]:
    with database.work(COCKPIT) as work:
        rows = acts.rows(work, batch.id, "refused")
    return [(one.line, one.told["problems"][0]["field"], one.told["problems"][0]["why"]) for one in rows]


ROW = f"{WANG},王测试,居家,2020-01-24,2020-02-07,"


def test_an_episode_has_its_own_days_and_is_known_again_by_the_first(database: Database, bring: Bring) -> None:
    assert bring("quarantine", HEADER, ROW).counts == Counts(added=1)
    (one,) = episodes(database)
    assert (one.kind, one.since, one.until) == (QuarantineKind.HOME, date(2020, 1, 24), date(2020, 2, 7))
    assert bring("quarantine", HEADER, ROW).counts == Counts(unchanged=1)


def test_a_person_may_have_several(database: Database, bring: Bring) -> None:
    second = ROW.replace("2020-01-24,2020-02-07", "2020-02-09,").replace("居家", "集中")
    assert bring("quarantine", HEADER, ROW, second).counts == Counts(added=2)
    assert [one.kind for one in episodes(database)] == [QuarantineKind.HOME, QuarantineKind.INSTITUTIONAL]


def test_an_end_that_is_said_later_changes_the_episode_and_is_taken_back(database: Database, bring: Bring) -> None:
    bring("quarantine", HEADER, ROW.replace("2020-02-07", ""))
    batch = bring("quarantine", HEADER, ROW)
    assert batch.counts == Counts(changed=1)
    with database.work(COCKPIT) as work:
        acts.undo_here(work, batch.id)
    Runner(database, COCKPIT, batch.id, Path()).undo()
    assert [one.until for one in episodes(database)] == [None]


def test_it_is_somebody_who_is_known_and_called_so(database: Database, bring: Bring) -> None:
    unknown = identity_number(880_003, date(1990, 1, 1), True)
    batch = bring(
        "quarantine", HEADER, ROW.replace("王测试", "李测试"), ROW.replace(WANG, unknown), ROW.replace("居家", "天上")
    )
    assert batch.counts == Counts(refused=3)
    assert refusals(database, batch)[:2] == [
        (2, "name", "whoever has this number or phone is called otherwise"),
        (3, "number", "nobody is known by this: import the persons first"),
    ]


def test_of_a_phone_that_two_have_the_name_says_who(database: Database, bring: Bring) -> None:
    header = "联系电话,姓名,隔离方式,隔离开始日期"
    batch = bring("quarantine", header, f"{PHONE},李测试,居家,2020-01-24", f"{PHONE},,居家,2020-01-25")
    assert batch.counts == Counts(added=1, refused=1)
    assert refusals(database, batch) == [(3, "phone", "several people are known by this: give the number")]
    assert len(episodes(database, LI)) == 1 and episodes(database) == []


def test_where_somebody_stays_is_a_place_that_is_known(database: Database, bring: Bring, compound: str) -> None:
    batch = bring("quarantine", HEADER, ROW + compound, ROW.replace("2020-01-24", "2020-01-25") + "天上宾馆")
    assert batch.counts == Counts(added=1, refused=1)
    assert refusals(database, batch)[0][:2] == (3, "place")
    assert episodes(database)[0].place


def test_the_keeper_of_the_inventory_brings_none(database: Database, bring: Bring) -> None:
    batch = bring("quarantine", HEADER, ROW, by=somebody(database, "data_officer"))
    assert (batch.state, batch.why["refusal"]) == (State.UNREADABLE, "NotYours")


def test_the_investigator_brings_them_and_the_keeper_of_the_inventory_sees_nothing_of_it(
    database: Database, bring: Bring
) -> None:
    investigator, jia = (somebody(database, role) for role in ("investigator", "data_officer"))
    batch = bring("quarantine", HEADER, ROW, by=investigator)
    assert (batch.state, batch.counts) == (State.APPLIED, Counts(added=1))
    with database.work(jia) as work:
        assert batch.id not in [one.id for one in acts.latest(work)]
    for act in (acts.look, acts.undo_here, acts.stop, acts.confirm_here):
        with pytest.raises(NotFound), database.work(jia) as work:
            act(work, batch.id)
    with database.work(investigator) as work:
        assert [one.id for one in acts.latest(work)] == [batch.id], "nor does she see who lives where come in"


def test_the_investigator_brings_nothing_of_the_inventory(database: Database, bring: Bring, compound: str) -> None:
    row = f"赵测试,{identity_number(880_009, date(1970, 1, 1), False)},{PHONE},{compound}90幢2单元501室,租赁"
    header = "姓名,公民身份号码,联系电话,现住址,居住方式"
    batch = bring("persons", header, row, by=somebody(database, "investigator"))
    assert (batch.state, batch.why["refusal"]) == (State.UNREADABLE, "NotYours")


def test_how_many_stay_apart_is_told_for_no_community(database: Database, bring: Bring) -> None:
    bring("quarantine", HEADER, ROW)
    told = text("select community from change where event = 'imported' and facts->>'kind' = 'quarantine'")
    with database.connection() as connection:
        assert [row.community for row in connection.execute(told)] == [None]


def test_day_n_is_reckoned() -> None:
    one = Episode(1, 1, QuarantineKind.HOME, date(2020, 1, 24), date(2020, 2, 7))
    assert (one.day(date(2020, 1, 24)), one.day(date(2020, 2, 1))) == (0, 8)
    assert [one.holds_on(date(2020, 1, 23)), one.holds_on(date(2020, 2, 7)), one.holds_on(date(2020, 2, 8))] == [
        False,
        True,
        False,
    ]
