"""Voice notes: which container it is, sound alone, how long; and nothing beside the sound."""

import struct

import pytest

from cockpit.attachments import Form, Limits, NoSound, TooHeavy, TooLong
from data_access.voices import looked_into

LIMITS = Limits(3, 5 * 1024 * 1024, 30_000_000, 2000, 320, 1, 1_000_000, 60)


def box(name: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return struct.pack(">I", 8 + len(body)) + name + body


def mp4(seconds: int, handler: bytes = b"soun", beside: bytes = b"", fragments: tuple[bytes, ...] = ()) -> bytes:
    mdhd = box(b"mdhd", b"\0" * 4, b"\0" * 8, struct.pack(">II", 1000, 1000 * seconds), b"\0" * 4)
    hdlr = box(b"hdlr", b"\0" * 8, handler, b"\0" * 13)
    track = box(b"trak", box(b"mdia", mdhd, hdlr))
    return box(b"ftyp", b"M4A \0\0\0\0") + box(b"moov", track, beside) + b"".join(fragments) + box(b"mdat", b"sound")


def fragment(seconds: int) -> bytes:
    return box(b"moof", box(b"traf", box(b"tfdt", b"\0" * 4, struct.pack(">I", 1000 * seconds))))


def element(name: int, body: bytes, *, unknown: bool = False) -> bytes:
    told = name.to_bytes((name.bit_length() + 7) // 8, "big")
    size = b"\x01" + b"\xff" * 7 if unknown else b"\x01" + len(body).to_bytes(7, "big")
    return told + size + body


def webm(seconds: int, doctype: bytes = b"webm", kind: int = 2, beside: bytes = b"") -> bytes:
    tracks = element(0x1654AE6B, element(0xAE, element(0x83, bytes([kind]))))
    blocks = b"".join(
        element(0x1F43B675, element(0xE7, (1000 * at).to_bytes(4, "big")) + element(0xA3, b"\x81\0\0\0sound"))
        for at in range(seconds + 1)
    )
    segment = element(0x18538067, tracks + beside + blocks, unknown=True)
    return element(0x1A45DFA3, element(0x4282, doctype)) + segment


def ogg(seconds: int, head: bytes = b"OpusHead\x01\x01\x38\x01") -> bytes:
    def page(granule: int, body: bytes) -> bytes:
        return b"OggS\0\0" + struct.pack("<q", granule) + b"\0" * 12 + bytes([1, len(body)]) + body

    return page(0, head) + page(-1, b"more") + page(48_000 * seconds + 312, b"sound")


@pytest.mark.parametrize(
    ("content", "media"),
    [(mp4(12), "audio/mp4"), (webm(12), "audio/webm"), (ogg(12), "audio/ogg")],
    ids=["mp4", "webm", "ogg"],
)
def test_it_is_known_by_its_content_and_its_length_is_read(content: bytes, media: str) -> None:
    ready = looked_into(content, LIMITS)
    assert (ready.form, ready.media, ready.seconds) == (Form.VOICE, media, 12.0)
    assert ready.content == content and ready.small is None


def test_a_recording_in_fragments_has_its_length_by_the_last_of_them() -> None:
    sent = mp4(0, fragments=(fragment(0), fragment(7)))
    assert looked_into(sent, LIMITS).seconds == 7.0


@pytest.mark.parametrize("content", [mp4(61), webm(61), ogg(61)], ids=["mp4", "webm", "ogg"])
def test_one_that_lasts_too_long_is_refused(content: bytes) -> None:
    with pytest.raises(TooLong) as refusal:
        looked_into(content, LIMITS)
    assert (refusal.value.seconds, refusal.value.most) == (61, 60)


def test_where_it_was_recorded_is_blanked() -> None:
    place = box(b"udta", box(b"\xa9xyz", b"+30.2650+120.1695/"))
    ready = looked_into(mp4(5, beside=place + box(b"meta", b"a phone of Mei's")), LIMITS)
    assert b"+30.2650" not in ready.content and b"a phone" not in ready.content and b"udta" not in ready.content
    tags = element(0x1254C367, b"LOCATION +30.2650+120.1695")
    told = looked_into(webm(5, beside=tags), LIMITS)
    assert b"+30.2650" not in told.content and len(told.content) == len(webm(5, beside=tags))
    assert looked_into(told.content, LIMITS).seconds == 5.0


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ" * 200,
        b"\0\0\0\x08ftyp",
        mp4(5, handler=b"vide"),
        webm(5, kind=1),
        webm(5, doctype=b"matroska"),
        ogg(5, head=b"\x80theora"),
        ogg(5)[:-2],
        webm(5)[:-3],
        mp4(5)[:40],
        b"\x1a\x45\xdf\xa3" + b"\0" * 50,
    ],
    ids=["empty", "program", "a head alone", "film", "film in webm", "matroska", "theora", "ogg cut", "webm cut", "mp4 cut", "nothing"],
)  # fmt: skip
def test_what_is_no_voice_note_is_refused(content: bytes) -> None:
    with pytest.raises(NoSound):
        looked_into(content, LIMITS)


def test_every_cut_of_a_note_is_a_note_or_a_refusal() -> None:
    for whole in (mp4(5), webm(2), ogg(5)):
        for end in range(0, len(whole), 3):
            try:
                looked_into(whole[:end], LIMITS)
            except NoSound:
                continue


def test_one_that_is_too_heavy_is_refused() -> None:
    with pytest.raises(TooHeavy):
        looked_into(b"OggS" + b"\0" * 1_000_000, LIMITS)
