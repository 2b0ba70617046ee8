"""Areas, teams and duty from files: clean, dirty, again, changed and taken back."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import text

from cockpit.access import Actor
from cockpit.importing import acts
from cockpit.importing.batch import Batch, Counts, State
from data_access.database import Database
from data_access.importing.jobs import Runner
from tests.people import somebody

STREETS, COMMUNITIES = "街道代码,街道名称,边界", "社区代码,社区名称,边界"
GRIDS = "网格代码,网格名称,边界"
TEAMS = "编号,队伍名称,类型,所属街道,队员"
DUTY = "队伍,所属街道,开始时间,结束时间"
SQUARE = '"120.17,30.28;120.18,30.28;120.18,30.29;120.17,30.29"'
CROSSED = '"120.17,30.28;120.18,30.29;120.18,30.28;120.17,30.29"'

Bring = Callable[..., Batch]


@pytest.fixture
def jia(database: Database) -> Actor:
    return somebody(database, "data_officer")


@pytest.fixture
def bring(bring: Bring, jia: Actor) -> Bring:
    """By Jia, who keeps the inventory."""
    return partial(bring, by=jia)


def take_back(database: Database, by: Actor, batch: Batch) -> Batch:
    with database.work(by) as work:
        acts.undo_here(work, batch.id)
    return Runner(database, by, batch.id, Path()).undo()


def one(database: Database, query: str) -> object:
    with database.connection() as connection:
        return connection.execute(text(query)).scalar()


def refusals(database: Database, by: Actor, batch: Batch) -> list[str]:
    with database.work(by) as work:
        return [row.told["problems"][0]["field"] for row in acts.rows(work, batch.id, "refused")]


def test_a_new_street_with_its_community_and_grid(database: Database, jia: Actor, bring: Bring) -> None:
    assert bring("streets", STREETS, f"330103077,新街道,{SQUARE}").counts == Counts(added=1)
    assert bring("communities", COMMUNITIES, f"330103077001,新社区,{SQUARE}").counts == Counts(added=1)
    assert bring("grids", GRIDS, f"330103077001001,新社区-01,{SQUARE}").counts == Counts(added=1)
    with database.work(jia) as work:
        assert work.areas.get("330103077001001").name == "新社区-01"
    assert bring("streets", STREETS, f"330103077,新街道,{SQUARE}").counts == Counts(unchanged=1)


def test_an_area_that_is_called_otherwise_is_so_for_everybody(database: Database, jia: Actor, bring: Bring) -> None:
    batch = bring("streets", "街道代码,街道名称", "330103001,长庆新街道")
    assert batch.counts.changed == 1 or batch.state is State.ASKED
    batch = bring("streets", STREETS, f"330103001,长庆新街道,{SQUARE}")
    with database.work(jia) as work:
        assert work.areas.get("330103001").name == "长庆新街道"
    take_back(database, jia, batch)
    with database.work(jia) as work:
        assert work.areas.get("330103001").name.startswith("长庆街道") or work.areas.get("330103001").name == "长庆"


def test_an_area_outside_of_all_others_and_one_that_crosses_itself_are_refused(
    database: Database, jia: Actor, bring: Bring
) -> None:
    batch = bring("communities", COMMUNITIES, f"330103099001,无街社区,{SQUARE}", f"330103001099,新社区,{CROSSED}")
    assert refusals(database, jia, batch) == ["code", "outline"]


def test_an_area_in_which_something_lies_stays_when_it_is_taken_back(
    database: Database, jia: Actor, bring: Bring
) -> None:
    batch = bring("streets", STREETS, f"330103077,新街道,{SQUARE}")
    bring("communities", COMMUNITIES, f"330103077001,新社区,{SQUARE}")
    take_back(database, jia, batch)
    assert one(database, "select count(*) from street where code = '330103077'") == 1


def test_a_team_with_its_members_is_known_again_and_taken_back(database: Database, jia: Actor, bring: Bring) -> None:
    row = "X900,长庆九组,志愿者,长庆街道,王一、李二"
    batch = bring("teams", TEAMS, row)
    assert batch.counts == Counts(added=1)
    assert bring("teams", TEAMS, row).counts == Counts(unchanged=1)
    more = bring("teams", TEAMS, row.replace("李二", "李二、张三"))
    assert more.counts == Counts(changed=1)
    members = "select string_agg(m.name, '、' order by m.id) from team_member m join team t on t.id = team_id where code = 'X900'"
    assert one(database, members) == "王一、李二、张三"
    take_back(database, jia, more)
    assert one(database, members) == "王一、李二"
    take_back(database, jia, batch)
    assert one(database, "select count(*) from team where code = 'X900'") == 0


def test_duty_is_known_by_team_and_beginning(database: Database, jia: Actor, bring: Bring) -> None:
    bring("teams", TEAMS, "X900,长庆九组,志愿者,长庆街道,王一")
    row = "长庆九组,长庆街道,2020-02-03 08:00,2020-02-03 20:00"
    batch = bring("duty", DUTY, row, row.replace("长庆九组", "长庆百组"))
    assert batch.counts == Counts(added=1, refused=1) and refusals(database, jia, batch) == ["team"]
    longer = bring("duty", DUTY, row.replace("20:00", "22:00"))
    assert longer.counts == Counts(changed=1)
    ends = "select ends from shift s join team t on t.id = team_id where code = 'X900'"
    assert one(database, ends) == datetime.fromisoformat("2020-02-03T22:00+08:00")
    take_back(database, jia, longer)
    assert one(database, ends) == datetime.fromisoformat("2020-02-03T20:00+08:00")


@pytest.mark.parametrize(
    ("kind", "header", "row", "called"),
    [
        ("quarantine", "公民身份号码,隔离类型,开始日期", ",居家,2020-01-24", "Quarantine"),
        ("policies", "kind,key,holds_from,source,body", "look,reveal,2020-01-24,x,{}", "Rules"),
    ],
)
def test_a_kind_that_is_somebody_elses_business_says_so(
    bring: Bring, kind: str, header: str, row: str, called: str
) -> None:
    batch = bring(kind, header, row)
    assert batch.state is State.UNREADABLE
    assert batch.told_why().startswith(f"Files of this kind are not yours to bring: {called}.")
