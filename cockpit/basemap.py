"""A base map under ours: raster tiles of a server, and the coordinates in which they lie."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from cockpit.coordinates import Datum

PLACES = ("{z}", "{x}", "{y}")
DRAWN_IN = (Datum.WGS84, Datum.GCJ02)  # Baidu's tiles are cut otherwise, too


@dataclass(frozen=True)
class Basemap:
    """`url` holds {z}, {x} and {y} of a Web Mercator tile of 256 pixels."""

    url: str
    datum: Datum = Datum.WGS84

    @property
    def origin(self) -> str:
        """The other server that browsers ask, as a Content-Security-Policy names it; empty: our own."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def read_basemap(text: str) -> Basemap | None:
    """`[gcj02 ]https://host/{z}/{x}/{y}.png`, or a path of our own server; nothing: none. ValueError says what is wrong."""
    if not text.strip():
        return None
    datum, _, url = text.strip().rpartition(" ")
    if datum.strip() not in ("", *DRAWN_IN):
        raise ValueError(f"{datum.strip()!r} is none of {', '.join(DRAWN_IN)}")
    if missing := [place for place in PLACES if place not in url]:
        raise ValueError(f"the address of the tiles lacks {', '.join(missing)}")
    if not re.fullmatch(r"(https?://[\w.-]+(:\d+)?)?/[^\s/][^\s;,'\"]*", url, re.ASCII):
        raise ValueError(
            "the address of the tiles begins with https://, http:// or / and holds no space, quote, comma or semicolon"
        )
    return Basemap(url, Datum(datum.strip() or Datum.WGS84))
