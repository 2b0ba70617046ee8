"""Money 垫付: kept in fen, written in yuan as people write it."""

import re
from unicodedata import normalize

from cockpit.refusals import Invalid
from cockpit.texts import N_

WRITTEN = re.compile(r"(\d{1,5})(?:\.(\d{1,2}))?")


def fen_of(written: str) -> int:
    """23.5, 23,50, ¥23.5 and 23.5元 are 2,350 fen; refuses what is none, and nothing at all."""
    words = normalize("NFKC", written).replace(",", ".").strip().strip("¥元 ")
    found = WRITTEN.fullmatch(words)
    if found is None:
        raise Invalid("spent", N_("write what it cost in yuan, for example 23.50"))
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def yuan_of(fen: int) -> str:
    return f"{fen // 100}.{fen % 100:02d}"
