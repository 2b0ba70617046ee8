"""What this product adds to the tables it writes, and takes away again when they come back.

A cell that starts with = + - @ or a tab would be run by a spreadsheet as a formula: it gets an apostrophe in front,
and so does a cell that looks as if it had been given one, so that taking one away is always right.
"""

import re

from cockpit.exports.columns import masked_headers

# Headers of the two columns that a workbook of refused rows has more than the file it was made from.
EXTRA_HEADERS = {"zh_CN": ("原文件行号", "错误原因"), "en": ("Line in the file", "What is wrong")}
# The sheet of such a workbook is called as the coordinates of that file, where it said which they are.
SYSTEMS = ("wgs84", "gcj02", "bd09")
# They are passed over when they come back, and so are columns of masks: a mask is never a value.
PASSED_OVER = frozenset(header for pair in EXTRA_HEADERS.values() for header in pair) | masked_headers()

RUNS = re.compile(r"['\s]*[=+\-@＝＋－＠]|'*[\t\r\n]")  # blanks in front, and full width, stop no spreadsheet
# No database keeps them, no page shows them.
NO_CHARACTERS = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff"
UNKEPT = re.compile(f"[{NO_CHARACTERS}]")
MENDED = re.compile(f"[{NO_CHARACTERS}']")  # whatever `plain` takes away, it does so in no text without one of these


def escaped(cell: str) -> str:
    return f"'{cell}" if RUNS.match(cell) else cell


def kept(text: str) -> str:
    """Without what is no character."""
    return text if text.isprintable() else UNKEPT.sub("", text)


def plain(cell: str) -> str:
    """The text of a spreadsheet's cell as it is handed on: without our apostrophe too."""
    text = kept(cell)
    return text[1:] if text[:1] == "'" and RUNS.match(text, 1) else text
