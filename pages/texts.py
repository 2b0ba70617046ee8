"""The catalogs of texts, made ready at start, and the words that several pages show."""

import os
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

CATALOGS = Path(__file__).parent / "translations"


def compile_catalogs() -> None:
    """Write each catalog's binary form beside it where that is missing or older; safe when two processes start."""
    for source in CATALOGS.glob("*/LC_MESSAGES/messages.po"):
        # Babel reads zh_CN as zh_Hans_CN and looks for the catalog there.
        target = CATALOGS / str(Locale.parse(source.parts[-3])) / "LC_MESSAGES" / "messages.mo"
        target.parent.mkdir(parents=True, exist_ok=True)
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            fresh = target.with_suffix(f".{os.getpid()}{target.suffix}")
            with source.open("rb") as lines, fresh.open("wb") as binary:
                write_mo(binary, read_po(lines, locale=source.parts[-3]))
            fresh.replace(target)
