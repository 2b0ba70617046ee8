"""What this product adds to the tables it writes, and takes away again when they come back.

A cell that starts with = + - @ or a tab would be run by a spreadsheet as a formula: it gets an apostrophe in front,
and so does a cell that looks as if it had been given one, so that taking one away is always right.
"""

import re

# Headers of the two columns that a workbook of refused rows has more than the file it was made from.
EXTRA_HEADERS = {"zh_CN": ("原文件行号", "错误原因"), "en": ("Line in the file", "What is wrong")}
PASSED_OVER = frozenset(header for pair in EXTRA_HEADERS.values() for header in pair)

RUNS = re.compile(r"'*[=+\-@\t\r\n]")
ESCAPED = re.compile(r"'+[=+\-@\t\r\n]")
UNKEPT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]"
)  # no database keeps them, no page shows them


def escaped(cell: str) -> str:
    return f"'{cell}" if RUNS.match(cell) else cell


def kept(text: str) -> str:
    """Without what is no character."""
    return text if text.isprintable() else UNKEPT.sub("", text)


def plain(cell: str) -> str:
    """The text of a spreadsheet's cell as it is handed on: without our apostrophe too."""
    text = kept(cell)
    return text[1:] if text[:1] == "'" and ESCAPED.match(text) else text
