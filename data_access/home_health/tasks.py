"""Tasks for people at home: opened once, kept by a conditional update, found by person, desk and area; notes lie sealed."""

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, insert, select, text, update
from sqlalchemy.engine import Connection, Row

from cockpit.home_health.report import Outcome
from cockpit.home_health.task import OF_REPORTS, OPEN, Desk, Task, TaskKind, TaskResult, TaskState
from cockpit.home_health.window import Slot, Window
from cockpit.people import Erased, Person
from cockpit.refusals import ChangedMeanwhile, NotFound
from cockpit.texts import N_
from data_access.home_health.desk_tables import care_task
from data_access.people import PeopleShelf
from data_access.tables import in_area, next_id

C = care_task.c
PLAIN = [column for column in C if column.name != "note"]
# Of each who is apart at home, was told so before the window was due, and neither reported in it or since nor waits for a knock.
KNOCK_ALL = text("""
insert into care_task (kind, desk, person_id, episode_id, gravity, opened_at, due_at, policy, day, slot, state, told, look_at,
  emergency, street, community, grid)
select 'knock', 'community', q.person_id, min(q.id), 'none', :at, :due_at, :policy, :day, :slot, 'pending', 0, :look_at,
  min(q.emergency), q.street, q.community, q.grid
from quarantine q
where q.street = :street and q.kind not in ('institutional', 'hospital') and q.since <= :day
  and (q.until is null or q.until >= :today) and (q.lifted_on is null or q.lifted_on > :today)
  and (q.ordered_at is null or q.ordered_at < :due)
  and not exists (select from health_report r where r.person_id = q.person_id and not r.replaced
    and ((r.day = :day and r.slot = :slot) or r.at > :due))
  and not exists (select from care_task t where t.person_id = q.person_id and t.kind = 'knock'
    and (t.state in ('pending', 'in_progress') or (t.day = :day and t.slot = :slot)))
group by q.person_id, q.street, q.community, q.grid
on conflict do nothing returning community
""")
END_KNOCKS = text("""
update care_task t set was = t.state, state = 'removed', reason = 'over', ended_at = :at, look_at = null
from quarantine q where q.id = t.episode_id and t.kind = 'knock' and t.state in ('pending', 'in_progress')
  and ((q.until is not null and q.until < :today) or (q.lifted_on is not null and q.lifted_on <= :today)) returning t.community
""")
# All that was asked for since lies at the door: what could not be brought is the community's to see to.
END_SUPPLIES = text("""
update care_task t set was = t.state, state = 'removed', reason = 'brought', ended_at = :at, look_at = null
where t.kind = 'supply' and t.state in ('pending', 'in_progress')
  and exists (select from need n where n.episode_id = t.episode_id and n.delivered_at >= t.opened_at)
  and not exists (select from need n where n.episode_id = t.episode_id
    and (n.state in ('open', 'claimed', 'bought') or (n.state = 'not_executable' and n.closed_at >= t.opened_at)))
returning t.community
""")
WAITS = text(
    "select min((args ->> 'due')::timestamptz) from procrastinate_jobs where task_name = :task and status = 'todo'"
)


class CareTaskShelf:
    def __init__(self, connection: Connection, people: PeopleShelf) -> None:
        self.connection = connection
        self.people = people

    def get(self, task_id: int) -> Task:
        return self._one(_plain().where(C.id == task_id))

    def take(self, task_id: int) -> Task:
        """The same, held until the commit."""
        return self._one(_plain().where(C.id == task_id).with_for_update())

    def open_of(self, person: int, kind: TaskKind | None = None) -> list[Task]:
        """Held until the commit; the oldest first."""
        mine = (C.person_id == person, C.state.in_(OPEN), *([C.kind == kind] if kind else []))
        return self._all(_plain().where(*mine).order_by(C.id).with_for_update())

    def open_at(self, person: int, desk: Desk) -> Task | None:
        """That which reports of the person join at this desk, held; there is one at most."""
        mine = (C.person_id == person, C.desk == desk, C.kind.in_(OF_REPORTS), C.state.in_(OPEN))
        return next(iter(self._all(_plain().where(*mine).with_for_update())), None)

    def in_the_way(self, one: Task) -> bool:
        """Whether another of the same person and desk was opened since."""
        same = (C.person_id == one.person, C.state.in_(OPEN), C.id != one.id, C.desk == one.desk)
        kinds = OF_REPORTS if one.kind in OF_REPORTS else (one.kind,)
        return self.connection.execute(select(C.id).where(*same, C.kind.in_(kinds)).limit(1)).scalar() is not None

    def of_person(self, person: int) -> list[Task]:
        """The newest first."""
        return self._all(_plain().where(C.person_id == person).order_by(C.id.desc()))

    def open_of_many(self, persons: Collection[int]) -> list[Task]:
        return self._all(_plain().where(C.person_id.in_(persons), C.state.in_(OPEN)).order_by(C.id))

    def knocked_on(self, persons: Collection[int], day: date) -> list[Task]:
        """The knocks for windows of that day, whatever came of them."""
        return self._all(
            _plain().where(C.person_id.in_(persons), C.kind == TaskKind.KNOCK, C.day == day).order_by(C.id)
        )

    def open_in(self, area: str, desk: Desk, limit: int) -> list[Task]:
        """What waits at a desk, the first to be done first: the gravest, then by when it is due."""
        rank = text("array_position(array['urgent', 'body', 'living', 'none'], gravity), due_at, id")
        query = _plain().where(in_area(care_task, area), C.desk == desk, C.state.in_(OPEN)).order_by(rank).limit(limit)
        return self._all(query)

    def counts(self, area: str, at: datetime) -> dict[str, tuple[int, int]]:
        """Community -> how many are open, and how many of these overdue."""
        query = text(
            "select community, count(*), count(*) filter (where due_at < :at) from care_task"
            " where state in ('pending', 'in_progress') and (length(:area) = 6 or street = :area or community = :area)"
            " group by community"
        )
        return {row[0]: (row[1], row[2]) for row in self.connection.execute(query, {"area": area, "at": at})}

    def add(self, new: Task, person: Person, emergency: int | None) -> Task:
        one = replace(new, id=next_id(self.connection, care_task), community=person.community)
        areas = {"street": person.street, "community": person.community, "grid": person.grid}
        self.connection.execute(insert(care_task).values(_values(one) | areas | {"emergency": emergency}))
        return one

    def keep(self, one: Task) -> Task:
        """Of a row that is held; nobody else ended it meanwhile."""
        if not self.connection.execute(update(care_task).where(C.id == one.id).values(_values(one))).rowcount:
            raise ChangedMeanwhile(what=N_("This task"))
        return one

    def join(self, one: Task, report: int) -> None:
        self.connection.execute(update(care_task).where(C.id == one.id).values(report_id=report))

    # Notes

    def note(self, one: Task, words: str) -> None:
        own = self.people.own_seal(one.person)
        if own is None:
            raise Erased()
        sealed = own.seal(words, cell=_cell(one.id))
        self.connection.execute(update(care_task).where(C.id == one.id).values(note=sealed))

    def notes(self, person: int) -> dict[int, str]:
        """Task -> what was noted; of one person. Empty for who is erased. A look."""
        own = self.people.own_seal(person)
        query = select(C.id, C.note).where(C.person_id == person, C.note.is_not(None))
        return {row.id: own.open(row.note, cell=_cell(row.id)) for row in self.connection.execute(query)} if own else {}

    # What the worker does

    def knock_all(self, new: Task, window: Window, street: str, look_at: datetime | None) -> dict[str, int]:
        """Community -> how many were opened."""
        asked = {
            "at": new.opened_at, "due_at": new.due_at, "policy": new.policy, "day": window.day, "slot": window.slot.value,
            "look_at": look_at, "street": street, "due": window.due, "today": max(window.day, new.opened_at.astimezone(window.due.tzinfo).date()),
        }  # fmt: skip
        return _counted(self.connection.execute(KNOCK_ALL, asked).scalars())

    def end_knocks(self, today: date, at: datetime) -> dict[str, int]:
        """Of those whose quarantine is over; community -> how many."""
        return _counted(self.connection.execute(END_KNOCKS, {"today": today, "at": at}).scalars())

    def end_supplies(self, at: datetime) -> dict[str, int]:
        """Of those whose needs were all brought; community -> how many."""
        return _counted(self.connection.execute(END_SUPPLIES, {"at": at}).scalars())

    def round_at(self, task: str, due: datetime, later: Callable[..., None]) -> None:
        """One round waits in the queue, and no second one."""
        waits = self.connection.execute(WAITS, {"task": task}).scalar()
        if waits is None or waits > due:
            later(task, due)

    def to_look_at(self, at: datetime, limit: int) -> list[Task]:
        """Those whose next step has come, held; another worker's are left to it."""
        due = (C.state.in_(OPEN), C.look_at <= at)
        return self._all(_plain().where(*due).order_by(C.look_at, C.id).limit(limit).with_for_update(skip_locked=True))

    def step(self, one: Task) -> None:
        self.connection.execute(update(care_task).where(C.id == one.id).values(told=one.told, look_at=one.look_at))

    def next_look(self) -> datetime | None:
        query = text("select min(look_at) from care_task where state in ('pending', 'in_progress')")
        found: datetime | None = self.connection.execute(query).scalar()
        return found

    def _one(self, query: Select[Any]) -> Task:
        found = self._all(query)
        if not found:
            raise NotFound()
        return found[0]

    def _all(self, query: Select[Any]) -> list[Task]:
        return [_task_of(row) for row in self.connection.execute(query)]


def _plain() -> Select[Any]:
    return select(*PLAIN)


def _counted(communities: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    for one in communities:
        found[one] = found.get(one, 0) + 1
    return found


def _cell(number: int) -> str:
    return f"care_task.note/{number}"


RENAMED = {"person": "person_id", "episode": "episode_id", "report": "report_id"}
WORDS = {"kind": TaskKind, "desk": Desk, "gravity": Outcome, "state": TaskState}
MAYBE = {"slot": Slot, "result": TaskResult, "was": TaskState}


def _values(one: Task) -> dict[str, Any]:
    return {RENAMED.get(name, name): getattr(one, name) for name in Task.__dataclass_fields__ if name != "subject"}


def _task_of(row: Row[Any]) -> Task:
    told = row._mapping
    values = {name: told[RENAMED.get(name, name)] for name in Task.__dataclass_fields__ if name != "subject"}
    said = {name: kind(told[name]) for name, kind in WORDS.items()}
    maybe = {name: kind(told[name]) if told[name] else None for name, kind in MAYBE.items()}
    return Task(**values | said | maybe)
