"""Sight is what a role sees of one field of one person: in full, in a lesser form, after a reason, or nothing.

The matrix of roles and fields stands in `access.toml`; here it is read, and nowhere else decided.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from cockpit.access import matrix

CELL = re.compile(r"(?P<letter>[FMRCA])(?::(?P<form>[a-z0-9]+))?(?:@(?P<tie>[a-z]+))?")
PERSON_FIELDS = ("name", "phone", "number", "address")


class Letter(StrEnum):
    FULL = "F"
    MASKED = "M"
    REVEAL = "R"
    ASSIGNED = "C"
    AGGREGATE = "A"


class Tie(StrEnum):
    """What binds somebody at work to this person, beyond the area both belong to."""

    OWN = "own"  # lives in one's own community
    ASSIGNED = "assigned"  # one's team is sent there
    CLIENT = "client"  # one's own client
    CRISIS = "crisis"  # a client in danger
    CASE = "case"  # a case, or a contact of one
    DISPATCH = "dispatch"  # a dispatch to this home is being made
    FIRM = "firm"  # the contact of a firm that applies
    WORKER = "worker"  # works at one's own site
    SELF = "self"
    HOME = "home"  # lives in one's own household, and stays apart there too
    GLASS = "glass"  # one broke the glass for this record


class Form(StrEnum):
    """How a field that may be seen is written, from the widest to the least."""

    FULL = "full"
    SURNAME = "surname"
    LAST4 = "last4"
    MASKED = "masked"
    FLAG = "flag"  # of health: something is the matter, or nothing is
    HAZARD = "hazard"  # hazard and protection level, no diagnosis
    PROTECTION = "protection"
    CLEARED = "cleared"  # cleared, or not yet
    COLOUR = "colour"


@dataclass(frozen=True)
class Grant:
    """One letter of a cell; without a tie it holds for everybody in scope."""

    letter: Letter
    form: Form
    tie: Tie | None

    def holds(self, ties: frozenset[Tie]) -> bool:
        """Who broke the glass is bound to the record as if sent there, or as to a client of one's own."""
        return self.tie is None or self.tie in ties or Tie.GLASS in ties

    def opened(self, ties: frozenset[Tie]) -> Form | None:
        """The form in which the field is seen by this grant alone."""
        if self.letter is Letter.AGGREGATE or not self.holds(ties):
            return None
        if self.letter is Letter.REVEAL:
            return Form.FULL if Tie.GLASS in ties else None
        return self.form


@dataclass(frozen=True)
class Sight:
    """`form` is None where nothing is seen; `reveal`: one value may be asked for with a reason."""

    form: Form | None
    reveal: bool = False

    @property
    def whole(self) -> bool:
        return self.form is Form.FULL


@cache
def cell(role: str, field: str) -> tuple[Grant, ...]:
    """The grants of one cell of the matrix; raises KeyError for a role or field that is not in it."""
    words = matrix()["sees"][role][field].split()
    return () if words == ["-"] else tuple(grant_of(word) for word in words)


def grant_of(word: str) -> Grant:
    """`M`, `C:surname`, `F@case`; raises ValueError for anything else."""
    found = CELL.fullmatch(word)
    if found is None:
        raise ValueError(f"{word!r} is no cell of the access matrix")
    letter = Letter(found["letter"])
    form = Form(found["form"]) if found["form"] else Form.MASKED if letter is Letter.MASKED else Form.FULL
    tie = Tie(found["tie"]) if found["tie"] else Tie.ASSIGNED if letter is Letter.ASSIGNED else None
    return Grant(letter, form, tie)


@cache
def sight(role: str, field: str, ties: frozenset[Tie] = frozenset()) -> Sight:
    """What the role sees of the field of a person in its scope, to whom it has these ties."""
    grants = cell(role, field)
    forms = [form for grant in grants if (form := grant.opened(ties))]
    form = min(forms, key=list(Form).index, default=None)
    reveal = any(grant.letter is Letter.REVEAL and grant.holds(ties) for grant in grants)
    return Sight(form, reveal and form is not Form.FULL)


def only_aggregates(role: str) -> bool:
    """Whether the role sees people as numbers alone: small cells are hidden from it."""
    return any(grant.letter is Letter.AGGREGATE for field in matrix()["fields"] for grant in cell(role, field))
