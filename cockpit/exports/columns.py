"""What a file of a kind tells: its columns, and of each field of people as much as its maker's role may take out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cockpit.access import matrix
from cockpit.exports.export import Grade, What
from cockpit.importing.kinds import FIELD, Field
from cockpit.importing.written import header_of
from cockpit.masks import written
from cockpit.sight import Form, Tie, sight

AREAS = ("street", "community", "grid")
AREA = ("code", "name", "outline", "lon", "lat")
HOME = (*AREAS, "compound", "door", "tenure", "since")

# The fields of each kind that the inventory knows, in the order of their columns.
TOLD: dict[What, tuple[str, ...]] = {
    What.STREETS: AREA,
    What.COMMUNITIES: AREA,
    What.GRIDS: AREA,
    What.PLACES: ("code", "kind", "name", "address", *AREAS, "contact", "phone", "lon", "lat"),
    What.ENTERPRISES: (
        *("credit_code", "name", "trade", "size", "staff", "contact", "phone", "address"),
        *(*AREAS, "place", "lon", "lat"),
    ),
    What.HOUSEHOLDS: (*HOME, "landlord", "landlord_phone"),
    What.PERSONS: ("name", "number", "paper", "country", "phone", "born", *HOME),
    What.TEAMS: ("code", "name", "role", *AREAS, "members", "lon", "lat"),
    What.DUTY: ("team", "account", "street", "starts", "ends", "on_call"),
    What.POLICIES: ("kind", "key", "area", "holds_from", "holds_to", "source", "body"),
}

# Personal fields by what they are in the matrix; one that is not here has no lesser form, and is told in full or not at all.
SEEN_AS = {
    **{"name": "name", "contact": "name", "landlord": "name"},
    **{"phone": "phone", "landlord_phone": "phone", "number": "number"},
}
OF_PEOPLE = frozenset({What.PERSONS, What.HOUSEHOLDS})
# Of an address the street is all that a mask leaves; a paper says little without its number, and that much is too much.
WITH_ADDRESS = frozenset({"community", "grid", "compound", "door", "paper", "country", "born"})
MASKED = "·已遮蔽"  # behind the header of a column whose values are masks: whoever brings the file again passes over it
MASKED_PLAIN = "_masked"


def grade_of(role: str) -> Grade | None:
    """How much of people the role may take out alone; None where it may take nothing of the inventory."""
    found = matrix()["exports"]
    return next((grade for grade in Grade if grade in found and "kinds" in found[grade] and role in found[grade]["roles"]), None)  # fmt: skip


def kinds_of(role: str) -> list[What]:
    """What the role may take out alone."""
    grade = grade_of(role)
    return [What(one) for one in matrix()["exports"][grade]["kinds"]] if grade else []


def in_full(role: str) -> list[What]:
    """What of it there is more of for two people."""
    return [what for what in kinds_of(role) if grade_of(role) is Grade.MASKED and personal_in(what)]


def personal_in(what: What) -> list[str]:
    return [name for name in TOLD.get(what, ()) if is_personal(what, FIELD[what.kind][name])]


def is_personal(what: What, field: Field) -> bool:
    """Who is in a team is a person too, whoever brings the list."""
    return field.personal or field.name == "members" or (what in OF_PEOPLE and field.name in WITH_ADDRESS)


@dataclass(frozen=True)
class Column:
    """A field as the file tells it: in full, or as a mask under a header that says so."""

    field: Field
    form: Form
    personal: bool

    @property
    def name(self) -> str:
        return self.field.name

    def header(self, *, plain: bool = False) -> str:
        """`plain`: as machines call it."""
        end = "" if self.form is Form.FULL else MASKED_PLAIN if plain else MASKED
        return header_of(self.field, plain=plain) + end

    def value(self, values: Mapping[str, Any]) -> Any:
        found = values.get(self.name)
        if self.form is Form.FULL or not found:
            return found
        return written(SEEN_AS[self.name], str(found), self.form, "")


def columns_of(what: What, grade: Grade, role: str) -> list[Column]:
    """In the order of the file; what its maker may not take out is not among them. Figures have their own."""
    fields = (FIELD[what.kind][name] for name in TOLD.get(what, ()))
    personal = ((field, is_personal(what, field)) for field in fields)
    found = ((field, told, form_of(field.name, grade, role) if told else Form.FULL) for field, told in personal)
    return [Column(field, form, told) for field, told, form in found if form]


def form_of(name: str, grade: Grade, role: str) -> Form | None:
    """The form of a personal field: by the matrix, and a mask at the most where nobody else agreed."""
    if grade is Grade.FULL:
        return Form.FULL
    if grade not in (Grade.MASKED, Grade.STREET) or name not in SEEN_AS:
        return None
    seen = sight(role, SEEN_AS[name], frozenset({Tie.FIRM})).form
    return Form.MASKED if seen and grade is Grade.MASKED else seen


def masked_headers() -> frozenset[str]:
    """Every header of a column of masks: known, and passed over, when the file comes back."""
    fields = (FIELD[what.kind][name] for what in TOLD for name in personal_in(what) if name in SEEN_AS)
    columns = [Column(field, Form.MASKED, True) for field in fields]
    return frozenset(one.header(plain=plain) for one in columns for plain in (True, False))
