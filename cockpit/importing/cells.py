"""Cells become clean text, names, phones, numbers and codes; what cannot be one is refused in a sentence.

Each takes the cell's text, which is not blank, and the context; a refusal names the field `cell`, and whoever knows
the column puts its name there.
"""

import json
import re
from typing import Any

from cockpit.credit_codes import read_credit_code
from cockpit.importing.row import Context
from cockpit.masks import must_be_no_mask
from cockpit.papers import LONGEST_NUMBER, must_be_real, same_number
from cockpit.people import half_width, tidy_name, tidy_phone
from cockpit.refusals import Invalid
from cockpit.texts import N_
from cockpit.trades import read_trade, trade_within

NOTHING = frozenset({
    *("", "-", "--", "—", "——", "–", "/", "//", "\\"),
    *("无", "暂无", "没有", "不详", "未知", "不清楚", "待补充", "空"),
    *("N/A", "n/a", "NULL", "Null", "null", "None", "none", "NaN", "nan", "nil"),
})  # fmt: skip
FAILED = frozenset(["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"])
WIDE = {code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))}
UNSEEN = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\xad"))  # come along when text is pasted
BETWEEN_HAN = re.compile(r"(?<=[\u3400-\u9fff])\s+(?=[\u3400-\u9fff])")
ROUNDED = re.compile(r"\d(\.\d+)?E\+\d+", re.IGNORECASE)
WHOLE = re.compile(r"(\d+|\d{1,3}(?:,\d{3})+)(?:\.0+)?", re.ASCII)
COUNTED = re.compile(r"(人|名|个|户|位|家|口)$")
MISSING = N_("this is missing")
LONGEST, LONGEST_CODE, MOST, LONG = 500, 40, 10_000_000, 10_000
MOBILE, LANDLINE = 11, 12


def seen(text: str) -> str:
    """The text without blanks around it and signs that nobody sees."""
    bare = text.strip()
    return bare if bare.isprintable() else bare.translate(UNSEEN).strip()


def tidy(text: str) -> str:
    """Single blanks, letters and figures half-width, all else as it was."""
    return " ".join((text if text.isascii() else text.translate(WIDE)).split())


def a_text(text: str, context: Context) -> str:
    """Up to 500 characters, all of which can be shown."""
    clean = tidy(text)
    if not clean:
        raise Invalid("cell", MISSING)
    if not clean.isprintable():
        raise Invalid("cell", N_("it holds characters that cannot be shown"))
    if len(clean) > LONGEST:
        raise Invalid("cell", N_("it is longer than 500 characters"))
    return clean


def a_long_text(text: str, context: Context) -> str:
    """Up to 10,000 characters, in lines as they are written."""
    clean = text.strip()
    if not clean:
        raise Invalid("cell", MISSING)
    if len(clean) > LONG:
        raise Invalid("cell", N_("it is longer than 10,000 characters"))
    if not clean.replace("\n", "").replace("\r", "").replace("\t", "").isprintable():
        raise Invalid("cell", N_("it holds characters that cannot be shown"))
    return clean


def a_title(text: str, context: Context) -> str:
    """The name of a thing or an area: blanks that only spread Chinese characters are no part of it."""
    return BETWEEN_HAN.sub("", a_text(text, context))


def a_name(text: str, context: Context) -> str:
    """A person's name."""
    must_be_no_mask("cell", text)
    name = tidy_name(BETWEEN_HAN.sub("", tidy(text)))
    if not any(map(str.isalpha, name)):
        raise Invalid("cell", N_("a name has letters"))
    return name


def names(text: str, context: Context) -> tuple[str, ...]:
    """Several people's names, each once; between them a comma, a semicolon, a stroke or 、."""
    found = [one for one in re.split(r"[,，;；、/|\n]+", text) if one.strip()]
    return tuple(dict.fromkeys(a_name(one, context) for one in found or [text]))


def a_phone(text: str, context: Context) -> str:
    """As it is dialled here. A number that begins like a mobile has a mobile's digits, one with an area code a landline's."""
    must_be_no_mask("cell", text)
    phone = tidy_phone(exact(text))
    if phone[0] == "1" and MOBILE - 3 < len(phone) != MOBILE:
        raise Invalid("cell", N_("a mobile has 11 digits"))
    if phone[0] == "0" and len(phone) > LANDLINE:
        raise Invalid("cell", N_("a landline has at most 12 digits: leave out the extension"))
    must_be_real("phone", phone, demo=context.demo)
    return phone


def a_number(text: str, context: Context) -> str:
    """The number of a paper, whichever it is: the row knows the kind, and checks it."""
    must_be_no_mask("cell", text)
    number = same_number(exact(text))
    if not number or len(number) > LONGEST_NUMBER or not number.isascii():
        raise Invalid("cell", N_("the number of a paper has 1 to 40 letters and digits"))
    return number


def a_credit_code(text: str, context: Context) -> str:
    return read_credit_code(exact(text), demo=context.demo)


def a_trade(text: str, context: Context) -> str:
    """The letter of a section."""
    return read_trade(exact(text))


def propose_trade(text: str, context: Context) -> str:
    return trade_within(text)


def a_key(text: str, context: Context) -> str:
    """A word by which something is called among machines, as it is written."""
    key = exact(tidy(text))
    if not key or len(key) > LONGEST_CODE or not key.isprintable() or " " in key:
        raise Invalid("cell", N_("a code has 1 to 40 characters and no blank"))
    return key


def a_code(text: str, context: Context) -> str:
    """A number that somebody gave to a thing: letters, figures and strokes; small letters are as good as capitals."""
    return a_key(text, context).upper()


def a_body(text: str, context: Context) -> dict[str, Any]:
    """The figures of a rule; no NaN and no signs that a database cannot keep."""
    try:
        body = json.loads(text, parse_constant=int)  # which refuses NaN and Infinity
        kept = json.dumps(body, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        body, kept = None, b""
    if not isinstance(body, dict) or b"\\u0000" in kept:
        raise Invalid("cell", N_('the figures of a rule are needed as JSON, like {"threshold": 15}'))
    return body


def area_code(text: str, context: Context) -> str:
    """The code of a street, a community or a grid."""
    code = _area_digits(text)
    if len(code) not in (9, 12, 15):
        raise Invalid("cell", N_("the code of an area has 9 digits for a street, 12 for a community, 15 for a grid"))
    return code


def street_code(text: str, context: Context) -> str:
    """9 digits; the 12 of the statistics office, which end in 000, are cut."""
    code = _area_digits(text)
    code = code[:9] if len(code) == 12 and code.endswith("000") else code
    if len(code) != 9:
        raise Invalid("cell", N_("the code of a street has 9 digits"))
    return code


def community_code(text: str, context: Context) -> str:
    code = _area_digits(text)
    if len(code) != 12 or code.endswith("000"):
        raise Invalid("cell", N_("the code of a community has 12 digits"))
    return code


def grid_code(text: str, context: Context) -> str:
    code = _area_digits(text)
    if len(code) != 15:
        raise Invalid("cell", N_("the code of a grid has 15 digits"))
    return code


def any_area_code(text: str, context: Context) -> str:
    """As `area_code`, or the 6 digits of the district itself."""
    return code if len(code := _area_digits(text)) == 6 else area_code(text, context)


def _area_digits(text: str) -> str:
    digits = exact(half_width(text)).replace(" ", "")
    return digits if digits.isascii() and digits.isdigit() else ""


def whole(text: str, context: Context) -> int:
    """A count: 12 · 1,234 · １２３ · 12人; no estimate, no word, no part of one."""
    found = WHOLE.fullmatch(COUNTED.sub("", half_width(text).replace(" ", "")))
    if not found:
        raise Invalid("cell", N_("a whole number is needed, in figures"))
    if (number := int(found[1].replace(",", ""))) > MOST:
        raise Invalid("cell", N_("this number is too large to be right"))
    return number


def exact(text: str) -> str:
    """What a sheet holds as a number, as its figures; refuses what the sheet has rounded."""
    plain = text.strip().lstrip("'`’")
    if "+" in plain and ROUNDED.fullmatch(plain):
        raise Invalid("cell", N_("the sheet has rounded this number: format the column as text and fill it again"))
    return plain.removesuffix(".0") if plain[:1].isdigit() else plain


def must_not_have_failed(text: str) -> None:
    if text.upper() in FAILED:
        raise Invalid("cell", N_("the formula in this cell failed"))
    if len(text) > 2 and not text.strip("#"):
        raise Invalid("cell", N_("the column was too narrow when this was copied: only #### is left of the value"))
