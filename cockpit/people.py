"""Persons and the households they live in; a household is owned or rented.

What names a person (name, number, phone, door) is sealed at rest and never part of these classes.
"""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cockpit.areas import Spot
from cockpit.refusals import Invalid, Refusal
from cockpit.texts import N_

LONGEST_NAME = 60
DOTS = "·•‧∙⋅・."  # between the parts of a name, each keyboard its own
NO_DOTS = dict.fromkeys(map(ord, DOTS))
STROKES = re.compile(r"[\W_]+")  # whatever is neither letter nor figure
PHONE_LENGTHS = range(5, 16)  # from a short number to the longest of the world


class Tenure(StrEnum):
    OWNED = "owned"
    RENTED = "rented"
    UNKNOWN = "unknown"  # whoever brought its people did not say


@dataclass(frozen=True)
class Household:
    """`door` is the address below the building and is sealed at rest."""

    id: int
    tenure: Tenure
    place_id: int
    door: str
    spot: Spot


@dataclass(frozen=True)
class Person:
    """Lives in the household `since` that day; without a household: has left the district.

    `erased`: the key is destroyed, and with it whatever was sealed under it.
    """

    id: int
    born: date
    household_id: int | None
    street: str
    community: str
    grid: str
    since: date | None
    erased: bool = False


@dataclass(frozen=True)
class Shown:
    """One field as somebody may see it: `text` is None where nothing of it is seen and empty where nothing is known.

    `whole`: it is the value itself; `reveal`: the value may be asked for with a reason.
    """

    text: str | None
    whole: bool
    reveal: bool


@dataclass(frozen=True)
class ShownPerson:
    """A person as somebody may see it: what is not in `fields` is none of the reader's business."""

    id: int
    street: str
    community: str
    grid: str
    erased: bool
    fields: dict[str, Shown]

    @property
    def seen(self) -> list[str]:
        """The fields of which something is shown."""
        return [field for field, one in self.fields.items() if one.text]


@dataclass(eq=False)
class Erased(Refusal):
    status = 410
    says = N_("What was kept about this person has been erased.")
    way_out = N_("It cannot be brought back. Ask the person anew, if that is needed.")


def tidy_name(text: str) -> str:
    """A name as it is kept; refuses what is none."""
    name = " ".join(text.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise Invalid("name", N_("a name has 1 to 60 characters"))
    return name


def tidy_phone(text: str) -> str:
    """A phone as it is kept: digits as one dials them here, after a + where it is abroad; refuses what is none."""
    written = half_width(text).strip()
    digits = bare(written.replace("(0)", ""))
    phone = _dialled(written, digits)
    if len(phone.removeprefix("+")) not in PHONE_LENGTHS or not (digits.isascii() and digits.isdigit()):
        raise Invalid("phone", N_("a phone has 5 to 15 digits"))
    return phone


def _dialled(written: str, digits: str) -> str:
    if written.startswith(("+", "00")):
        abroad = digits.removeprefix("00")
        return _at_home(abroad[2:]) if abroad.startswith("86") else f"+{abroad}"
    return _at_home(digits[2:]) if len(digits) == 13 and digits.startswith("86") else digits


def _at_home(national: str) -> str:
    """What follows +86, as it is dialled at home: a mobile as it stands, any other with its 0."""
    return national if len(national) == 11 and national.startswith("1") else f"0{national}"


def same_name(text: str) -> str:
    """Equal for all ways to write one name: width of letters, blanks, dots between its parts, capitals."""
    return "".join(half_width(text).casefold().translate(NO_DOTS).split())


def bare(text: str) -> str:
    """Letters and figures alone, without blanks and strokes between them."""
    return text if text.isalnum() else STROKES.sub("", text)


def half_width(text: str) -> str:
    """Letters and digits of a Chinese keyboard as those of any other."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)
