"""Shifts written and taken off, one roster change at a time, with the steps by which they can be taken back."""

from collections.abc import Collection, Sequence
from dataclasses import astuple
from datetime import datetime
from typing import Any

from sqlalchemy import delete, func, insert, or_, select, text, update
from sqlalchemy.engine import Connection, Row

from cockpit.duty import Holder, Shift, State, Step
from data_access.duty.tables import roster_step, swap
from data_access.teams import shift

HOLDER = text(
    "select 'team' as kind, id as who, code, name, role, area from team where :kind = 'team' and id = :who"
    " union all select 'account', id, account, name, role, area from account"
    " where :kind = 'account' and id = :who and team is null and not disabled"
)


class RosterShelf:
    def __init__(self, connection: Connection) -> None:
        self.connection = connection

    def lock(self) -> None:
        """From here to the commit nobody else changes the roster: two shifts at once are seen before they are written."""
        self.connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended("roster", 0))))

    def holder(self, whose: tuple[str, int]) -> Holder | None:
        """A team, or a person who may sign in and belongs to none."""
        row = self.connection.execute(HOLDER, {"kind": whose[0], "who": whose[1]}).one_or_none()
        return Holder((row.kind, row.who), row.name, row.role, row.area, code=row.code) if row else None

    def shifts(self, ids: Collection[int]) -> list[Shift]:
        return [shift_of(row) for row in self.connection.execute(select(shift).where(shift.c.id.in_(ids)))]

    def of(self, whose: tuple[str, int], starts: datetime, ends: datetime) -> list[Shift]:
        """Shifts of the team or person that touch the time, in order."""
        mine = (shift.c.team_id if whose[0] == "team" else shift.c.account) == whose[1]
        query = select(shift).where(mine, shift.c.ends > starts, shift.c.starts < ends).order_by(shift.c.starts)
        return [shift_of(row) for row in self.connection.execute(query)]

    def of_many(
        self, whose: Collection[tuple[str, int]], starts: datetime, ends: datetime
    ) -> dict[tuple[str, int], list[Shift]]:
        """The same of each of them, with one question for all."""
        teams, persons = ([one for kind, one in whose if (kind == "team") is of_teams] for of_teams in (True, False))
        theirs = or_(shift.c.team_id.in_(teams), shift.c.account.in_(persons))
        query = select(shift).where(theirs, shift.c.ends > starts, shift.c.starts < ends).order_by(shift.c.starts)
        found: dict[tuple[str, int], list[Shift]] = {one: [] for one in whose}
        for row in self.connection.execute(query):
            one = shift_of(row)
            found[one.whose].append(one)
        return found

    def write(self, before: Sequence[Shift], after: Sequence[Shift]) -> list[Shift]:
        """What is after and not before is added, what is before alone goes; open offers of any of them lapse."""
        stay = {one.id for one in after if one.id}
        gone = [one.id for one in before if one.id not in stay]
        touched = [one.id for one in before]
        lapsed = update(swap).where(swap.c.shift.in_(touched), swap.c.state.in_([State.OFFERED, State.TAKEN]))
        self.connection.execute(lapsed.values(state=State.LAPSED))
        self.connection.execute(delete(shift).where(shift.c.id.in_(gone)))
        known = {one.id for one in before}
        return [self._put(one, one.id in known) for one in after]

    def _put(self, one: Shift, known: bool) -> Shift:
        values = {"team_id": one.team, "account": one.account, "starts": one.starts, "ends": one.ends}
        values["on_call"] = one.on_call
        if known:
            put: Any = update(shift).where(shift.c.id == one.id).values(values)
        else:
            put = insert(shift).values(values | ({"id": one.id} if one.id else {}))
        return shift_of(self.connection.execute(put.returning(*shift.c)).one())

    # Steps

    def add_step(
        self, account: int | None, at: datetime, act: str, before: Sequence[Shift], after: Sequence[Shift]
    ) -> None:
        if account is None:
            return
        values = {"account": account, "at": at, "act": act, "before": _plain(before), "after": _plain(after)}
        self.connection.execute(insert(roster_step).values(values))

    def last_step(self, account: int, since: datetime) -> Step | None:
        """One's own last change that was not taken back, where it is not older."""
        mine = (roster_step.c.account == account, roster_step.c.undone.is_(False), roster_step.c.at >= since)
        query = select(roster_step).where(*mine).order_by(roster_step.c.id.desc()).limit(1)
        row = self.connection.execute(query).one_or_none()
        return Step(row.id, _shifts(row.before), _shifts(row.after)) if row else None

    def undone(self, step: int) -> None:
        self.connection.execute(update(roster_step).where(roster_step.c.id == step).values(undone=True))

    def forget_steps(self, before: datetime) -> None:
        self.connection.execute(delete(roster_step).where(roster_step.c.at < before))


def shift_of(row: Row[Any]) -> Shift:
    return Shift(row.id, row.team_id, row.account, row.starts, row.ends, row.on_call)


def _plain(shifts: Sequence[Shift]) -> list[list[Any]]:
    return [[one.isoformat() if isinstance(one, datetime) else one for one in astuple(each)] for each in shifts]


def _shifts(plain: Sequence[Sequence[Any]]) -> tuple[Shift, ...]:
    return tuple(
        Shift(number, team, account, datetime.fromisoformat(starts), datetime.fromisoformat(ends), on_call)
        for number, team, account, starts, ends, on_call in plain
    )
