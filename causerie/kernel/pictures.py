"""Pictures from people: looked at by content, made small, freed of what the camera wrote into them."""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps

from causerie.kernel import files
from causerie.kernel.refusal import Refused

MOST_BYTES = 5 * 1024 * 1024
MOST_PIXELS = 25_000_000
_KINDS = ("JPEG", "PNG", "WEBP")


@dataclass(frozen=True)
class Cleaned:
    """A WebP picture that we encoded ourselves."""

    data: bytes
    width: int
    height: int


def clean_picture(data: bytes, *, max_side: int = 1600) -> Cleaned:
    """The picture, re-encoded: upright, without metadata, the first frame only, at most `max_side` a side.

    The name and type that came with it are not believed. Raises Refused("too_big") or Refused("not_a_picture").
    """
    if len(data) > MOST_BYTES:
        raise Refused("too_big")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _encoded(_upright(data, max_side))
    except Refused:
        raise
    # Pillow's decoders fail on hostile bytes with almost any exception; all mean the same to the sender.
    except Exception as error:
        raise Refused("not_a_picture") from error


def _upright(data: bytes, max_side: int) -> Image.Image:
    with Image.open(io.BytesIO(data), formats=_KINDS) as picture:
        # The size stands in the header: nothing is decoded yet.
        if picture.width * picture.height > MOST_PIXELS:
            raise Refused("too_big")
        picture.seek(0)
        picture.draft("RGB", (max_side, max_side))
        picture.load()
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((max_side, max_side))
        return upright.convert("RGBA" if upright.has_transparency_data else "RGB")


def _encoded(picture: Image.Image) -> Cleaned:
    # Pixels on a new image: no EXIF, no colour profile, no text chunk follows them.
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    out = io.BytesIO()
    bare.save(out, "WEBP", quality=82, method=4)
    return Cleaned(out.getvalue(), *bare.size)


def clean_face(data: bytes, *, side: int = 256) -> Cleaned:
    """A picture for a round face: the middle square of it, small."""
    whole = clean_picture(data)
    with Image.open(io.BytesIO(whole.data), formats=["WEBP"]) as picture:
        return _encoded(ImageOps.fit(picture.convert("RGB"), (side, side)))


def store_face(data: bytes) -> str:
    """The name under which the face of this picture is kept. Raises Refused("too_big" | "not_a_picture")."""
    return files.store(clean_face(data).data, ".webp")
