"""Pictures from outside: what may come in, and the plain still that is kept of it.

Nothing of the file itself is kept: the pixels are decoded once and written anew, so that metadata,
profiles, animations and whatever else a file can carry end here.
"""

from __future__ import annotations

import io
import re
import threading
import warnings
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kinora.media import pixels
from kinora.model.errors import InvalidInput, UnreadableMedia

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_BYTES = 20 * 2**20
MIN_SIDE, MAX_SIDE, MAX_PIXELS, MAX_RATIO = 64, 8192, 40_000_000, 4
KEPT_SIDE = 2048
"""The longest side that is kept; more is reduced to it."""
ALLOWED = "a complete PNG, JPEG, WebP or GIF picture"
_SIZES = (
    f"{MIN_SIDE} to {MAX_SIDE} pixels a side, {MAX_PIXELS // 1_000_000} million pixels in all, "
    f"no side more than {MAX_RATIO} times the other"
)
_STARTS = {b"\x89PNG\r\n\x1a\n": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF87a": "GIF", b"GIF89a": "GIF"}
_OTHERS = (
    (re.compile(rb"(?is)(<\?xml[^>]*>|<!--.*?-->|<!doctype[^>]*>|\s)*<svg[\s>]"), "an SVG drawing"),
    (re.compile(rb"\s*<(!doctype html|html|head|body|script)", re.IGNORECASE), "an HTML page"),
    (re.compile(rb"%PDF-"), "a PDF document"),
    (re.compile(rb"PK\x03\x04"), "a ZIP archive"),
    (re.compile(rb"BM.{4}\0\0\0\0", re.DOTALL), "a BMP picture"),
    (re.compile(rb"II\*\0|MM\0\*"), "a TIFF picture"),
    (re.compile(rb".{4}ftyp(avif|heic|heix|mif1)", re.DOTALL), "a HEIC or AVIF picture"),
    (re.compile(rb".{4}ftyp|\x1aE\xdf\xa3", re.DOTALL), "a video"),
)  # fmt: skip
_PAGE = re.compile(rb"<script[\s>]|<html[\s>]|<!doctype\s+html", re.IGNORECASE)
_MOST_SCANS = 200
"""Passes over a JPEG's pixels; encoders make about ten, and each takes as long as a decoding."""
_HEAD = 1024
"""Bytes within which readers of PDF and SVG look for a beginning."""
_ONE_AT_A_TIME = threading.Lock()
"""Decoding takes memory, and silencing warnings is not safe in threads: one picture at a time."""


@dataclass(frozen=True)
class Still:
    """A picture as it is kept: PNG or JPEG bytes in sRGB, upright, opaque, without metadata."""

    data: bytes
    width: int
    height: int
    mime: str
    changes: tuple[str, ...]
    """What is different from the file that came, one sentence each."""


def admit(data: bytes) -> Still:
    """The still to keep of a file.

    Raises:
        UnreadableMedia: it is no picture of a kind that is taken, is damaged, or is also something
            else (a page, a document, an archive).
        InvalidInput: it holds too many bytes or pixels, too few, or is too long and narrow.
    """
    if not data:
        raise UnreadableMedia("image", "the file is empty", ALLOWED)
    if len(data) > MOST_BYTES:
        problem = f"the file has {len(data) / 2**20:.1f} MiB"
        raise InvalidInput("image", problem, f"up to {MOST_BYTES // 2**20} MiB")
    kind = kind_of(data)
    _refuse_double_nature(data)
    _refuse_cut_off(data, kind)
    with _ONE_AT_A_TIME, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _decoded(data, kind)


def kind_of(data: bytes) -> str:
    """PNG, JPEG, GIF or WEBP, by a file's first bytes; nothing is decoded.

    Raises:
        UnreadableMedia: they are of something else; says what it is where that is known.
    """
    for start, kind in _STARTS.items():
        if data.startswith(start):
            return kind
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf")
    known = next((name for form, name in _OTHERS if form.match(head)), "not a picture")
    raise UnreadableMedia("image", f"the file is {known}", ALLOWED)


def _refuse_double_nature(data: bytes) -> None:
    """A file that begins as a picture and that other programs would open as something else."""
    head = data[:_HEAD]
    also = ""
    if b"%PDF-" in head:
        also = "a PDF document"
    elif _PAGE.search(data) or re.search(rb"<svg[\s>]", head, re.IGNORECASE):
        also = "a page with markup"
    elif b"PK\x05\x06" in data:
        try:
            zipfile.ZipFile(io.BytesIO(data)).close()
            also = "a ZIP archive"
        except (zipfile.BadZipFile, ValueError, NotImplementedError):
            return
    if also:
        raise UnreadableMedia("image", f"the file is a picture and also {also}", ALLOWED)


def _refuse_cut_off(data: bytes, kind: str) -> None:
    """Decoders forgive a missing end; what lacks it was cut off."""
    whole = True
    if kind == "PNG":
        whole = b"IEND\xaeB`\x82" in data
    elif kind == "JPEG":
        whole = data.rfind(b"\xff\xd9") > data.rfind(b"\xff\xda")
        if data.count(b"\xff\xda") > _MOST_SCANS:
            raise UnreadableMedia("image", "the file decodes without end", ALLOWED)
    elif kind == "WEBP":
        whole = len(data) >= int.from_bytes(data[4:8], "little") + 8
        if whole and len(data) >= 30:
            _refuse_size(*_webp_size(data))
    if not whole:
        raise UnreadableMedia("image", "the file is cut off", ALLOWED)


def _webp_size(data: bytes) -> tuple[int, int]:
    """Width and height from the header: the library lays out the canvas as soon as it opens one."""
    form = data[12:16]
    if form == b"VP8X":
        return _little(data[24:27]) + 1, _little(data[27:30]) + 1
    if form == b"VP8L":
        bits = _little(data[21:25])
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return _little(data[26:28]) & 0x3FFF, _little(data[28:30]) & 0x3FFF


def _little(data: bytes) -> int:
    return int.from_bytes(data, "little")


def _refuse_size(width: int, height: int) -> None:
    longer, shorter = max(width, height), min(width, height)
    if longer > MAX_SIDE or width * height > MAX_PIXELS:
        reason = "which is too large"
    elif shorter < MIN_SIDE:
        reason = "which is too small"
    elif longer > shorter * MAX_RATIO:
        reason = "which is too long and narrow"
    else:
        return
    raise InvalidInput("image", f"the picture has {width} x {height} pixels, {reason}", _SIZES)


def _decoded(data: bytes, kind: str) -> Still:
    from PIL import Image  # noqa: PLC0415 - only media functions pay for it

    try:
        with Image.open(io.BytesIO(data), formats=(kind,)) as image:
            _refuse_size(*image.size)
            moving = bool(getattr(image, "is_animated", False)) and image.format != "MPO"
            image.seek(0)
            image.load()
            _refuse_size(*image.size)
            changes = ["The first frame of the animation was kept."] if moving else []
            return _kept(image, kind, data, changes)
    except InvalidInput:
        raise
    except Image.DecompressionBombError as error:
        raise InvalidInput(
            "image", "the picture has far too many pixels: it is too large", _SIZES
        ) from error
    except Exception as error:
        # Pillow's readers answer hostile files with nearly every kind of exception.
        raise UnreadableMedia("image", "the picture cannot be decoded", ALLOWED) from error


def _kept(image: Image, kind: str, data: bytes, changes: list[str]) -> Still:
    """Upright, in sRGB, opaque, of a handy size, and encoded anew."""
    metadata = any(image.info.get(key) for key in ("exif", "xmp", "comment", "photoshop"))
    if kind == "PNG":
        metadata = metadata or bool(getattr(image, "text", None))
        if data[24] == 16:
            changes.append("16 bits a channel became 8.")
    plain = pixels.opaque(pixels.in_srgb(pixels.upright(image, changes), changes), changes)
    if max(plain.size) > KEPT_SIDE:
        changes.append(pixels.reduced_sentence(plain.size, KEPT_SIDE))
        plain = pixels.reduced(plain, KEPT_SIDE)
    if metadata:
        changes.append("Metadata (camera, place, comments) was dropped.")
    lossy = kind == "JPEG" or (kind == "WEBP" and data[12:16] == b"VP8 ")
    # Pillow would carry comments, resolution and profile over into the new file.
    plain.info.clear()
    out = io.BytesIO()
    if lossy:
        plain.save(out, "JPEG", quality=93, subsampling=0)
    else:
        plain.save(out, "PNG", compress_level=4)
    if kind not in {"PNG", "JPEG"}:
        changes.append(f"{kind} became {'JPEG' if lossy else 'PNG'}.")
    mime = "image/jpeg" if lossy else "image/png"
    return Still(out.getvalue(), plain.width, plain.height, mime, tuple(changes))
