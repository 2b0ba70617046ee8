"""Voice notes as they come from outside: which container it is, that it holds sound alone, and how long it lasts.

They are kept as they came, since nothing here could write sound anew; but what an MP4 or a WebM tells beside the sound
(where and by which phone it was recorded) is blanked. Ogg has no more beside it than the recorder's name.
"""

from collections.abc import Callable, Iterator

from cockpit.attachments import Form, Limits, NoSound, Ready, TooHeavy, TooLong

KIB = 1024
MOST_PARTS = 20_000  # of one file: more are no voice note of a minute


def looked_into(content: bytes, limits: Limits) -> Ready:
    if len(content) > limits.voice_bytes:
        raise TooHeavy(-(-len(content) // KIB), limits.voice_bytes // KIB)
    for begins, place, media, read in KINDS:
        if content[place : place + len(begins)] == begins:
            return _ready(content, media, read, limits)
    raise NoSound()


Read = Callable[[bytearray], float]


def _ready(content: bytes, media: str, read: Read, limits: Limits) -> Ready:
    kept = bytearray(content)
    try:
        seconds = read(kept)
    except (IndexError, ValueError, OverflowError, ZeroDivisionError):
        raise NoSound() from None
    if seconds > limits.seconds:
        raise TooLong(round(seconds), limits.seconds)
    return Ready(Form.VOICE, media, bytes(kept), seconds=round(seconds, 1))


def number(data: bytes | bytearray, place: int, size: int) -> int:
    if place + size > len(data):
        raise ValueError("cut short")
    return int.from_bytes(data[place : place + size], "big")


# MP4: boxes in boxes, each with its size and four letters

INSIDE = {b"moov", b"trak", b"mdia", b"minf", b"moof", b"traf"}
BESIDE = {b"udta", b"meta", b"uuid"}


def boxes(data: bytearray, start: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """(name, where its body begins, where it ends), with those inside."""
    while start + 8 <= end:
        size, name, body = number(data, start, 4), bytes(data[start + 4 : start + 8]), start + 8
        if size == 1:
            size, body = number(data, start + 8, 8), start + 16
        stop = start + size if size else end
        if stop > end or stop < body:
            raise ValueError("a box that ends outside the one it lies in")
        yield name, body, stop
        if name in INSIDE:
            yield from boxes(data, body, stop)
        start = stop


def mp4_seconds(data: bytearray) -> float:
    """By the track's own clock; of a film in fragments (Safari records so) by the last fragment and what it adds."""
    scale, whole, last, handlers = 0, 0, 0, set()
    for count, (name, body, stop) in enumerate(boxes(data, 0, len(data))):
        if count > MOST_PARTS:
            raise ValueError("too many boxes")
        if name in BESIDE:
            data[body - 4 : body] = b"free"
            data[body:stop] = bytes(stop - body)
        elif name == b"hdlr" and data[body + 4 : body + 8] != b"dhlr":
            handlers.add(bytes(data[body + 8 : body + 12]))
        elif name == b"mdhd":
            wide = 8 if data[body] else 4
            scale, whole = number(data, body + 4 + 2 * wide, 4), number(data, body + 8 + 2 * wide, wide)
        elif name == b"tfdt":
            last = max(last, number(data, body + 4, 8 if data[body] else 4))
    if handlers != {b"soun"}:
        raise ValueError("not sound alone")
    return max(whole, last) / scale


# WebM: elements in elements, each with an id and a size of as many bytes as their first one says

EBML, SEGMENT, CLUSTER, INFO, TRACKS, TRACK, TAGS = (
    0x1A45DFA3, 0x18538067, 0x1F43B675, 0x1549A966, 0x1654AE6B, 0xAE, 0x1254C367,
)  # fmt: skip
DOCTYPE, SCALE, TRACK_TYPE, CLUSTER_TIME, SIMPLE_BLOCK, BLOCK_GROUP, BLOCK = (
    0x4282, 0x2AD7B1, 0x83, 0xE7, 0xA3, 0xA0, 0xA1,
)  # fmt: skip
NESTED = {EBML, SEGMENT, CLUSTER, INFO, TRACKS, TRACK, BLOCK_GROUP}
SOUND = 2


def varied(data: bytearray, place: int, *, keep_mark: bool) -> tuple[int, int, bool]:
    """(value, where it ends, whether it says "unknown") of a number whose length its first byte tells."""
    first = data[place]
    length = 9 - first.bit_length()
    if not 1 <= length <= 8:
        raise ValueError("no such number")
    value = number(data, place, length)
    bare = value & ((1 << 7 * length) - 1)
    return (value if keep_mark else bare), place + length, bare == (1 << 7 * length) - 1


def elements(data: bytearray, start: int, end: int) -> Iterator[tuple[int, int, int, int]]:
    """(id, where it begins, where its body begins, where it ends). A recorder does not know sizes ahead: those reach to the end."""
    while start < end:
        name, place, _ = varied(data, start, keep_mark=True)
        size, body, unknown = varied(data, place, keep_mark=False)
        stop = end if unknown else body + size
        if stop > end:
            raise ValueError("an element that ends outside the one it lies in")
        yield name, start, body, stop
        start = body if name in NESTED else stop  # what is nested follows like what comes after


def webm_seconds(data: bytearray) -> float:
    scale, cluster, last, types, doctype = 1_000_000, 0, 0, set(), b""
    for count, (name, start, body, stop) in enumerate(elements(data, 0, len(data))):
        if count > MOST_PARTS:
            raise ValueError("too many elements")
        if name == DOCTYPE:
            doctype = bytes(data[body:stop])
        elif name == SCALE:
            scale = number(data, body, stop - body)
        elif name == TRACK_TYPE:
            types.add(number(data, body, stop - body))
        elif name == CLUSTER_TIME:
            cluster = number(data, body, stop - body)
        elif name in (SIMPLE_BLOCK, BLOCK):
            _, place, _ = varied(data, body, keep_mark=False)
            last = max(last, cluster + number(data, place, 2))
        elif name == TAGS and stop - start >= 9:
            data[start:stop] = b"\xec\x01" + (stop - start - 9).to_bytes(7, "big") + bytes(stop - start - 9)
    if doctype != b"webm" or types != {SOUND}:
        raise ValueError("not sound alone")
    return last * scale / 1e9


# Ogg: pages, each with how far the sound has come


def ogg_seconds(data: bytearray) -> float:
    place, last, rate, skip = 0, 0, 0, 0
    for _ in range(MOST_PARTS):
        if place == len(data):
            break
        if data[place : place + 4] != b"OggS":
            raise ValueError("no page")
        parts = data[place + 26]
        body = place + 27 + parts
        granule = int.from_bytes(data[place + 6 : place + 14], "little")
        if not rate:
            rate, skip = _ogg_rate(data, body)
        if granule < 1 << 62:
            last = max(last, granule)
        place = body + sum(data[place + 27 : body])
        if place > len(data):
            raise ValueError("cut short")
    return max(0, last - skip) / rate


def _ogg_rate(data: bytearray, body: int) -> tuple[int, int]:
    """Steps a second and how many of them to leave out at the start: Opus counts 48,000, Vorbis as its head says."""
    if data[body : body + 8] == b"OpusHead":
        return 48_000, int.from_bytes(data[body + 10 : body + 12], "little")
    if data[body : body + 7] == b"\x01vorbis":
        return int.from_bytes(data[body + 12 : body + 16], "little"), 0
    raise ValueError("neither Opus nor Vorbis")


KINDS: tuple[tuple[bytes, int, str, Read], ...] = (
    (b"ftyp", 4, "audio/mp4", mp4_seconds),
    (b"\x1a\x45\xdf\xa3", 0, "audio/webm", webm_seconds),
    (b"OggS", 0, "audio/ogg", ogg_seconds),
)
