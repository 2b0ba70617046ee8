"""Paper sheets: the order of their rows lies sealed; what is drawn of each row is read as it is now."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Column, Index, LargeBinary, Table, func, insert, select
from sqlalchemy.engine import Connection, Row

from cockpit.access import Actor
from cockpit.people import Tenure
from cockpit.refusals import NotFound
from cockpit.sheets import INVENTORY, Firm, Home, RowKind, Sheet
from cockpit.sheets import Row as SheetRow
from data_access.accounts import account
from data_access.people import household, residence
from data_access.places import enterprise, place
from data_access.sealed import Sealer
from data_access.tables import Code, Instant, id_column, in_area, metadata, next_id, scope_columns, scope_values

DISTRICT = 6  # digits of its code

# The areas are empty below that of the sheet. `rows` is JSON: [kind, number of the thing] of each row.
paper_sheet = Table(
    "paper_sheet",
    metadata,
    id_column(),
    Column("kind", Code, nullable=False),
    *scope_columns(),
    Column("made_at", Instant, nullable=False),
    Column("destroy_at", Instant, nullable=False),
    Column("account", BigInteger),
    Column("rows", LargeBinary, nullable=False),
    Index("ix_paper_sheet_account", "account"),
)


class SheetShelf:
    def __init__(self, connection: Connection, sealer: Sealer, by: Actor) -> None:
        self.connection = connection
        self.sealer = sealer
        self.by = by

    def add(self, new: Sheet) -> Sheet:
        """Under its number."""
        number = next_id(self.connection, paper_sheet)
        words = json.dumps([[row.kind, row.thing] for row in new.rows])
        values = {"id": number, "kind": new.kind, "made_at": new.made_at, "destroy_at": new.destroy_at}
        values |= {"account": new.account, "rows": self.sealer.seal(words, cell=f"paper_sheet.rows/{number}")}
        self.connection.execute(insert(paper_sheet).values(values | scope_values(new.grid)))
        return self.get(number)

    def get(self, number: int) -> Sheet:
        mine = select(paper_sheet).where(paper_sheet.c.id == number, in_area(paper_sheet, self.by.area))
        row = self.connection.execute(mine).one_or_none()
        if row is None:
            raise NotFound()
        return self._sheet_of(row)

    def of_account(self, number: int | None, at: datetime, limit: int) -> list[Sheet]:
        """Those that may still be drawn, newest first."""
        mine = (
            paper_sheet.c.kind == INVENTORY,
            paper_sheet.c.account == number,
            paper_sheet.c.destroy_at > at,
            in_area(paper_sheet, self.by.area),
        )
        found = select(paper_sheet).where(*mine).order_by(paper_sheet.c.id.desc()).limit(limit)
        return [self._sheet_of(row) for row in self.connection.execute(found)]

    def homes(self, grid: str, *, whole: bool) -> list[Home]:
        """The households of the grid, in the order of their numbers; a door is opened for who reads it whole alone."""
        living = (
            select(residence.c.household_id, func.count().label("people"))
            .where(in_area(residence, grid), residence.c.until.is_(None))
            .group_by(residence.c.household_id)
            .subquery()
        )
        plain = (household.c.id, household.c.door, household.c.tenure, household.c.since)
        query = (
            select(*plain, place.c.name, place.c.address, func.coalesce(living.c.people, 0).label("people"))
            .join(place, place.c.id == household.c.place_id)
            .outerjoin(living, living.c.household_id == household.c.id)
            .where(in_area(household, grid), in_area(household, self.by.area))
            .order_by(household.c.id)
        )
        return [self._home_of(row, whole) for row in self.connection.execute(query)]

    def firms(self, grid: str) -> list[Firm]:
        """By their names."""
        query = select(enterprise).where(
            in_area(enterprise, grid), in_area(enterprise, self.by.area), enterprise.c.closed_at.is_(None)
        )
        rows = self.connection.execute(query.order_by(enterprise.c.sort_key, enterprise.c.id))
        return [Firm(row.id, row.name, row.credit_code, row.address, row.staff) for row in rows]

    def name_of(self, number: int | None) -> str:
        """Who made a sheet."""
        found = self.connection.execute(select(account.c.name).where(account.c.id == number)).scalar()
        return str(found or "")

    def _home_of(self, row: Any, whole: bool) -> Home:
        door = self.sealer.open(row.door, cell=f"household.door/{row.id}") if whole else ""
        return Home(row.id, row.name, row.address, door, Tenure(row.tenure), row.since, row.people)

    def _sheet_of(self, row: Row[Any]) -> Sheet:
        words = json.loads(self.sealer.open(row.rows, cell=f"paper_sheet.rows/{row.id}"))
        rows = tuple(SheetRow(RowKind(kind), thing) for kind, thing in words)
        area = row.grid or row.community or row.street or self.by.area[:DISTRICT]
        return Sheet(row.id, area, row.made_at, row.destroy_at, row.account, rows, row.kind)
