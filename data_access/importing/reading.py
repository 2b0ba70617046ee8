"""Which table of a file is meant, what is in it and which column is which: said by people, or certain from its headers."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from cockpit.importing.batch import Batch, NoKind, SeveralTables
from cockpit.importing.columns import Column, Columns, NoSystem, propose
from cockpit.importing.fits import kind_of
from cockpit.importing.kinds import Kind
from cockpit.importing.refused import NO_SYSTEM
from data_access.importing.files import SourceTable, open_file

BETWEEN = "、"
OTHER = "other:"  # a coordinate system that is none of ours, whoever says what
Learned = Callable[[Kind], Mapping[str, str]]
Template = Callable[[Kind, Sequence[str]], Columns | None]


@dataclass(frozen=True)
class Read:
    """A file with its rows' meaning: which table of it, of what kind, which column is which."""

    table: SourceTable
    kind: Kind
    columns: Columns
    sheets: tuple[str, ...] = ()

    def into(self, batch: Batch) -> Batch:
        """The batch with what was found out."""
        columns = self.columns.as_json()
        return replace(batch, kind=self.kind.value, columns=columns, sheet=self.table.sheet, sheets=self.sheets)

    @property
    def system(self) -> str:
        """Which coordinates it has, as a person says it, else the file; refuses a map of which nobody does."""
        columns, crs = self.columns, self.table.crs
        if NO_SYSTEM in self.table.notes and columns.has_points and not columns.says_system:
            raise NoSystem()
        return crs if crs.startswith(OTHER) else columns.system or crs

    def only_certain(self) -> "Read":
        """Without the columns that are a guess."""
        columns = [one if one.certain else Column(one.header) for one in self.columns.columns]
        return replace(self, columns=replace(self.columns, columns=tuple(columns)))

    @property
    def guesses(self) -> list[Column]:
        return [one for one in self.columns.columns if one.field and not one.certain]


@dataclass(frozen=True)
class Tables:
    """The tables of a file that could be meant, each with its kind; those are all, where none fits."""

    found: Sequence[tuple[SourceTable, Kind | None]]

    @property
    def sheets(self) -> tuple[str, ...]:
        return tuple(table.sheet for table, _ in self.found) if len(self.found) > 1 else ()

    def one(self) -> tuple[SourceTable, Kind]:
        """Refuses a file that could be read in several ways, or in none."""
        if len(self.found) > 1:
            raise SeveralTables(BETWEEN.join(self.sheets))
        table, kind = self.found[0]
        if kind is None:
            raise NoKind()
        return table, kind


def tables_of(path: Path, batch: Batch) -> Tables:
    """Raises Unreadable for what is no table."""
    tables = open_file(path, batch.file)
    chosen = [one for one in tables if one.sheet == batch.sheet] if batch.sheet else tables
    pairs = [(table, _kind(table, batch)) for table in chosen or tables]
    fit = [(table, kind) for table, kind in pairs if kind and not propose(table.headers, kind, {}).missing()]
    return Tables(fit or pairs)


def read(
    path: Path, batch: Batch, learned: Learned = lambda _: {}, template: Template = lambda _kind, _headers: None
) -> Read:
    """As it was said, of this file or the last one like it, or as the headers say by themselves. Raises Unreadable, SeveralTables, NoKind."""
    if batch.columns:
        columns, table = Columns.from_json(batch.columns), table_of(path, batch)
        return Read(table, columns.kind, columns.over(table.headers), batch.sheets)
    found = tables_of(path, batch)
    table, kind = found.one()
    columns = template(kind, table.headers) or propose(table.headers, kind, learned(kind))
    return Read(table, kind, columns, batch.sheets)


def table_of(path: Path, batch: Batch) -> SourceTable:
    """The table that was looked at, of a file that has several."""
    tables = open_file(path, batch.file)
    return next((one for one in tables if one.sheet == batch.sheet), tables[0])


def _kind(table: SourceTable, batch: Batch) -> Kind | None:
    if batch.kind:
        return Kind(batch.kind)
    first = next(table.rows(), None)
    return next(iter(kind_of(table.headers, table.sheet or batch.file, first.cells if first else ())), None)
