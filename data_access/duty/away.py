"""Leave, with its reason sealed; and offered shifts."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.engine import Connection, Row

from cockpit.duty import Leave, State, Swap, Why
from cockpit.refusals import ChangedMeanwhile
from data_access.duty.tables import leave, swap
from data_access.sealed import Sealer
from data_access.tables import next_id

OPEN = (State.OFFERED, State.TAKEN)
Span = tuple[datetime, datetime]


class LeaveShelf:
    def __init__(self, connection: Connection, sealer: Sealer) -> None:
        self.connection = connection
        self.sealer = sealer

    def add_leave(self, one: Leave) -> Leave:
        number = next_id(self.connection, leave)
        reason = self.sealer.seal(one.why.value, cell=f"leave.reason/{number}")
        values = {"id": number, "account": one.account, "starts": one.starts, "ends": one.ends, "reason": reason}
        self.connection.execute(insert(leave).values(values))
        return Leave(number, one.account, one.starts, one.ends, one.why)

    def leave(self, number: int) -> Leave | None:
        row = self.connection.execute(select(leave).where(leave.c.id == number)).one_or_none()
        return self._leave_of(row) if row else None

    def end_leave(self, number: int, at: datetime) -> None:
        self.connection.execute(update(leave).where(leave.c.id == number).values(back_at=at))

    def leaves_after(self, at: datetime) -> list[Leave]:
        query = select(leave).where(leave.c.ends > at, leave.c.back_at.is_(None)).order_by(leave.c.starts)
        return [self._leave_of(row) for row in self.connection.execute(query)]

    def leaves(self, begins: datetime, ends: datetime) -> dict[tuple[str, int], list[Span]]:
        """When whom is away within the time, without why."""
        query = select(leave).where(leave.c.ends > begins, leave.c.starts < ends, leave.c.back_at.is_(None))
        found: dict[tuple[str, int], list[Span]] = defaultdict(list)
        for row in self.connection.execute(query):
            found["account", row.account].append((row.starts, row.ends))
        return found

    def away(self, whose: tuple[str, int]) -> list[Span]:
        """When the person is away, now and later; a team never is."""
        mine = (leave.c.account == whose[1], leave.c.back_at.is_(None))
        rows = self.connection.execute(select(leave.c.starts, leave.c.ends).where(*mine)) if whose[0] != "team" else ()
        return [(row.starts, row.ends) for row in rows]

    def _leave_of(self, row: Row[Any]) -> Leave:
        why = Why(self.sealer.open(row.reason, cell=f"leave.reason/{row.id}"))
        return Leave(row.id, row.account, row.starts, row.ends, why, row.back_at)


class SwapShelf:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def add_swap(self, one: Swap) -> Swap:
        """Refuses where an offer of the same shift is open: at most one, by a unique index."""
        values = _values(one)
        values.pop("id")
        row = self.connection.execute(
            upsert(swap).values(values).on_conflict_do_nothing().returning(*swap.c)
        ).one_or_none()
        if row is None:
            raise ChangedMeanwhile(what=str(one.shift))
        return _swap_of(row)

    def keep_swap(self, one: Swap) -> Swap:
        self.connection.execute(update(swap).where(swap.c.id == one.id).values(_values(one)))
        return one

    def swap(self, number: int) -> Swap | None:
        row = self.connection.execute(select(swap).where(swap.c.id == number)).one_or_none()
        return _swap_of(row) if row else None

    def swaps(self, states: Sequence[State]) -> list[Swap]:
        query = select(swap).where(swap.c.state.in_(states)).order_by(swap.c.id)
        return [_swap_of(row) for row in self.connection.execute(query)]

    def offered(self) -> frozenset[int]:
        """The shifts that an offer is open of."""
        return frozenset(self.connection.execute(select(swap.c.shift).where(swap.c.state.in_(OPEN))).scalars())


def _values(one: Swap) -> dict[str, Any]:
    return {name: getattr(one, name) for name in Swap.__dataclass_fields__}


def _swap_of(row: Row[Any]) -> Swap:
    values = {name: getattr(row, name) for name in Swap.__dataclass_fields__}
    return Swap(**values | {"state": State(values["state"])})
