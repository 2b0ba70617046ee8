"""Photos: looked into by their content, refused before they are opened, and drawn anew with nothing of the camera's."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from cockpit.attachments import Form, Limits, NoPicture, TooHeavy, TooManyPixels
from data_access.pictures import looked_into

LIMITS = Limits(3, 5 * 1024 * 1024, 30_000_000, 2000, 320, 1, 1_000_000, 60)
GPS = {1: "N", 2: (30.0, 15.0, 53.1), 3: "E", 4: (120.0, 10.0, 9.9)}
GPS_IFD, MAKE, ORIENTATION = 0x8825, 0x010F, 0x0112


def photo(size: tuple[int, int] = (640, 480), kind: str = "JPEG", orientation: int = 1, **more: object) -> bytes:
    picture = Image.new("RGB", size, (200, 40, 40))
    picture.paste((40, 40, 200), (0, 0, size[0] // 2, size[1]))
    exif = Image.Exif()
    exif[MAKE], exif[ORIENTATION] = "A camera of Mei's", orientation
    exif[GPS_IFD] = GPS
    out = BytesIO()
    picture.save(out, kind, exif=exif, **more)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    picture = Image.open(BytesIO(content))
    picture.load()
    return picture


def claimed(width: int, height: int) -> bytes:
    """A PNG of a few bytes whose head says that it is that large."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_of_where_it_was_taken_and_by_what_is_left(kind: str) -> None:
    sent = photo(kind=kind)
    before = opened(sent)
    assert before.getexif().get_ifd(GPS_IFD) and b"A camera of" in sent
    ready = looked_into(sent, LIMITS)
    for content in (ready.content, ready.small or b""):
        kept = opened(content)
        assert kept.format == "JPEG" and not kept.getexif() and kept.getexif().get_ifd(GPS_IFD) == {}
        assert b"Exif" not in content and b"A camera of" not in content and b"http" not in content
    assert (ready.form, ready.media) == (Form.PHOTO, "image/jpeg")


def test_a_comment_and_a_colour_profile_go_too() -> None:
    sent = photo(comment=b"Lin's home", icc_profile=b"a profile that names a screen")
    assert b"Lin's home" in sent
    ready = looked_into(sent, LIMITS)
    assert b"Lin's home" not in ready.content and b"names a screen" not in ready.content


def test_a_large_one_becomes_two_thousand_at_most_and_a_small_one_beside_it() -> None:
    ready = looked_into(photo((4000, 3000)), LIMITS)
    assert (ready.width, ready.height) == opened(ready.content).size == (2000, 1500)
    assert opened(ready.small or b"").size == (320, 240)


def test_how_the_phone_was_held_is_turned_into_the_picture() -> None:
    ready = looked_into(photo((640, 480), orientation=6), LIMITS)
    assert (ready.width, ready.height) == (480, 640)
    top, bottom = (opened(ready.content).getpixel((240, y)) for y in (20, 620))
    assert isinstance(top, tuple) and isinstance(bottom, tuple)
    assert top[2] > 150 and bottom[0] > 150


def test_what_lets_something_through_stands_on_white() -> None:
    out = BytesIO()
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(out, "PNG")
    assert opened(looked_into(out.getvalue(), LIMITS).content).getpixel((20, 20)) == (255, 255, 255)


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\0" + b"\0" * 500,
        b"#!/bin/sh\nrm -rf /\n",
        b"",
        b"GIF89a" + b"\0" * 100,
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"\xff\xd8\xff" + b"MZ" * 500,
        b"RIFF\0\0\0\0WAVEfmt ",
        photo()[:700],
    ],
    ids=["program", "script", "empty", "gif", "svg", "program behind a photo's first bytes", "sound", "cut short"],
)
def test_what_is_no_photo_is_refused_whatever_it_is_called(content: bytes) -> None:
    with pytest.raises(NoPicture):
        looked_into(content, LIMITS)


def test_forty_megapixels_are_refused_by_the_head_alone() -> None:
    with pytest.raises(TooManyPixels) as refusal:
        looked_into(claimed(8000, 5000), LIMITS)
    assert (refusal.value.megapixels, refusal.value.most) == (40, 30)
    for size, megapixels in (((20_000, 20_000), 400), ((60_000, 60_000), 3_600)):
        with pytest.raises(TooManyPixels) as bomb:
            looked_into(claimed(*size), LIMITS)
        assert bomb.value.megapixels == megapixels


def test_a_file_that_is_too_heavy_is_refused_before_it_is_looked_at() -> None:
    with pytest.raises(TooHeavy) as refusal:
        looked_into(b"\xff\xd8\xff" + b"\0" * (5 * 1024 * 1024), LIMITS)
    assert (refusal.value.size, refusal.value.most) == (5121, 5120)
