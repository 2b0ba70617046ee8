"""A paper 证件 says who somebody is: the resident identity card 居民身份证 (GB 11643), or another with type and country.

Only the identity card checks itself. Numbers that were made up for a demo have the region 999, phones there begin
with 100: no living person has either.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from operator import mul

from cockpit.people import bare, half_width
from cockpit.refusals import Invalid
from cockpit.texts import N_

CHINA = "CHN"
WEIGHTS = tuple(pow(2, place, 11) for place in range(17, 0, -1))
CHECKS = "10X98765432"
NOWHERE = "999"
DEMO_PHONE, DEMO_PHONE_LENGTH = "100", 11
LONGEST_NUMBER = 40

# Provinces by the first two figures, with the year of those that are younger than the oldest cards.
PROVINCES = {
    *("11", "12", "13", "14", "15", "21", "22", "23", "31", "32", "33", "34", "35", "36", "37"),
    *("41", "42", "43", "44", "45", "46", "50", "51", "52", "53", "54", "61", "62", "63", "64", "65"),
    *("71", "81", "82", "83", "91"),
}
FOUNDED = {"46": 1988, "50": 1997}


class PaperKind(StrEnum):
    RESIDENT = "resident"  # 居民身份证
    PASSPORT = "passport"  # 护照
    HONG_KONG_MACAU = "hong_kong_macau"  # 港澳居民来往内地通行证
    TAIWAN = "taiwan"  # 台湾居民来往大陆通行证
    PERMIT = "permit"  # 居住证, 永久居留身份证
    OTHER = "other"


class Note(StrEnum):
    """What is odd about a number and no reason to refuse it."""

    UNKNOWN_REGION = "unknown_region"
    YOUNGER_REGION = "younger_region"  # the region did not exist in the year of birth


@dataclass(frozen=True)
class Paper:
    """`number` as it is kept; `country` has three letters (ISO 3166); `born` is known from an identity card alone."""

    kind: PaperKind
    number: str
    country: str
    born: date | None = None
    notes: tuple[Note, ...] = ()


def same_number(text: str) -> str:
    """Equal for all ways to write one number: width, blanks, strokes, x or X, an old card's 15 figures or its 18."""
    number = bare(half_width(text)).upper()
    return lengthened(number) if len(number) == 15 and _figures(number) and _birth(lengthened(number)) else number


def read_paper(kind: PaperKind, text: str, country: str, today: date) -> Paper:
    """The paper whose number somebody wrote; `today` is the district's own date. Refuses what cannot be one."""
    if kind is PaperKind.RESIDENT:
        return read_resident(text, today)
    number = same_number(text)
    if not number or len(number) > LONGEST_NUMBER or not number.isascii():
        raise Invalid("number", N_("the number of a paper has 1 to 40 letters and digits"))
    if not (len(country) == 3 and country.isascii() and country.isalpha()):
        raise Invalid("country", N_("a country has three letters, like CHN"))
    return Paper(kind, number, country.upper())


def read_resident(text: str, today: date) -> Paper:
    """An identity card (GB 11643-1999): 18 characters, or 15 of an old one, which are turned into 18."""
    number = same_number(text)
    if len(number) != 18 or not _figures(number[:17]) or number[17] not in CHECKS:
        raise Invalid("number", N_("an identity number has 18 characters: 17 digits and a digit or X"))
    if number[17] != check_character(number):
        raise Invalid("number", N_("the last character does not fit the others: one was mistyped"))
    born = _birth(number)
    if born is None or born > today:
        raise Invalid("number", N_("its date of birth is none, or has not come yet"))
    return Paper(PaperKind.RESIDENT, number, CHINA, born, _notes(number, born))


def check_character(number: str) -> str:
    """The 18th character for the first 17 (GB 11643, ISO 7064 mod 11-2)."""
    total = sum(map(mul, map(int, number[:17]), WEIGHTS))
    return CHECKS[total % 11]


def lengthened(old: str) -> str:
    """The 18 characters of a card with 15: those cards were given to people born in the 1900s."""
    body = f"{old[:6]}19{old[6:]}"
    return body + check_character(body)


def must_be_real(field: str, value: str, *, demo: bool) -> None:
    """Refuse a made-up identity number or phone (as `same_number` and `tidy_phone` give it) outside of a demo."""
    if not demo and made_up(field, value):
        raise Invalid(field, N_("this number is made up: it belongs to a demo"))


def made_up(field: str, value: str) -> bool:
    if field == "number":
        return len(value) == 18 and value.startswith(NOWHERE)
    return field == "phone" and len(value) == DEMO_PHONE_LENGTH and value.startswith(DEMO_PHONE)


def _figures(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _birth(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def _notes(number: str, born: date) -> tuple[Note, ...]:
    region = number[:2]
    if region not in PROVINCES:
        return (Note.UNKNOWN_REGION,)
    return (Note.YOUNGER_REGION,) if born.year < FOUNDED.get(region, 0) else ()
