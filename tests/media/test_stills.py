"""Which pictures come in, and what becomes of them; hostile files are made here."""

import io
import struct
import time
import warnings
import zipfile
import zlib
from contextlib import suppress

import numpy as np
import pytest
from PIL import Image

from kinora.media.stills import KEPT_SIDE, MOST_BYTES, admit
from kinora.model.errors import InvalidInput, UnreadableMedia


def scene(width=120, height=90):
    x, y = np.meshgrid(np.linspace(0, 255, width), np.linspace(0, 255, height))
    return Image.fromarray(np.stack([x, y, 255 - x], axis=-1).astype(np.uint8))


def written(image, form, **more):
    out = io.BytesIO()
    image.save(out, form, **more)
    return out.getvalue()


def pixels(still):
    return np.asarray(Image.open(io.BytesIO(still.data)).convert("RGB")).astype(int)


def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width, height, depth=8, colour=2, body=b""):
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    ending = chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + ending


def sof(width, height):
    """A JPEG's header that promises so many pixels."""
    frame = struct.pack(">BHHB", 8, height, width, 3) + bytes([1, 17, 0, 2, 17, 0, 3, 17, 0])
    scan = b"\xff\xda" + struct.pack(">H", 12) + bytes([3, 1, 0, 2, 0, 3, 0, 0, 63, 0])
    return b"\xff\xd8\xff\xc0" + struct.pack(">H", len(frame) + 2) + frame + scan + b"\0\xff\xd9"


@pytest.mark.parametrize(
    ("form", "mime", "told"),
    [("PNG", "image/png", ()), ("JPEG", "image/jpeg", ()), ("GIF", "image/png", ("GIF became PNG.",)),
     ("WEBP", "image/jpeg", ("WEBP became JPEG.",))],
)  # fmt: skip
def test_the_usual_kinds_come_in_with_their_pixels(form, mime, told):
    still = admit(written(scene(), form))
    assert (still.width, still.height, still.mime) == (120, 90, mime)
    assert still.changes == told
    assert np.abs(pixels(still) - np.asarray(scene())).mean() < 12


def test_the_same_file_gives_the_same_bytes():
    data = written(scene(), "JPEG")
    assert admit(data) == admit(data)


@pytest.mark.parametrize("form", ["GIF", "WEBP", "PNG"])
def test_of_an_animation_the_first_frame_is_kept(form):
    red, blue = Image.new("RGB", (80, 80), "red"), Image.new("RGB", (80, 80), "blue")
    still = admit(written(red, form, save_all=True, append_images=[blue], duration=100))
    assert "The first frame of the animation was kept." in still.changes
    assert pixels(still).mean(axis=(0, 1)) == pytest.approx([255, 0, 0], abs=6)


def test_a_camera_s_orientation_is_applied_and_dropped_with_all_metadata():
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Secret Camera"
    still = admit(written(scene(), "JPEG", exif=exif.tobytes(), comment=b"my home address"))
    assert (still.width, still.height) == (90, 120)
    assert len(still.changes) == 2
    assert np.abs(pixels(still) - np.asarray(scene().rotate(-90, expand=True))).mean() < 4
    kept = Image.open(io.BytesIO(still.data))
    assert not dict(kept.getexif())
    assert b"Secret" not in still.data
    assert b"address" not in still.data


def test_texts_in_a_png_are_dropped():
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Author", "somebody", zip=True)
    still = admit(written(scene(), "PNG", pnginfo=info))
    assert not Image.open(io.BytesIO(still.data)).info
    assert "Metadata (camera, place, comments) was dropped." in still.changes


def test_printing_colours_become_rgb():
    cyan = Image.new("CMYK", (80, 80), (255, 0, 0, 0))
    still = admit(written(cyan, "JPEG"))
    assert pixels(still).mean(axis=(0, 1)) == pytest.approx([0, 255, 255], abs=4)
    assert "Printing colours (CMYK) became RGB." in still.changes


def profile(red, green, blue):
    """An ICC profile (version 2) whose colorants are these XYZ values, with a gamma of 2.2."""

    def fixed(*values):
        return b"".join(struct.pack(">i", round(value * 65536)) for value in values)

    text = b"Swapped\0"
    parts = {
        b"desc": b"desc\0\0\0\0" + struct.pack(">I", len(text)) + text + bytes(78),
        b"cprt": b"text\0\0\0\0none\0",
        b"wtpt": b"XYZ \0\0\0\0" + fixed(0.9642, 1.0, 0.8249),
        b"rXYZ": b"XYZ \0\0\0\0" + fixed(*red),
        b"gXYZ": b"XYZ \0\0\0\0" + fixed(*green),
        b"bXYZ": b"XYZ \0\0\0\0" + fixed(*blue),
        **dict.fromkeys((b"rTRC", b"gTRC", b"bTRC"), b"curv\0\0\0\0" + struct.pack(">IH", 1, 563)),
    }
    table, body = struct.pack(">I", len(parts)), b""
    start = 128 + 4 + 12 * len(parts)
    for name, data in parts.items():
        table += name + struct.pack(">II", start + len(body), len(data))
        body += data + bytes(-len(data) % 4)
    head = struct.pack(
        ">I4sI4s4s4s", start + len(body), b"lcms", 0x02100000, b"mntr", b"RGB ", b"XYZ "
    )
    head += bytes(12) + b"acsp" + bytes(28) + fixed(0.9642, 1.0, 0.8249)
    return head.ljust(128, b"\0") + table + body


@pytest.mark.parametrize("form", ["PNG", "JPEG"])
def test_colours_go_through_their_profile(form):
    red, green, blue = (0.4361, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971), (0.1431, 0.0606, 0.7141)
    swapped = profile(blue, green, red)
    still = admit(written(Image.new("RGB", (80, 80), (255, 0, 0)), form, icc_profile=swapped))
    assert pixels(still).mean(axis=(0, 1)) == pytest.approx([0, 0, 255], abs=6)
    assert still.changes == ("Colours were converted from Swapped to sRGB.",)
    assert "icc_profile" not in Image.open(io.BytesIO(still.data)).info


def test_a_profile_of_another_kind_of_colour_is_left_out():
    swapped = profile((0.4, 0.2, 0.1), (0.4, 0.7, 0.1), (0.1, 0.1, 0.7))
    still = admit(
        written(Image.new("CMYK", (80, 80), (0, 255, 255, 0)), "JPEG", icc_profile=swapped)
    )
    assert "Its colour profile could not be used and was left out." in still.changes
    assert pixels(still).mean(axis=(0, 1)) == pytest.approx([255, 0, 0], abs=4)


def test_of_a_camera_s_pair_of_pictures_the_first_is_kept():
    pair = written(scene(), "MPO", save_all=True, append_images=[Image.new("RGB", (90, 90))])
    still = admit(pair)
    assert (still.width, still.height, still.mime, still.changes) == (120, 90, "image/jpeg", ())


def test_a_damaged_profile_is_left_out():
    still = admit(written(scene(), "PNG", icc_profile=b"no profile at all"))
    assert still.changes == ("Its colour profile could not be used and was left out.",)
    assert (pixels(still) == np.asarray(scene())).all()


def test_greys_of_sixteen_bits_keep_their_lightness():
    values = np.tile(np.linspace(0, 65535, 100).astype(np.uint16), (80, 1))
    still = admit(written(Image.fromarray(values), "PNG"))
    assert np.abs(pixels(still)[..., 0] - values // 256).max() <= 1
    assert "16 bits a channel became 8." in still.changes


@pytest.mark.parametrize("mode", ["P", "L", "1", "LA", "RGBA"])
def test_every_mode_of_png_comes_in(mode):
    still = admit(written(scene().convert(mode), "PNG"))
    expected = np.asarray(scene().convert(mode).convert("RGB")).astype(int)
    assert np.abs(pixels(still) - expected).mean() < 1


@pytest.mark.parametrize(("ink", "ground"), [((0, 0, 0), 232), ((255, 255, 255), 56)])
def test_what_is_transparent_lies_on_a_grey_that_shows_the_rest(ink, ground):
    image = Image.new("RGBA", (80, 80), (*ink, 0))
    image.paste((*ink, 255), (20, 20, 60, 60))
    still = admit(written(image, "PNG"))
    assert tuple(pixels(still)[0, 0]) == (ground,) * 3
    assert tuple(pixels(still)[40, 40]) == ink


def test_a_palette_s_transparency_counts():
    image = Image.new("P", (80, 80), 0)
    image.putpalette([255, 0, 0] * 256)
    still = admit(written(image, "PNG", transparency=0))
    assert tuple(pixels(still)[5, 5]) == (232, 232, 232)


def test_a_large_picture_is_reduced():
    still = admit(written(scene(3000, 2000), "JPEG"))
    assert (still.width, still.height) == (KEPT_SIDE, 1365)
    assert still.changes == ("Reduced from 3000 x 2000 to 2048 x 1365 pixels.",)


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_a_file_that_is_cut_off_anywhere_is_refused(form):
    data = written(scene(), form)
    for end in [*range(1, len(data) - 1, max(1, len(data) // 60)), len(data) - 1]:
        with pytest.raises(UnreadableMedia):
            admit(data[:end])


def test_a_gif_that_is_cut_off_within_its_picture_is_refused():
    data = written(scene(), "GIF")
    for end in range(1, len(data) - 40, len(data) // 40):
        with pytest.raises(UnreadableMedia):
            admit(data[:end])


def test_damaged_bytes_never_raise_anything_else():
    rng = np.random.default_rng(3)
    for form in ("PNG", "JPEG", "WEBP", "GIF"):
        data = written(scene(), form)
        for _ in range(60):
            broken = bytearray(data)
            for place in rng.integers(6, len(data), 6):
                broken[place] = rng.integers(256)
            with suppress(InvalidInput):
                admit(bytes(broken))


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (b"", "empty"),
        (b"hello, this is text", "not a picture"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "SVG"),
        (b'<?xml version="1.0"?><!-- a --><svg><script>alert(1)</script></svg>', "SVG"),
        (b"<!DOCTYPE html><html></html>", "HTML"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04....", "ZIP"),
        (b"MM\0*", "TIFF"),
        (b"\0\0\0\x20ftypheic", "HEIC"),
        (b"\0\0\0\x20ftypisom", "video"),
    ],
)
def test_what_is_no_picture_is_told_by_its_name(data, named):
    with pytest.raises(UnreadableMedia, match=named) as caught:
        admit(data)
    assert caught.value.field == "image"
    assert "PNG" in caught.value.allowed


def archive():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        box.writestr("evil.js", "alert(1)")
    return out.getvalue()


@pytest.mark.parametrize("form", ["PNG", "JPEG", "GIF"])
@pytest.mark.parametrize(
    "tail", [archive(), b"<script>alert(1)</script>", b"\n<!DOCTYPE html><html >"]
)
def test_a_picture_that_is_also_something_else_is_refused(form, tail):
    with pytest.raises(UnreadableMedia, match="also"):
        admit(written(scene(), form) + tail)


@pytest.mark.parametrize("comment", [b"%PDF-1.4", b"<svg onload=alert(1)>"])
def test_a_beginning_of_something_else_within_the_header_is_refused(comment):
    with pytest.raises(UnreadableMedia, match="also"):
        admit(written(scene(), "JPEG", comment=comment))


def test_a_motion_photo_s_tail_does_no_harm():
    assert admit(written(scene(), "JPEG") + b"\0\0\0\x18ftypmp42" + bytes(200)).width == 120


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (png(30_000, 30_000, body=zlib.compress(bytes(100_000))), "too large"),
        (png(2**31 - 1, 2**31 - 1), "pixels"),
        (png(20_000, 4_000), "too large"),
        (png(8_000, 8_000), "too large"),
        (sof(65_500, 65_500), "pixels"),
        (sof(20_000, 900), "20000 x 900 pixels"),
        (png(63, 400), "too small"),
        (png(500, 120), "narrow"),
        (b"GIF89a" + struct.pack("<HHBBB", 60_000, 60_000, 0, 0, 0) + b";", "image"),
        (b"RIFF" + struct.pack("<I", 30) + b"WEBPVP8X" + struct.pack("<I", 10) + bytes(4)
         + (16_000).to_bytes(3, "little") * 2 + bytes(8), "too large"),
    ],
)  # fmt: skip
def test_sizes_are_refused_from_the_header(data, reason):
    began = time.perf_counter()
    with pytest.raises(InvalidInput, match=reason):
        admit(data)
    assert time.perf_counter() - began < 0.5


def test_a_bomb_within_the_limits_is_decoded_or_refused_in_peace():
    body = zlib.compress(bytes((2_000 * 3 + 1) * 2_000))
    still = admit(png(2_000, 2_000, body=body))
    assert pixels(still).max() == 0
    with pytest.raises(UnreadableMedia):
        admit(png(2_000, 2_000, body=zlib.compress(bytes(1_000))))


def test_a_text_that_unpacks_without_end_is_refused():
    text = chunk(b"zTXt", b"k\0\0" + zlib.compress(bytes(80_000_000)))
    whole = written(scene(), "PNG")
    with pytest.raises(UnreadableMedia):
        admit(whole[:33] + text + whole[33:])


def test_ten_thousand_frames_cost_no_more_than_one():
    frame = written(Image.new("P", (64, 64), 3), "GIF")
    start = frame.index(b",")
    data = frame[:start] + frame[start:-1] * 10_000 + b";"
    assert len(data) < MOST_BYTES
    began = time.perf_counter()
    assert "The first frame of the animation was kept." in admit(data).changes
    assert time.perf_counter() - began < 2


def test_a_jpeg_of_thousands_of_passes_is_refused_before_it_is_decoded():
    whole = written(scene(), "JPEG", progressive=True)
    last = whole.rfind(b"\xff\xda")
    began = time.perf_counter()
    with pytest.raises(UnreadableMedia, match="without end"):
        admit(whole[:-2] + whole[last:-2] * 5_000 + whole[-2:])
    assert time.perf_counter() - began < 0.5


def test_a_file_of_too_many_bytes_is_refused():
    with pytest.raises(InvalidInput, match="MiB"):
        admit(bytes(MOST_BYTES + 1))


def test_no_warning_escapes():
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        for data in (
            png(9_600, 9_600),
            written(scene(), "JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\0\x09bad"),
        ):
            try:
                admit(data)
            except InvalidInput:
                continue
    assert not heard
