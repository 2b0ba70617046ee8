"""Draws the icons of the field app into `assets/`: run once, by hand, when they are to look otherwise.

A dark ground, the ring of a district and the red triangle of what must be acted on; nothing but the standard library.
"""

import struct
import zlib
from pathlib import Path

ASSETS = Path(__file__).parents[1] / "assets"
GROUND, PAPER, RED = (0x14, 0x19, 0x1F), (0xF6, 0xF7, 0xF9), (0xFF, 0x5A, 0x52)
FINE = 4  # each point is looked at so many times in either direction, for smooth edges
SIZES = {"field_icon_192.png": (192, 0.86), "field_icon_512.png": (512, 0.86), "field_icon_mask.png": (512, 0.66)}


def colour(x: float, y: float) -> tuple[int, int, int]:
    """Of a point of the square from -1 to 1, y downwards."""
    if 0.80 <= (x * x + y * y) ** 0.5 <= 0.96:
        return PAPER
    top, foot = -0.50, 0.40
    if top <= y <= foot and abs(x) <= (y - top) / (foot - top) * 0.54:
        return RED
    return GROUND


def row(size: int, drawn: float, y: int) -> bytes:
    """One line of points, after the byte by which PNG says that it is not filtered."""
    found = bytearray(b"\0")
    for x in range(size):
        parts = [
            colour(*(((place * FINE + n + 0.5) / (size * FINE) * 2 - 1) / drawn for place, n in ((x, a), (y, b))))
            for a in range(FINE)
            for b in range(FINE)
        ]
        found += bytes(round(sum(part[c] for part in parts) / len(parts)) for c in range(3))
    return bytes(found)


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def picture(size: int, drawn: float) -> bytes:
    head = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    body = b"".join(row(size, drawn, y) for y in range(size))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(body, 9)) + chunk(b"IEND", b"")


if __name__ == "__main__":
    for name, (size, drawn) in SIZES.items():
        (ASSETS / name).write_bytes(picture(size, drawn))
