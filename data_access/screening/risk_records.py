"""Clinic visits and purchases on their way from the lake to whoever reckons the risk: by person and day, when anything is new."""

import json
from collections import defaultdict
from datetime import date
from pathlib import Path

from cockpit.access import Actor
from cockpit.lake import Kind
from data_access.database import Database
from data_access.lake import Lake
from data_access.lake.checks import local_day
from data_access.lake.columns import BEGAN
from data_access.lake.engines import connected, listed

READ = "risk_records.json"
NAMES = {Kind.VISIT: "visits", Kind.PURCHASE: "purchases"}
Days = dict[str, list[str]]


def bring_records(database: Database, by: Actor, lake: Lake) -> bool:
    """Whether anything was new since it was read last."""
    if not lake.folder.exists():
        return False
    ledger, file = lake.ledgers.read(), lake.folder / READ
    with database.work(by) as work:
        merged = work.pseudonyms.merged()
    mark = {"order": ledger.order, "removals": ledger.removals, "merged": merged}
    if _before(file) == mark:
        return False
    found = _days(lake)
    with database.work(by) as work:
        whose = work.pseudonyms.whose(found)
        days: dict[int, Days] = {}
        for pseudonym, known in found.items():
            if person := whose.get(pseudonym):
                days[person] = _both(days.get(person, {}), known)
        people = work.people.of_ids(days)
        work.risk_facts.replace(((one, days[one.id]) for one in people), work.emergencies.at(work.by.area))
    file.write_text(json.dumps(mark), encoding="utf-8")
    return True


def _before(file: Path) -> dict[str, int] | None:
    """How far the lake, and merges of persons, were then."""
    known: dict[str, int] | None = json.loads(file.read_text(encoding="utf-8")) if file.exists() else None
    return known


def _days(lake: Lake) -> dict[int, Days]:
    """Pseudonym -> the days of each kind; a visit with a symptom is one of a symptom too."""
    found: dict[int, dict[str, set[date]]] = defaultdict(lambda: defaultdict(set))
    with lake.ledgers.reading() as ledger, connected(lake.bounds) as connection:
        for kind, name in NAMES.items():
            if files := [lake.folder / one.path for one in ledger.kind(kind)]:
                ill = "symptoms <> ''" if kind is Kind.VISIT else "false"
                rows = connection.execute(f"select person, {BEGAN[kind]}, {ill} from {listed(files)}").fetchall()
                for person, began, symptoms in rows:
                    day = local_day(began, lake.zone)
                    for each in (name, *(["symptoms"] if symptoms else [])):
                        found[person][each].add(day)
    return {
        person: {name: sorted(day.isoformat() for day in days) for name, days in known.items()}
        for person, known in found.items()
    }


def _both(one: Days, other: Days) -> Days:
    return {name: sorted({*one.get(name, ()), *other.get(name, ())}) for name in one.keys() | other.keys()}
