"""A row that is being read: what its cells said, and what is wrong so far."""

from collections.abc import Callable, Sequence
from typing import Any

from cockpit.importing.kinds import Field, propose_fix
from cockpit.importing.row import Context, Problem


class Draft:
    """`values` by field; rules add what follows from others, or refuse."""

    __slots__ = ("_cells", "_positions", "context", "fields", "notes", "problems", "values")

    def __init__(
        self, cells: Sequence[str], positions: dict[str, int], fields: dict[str, Field], context: Context
    ) -> None:
        self.values: dict[str, Any] = {}
        self.problems: list[Problem] = []
        self.notes: tuple[str, ...] = ()
        self.context = context
        self.fields = fields
        self._cells = cells
        self._positions = positions

    def said(self, field: str) -> str:
        """The text of the field's cell; empty where the file has no such column."""
        position = self._positions.get(field)
        return "" if position is None else self._cells[position].strip()

    def refuse(self, field: str, why: str, proposal: str = "") -> None:
        """Once a field: what was wrong with its cell by itself stands."""
        if self.is_refused(field):
            return
        text = self.said(field)
        self.problems.append(Problem(field, text, why, proposal or propose_fix(self.fields[field], text, self.context)))

    def is_refused(self, field: str) -> bool:
        return bool(self.problems) and any(one.field == field for one in self.problems)


Rule = Callable[[Draft], None]
