"""What a refused cell could say instead: a letter that stands for a figure, a check character, the first of two phones.

A proposal is only ever made where it is clean itself; whoever corrects the file decides.
"""

import re

from cockpit.credit_codes import ALPHABET, same_code
from cockpit.credit_codes import check_character as credit_check
from cockpit.importing.row import Context
from cockpit.papers import check_character, same_number
from cockpit.people import half_width

LOOKS_LIKE = str.maketrans("OoIlZzSsBDQ", "00112255800")
PHONES = re.compile(r"[/、,，;；\s]+|转|\*|#|ext\.?", re.IGNORECASE)


def nothing(text: str, context: Context) -> str:
    """Nobody can know."""
    return ""


def propose_number(text: str, context: Context) -> str:
    """An identity number with figures for letters that look like one; then with the right last character."""
    number = same_number(text)
    if len(number) != 18:
        return ""
    body = number[:17].translate(LOOKS_LIKE)
    last = number[17] if number[17] == "X" else number[17].translate(LOOKS_LIKE)
    if not (body.isascii() and body.isdigit()):
        return ""
    return body + (last if body != number[:17] and last == check_character(body) else check_character(body))


def propose_credit_code(text: str, context: Context) -> str:
    code = same_code(text)
    code = "".join(one if one in ALPHABET else one.translate(LOOKS_LIKE).replace("V", "U") for one in code)
    if len(code) != 18 or not set(code) <= set(ALPHABET):
        return ""
    return code[:-1] + credit_check(code[:-1])


def propose_phone(text: str, context: Context) -> str:
    """The first of several, without an extension, with figures for letters; a digit too many or too few stays unknown."""
    written = half_width(text)
    pieces = [one for one in PHONES.split(written) if sum(map(str.isdigit, one)) >= 7]
    first = pieces[0] if len(pieces) > 1 or (len(PHONES.split(written)) > 1 and pieces) else written
    return re.sub(r"[^\d+-]", "", first.translate(LOOKS_LIKE)).strip("-")


def propose_whole(text: str, context: Context) -> str:
    """The one number in a text: 约50人."""
    found = re.findall(r"\d+(?:\.\d+)?", half_width(text).replace(",", ""))
    return found[0] if len(found) == 1 and "." not in found[0] and "-" not in text else ""
