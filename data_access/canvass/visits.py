"""Visits: one home of a round each, the answers given there, whom they found, and who goes there."""

import json
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, insert, select, update
from sqlalchemy.engine import Connection, Row

from cockpit.access import Actor
from cockpit.canvass.round import Round
from cockpit.canvass.share import Walker
from cockpit.canvass.visit import DONE, Answer, Finding, Given, Result, Visit
from cockpit.refusals import ChangedMeanwhile, NotFound
from cockpit.teams import TeamRole
from cockpit.texts import N_
from data_access.accounts import account
from data_access.canvass.rounds import counts, isolated_on
from data_access.canvass.tables import round_finding, round_visit, visit_answer
from data_access.people import residence
from data_access.sealed import Sealer
from data_access.tables import in_area, next_id
from data_access.teams import team

V, F, A = round_visit.c, round_finding.c, visit_answer.c
LEFT = V.result.not_in(DONE)


class VisitShelf:
    def __init__(self, connection: Connection, sealer: Sealer, by: Actor, at: datetime) -> None:
        self.connection = connection
        self.sealer = sealer
        self.by = by
        self.at = at

    def get(self, visit_id: int) -> Visit:
        return self._one(select(round_visit).where(V.id == visit_id))

    def take(self, visit_id: int) -> Visit:
        """The same, held until the commit: of two at one door, one waits."""
        return self._one(select(round_visit).where(V.id == visit_id).with_for_update())

    def of_grid(self, round_id: int, grid: str) -> list[Visit]:
        """In the order of their numbers."""
        query = select(round_visit).where(V.round_id == round_id, in_area(round_visit, grid)).order_by(V.id)
        return [_visit_of(row) for row in self.connection.execute(query)]

    def residents(self, household: int) -> list[int]:
        """Who lives there now."""
        theirs = (residence.c.household_id == household, residence.c.until.is_(None))
        return list(self.connection.execute(select(residence.c.person_id).where(*theirs)).scalars())

    # Answers

    def given(self, answer_id: int) -> Given:
        row = self.connection.execute(select(visit_answer).where(A.id == answer_id)).one_or_none()
        if row is None:
            raise NotFound()
        query = select(F.person_id).where(F.answer == answer_id, F.person_id.is_not(None)).order_by(F.person_id)
        found = tuple(self.connection.execute(query).scalars())
        told = json.loads(self.sealer.open(row.told, cell=f"visit_answer.told/{row.id}")) if row.told else {}
        answer = Answer(
            Result(row.result), row.people, row.returned, row.came_from, told.get("symptoms"), told.get("note", ""),
            found, row.unnamed, row.since, row.again,
        )  # fmt: skip
        return Given(row.id, answer, row.account, row.at, row.before)

    def answer(self, visit: Visit, answer: Answer, one: Round, apart: tuple[date, timedelta]) -> Visit:
        """It counts from now on, while nobody else gave one since the visit was read; `apart`: day 0 and for how long."""
        number, areas = next_id(self.connection, visit_answer), _areas(visit)
        found = len(answer.found) + answer.unnamed
        values = {
            "result": answer.result, "answer": number, "answered_at": self.at, "account": self.by.id, "found": found,
            "people": answer.people, "again": answer.again,
        }  # fmt: skip
        kept = self._change(visit, values)
        also = {"id": number, "visit_id": visit.id, "account": self.by.id, "at": self.at, "before": visit.answer}
        plain = {
            name: getattr(answer, name) for name in ("result", "people", "returned", "came_from", "unnamed", "since")
        }
        sealed = {"told": self._sealed(number, answer), "again": answer.again}
        self.connection.execute(insert(visit_answer).values(plain | also | sealed | areas))
        since, days = apart
        person: list[int | None] = [*answer.found, *[None] * answer.unnamed]
        rows = [
            areas | {"round_id": one.id, "visit_id": visit.id, "answer": number, "person_id": each, "since": since,
                     "until": since + days, "policy": one.policy}
            for each in person
        ]  # fmt: skip
        if rows:
            self.connection.execute(insert(round_finding), rows)
        return kept

    def back_to(self, visit: Visit, before: int | None) -> Visit:
        """The answer before counts again, or none."""
        values: dict[str, Any] = {"answer": None, "answered_at": None, "account": None, "people": None, "found": 0}
        values |= {"again": False, "result": Result.NOT_ATTEMPTED}
        if before:
            given = self.given(before)
            said = given.answer
            values = {
                "result": said.result, "answer": given.id, "answered_at": given.at, "account": given.account,
                "people": said.people, "found": len(said.found) + said.unnamed, "again": said.again,
            }  # fmt: skip
        return self._change(visit, values)

    def _change(self, visit: Visit, values: dict[str, Any]) -> Visit:
        same = V.answer.is_(None) if visit.answer is None else V.answer == visit.answer
        changed = update(round_visit).where(V.id == visit.id, same).values(values).returning(*round_visit.c)
        row = self.connection.execute(changed).one_or_none()
        if row is None:
            raise ChangedMeanwhile(what=N_("This visit"))
        return _visit_of(row)

    def _sealed(self, number: int, answer: Answer) -> bytes | None:
        if not answer.note and answer.symptoms is None:
            return None
        words = json.dumps({"symptoms": answer.symptoms, "note": answer.note}, ensure_ascii=False)
        return self.sealer.seal(words, cell=f"visit_answer.told/{number}")

    # Whom they found

    def found(self, round_id: int, area: str) -> list[Finding]:
        return self._findings(F.round_id == round_id, in_area(round_finding, area))

    def findings(self, visit: Visit) -> list[Finding]:
        """Of the answer that counts."""
        return self._findings(F.visit_id == visit.id)

    def day_of(self, person: int) -> date | None:
        """Day 0 of the latest that counts."""
        query = select(F.since).where(F.person_id == person, counts()).order_by(F.id.desc()).limit(1)
        found: date | None = self.connection.execute(query).scalar()
        return found

    def _findings(self, *which: ColumnElement[bool]) -> list[Finding]:
        query = select(round_finding, isolated_on().label("isolated")).where(*which, counts()).order_by(F.id)
        return [
            Finding(row.id, row.visit_id, row.person_id, row.community, row.since, row.until, row.policy, row.isolated)
            for row in self.connection.execute(query)
        ]

    # Who goes there

    def walkers_of(self, community: str) -> list[Walker]:
        """Workers first, then teams of volunteers, by their numbers."""
        people = select(account).where(
            account.c.role == "community", account.c.area == community, account.c.disabled.is_(False)
        )
        teams = select(team).where(
            team.c.role == TeamRole.VOLUNTEER, team.c.street == community[:9], team.c.area == community
        )
        workers = [
            Walker("account", row.id, row.name, row.area)
            for row in self.connection.execute(people.order_by(account.c.id))
        ]
        return workers + [
            Walker("team", row.id, row.name, row.area, row.lon, row.lat)
            for row in self.connection.execute(teams.order_by(team.c.id))
        ]

    def walkers(self, round_id: int, grid: str) -> dict[tuple[int | None, int | None], str]:
        """(account, team) -> name, of those who have homes of the grid."""
        query = (
            select(V.for_account, V.for_team, account.c.name.label("worker"), team.c.name.label("team"))
            .outerjoin(account, account.c.id == V.for_account)
            .outerjoin(team, team.c.id == V.for_team)
            .where(V.round_id == round_id, in_area(round_visit, grid))
            .distinct()
        )
        return {(row.for_account, row.for_team): row.worker or row.team or "" for row in self.connection.execute(query)}

    def share(self, one: Round, area: str, walker: Walker, *, unshared: bool = False) -> int:
        """The homes that are left go to this one; how many."""
        which = [V.round_id == one.id, in_area(round_visit, area), LEFT, *([_nobodys()] if unshared else [])]
        whose = {"for_account": None, "for_team": None} | {f"for_{walker.kind}": walker.id}
        return int(self.connection.execute(update(round_visit).where(*which).values(whose)).rowcount)

    def share_as_before(self, one: Round, area: str) -> list[str]:
        """Homes that nobody has go to whoever was there last in another round, if they work in that community still; the
        community of each."""
        past = round_visit.alias("past")
        works = exists().where(
            account.c.id == past.c.account, account.c.role == "community", account.c.area == V.community,
            account.c.disabled.is_(False),
        )  # fmt: skip
        last = (
            select(past.c.account)
            .where(past.c.household_id == V.household_id, past.c.round_id != one.id, past.c.answer.is_not(None), works)
            .order_by(past.c.answered_at.desc())
            .limit(1)
            .correlate(round_visit)
            .scalar_subquery()
        )
        which = (V.round_id == one.id, in_area(round_visit, area), LEFT, _nobodys(), last.is_not(None))
        shared = update(round_visit).where(*which).values(for_account=last).returning(V.community)
        return list(self.connection.execute(shared).scalars())

    def unshared(self, round_id: int, area: str) -> Collection[str]:
        """Grids with homes that are left and have nobody."""
        which = (V.round_id == round_id, in_area(round_visit, area), LEFT, _nobodys())
        return list(self.connection.execute(select(V.grid).where(*which).distinct().order_by(V.grid)).scalars())

    def _one(self, query: Select[Any]) -> Visit:
        row = self.connection.execute(query.where(in_area(round_visit, self.by.area))).one_or_none()
        if row is None:
            raise NotFound()
        return _visit_of(row)


def _nobodys() -> ColumnElement[bool]:
    return and_(V.for_account.is_(None), V.for_team.is_(None))


def _areas(visit: Visit) -> dict[str, str]:
    return {"street": visit.street, "community": visit.community, "grid": visit.grid}


def _visit_of(row: Row[Any]) -> Visit:
    return Visit(
        row.id, row.round_id, row.household_id, row.street, row.community, row.grid, Result(row.result), row.answer,
        row.answered_at, row.account, row.people, row.found, row.for_account, row.for_team,
        row.came_from, row.came_on,
    )  # fmt: skip
