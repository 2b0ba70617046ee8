"""Rounds: opened with all their homes in one statement, counted by grid in another."""

from dataclasses import replace
from datetime import date, datetime, time, tzinfo
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    and_,
    cast,
    exists,
    false,
    func,
    insert,
    literal,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.engine import Connection, Row

from cockpit.access import Actor
from cockpit.canvass.progress import Tally
from cockpit.canvass.round import Criteria, Round
from cockpit.canvass.visit import MET, Result
from cockpit.people import Tenure
from cockpit.refusals import ChangedMeanwhile, NotFound
from cockpit.screening.standing import EXCUSES
from cockpit.texts import N_
from data_access.canvass.came import homes_that_fit
from data_access.canvass.tables import round_finding, round_visit, screening_round
from data_access.people import household
from data_access.quarantine import quarantine
from data_access.screening import case_record
from data_access.tables import in_area, scope_values

R, V, F = screening_round.c, round_visit.c, round_finding.c
HOME = (
    "round_id",
    "household_id",
    "street",
    "community",
    "grid",
    "result",
    "found",
    "again",
    "for_account",
    "for_team",
    "came_from",
    "came_on",
)
AGAIN = (Result.NOT_ATTEMPTED, Result.NOT_HOME, Result.REFUSED, Result.MOVED)


class CanvassShelf:
    def __init__(self, connection: Connection, by: Actor) -> None:
        self.connection = connection
        self.by = by

    def round(self, round_id: int) -> Round:
        return self._one(select(screening_round).where(R.id == round_id))

    def take(self, round_id: int) -> Round:
        """The same, held until the commit."""
        return self._one(select(screening_round).where(R.id == round_id).with_for_update())

    def rounds(self, limit: int) -> list[Round]:
        """Those in which homes of the own area are, the newest first."""
        query = select(screening_round).where(_meets(self.by.area)).order_by(R.id.desc()).limit(limit)
        return [_round_of(row) for row in self.connection.execute(query)]

    def add(self, new: Round) -> Round:
        values = {
            "name": new.name, "area": new.area, "tenure": new.criteria.tenure, "opened_at": new.opened_at,
            "unvisited_since": new.criteria.unvisited_since, "opened_by": new.opened_by, "due_on": new.due_on,
            "out_of": new.out_of, "repeats_before": new.repeats_before,
            "came_since": new.criteria.came_since, "policy": new.policy, "emergency": new.emergency,
        }  # fmt: skip
        made = insert(screening_round).values(values | scope_values(new.area)).returning(R.id)
        return replace(new, id=self.connection.execute(made).scalar_one())

    def close(self, one: Round) -> Round:
        """Only while it is open."""
        held = update(screening_round).where(R.id == one.id, R.closed_at.is_(None))
        values = {"closed_at": one.closed_at, "final": [list(each) for each in one.final]}
        if not self.connection.execute(held.values(values)).rowcount:
            raise ChangedMeanwhile(what=N_("This round"))
        return one

    def fill(self, one: Round, zone: tzinfo) -> dict[str, int]:
        """All homes that fit come on its list; how many in each community."""
        source, where, came_from, came_on = self._fitting(one.criteria, zone)
        nobody: Any = literal(None)
        homes = select(
            literal(one.id), household.c.id, household.c.street, household.c.community, household.c.grid,
            literal(Result.NOT_ATTEMPTED.value), literal(0), false(), nobody, nobody, came_from, came_on,
        ).select_from(source).where(*where)  # fmt: skip
        return self._filled(homes)

    def count(self, asked: Criteria, zone: tzinfo) -> int:
        """How many a round would have that was opened now."""
        source, where, *_ = self._fitting(asked, zone)
        return int(self.connection.execute(select(func.count()).select_from(source).where(*where)).scalar_one())

    def _fitting(self, asked: Criteria, zone: tzinfo) -> Any:
        source, where, came_from, came_on = homes_that_fit(asked, zone)
        if asked.unvisited_since:
            where = [*where, ~_met_since(_midnight(asked.unvisited_since, zone))]
        return source, where, came_from, came_on

    def fill_from(self, one: Round, zone: tzinfo) -> dict[str, int]:
        """Those of the round before that have to be knocked at again; each goes to whoever had it."""
        again = [V.result.in_(AGAIN), V.again]
        if one.repeats_before:
            again.append(V.answered_at < _midnight(one.repeats_before, zone))
        homes = select(
            literal(one.id), V.household_id, V.street, V.community, V.grid,
            literal(Result.NOT_ATTEMPTED.value), literal(0), false(), V.for_account, V.for_team, V.came_from, V.came_on,
        ).where(V.round_id == one.out_of, or_(*again))  # fmt: skip
        return self._filled(homes)

    def tallies(self, round_id: int, area: str, recent: datetime, today: date) -> dict[str, Tally]:
        """Grid -> counts of its homes and of whom they found, as far as they lie in the area."""
        of_round = (V.round_id == round_id, in_area(round_visit, area))
        lately = func.count().filter(V.answered_at > recent)
        query = select(V.grid, V.result, func.count().label("homes"), lately.label("recent")).where(*of_round)
        found: dict[str, Tally] = {}
        for row in self.connection.execute(query.group_by(V.grid, V.result)):
            result = Result(row.result)
            own = Tally({result: row.homes}, row.recent if result in DONE_NOW else 0)
            found[row.grid] = found.get(row.grid, Tally()).plus(own)
        for row in self.connection.execute(_found_by_grid(round_id, area, today)):
            own = Tally(found=row.found, isolated=row.isolated, unnamed=row.unnamed, over=row.over)
            found[row.grid] = found.get(row.grid, Tally()).plus(own)
        return found

    def _filled(self, homes: Select[Any]) -> dict[str, int]:
        made = insert(round_visit).from_select(HOME, homes).returning(V.community).cte("made")
        query = select(made.c.community, func.count()).group_by(made.c.community).order_by(made.c.community)
        return dict(self.connection.execute(query).tuples().all())

    def _one(self, query: Select[Any]) -> Round:
        row = self.connection.execute(query.where(_meets(self.by.area))).one_or_none()
        if row is None:
            raise NotFound()
        return _round_of(row)


DONE_NOW = MET | {Result.MOVED}


def isolated_on() -> ColumnElement[bool]:
    """Of a finding: its person is ordered to stay apart for as long, or cared for as a case."""
    lasts = and_(
        quarantine.c.person_id == F.person_id,
        or_(quarantine.c.until.is_(None), quarantine.c.until >= F.until),
        or_(quarantine.c.lifted_on.is_(None), quarantine.c.lifted.in_(EXCUSES)),
    )
    ill = and_(case_record.c.person_id == F.person_id, case_record.c.closed_at.is_(None))
    return or_(exists().where(lasts), exists().where(ill))


def counts() -> ColumnElement[bool]:
    """A finding counts while its answer does."""
    return exists().where(V.id == F.visit_id, V.answer == F.answer)


def _found_by_grid(round_id: int, area: str, today: date) -> Select[Any]:
    of_round = (F.round_id == round_id, in_area(round_finding, area), counts())
    each = select(F.grid, F.person_id, F.until, isolated_on().label("isolated")).where(*of_round).subquery()
    over = and_(~each.c.isolated, each.c.until < cast(today, Date))
    return select(
        each.c.grid,
        func.count().label("found"),
        func.count().filter(each.c.isolated).label("isolated"),
        func.count().filter(each.c.person_id.is_(None)).label("unnamed"),
        func.count().filter(over).label("over"),
    ).group_by(each.c.grid)


def _met_since(at: datetime) -> ColumnElement[bool]:
    theirs = (V.household_id == household.c.id, V.answer.is_not(None), V.answered_at >= at)
    return exists().where(*theirs, V.result.in_(MET))


def _midnight(day: date, zone: tzinfo) -> datetime:
    return datetime.combine(day, time(), zone)


def _meets(area: str) -> ColumnElement[bool]:
    """Rounds of an area that lies in this one, or around it."""
    if len(area) == 6:
        return true()
    street = or_(R.street.is_(None), R.street == area[:9])
    if len(area) == 9:
        return street
    return and_(street, or_(R.community.is_(None), R.community == area[:12]))


def _round_of(row: Row[Any]) -> Round:
    criteria = Criteria(row.area, Tenure(row.tenure) if row.tenure else None, row.unvisited_since, row.came_since)
    return Round(
        row.id, row.name, criteria, row.opened_at, row.due_on, row.policy, row.opened_by, row.out_of, row.repeats_before,
        row.closed_at, row.emergency, tuple(tuple(each) for each in row.final or ()),
    )  # fmt: skip
