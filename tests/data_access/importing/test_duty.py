"""A roster from a file: teams and people, nobody twice at once, and what was taken out comes back as it was."""

import csv
import io
from pathlib import Path

import pytest
from sqlalchemy import text

from cockpit import duty
from cockpit.access import Actor
from cockpit.importing import acts
from cockpit.importing.batch import Batch, Counts
from data_access.database import Database
from data_access.demo.build import FIRST_MINUTE
from tests.data_access.importing.test_other_kinds import Bring, bring, jia, one, take_back
from tests.data_access.test_duty import local
from tests.people import CHANGQING, DISTRICT, somebody

__all__ = ["bring", "jia"]

TEAM, DESK = "队伍,开始时间,结束时间", "账号,开始时间,结束时间,备勤"
NIGHTS = ("2020-04-01 23:00", "2020-04-02 07:00")


def row(who: str, starts: str = NIGHTS[0], ends: str = NIGHTS[1], *more: str) -> str:
    return ",".join((who, starts, ends, *more))


def reasons(database: Database, by: Actor, batch: Batch) -> list[tuple[int, str, str]]:
    with database.work(by) as work:
        found = acts.rows(work, batch.id, "refused")
        problems = [(one.line, one.told["problems"][0]) for one in found]
        return [(line, told["why"].format(value=told["value"]), told["field"]) for line, told in problems]


def test_lines_that_overlap_within_the_file_are_refused_one_by_one(
    database: Database, jia: Actor, bring: Bring
) -> None:
    day = "2020-04-0"
    batch = bring(
        "duty", TEAM, row("D01"), row("D01", f"{day}2 06:59", f"{day}2 12:00"), row("D01", f"{day}2 07:00", f"{day}2 12:00"),
        row("D02", f"{day}2 06:59", f"{day}2 12:00"),
    )  # fmt: skip

    assert batch.counts == Counts(added=3, refused=1)
    assert reasons(database, jia, batch) == [(3, "it overlaps with line 2 of this file", "starts")]


def test_a_line_that_overlaps_with_what_is_planned_is_refused(database: Database, jia: Actor, bring: Bring) -> None:
    batch = bring("duty", TEAM, row("D01", "2020-02-03 21:00", "2020-02-03 23:00"))

    assert batch.counts == Counts(refused=1)
    assert reasons(database, jia, batch) == [(2, "it overlaps with the shift 02-03 06:00–22:00", "starts")]


def test_a_shift_that_the_file_shortens_makes_room_for_the_next_line(
    database: Database, jia: Actor, bring: Bring
) -> None:
    shorter = row("D01", "2020-02-03 06:00", "2020-02-03 20:00")
    batch = bring("duty", TEAM, shorter, row("D01", "2020-02-03 20:00", "2020-02-03 23:00"))

    assert batch.counts == Counts(changed=1, added=1)


def test_people_of_the_desk_are_planned_by_their_account(database: Database, jia: Actor, bring: Bring) -> None:
    night = row("officer", *NIGHTS, "是")
    batch = bring("duty", DESK, night, row("officer2", *NIGHTS, ""))
    assert batch.counts == Counts(added=2)
    assert bring("duty", DESK, night).counts == Counts(unchanged=1)
    assert bring("duty", DESK, row("officer", *NIGHTS, "否")).counts == Counts(changed=1)
    on_call = "select on_call from shift s join account a on a.id = s.account where a.account = 'officer' and ends > '2020-04-01'"
    assert one(database, on_call) is False
    take_back(database, jia, batch)
    assert one(database, "select count(*) from shift where account is not null and ends > '2020-04-01'") in (0, 1)


def test_who_is_not_at_the_desk_is_not_planned_by_account(database: Database, jia: Actor, bring: Bring) -> None:
    batch = bring("duty", DESK, *(row(who, *NIGHTS, "") for who in ("police", "guard", "nobody", "admin")))

    assert batch.counts == Counts(refused=4)
    assert {field for _, _, field in reasons(database, jia, batch)} == {"account"}


def test_a_row_of_both_and_a_row_of_more_than_a_day_are_refused(database: Database, jia: Actor, bring: Bring) -> None:
    batch = bring("duty", f"队伍,{DESK}", f"D01,{row('officer', *NIGHTS, '')}")
    assert [field for _, _, field in reasons(database, jia, batch)] == ["account"]
    batch = bring("duty", DESK, row("officer", "2020-04-01 07:00", "2020-04-02 07:01", ""))
    assert [field for _, _, field in reasons(database, jia, batch)] == ["ends"]


def test_a_person_on_leave_is_refused(database: Database, jia: Actor, bring: Bring) -> None:
    with database.work(somebody(database, "shift_lead"), at=FIRST_MINUTE) as work:
        rosa = work.accounts.by_name("officer")
        assert rosa
        duty.take_leave(work, rosa.id, local("00:00", 3), local("00:00", 4), "training")
    batch = bring("duty", DESK, row("officer", "2020-02-03 22:00", "2020-02-04 06:00", ""))

    assert reasons(database, jia, batch) == [(2, "the person is on leave then", "account")]


@pytest.mark.parametrize(("role", "area"), [("", DISTRICT), ("volunteer", CHANGQING), ("police", CHANGQING)])
def test_a_week_that_was_taken_out_comes_back_as_it_was(
    database: Database, jia: Actor, bring: Bring, tmp_path: Path, role: str, area: str
) -> None:
    with database.work(somebody(database, "shift_lead"), at=FIRST_MINUTE) as work:
        asked = duty.roster_asked(work, {"role": role, "area": area})
        headers, rows = duty.roster_file(work, asked.day, asked.area, asked.roles)
    lines = io.StringIO()
    csv.writer(lines).writerows(rows)
    again = bring("duty", ",".join(headers), *lines.getvalue().splitlines())
    assert again.counts == Counts(unchanged=len(rows)) and rows

    with database.connection() as connection:
        connection.execute(text("delete from shift"))
    assert bring("duty", ",".join(headers), *lines.getvalue().splitlines()).counts == Counts(added=len(rows))
