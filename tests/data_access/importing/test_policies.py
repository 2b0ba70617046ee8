"""Rules from a file: new versions only, none of the past, none that nobody could follow."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text

from cockpit import exports
from cockpit.access import Actor, system
from cockpit.importing import acts
from cockpit.importing.batch import Batch, Counts, NeverTakenBack, State
from data_access.database import Database
from data_access.exports.run import Runner as Making
from tests.people import CHANGQING, DISTRICT, somebody

HEADER = "类型,规则,适用区域,生效时间,依据,内容"
THRESHOLD = {
    "incident": "crowd", "priority": 1, "threshold": 25, "recover_below": 10, "hold": 180, "recover_hold": 300,
    "dedupe": 1800, "no_data_after": 300, "gap": 120,
}  # fmt: skip
COCKPIT = system(DISTRICT)
Bring = Callable[..., Batch]


@pytest.fixture
def bring(bring: Bring) -> Bring:
    """As whoever runs the server does at the terminal."""

    def ruled(*rows: str, header: str = HEADER, by: Actor = COCKPIT) -> Batch:
        return bring("policies", header, *rows, by=by)

    return ruled


def row(kind: str, key: str, area: str, since: str, body: object) -> str:
    words = json.dumps(body).replace('"', '""')
    return f'{kind},{key},{area},{since},区防指办〔2020〕9号,"{words}"'


def refusals(database: Database, batch: Batch) -> list[tuple[str, str]]:
    with database.work(COCKPIT) as work:
        rows = acts.rows(work, batch.id, "refused")
    problems = [one.told["problems"][0] for one in rows]
    return [(one["field"], one["why"].format(value=one["value"])) for one in problems]


def arrive(database: Database, area: str, hours: int) -> int:
    """How soon somebody must stand at the door, so many hours from now on."""
    with database.work(COCKPIT) as work:
        return int(work.policy.get("due", "1", area, work.at + timedelta(hours=hours)).body["arrive"])


def test_a_new_version_holds_from_its_moment_on_and_in_its_street_alone(database: Database, bring: Bring) -> None:
    batch = bring(row("due", "1", CHANGQING, "2020-02-02 08:00", {"arrive": 600, "close": 7200}))
    assert (batch.state, batch.counts) == (State.APPLIED, Counts(added=1))
    assert arrive(database, CHANGQING, 48) == 600
    assert arrive(database, CHANGQING, 0) == 900
    assert arrive(database, DISTRICT, 48) == 900


def test_the_same_file_again_publishes_nothing(database: Database, bring: Bring) -> None:
    one = row("due", "1", "330103", "2020-02-02 08:00", {"arrive": 600, "close": 7200})
    assert bring(one).counts == Counts(added=1)
    assert bring(one).counts == Counts(unchanged=1)
    assert bring(one, one).counts == Counts(unchanged=1, refused=1)


def test_what_was_ruled_for_yesterday_stays_ruled_so(database: Database, bring: Bring) -> None:
    batch = bring(row("due", "1", "330103", "2020-01-31", {"arrive": 600, "close": 7200}))
    assert batch.counts == Counts(refused=1)
    ((field, why),) = refusals(database, batch)
    assert field == "holds_from" and why.startswith("it would change the past")


@pytest.mark.parametrize(
    ("kind", "key", "area", "body", "field", "why"),
    [
        ("weather", "rain", "330103", {"days": 3}, "body", "no such kind of rule: weather"),
        ("due", "1", "330103", {"arrive": 600}, "body", "this rule needs the figure close"),
        ("due", "1", "330103", {"arrive": "soon", "close": 1}, "body", "one of another sort: arrive"),
        ("due", "1", "330103", {"arrive": -1, "close": 1}, "body", "one of another sort: arrive"),
        ("due", "1", "330103", {"arrive": True, "close": 1}, "body", "one of another sort: arrive"),
        ("due", "1", "330103", {"arrive": 1, "close": 1, "more": 1}, "body", "one of another sort: more"),
        ("due", "1", "330103001001", {"arrive": 1, "close": 1}, "area", "the district or for one of its streets"),
        ("due", "1", "330109", {"arrive": 1, "close": 1}, "area", "the district or for one of its streets"),
        ("run_card", "crowd/1", "330103", {"cavalry": 1}, "body", "one of another sort: cavalry"),
    ],
)
def test_a_rule_that_nobody_could_follow_is_refused(
    database: Database, bring: Bring, kind: str, key: str, area: str, body: object, field: str, why: str
) -> None:
    ((named, said),) = refusals(database, bring(row(kind, key, area, "2020-02-02", body)))
    assert named == field and why in said


def test_a_run_card_may_call_fewer_teams(bring: Bring) -> None:
    assert bring(row("run_card", "crowd/1", "330103", "2020-02-02", {"police": 2})).counts == Counts(added=1)
    assert bring(row("warning", "pharmacy", "330103", "2020-02-02", THRESHOLD)).counts == Counts(added=1)


def test_what_was_published_is_never_taken_back(database: Database, bring: Bring) -> None:
    batch = bring(row("due", "1", "330103", "2020-02-02", {"arrive": 600, "close": 7200}))
    with pytest.raises(NeverTakenBack), database.work(COCKPIT) as work:
        acts.undo(work, batch.id)


def test_a_data_officer_brings_no_rules(database: Database, bring: Bring) -> None:
    jia = somebody(database, "data_officer")
    batch = bring(row("due", "1", "330103", "2020-02-02", {"arrive": 600, "close": 7200}), by=jia)
    assert (batch.state, batch.why["refusal"]) == (State.UNREADABLE, "NotYours")
    assert batch.told_why().startswith("Files of this kind are not yours to bring: Rules.")


def test_an_export_comes_back_unchanged(database: Database, bring: Bring, tmp_path: Path) -> None:
    bring(row("run_card", "crowd/1", CHANGQING, "2020-02-02", {"police": 2}))
    path = tmp_path / "rules.csv"
    with database.work(COCKPIT) as work:
        number = exports.ask_here(work, exports.What.POLICIES, DISTRICT, exports.Format.CSV).id
    with path.open("w+b") as stream:
        Making(database, COCKPIT, number).make(stream)
    header, *rows = path.read_text(encoding="utf-8-sig").splitlines()
    batch = bring(*rows, header=header)
    with database.connection() as connection:
        count = connection.execute(text("select count(*) from policy")).scalar_one()
    assert (batch.state, batch.counts) == (State.CHECKED, Counts(unchanged=count))


def test_a_street_may_have_a_chain_of_its_own_and_a_step_that_is_none_is_refused_by_its_number(
    database: Database, bring: Bring
) -> None:
    good = {"timer": "take_up", "after": 90, "to": "duty_leader"}
    bad = {"timer": "arrive", "after": 80, "to": "next_team"}
    batch = bring(row("escalation", "crowd/1", CHANGQING, "2020-02-02 08:00", {"steps": [good]}))
    assert (batch.state, batch.counts) == (State.APPLIED, Counts(added=1))
    batch = bring(row("escalation", "crowd/1", CHANGQING, "2020-02-03 08:00", {"steps": [good, bad]}))
    assert refusals(database, batch) == [("body", "this step has no such timer, time or person: 2")]
