"""Exports by number and by whoever asked for them."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_, delete, insert, or_, select, update
from sqlalchemy.engine import Connection, Row

from cockpit.exports import Export, Format, Grade, State, What
from cockpit.refusals import ChangedMeanwhile, NotFound
from data_access.exports.tables import export
from data_access.sealed import Sealer
from data_access.tables import next_id

CHANGING = ("state", "agreed_by", "rows", "size", "until")
WORDS = {"what": What, "form": Format, "grade": Grade, "state": State}


class ExportShelf:
    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self.connection = connection
        self.sealer = sealer

    def add(self, one: Export, machine: datetime) -> Export:
        """The same with its number."""
        number = next_id(self.connection, export)
        values = {name: getattr(one, name) for name in Export.__dataclass_fields__} | {"id": number}
        values["reason"] = self.sealer.seal(one.reason, cell=f"export.reason/{number}") if one.reason else None
        self.connection.execute(insert(export).values(values | {"machine_at": machine}))
        return replace(one, id=number)

    def get(self, number: int) -> Export:
        row = self.connection.execute(select(export).where(export.c.id == number)).one_or_none()
        if row is None:
            raise NotFound()
        return self._export_of(row)

    def of_account(self, account: int | None, limit: int = 30) -> list[Export]:
        """Newest first."""
        mine = select(export).where(export.c.account == account).order_by(export.c.id.desc()).limit(limit)
        return [self._export_of(row) for row in self.connection.execute(mine)]

    def keep(self, one: Export, before: Export) -> Export:
        """Where it still stands as it was; refuses when somebody else was faster."""
        still = (export.c.id == one.id, export.c.state == before.state)
        values = {name: getattr(one, name) for name in CHANGING}
        if not self.connection.execute(update(export).where(*still).values(values)).rowcount:
            raise ChangedMeanwhile(what=str(one.id))
        return one

    def kept_at(self, at: datetime) -> set[int]:
        """The numbers of those whose file may still be fetched, or is just being made."""
        open_still = or_(export.c.state == State.MAKING, and_(export.c.state == State.MADE, export.c.until > at))
        return set(self.connection.execute(select(export.c.id).where(open_still)).scalars())

    def forget_before(self, at: datetime) -> None:
        """What was asked for before, with its reason; the audit keeps that it was."""
        self.connection.execute(delete(export).where(export.c.asked_at < at))

    def progress(self, number: int, done: int, of: int) -> None:
        self.connection.execute(update(export).where(export.c.id == number).values(done=done, of=of))

    def _export_of(self, row: Row[Any]) -> Export:
        plain = {name: getattr(row, name) for name in Export.__dataclass_fields__}
        words = {name: kind(plain[name]) for name, kind in WORDS.items()}
        reason = self.sealer.open(row.reason, cell=f"export.reason/{row.id}") if row.reason else ""
        return Export(**plain | words | {"reason": reason})
