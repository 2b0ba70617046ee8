"""The tasks of an incident; what one says in own words lies sealed among the notes."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Table, insert, select, update
from sqlalchemy import Column as C
from sqlalchemy.engine import Connection, Row

from cockpit.incidents.tasks import Task
from cockpit.refusals import NotFound
from data_access.tables import Code, Instant, id_column, metadata

incident_task = Table(
    "incident_task",
    metadata,
    id_column(),
    C("incident_id", BigInteger, ForeignKey("incident.id"), nullable=False, index=True),
    C("act", Code, nullable=False),
    C("team", BigInteger, ForeignKey("team.id")),
    C("due_at", Instant, nullable=False),
    C("added_at", Instant, nullable=False),
    C("by_account", BigInteger),
    C("note", BigInteger, ForeignKey("note.id", ondelete="set null"), index=True),
    C("done_at", Instant),
    C("done_by", BigInteger),
    C("dropped_at", Instant),
    C("dropped", Code),
)
T = incident_task.c


class TaskShelf:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def add(self, task: Task) -> Task:
        new = insert(incident_task).values(_values(task)).returning(T.id)
        return replace(task, id=self.connection.execute(new).scalar_one())

    def of(self, incident_id: int) -> Sequence[Task]:
        """In the order they were set."""
        rows = self.connection.execute(select(incident_task).where(T.incident_id == incident_id).order_by(T.id))
        return [_task_of(row) for row in rows]

    def take(self, incident_id: int, task_id: int) -> Task:
        """One of this incident; a number that is another's is not found."""
        query = select(incident_task).where(T.id == task_id, T.incident_id == incident_id).with_for_update()
        row = self.connection.execute(query).one_or_none()
        if row is None:
            raise NotFound()
        return _task_of(row)

    def keep(self, task: Task) -> None:
        self.connection.execute(update(incident_task).where(T.id == task.id).values(_values(task)))


def _values(task: Task) -> dict[str, Any]:
    return {name: value for name, value in vars(task).items() if name != "id"}


def _task_of(row: Row[Any]) -> Task:
    return Task(**row._mapping)
