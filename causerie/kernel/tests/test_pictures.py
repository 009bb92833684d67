"""Pictures are judged by content and leave their past behind."""

import io

import pytest
from PIL import Image

from causerie.kernel.pictures import MOST_BYTES, clean_picture
from causerie.kernel.refusal import Refused


def encoded(kind: str = "JPEG", size: tuple[int, int] = (40, 20), mode: str = "RGB", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "red").save(out, kind, **options)
    return out.getvalue()


def reopened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data), formats=["WEBP"])


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_three_kinds_become_webp(kind):
    cleaned = clean_picture(encoded(kind))
    assert (cleaned.width, cleaned.height) == (40, 20)
    assert reopened(cleaned.data).format == "WEBP"


@pytest.mark.parametrize(
    "data", [b"", b"not a picture", b"<svg xmlns='http://www.w3.org/2000/svg'/>", encoded("GIF", mode="P"), encoded()[:60]]
)
def test_anything_else_is_refused(data):
    with pytest.raises(Refused, match="not_a_picture"):
        clean_picture(data)


def test_large_files_and_large_surfaces_are_refused_before_decoding():
    with pytest.raises(Refused, match="too_big"):
        clean_picture(b"\xff" * (MOST_BYTES + 1))
    with pytest.raises(Refused, match="too_big"):
        clean_picture(encoded("PNG", (9000, 9000), "1"))


def test_upright_without_metadata():
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "a camera and a street"
    cleaned = clean_picture(encoded(exif=exif.tobytes()))
    assert (cleaned.width, cleaned.height) == (20, 40)
    assert not reopened(cleaned.data).getexif()
    assert b"street" not in cleaned.data


def test_shrunk_to_the_longest_side():
    cleaned = clean_picture(encoded(size=(3000, 1500)), max_side=300)
    assert (cleaned.width, cleaned.height) == (300, 150)


def test_only_the_first_frame_of_what_moves():
    out = io.BytesIO()
    Image.new("RGB", (10, 10), "red").save(out, "WEBP", save_all=True, append_images=[Image.new("RGB", (10, 10), "blue")])
    assert getattr(reopened(clean_picture(out.getvalue()).data), "n_frames", 1) == 1


def test_transparency_is_kept():
    assert reopened(clean_picture(encoded("PNG", mode="RGBA")).data).size == (40, 20)
