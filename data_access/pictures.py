"""Photos as they come from outside, drawn anew: what is not a picture, or too large a one, is refused before it is opened."""

from io import BytesIO
from threading import BoundedSemaphore

from PIL import Image, ImageOps

from cockpit.attachments import Form, Limits, NoPicture, Ready, TooHeavy, TooManyPixels
from data_access.apart import apart

FORMATS = ["JPEG", "PNG", "WEBP"]
BEGINS = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF")
QUALITY, SMALL_QUALITY = 85, 75
KIB = 1024
AT_ONCE = BoundedSemaphore(2)  # of one process: thirty megapixels are a hundred megabytes while they are open

Image.MAX_IMAGE_PIXELS = None  # we count them ourselves, before anything is decoded


def looked_into(content: bytes, limits: Limits) -> Ready:
    """Drawn anew as JPEG without whatever the camera wrote beside it; in another thread, since it takes its time."""
    if len(content) > limits.photo_bytes:
        raise TooHeavy(-(-len(content) // KIB), limits.photo_bytes // KIB)
    if not content.startswith(BEGINS):
        raise NoPicture()
    with AT_ONCE:
        return apart(lambda: _redrawn(content, limits))


def _redrawn(content: bytes, limits: Limits) -> Ready:
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as found:
            _must_be_moderate(found.size, limits)
            return _ready(found, limits)
    except (NoPicture, TooManyPixels):
        raise
    except Exception:  # whatever a decoder throws at bytes that somebody made up
        raise NoPicture() from None


def _must_be_moderate(size: tuple[int, int], limits: Limits) -> None:
    """By what the header says: nothing was decoded yet."""
    pixels = size[0] * size[1]
    if pixels > limits.pixels:
        raise TooManyPixels(-(-pixels // 1_000_000), limits.pixels // 1_000_000)


def _ready(found: Image.Image, limits: Limits) -> Ready:
    """A JPEG is decoded at no more than the size it is kept in; how the phone was held is turned into the picture."""
    found.draft("RGB", (limits.side, limits.side))
    whole = _plain(ImageOps.exif_transpose(found))
    whole.thumbnail((limits.side, limits.side), Image.Resampling.LANCZOS)
    small = whole.copy()
    small.thumbnail((limits.small, limits.small), Image.Resampling.LANCZOS)
    return Ready(
        Form.PHOTO, "image/jpeg", _written(whole, QUALITY), _written(small, SMALL_QUALITY), whole.width, whole.height
    )


def _plain(found: Image.Image) -> Image.Image:
    """Its pixels alone, on white where it lets something through."""
    if found.mode in ("RGBA", "LA", "PA") or "transparency" in found.info:
        pixels = found.convert("RGBA")
        ground = Image.new("RGBA", pixels.size, "white")
        found = Image.alpha_composite(ground, pixels)
    bare = Image.new("RGB", found.size)
    bare.paste(found.convert("RGB"))
    return bare


def _written(picture: Image.Image, quality: int) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()
