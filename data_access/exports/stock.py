"""What the inventory holds, read to be taken out: each thing as the values that a file of its kind would have brought."""

import json
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from datetime import tzinfo
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Select, Table, and_, func, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.engine import Connection, Row

from cockpit.areas import CODE_LENGTHS, Level
from cockpit.exports.columns import Column
from cockpit.exports.export import What
from cockpit.importing.written import as_cell
from cockpit.people import Tenure
from data_access.accounts import account
from data_access.areas import AreaShelf
from data_access.people.shelf import SEALED, own_sealer
from data_access.people.tables import household, person, person_key, residence
from data_access.places import enterprise, place
from data_access.policy import policy
from data_access.sealed import Sealer
from data_access.tables import in_area
from data_access.teams import shift, team, team_member

TOGETHER = 2_000
LEVELS = {What.STREETS: Level.STREET, What.COMMUNITIES: Level.COMMUNITY, What.GRIDS: Level.GRID}
PLACE = ("code", "kind", "name", "address", "lon", "lat")
FIRM = ("credit_code", "name", "trade", "size", "staff", "address", "lon", "lat")
TEAM = ("code", "name", "role", "lon", "lat")
AREA = ("code", "name", "outline", "lon", "lat")
POLICY = ("kind", "key", "area", "holds_from", "holds_to", "source", "body")

Values = dict[str, Any]


class StockShelf:
    def __init__(self, connection: Connection, sealer: Sealer, areas: AreaShelf) -> None:
        self.connection = connection
        self.sealer = sealer
        self.areas = areas

    def rows(self, what: What, area: str, columns: Sequence[Column], zone: tzinfo) -> Iterator[list[str]]:
        """All of the kind in the area, as the cells of the columns: masked where a column is one of masks."""
        wanted = frozenset(one.name for one in columns)
        for values in self._of(what, area, wanted):
            yield [as_cell(one.value(values), zone) for one in columns]

    def count(self, what: What, area: str) -> int:
        """How many there are: what a run's progress is measured by."""
        if what in LEVELS:
            return len(self.areas.of_level(LEVELS[what], area))
        rows = _queries(area)[what].subquery()
        return int(self.connection.execute(select(func.count()).select_from(rows)).scalar_one())

    def _of(self, what: What, area: str, wanted: Collection[str]) -> Iterator[Values]:
        """By field; what is sealed and wanted comes in the clear."""
        if what in LEVELS:
            for one in self.areas.of_level(LEVELS[what], area):
                yield {name: getattr(one, name) for name in AREA}
            return
        query, after, written = _queries(area)[what], 0, getattr(self, f"_{what.value}")
        while rows := self._after(query, after):
            yield from (written(row, wanted) for row in rows)
            after = rows[-1].id

    def _after(self, query: Select[Any], after: int) -> Sequence[Row[Any]]:
        key = query.selected_columns["id"]
        return self.connection.execute(query.where(key > after).order_by(key).limit(TOGETHER)).all()

    def _places(self, row: Row[Any], wanted: Collection[str]) -> Values:
        return {**_columns(row, PLACE), **self._areas(row), **self._contact(place, row, wanted)}

    def _enterprises(self, row: Row[Any], wanted: Collection[str]) -> Values:
        where = {**self._areas(row), "place": self._called.get(row.place_id, "")}
        return {**_columns(row, FIRM), **where, **self._contact(enterprise, row, wanted)}

    def _households(self, row: Row[Any], wanted: Collection[str]) -> Values:
        told = self._told("household.landlord", row.id, row.landlord) if "landlord" in wanted else {}
        return {**self._home(row, row.id, wanted), **self._areas(row), "since": row.since, **told}

    def _persons(self, row: Row[Any], wanted: Collection[str]) -> Values:
        own = own_sealer(self.sealer.unwrap(row.wrapped, cell=f"person_key.wrapped/{row.id}"))
        sealed = {name: getattr(row, name) for name in SEALED if name in wanted}
        known = {name: own.open(value, cell=f"person.{name}/{row.id}") for name, value in sealed.items() if value}
        paper = {"paper": row.number_type, "country": row.number_country} if row.number_type else {}
        home = {**self._home(row, row.home, wanted), **self._areas(row), "since": row.since} if row.home else {}
        return {**known, **paper, "born": row.born, **home}

    def _teams(self, row: Row[Any], wanted: Collection[str]) -> Values:
        """Of the areas, those down to its own: a team of a street has no grid."""
        area = {name: self.areas.known[code].name for name, code in _down_to(row.area) if code in self.areas.known}
        return {**_columns(row, TEAM), **area, "members": tuple(row.members or ())}

    def _duty(self, row: Row[Any], wanted: Collection[str]) -> Values:
        """Of a team with its street, or of a person by the account's name."""
        whose = (
            {"team": row.code, "street": self.areas.known[row.street].name} if row.team_id else {"account": row.login}
        )
        return {**whose, "starts": row.starts, "ends": row.ends, "on_call": row.on_call}

    def _policies(self, row: Row[Any], wanted: Collection[str]) -> Values:
        return _columns(row, POLICY)

    def _home(self, row: Row[Any], house: int, wanted: Collection[str]) -> Values:
        tenure = {} if row.tenure == Tenure.UNKNOWN else {"tenure": row.tenure}
        if "door" not in wanted:
            return tenure
        door = self.sealer.open(row.door, cell=f"household.door/{house}")
        return {"compound": self._called[row.place_id], "door": door, **tenure}

    def _areas(self, row: Row[Any]) -> dict[str, str]:
        known = self.areas.known
        return {name: known[code].name for name in ("street", "community", "grid") if (code := getattr(row, name))}

    def _contact(self, table: Table, row: Row[Any], wanted: Collection[str]) -> Values:
        return self._told(f"{table.name}.contact", row.id, row.contact) if "contact" in wanted else {}

    def _told(self, column: str, thing: int, sealed: bytes | None) -> Values:
        words: Values = json.loads(self.sealer.open(sealed, cell=f"{column}/{thing}")) if sealed else {}
        return words

    @cached_property
    def _called(self) -> dict[int, str]:
        """Places by their name where it is the only one in its street, else by their code."""
        rows = self.connection.execute(select(place.c.id, place.c.code, place.c.name, place.c.street)).all()
        alike = Counter((row.street, row.name) for row in rows)
        return {row.id: row.name if alike[row.street, row.name] == 1 else row.code for row in rows}


def _queries(area: str) -> dict[What, Select[Any]]:
    """Of each kind that lies in tables, what is in the area and not closed; under its `id`."""
    return {
        What.PLACES: select(place).where(in_area(place, area), place.c.closed_at.is_(None)),
        What.ENTERPRISES: select(enterprise).where(in_area(enterprise, area), enterprise.c.closed_at.is_(None)),
        What.HOUSEHOLDS: select(household).where(in_area(household, area)),
        What.PERSONS: _people(area),
        What.TEAMS: select(team, _members()).where(in_area(team, area)),
        What.POLICIES: select(policy).where(func.left(policy.c.area, len(area)) == area),
        What.DUTY: _shifts(area),
    }


def _shifts(area: str) -> Select[Any]:
    planned = shift.outerjoin(team, team.c.id == shift.c.team_id).outerjoin(account, account.c.id == shift.c.account)
    own = or_(and_(shift.c.team_id.is_not(None), in_area(team, area)), func.left(account.c.area, len(area)) == area)
    return select(shift, team.c.code, team.c.street, account.c.account.label("login")).select_from(planned).where(own)


def _people(area: str) -> Select[Any]:
    """Whoever has neither a number nor a home could not be known again."""
    home = (residence.c.since, household.c.id.label("home"), household.c.place_id, household.c.door, household.c.tenure)
    known_again: ColumnElement[bool] = or_(household.c.id.is_not(None), person.c.number.is_not(None))
    query = select(person, person_key.c.wrapped, *home).select_from(_with_homes())
    return query.where(in_area(person, area), person.c.merged_into.is_(None), known_again)


def _with_homes() -> FromClause:
    lives = and_(residence.c.person_id == person.c.id, residence.c.until.is_(None))
    keyed = person.join(person_key, person_key.c.person_id == person.c.id)
    return keyed.outerjoin(residence, lives).outerjoin(household, household.c.id == residence.c.household_id)


def _members() -> ColumnElement[Any]:
    named = func.array_agg(aggregate_order_by(team_member.c.name, team_member.c.id))
    return select(named).where(team_member.c.team_id == team.c.id).scalar_subquery().label("members")


def _columns(row: Row[Any], names: tuple[str, ...]) -> Values:
    return {name: getattr(row, name) for name in names}


def _down_to(area: str) -> list[tuple[str, str]]:
    return [(level.value, area[:length]) for length, level in CODE_LENGTHS.items() if 6 < length <= len(area)]
