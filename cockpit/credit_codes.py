"""A unified social credit code 统一社会信用代码 (GB 32100-2015) says which firm it is; its last character checks the others.

Codes that were made up for a demo are of the registration region 999999: no firm has one.
"""

from cockpit.people import bare, half_width
from cockpit.refusals import Invalid
from cockpit.texts import N_

LENGTH = 18
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # without letters that look like a figure, or like one another
WEIGHTS = tuple(pow(3, place, 31) for place in range(LENGTH - 1))
BODY_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"  # GB 11714, the organisation's number inside the code
BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
NOWHERE = "999999"
OLD_LENGTHS = {13, 15}  # registration numbers of before October 2015


def read_credit_code(text: str, *, demo: bool = False) -> str:
    """The code as it is kept: 18 characters. Refuses what cannot be one, and outside of a demo what was made up."""
    code = same_code(text)
    if code.isdigit() and len(code) in OLD_LENGTHS:
        raise Invalid("credit_code", N_("this is an old registration number: the credit code has 18 characters"))
    if len(code) != LENGTH or not set(code) <= set(ALPHABET):
        raise Invalid("credit_code", N_("a credit code has 18 characters: digits and capitals without I, O, S, V, Z"))
    if code[-1] != check_character(code[:-1]):
        raise Invalid("credit_code", N_("the last character does not fit the others: one was mistyped"))
    if made_up(code) and not demo:
        raise Invalid("credit_code", N_("this number is made up: it belongs to a demo"))
    return code


def same_code(text: str) -> str:
    """Equal for all ways to write one code: width, blanks, strokes, capitals."""
    return bare(half_width(text)).upper()


def made_up(code: str) -> bool:
    return code[2:8] == NOWHERE


def check_character(code: str) -> str:
    """The 18th character for the first 17 (GB 32100)."""
    total = sum(ALPHABET.index(letter) * weight for letter, weight in zip(code, WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def body_check(body: str) -> str:
    """Check character of the 8 characters of an organisation's number (GB 11714)."""
    total = sum(BODY_ALPHABET.index(letter) * weight for letter, weight in zip(body, BODY_WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]
