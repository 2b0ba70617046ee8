"""Cases of psychological care: found by state and by code; what is said is written and opened under the case's own key.

A case whose key is gone has nothing to open: its times go on being counted.
"""

import hashlib
import hmac
import uuid
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, insert, select, text, update
from sqlalchemy.engine import Connection, Row

from cockpit.mind_care.case import MindCase, Outcome
from cockpit.mind_care.own import Door
from cockpit.mind_care.said import Answered, Call, Plan, Reach
from cockpit.receipts import LENGTH, LETTERS
from cockpit.refusals import NotFound
from data_access.mind_care import texts
from data_access.mind_care.tables import mind_case, mind_code, mind_key, mind_text
from data_access.receipts import digest_of
from data_access.scope import open_minds
from data_access.sealed import Sealer
from data_access.tables import next_id

THAT_OPENS = text("select case_id from mind_code_that_opens(:digest)")
BITS = 5  # of a letter of a code


class MindShelf:
    def __init__(self, connection: Connection, sealer: Sealer, index_key: bytes) -> None:
        self.connection = connection
        self.sealer = sealer
        self.index_key = index_key

    # Cases

    def get(self, case_id: int) -> MindCase:
        return self._one(case_id, held=False)

    def take(self, case_id: int) -> MindCase:
        """Held until the commit."""
        return self._one(case_id, held=True)

    def waiting(self) -> list[MindCase]:
        asks = mind_case.c.asked_at.is_not(None) | mind_case.c.crisis_at.is_not(None)
        return self._those(mind_case.c.counsellor.is_(None), mind_case.c.closed_at.is_(None), asks)

    def in_crisis(self) -> list[MindCase]:
        """Of those whom a counsellor has."""
        waits = (mind_case.c.crisis_at.is_not(None), mind_case.c.crisis_answered_at.is_(None))
        return self._those(mind_case.c.counsellor.is_not(None), mind_case.c.closed_at.is_(None), *waits)

    def of_counsellor(self, account: int) -> list[MindCase]:
        return self._those(mind_case.c.counsellor == account, mind_case.c.closed_at.is_(None))

    def retests_due(self, at: datetime) -> list[MindCase]:
        """Of those whom a counsellor has; each is held."""
        open_ones = (mind_case.c.counsellor.is_not(None), mind_case.c.closed_at.is_(None))
        unknown = (mind_case.c.retested_at.is_(None), mind_case.c.retest_told_at.is_(None))
        query = select(mind_case).where(*open_ones, *unknown, mind_case.c.retest_at <= at)
        return [_case_of(row) for row in self.connection.execute(query.order_by(mind_case.c.id).with_for_update())]

    def since(self, at: datetime) -> list[MindCase]:
        """Those opened since, and all that are open: times and states, for figures."""
        return self._those(
            (mind_case.c.opened_at >= at) | mind_case.c.closed_at.is_(None) | (mind_case.c.closed_at >= at)
        )

    def keep(self, one: MindCase) -> MindCase:
        self.connection.execute(update(mind_case).where(mind_case.c.id == one.id).values(_values(one)))
        return one

    def add(self, new: MindCase, key: str) -> tuple[MindCase, str]:
        """With a key of its own, and the code that opens it, which stands nowhere else."""
        one, code = replace(new, id=next_id(self.connection, mind_case)), self._code(key)
        open_minds(self.connection, [one.id])
        wrapped = self.sealer.wrap(self.sealer.new_key(), cell=texts.key_cell(one.id))
        self.connection.execute(insert(mind_case).values(_values(one) | {"id": one.id}))
        self.connection.execute(insert(mind_key).values(case_id=one.id, wrapped=wrapped))
        self.connection.execute(insert(mind_code).values(case_id=one.id, digest=digest_of(code)))
        return one, code

    # Codes

    def that_opens(self, code: str) -> Door | None:
        """By the code alone; what it opens is opened to this unit of work."""
        found = self.connection.execute(THAT_OPENS, {"digest": digest_of(code)}).scalar()
        if found is None:
            return None
        open_minds(self.connection, [found])
        return Door(int(found))

    def of_key(self, key: str) -> tuple[MindCase, str] | None:
        """The same form once more leads to the same code."""
        code = self._code(key)
        door = self.that_opens(code)
        return (self.get(door.case), code) if door else None

    def _code(self, key: str) -> str:
        """Made of the form's random key, under a key of ours: nobody reckons it from what went over the line."""
        number = int.from_bytes(hmac.digest(self.index_key, b"mind\0" + key.encode(), hashlib.sha256))
        return "".join(LETTERS[number >> BITS * place & 31] for place in range(LENGTH))

    def pseudonym(self, one: MindCase) -> str:
        """A number for files that leave the house: equal for one case, and reckoned by nobody without our key."""
        digest = hmac.digest(self.index_key, f"mind case\0{one.id}".encode(), hashlib.sha256)
        return str(uuid.UUID(bytes=digest[:16], version=4))

    # What is said

    def write_answers(self, one: MindCase, said: Answered, key: str, at: datetime) -> None:
        self._write(one, texts.ANSWERS, texts.of_answered(said), key, at)

    def write_reach(self, one: MindCase, said: Reach, key: str, at: datetime) -> None:
        self._write(one, texts.REACH, texts.of_reach(said), key, at)

    def write_call(self, one: MindCase, said: Call, key: str, at: datetime) -> None:
        self._write(one, texts.CALL, texts.of_call(said), key, at)

    def write_plan(self, one: MindCase, said: Plan, key: str, at: datetime) -> None:
        self._write(one, texts.PLAN, texts.of_plan(said), key, at)

    def answers(self, one: MindCase) -> tuple[Answered, ...]:
        """The newest first, as all that follow."""
        return tuple(texts.answered_of(told, **row) for told, row in self._opened(one, texts.ANSWERS))

    def calls(self, one: MindCase) -> tuple[Call, ...]:
        return tuple(texts.call_of(told, **row) for told, row in self._opened(one, texts.CALL))

    def plans(self, one: MindCase) -> tuple[Plan, ...]:
        return tuple(texts.plan_of(told, **row) for told, row in self._opened(one, texts.PLAN))

    def reach(self, one: MindCase) -> Reach | None:
        return next((texts.reach_of(told) for told, _ in self._opened(one, texts.REACH)), None)

    def has(self, one: MindCase, key: str) -> bool:
        """Whether a form of that key was taken already."""
        query = select(mind_text.c.id).where(mind_text.c.case_id == one.id, mind_text.c.key == key).limit(1)
        return self.connection.execute(query).first() is not None

    def seal_anew(self, one: MindCase) -> None:
        """All of it under a new key; the old one stands nowhere any more."""
        old, fresh = self._own(one), self.sealer.new_key()
        rows = self.connection.execute(select(mind_text.c.id, mind_text.c.told).where(mind_text.c.case_id == one.id))
        new = texts.case_sealer(fresh)
        for number, told in rows.all() if old else []:
            again = new.seal(old.open(told, cell=texts.cell(number)), cell=texts.cell(number)) if old else told
            self.connection.execute(update(mind_text).where(mind_text.c.id == number).values(told=again))
        wrapped = self.sealer.wrap(fresh, cell=texts.key_cell(one.id))
        self.connection.execute(update(mind_key).where(mind_key.c.case_id == one.id).values(wrapped=wrapped))

    def _write(self, one: MindCase, kind: str, told: dict[str, Any], key: str, at: datetime) -> None:
        own = self._own(one)
        if own is None:
            raise NotFound()
        number = next_id(self.connection, mind_text)
        sealed = own.seal(texts.written(told), cell=texts.cell(number))
        row = {"id": number, "case_id": one.id, "kind": kind, "at": at, "key": key, "told": sealed}
        self.connection.execute(insert(mind_text).values(row))

    def _opened(self, one: MindCase, kind: str) -> list[tuple[str, dict[str, Any]]]:
        own = self._own(one)
        if own is None:
            return []
        mine = (mind_text.c.case_id == one.id, mind_text.c.kind == kind)
        rows = self.connection.execute(select(mind_text).where(*mine).order_by(mind_text.c.id.desc()))
        return [(own.open(row.told, cell=texts.cell(row.id)), {"at": row.at, "id": row.id}) for row in rows]

    def _own(self, one: MindCase) -> Sealer | None:
        query = select(mind_key.c.wrapped).where(mind_key.c.case_id == one.id)
        wrapped = self.connection.execute(query).scalar()
        return texts.case_sealer(self.sealer.unwrap(wrapped, cell=texts.key_cell(one.id))) if wrapped else None

    def _one(self, case_id: int, *, held: bool) -> MindCase:
        query = select(mind_case).where(mind_case.c.id == case_id)
        row = self.connection.execute(query.with_for_update() if held else query).one_or_none()
        if row is None:
            raise NotFound()
        return _case_of(row)

    def _those(self, *which: ColumnElement[bool]) -> list[MindCase]:
        return [
            _case_of(row) for row in self.connection.execute(select(mind_case).where(*which).order_by(mind_case.c.id))
        ]


NAMES = tuple(name for name in MindCase.__dataclass_fields__ if name in mind_case.c and name != "id")


def _values(one: MindCase) -> dict[str, Any]:
    return {name: getattr(one, name) for name in NAMES} | {"person_id": one.person}


def _case_of(row: Row[Any]) -> MindCase:
    values = {name: row._mapping[name] for name in NAMES}
    outcome = Outcome(row.outcome) if row.outcome else None
    return MindCase(**values | {"id": row.id, "person": row.person_id, "outcome": outcome})
