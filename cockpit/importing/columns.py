"""Which column of a file is which field: proposed from the headers, corrected by a person, kept as a template."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from difflib import get_close_matches
from enum import StrEnum
from functools import cache, lru_cache
from typing import Any

from cockpit.coordinates import Datum, datum_named
from cockpit.importing.kinds import FIELD, FIELDS, NEEDED, SAYS_NOTHING, Alternatives, Kind
from cockpit.people import half_width
from cockpit.refusals import Invalid, Refusal
from cockpit.texts import N_

BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|<[^<>]*>|\{[^{}]*\}")
REMARKS = re.compile(r"必填项?|选填项?|required|optional")
NEAR, SHORTEST, LONGEST = 0.84, 4, 60  # how alike two headers of so many characters are, to be taken for one
POINTS = ("lon", "lat", "point", "outline")


class Source(StrEnum):
    """Who says what a column is, where not the header by itself."""

    HEADER = ""
    HAND = "hand"
    TEMPLATE = "template"  # a person, of the last file with the same headers
    LEARNED = "learned"  # a person, of the same header in another file


@dataclass(frozen=True)
class Column:
    """`field` is empty where the column is not taken."""

    header: str
    field: str = ""
    certain: bool = True
    source: Source = Source.HEADER


@dataclass(eq=False)
class NoColumn(Refusal):
    """`field` is the name that people know; where there are several ways to say it, of the first."""

    status = 422
    says = N_("No column of this file is: {field}.")
    way_out = N_("Say which column it is, or add it to the file.")
    field: str


@dataclass(eq=False)
class TwoColumns(Refusal):
    status = 422
    says = N_("Two columns of this file are: {field}.")
    way_out = N_("Leave one of them out.")
    field: str


@dataclass(eq=False)
class NoSystem(Refusal):
    status = 422
    says = N_("Nothing in this file says which coordinate system its points are in.")
    way_out = N_("Say which: between WGS-84, GCJ-02 and BD-09 lie 500 metres and more.")


@dataclass(frozen=True)
class Columns:
    """The columns of a file of one kind, by position from 0; `system` of its coordinates, where a person says it."""

    kind: Kind
    columns: tuple[Column, ...]
    system: str = ""

    @property
    def headers(self) -> tuple[str, ...]:
        return tuple(column.header for column in self.columns)

    @property
    def certain(self) -> bool:
        """Whether nobody has to look: nothing is guessed, nothing is missing."""
        return all(column.certain for column in self.columns) and not self.missing() and not self.twice()

    @property
    def datum(self) -> Datum | None:
        """The coordinate system that a header names: 经度(GCJ-02)."""
        found = (datum_named(one.header) for one in self.columns if one.field in POINTS)
        return next((datum for datum in found if datum), None)

    @property
    def has_points(self) -> bool:
        return any(one.field in POINTS for one in self.columns)

    @property
    def says_system(self) -> bool:
        """Whether a person, a header, or each row does."""
        return bool(self.system or self.datum) or self.position_of("datum") is not None

    def in_system(self, system: str) -> "Columns":
        """As a person says it; empty: as the file does."""
        if system and system not in set(Datum):
            raise Invalid("datum", N_("no such coordinate system: WGS-84, GCJ-02 or BD-09"))
        return replace(self, system=system)

    def field_at(self, position: int) -> str:
        return self.columns[position].field

    def certain_at(self, position: int) -> bool:
        return self.columns[position].certain

    def position_of(self, field: str) -> int | None:
        return next((position for position, one in enumerate(self.columns) if one.field == field), None)

    def with_(self, position: int, field: str) -> "Columns":
        """As a person says it; an empty field leaves the column out. What else was guessed for the field is so no more."""
        if not 0 <= position < len(self.columns) or (field and field not in FIELD[self.kind]):
            raise Invalid("columns", N_("there is no such column or field"))
        before = self.columns[position]
        columns = [Column(one.header) if field and one.field == field else one for one in self.columns]
        columns[position] = Column(before.header, field, source=Source.HAND)
        if before.certain and before.field == field:
            columns[position] = before
        return replace(self, columns=_sure_of_single(columns))

    def missing(self) -> list[Alternatives]:
        """The groups of alternatives of which no column says anything."""
        fields = {column.field for column in self.columns}
        return [group for group in NEEDED[self.kind] if not any(fields >= set(one) for one in group)]

    def twice(self) -> list[str]:
        counts = Counter(column.field for column in self.columns if column.field)
        return [field for field, count in counts.items() if count > 1]

    def must_be_enough(self) -> None:
        """Refuses columns by which no row could be read."""
        if twice := self.twice():
            raise TwoColumns(FIELD[self.kind][twice[0]].says)
        if missing := self.missing():
            raise NoColumn(FIELD[self.kind][missing[0][0][0]].says)

    @property
    def by_hand(self) -> bool:
        return any(one.source in (Source.HAND, Source.TEMPLATE) for one in self.columns)

    def as_template(self) -> "Columns":
        """For the next file with the same headers; of its coordinates it says itself which they are, or somebody does."""
        columns = [replace(one, source=Source.TEMPLATE) if one.source is Source.HAND else one for one in self.columns]
        return replace(self, columns=tuple(columns), system="")

    def learned(self) -> dict[str, str]:
        """Header as it is compared -> field, for `propose`."""
        return {fold(one.header): one.field for one in self.columns if one.certain and fold(one.header)}

    def over(self, headers: Sequence[str]) -> "Columns":
        """The same meaning for another file: as a template, whatever the order of its columns."""
        if tuple(headers) == self.headers:
            return self
        return replace(propose(headers, self.kind, self.learned()), system=self.system)

    def as_json(self) -> dict[str, Any]:
        columns = [asdict(one) for one in self.columns]
        return {"kind": self.kind.value, "columns": columns, **({"system": self.system} if self.system else {})}

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> "Columns":
        """Refuses what `as_json` could not have written."""
        try:
            kind = Kind(told["kind"])
            columns = tuple(map(_column, told["columns"]))
        except (KeyError, TypeError, ValueError):
            raise Invalid("columns", N_("this is no list of columns")) from None
        if any(one.field and one.field not in FIELD[kind] for one in columns):
            raise Invalid("columns", N_("there is no such column or field"))
        return cls(kind, columns).in_system(str(told.get("system", "")))


def _column(told: Mapping[str, Any]) -> Column:
    header, field, certain = str(told["header"]), str(told["field"]), told["certain"] is True
    return Column(header, field, certain, Source(told.get("source", Source.HEADER)))


def propose(headers: Sequence[str], kind: Kind, learned: Mapping[str, str]) -> Columns:
    """What the headers say by themselves. `learned` are headers of past imports, as `fold` writes them, with their field
    (empty: not taken). Two headers for one field are both a guess; a guess gives way to a header that is known.
    """
    return Columns(kind, _sure_of_single([_meaning(header, kind, learned) for header in headers]))


@lru_cache(4096)
def fold(header: str) -> str:
    """A header as it is compared: without width, capitals, blanks, strokes, what stands in brackets, and (必填)."""
    plain = half_width(header).casefold()
    without = _letters(REMARKS.sub("", BRACKETS.sub("", plain))) or _letters(plain)
    for words in SAYS_NOTHING:
        if without.startswith(words) and len(without) > len(words):
            return without[len(words) :]
    return without


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text)


def is_known(header: str, kind: Kind) -> bool:
    """Whether a header says by itself which field it is."""
    return fold(header) in _known(kind)


@cache
def _known(kind: Kind) -> dict[str, str]:
    """Field by header, as it is compared; of two fields with one header the first."""
    pairs = [(fold(header), field.name) for field in FIELDS[kind] for header in field.known_as]
    return dict(reversed(pairs))


def _meaning(header: str, kind: Kind, learned: Mapping[str, str]) -> Column:
    written, known = fold(header), _known(kind)
    if written in learned and (not learned[written] or learned[written] in FIELD[kind]):
        return Column(header, learned[written], source=Source.LEARNED)
    if written in known:
        return Column(header, known[written])
    guess = _guess(written, known)
    return Column(header, guess, certain=not guess)


def _guess(written: str, known: Mapping[str, str]) -> str:
    """The field of the longest header that stands in it, or of the one that is nearest."""
    inside = [one for one in known if len(one) > 1 and one in written and _whole_word(one, written)]
    if inside:
        return known[max(inside, key=lambda one: (len(one), written.endswith(one)))]
    if len(written) < SHORTEST:
        return ""
    near = get_close_matches(written[:LONGEST], [one for one in known if len(one) >= SHORTEST], 1, NEAR)
    return known[near[0]] if near else ""


def _whole_word(one: str, written: str) -> bool:
    """Chinese words stand side by side; a short Latin one inside a longer word means nothing."""
    return not one.isascii() or (len(one) >= SHORTEST and len(one) * 2 > len(written))


def _sure_of_single(columns: Sequence[Column]) -> tuple[Column, ...]:
    known = Counter(one.field for one in columns if one.field and one.certain)
    return tuple(_beside(one, known[one.field]) for one in columns)


def _beside(one: Column, known: int) -> Column:
    """The column among `known` others whose header is known to be the same field."""
    if not one.field:
        return one
    if not one.certain:
        return Column(one.header) if known else one
    return replace(one, certain=known == 1)
