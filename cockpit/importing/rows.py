"""Rows of one kind become clean values, or the list of all that is wrong with them: made once for a file."""

from collections.abc import Callable, Sequence
from typing import Any

from cockpit.coordinates import Datum
from cockpit.importing.cells import NOTHING, must_not_have_failed
from cockpit.importing.columns import Columns
from cockpit.importing.draft import Draft
from cockpit.importing.kinds import FIELD, Field, Kind
from cockpit.importing.row import Context, Problem, Row
from cockpit.importing.rules import rules_of
from cockpit.refusals import Invalid
from cockpit.texts import N_

__all__ = ["Context", "Problem", "Row", "Rows"]

MOST_REMEMBERED = 100_000  # texts of a column


class Rows:
    """Reads the cells of a file, as many as it has headers.

    `context.crs` wins over what a header says of the coordinates. Refuses columns that are not enough, and a coordinate
    system that nobody here can convert.
    """

    def __init__(self, kind: Kind, columns: Columns, context: Context) -> None:
        columns.must_be_enough()
        self.datum = _datum(columns, context)
        self.context = Context(context.today, self.datum.value, context.zone, context.demo)
        self.fields = FIELD[kind]
        self._positions = {one.field: position for position, one in enumerate(columns.columns) if one.field}
        self._steps = [(at, name, _reading(self.fields[name], self.context)) for name, at in self._positions.items()]
        self._rules = rules_of(kind)

    def read(self, cells: Sequence[str]) -> Row | list[Problem]:
        """Blank cells, and words for nothing, say nothing; all else is clean, or the whole row is refused."""
        draft = Draft(cells, self._positions, self.fields, self.context)
        values = draft.values
        for position, name, clean in self._steps:
            text = cells[position].strip()
            if text in NOTHING:
                continue
            try:
                if text[0] == "#":
                    must_not_have_failed(text)
                values[name] = clean(text)
            except Invalid as refusal:
                draft.refuse(name, refusal.why)
        for rule in self._rules:
            rule(draft)
        return draft.problems or Row(draft.values, draft.notes)


def _reading(field: Field, context: Context) -> Callable[[str], Any]:
    clean = field.sort.clean
    if field.sort.repeats:
        return _Remembered(lambda text: clean(text, context)).__getitem__
    return lambda text: clean(text, context)


class _Remembered(dict[str, Any]):
    """Clean values by text; refusals are not kept."""

    def __init__(self, clean: Callable[[str], Any]) -> None:
        super().__init__()
        self.clean = clean

    def __missing__(self, text: str) -> Any:
        value = self.clean(text)
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        self[text] = value
        return value


def _datum(columns: Columns, context: Context) -> Datum:
    if not context.crs:
        return columns.datum or Datum.WGS84
    if context.crs not in set(Datum):
        raise Invalid("datum", N_("the coordinates of this file cannot be converted: bring WGS-84, GCJ-02 or BD-09"))
    return Datum(context.crs)
