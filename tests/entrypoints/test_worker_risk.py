"""What is published of the rule of risk is followed by the worker when it begins, and not before."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from cockpit.access import Actor, system
from cockpit.clock import Clock
from cockpit.screening import CaseFacts, CaseStatus, enter_case
from cockpit.screening.risk import keep_draft, keep_risks, publish_draft, whom_to_assess
from data_access import clock
from data_access.database import Database
from entrypoints import screening
from entrypoints.worker import AGAIN, make_app
from tests.morning import Morning
from tests.people import CHANGQING, DISTRICT, somebody

pytestmark = pytest.mark.many  # the worker has connections of its own

SHANGHAI = ZoneInfo("Asia/Shanghai")
WHY = "同住者隔离及时，家庭权重过高"
SHARED = "select min(person_id) from residence where until is null and street = :area group by household_id having count(*) > 1"


def work_off(database: Database, data: Path, at: datetime) -> None:
    """All that is due at that time of the district."""
    with database.connection() as connection:
        clock.keep(connection, Clock(datetime.now(UTC), at))
        connection.execute(text("delete from procrastinate_jobs where task_name <> 'assess_all'"))
        connection.execute(text("update procrastinate_jobs set scheduled_at = null"))

    async def once() -> None:
        app = make_app(database)
        screening.add_to(app, database, data, AGAIN)
        app.periodic_registry.periodic_tasks.clear()
        async with app.open_async():
            await app.run_worker_async(
                wait=False, listen_notify=False, install_signal_handlers=False, delete_jobs="successful"
            )

    asyncio.run(once())


def assessed(database: Database) -> set[tuple[int, int]]:
    """(version, level) of all who stand in some way now."""
    with database.connection() as connection:
        found = connection.execute(text("select policy, level from risk_assessment where gone_at is null"))
        return {tuple(row) for row in found}


def publish(morning: Morning, dong: Actor, ji: Actor, begins: date) -> Any:
    one = morning.do(dong, keep_draft, {"settings.household": 0.001}, begins, WHY)
    return morning.do(ji, publish_draft, one.id)


def test_everybody_is_assessed_anew_when_the_rule_begins(morning: Morning, database: Database, tmp_path: Path) -> None:
    dong, ji = somebody(database, "investigator"), somebody(database, "investigator2")
    today = morning.at.astimezone(SHANGHAI).date()
    with database.connection() as connection:
        person = connection.execute(text(f"{SHARED} order by 1 limit 1"), {"area": CHANGQING}).scalar_one()
    morning.do(dong, enter_case, int(person), CaseFacts(CaseStatus.CONFIRMED, onset=today - timedelta(days=2)))
    with morning.work(system(DISTRICT)) as work:
        keep_risks(work, whom_to_assess(work))
    before = assessed(database)
    version = publish(morning, dong, ji, today + timedelta(days=1))
    begins = datetime.combine(today + timedelta(days=1), datetime.min.time(), SHANGHAI)

    work_off(database, tmp_path, begins - timedelta(hours=1))
    assert assessed(database) == before, "it waits on"
    work_off(database, tmp_path, begins + timedelta(seconds=1))
    now = assessed(database)
    assert {policy for policy, _ in now} == {version.id}
    assert max(level for _, level in now) < max(level for _, level in before)
