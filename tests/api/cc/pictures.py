"""Pictures that a person might bring, good and bad, as bytes."""

from __future__ import annotations

import io
import zipfile
import zlib

import numpy as np
from PIL import Image

TALL = (216, 384)
"""Width and height: upright as on a telephone, and quick."""
_ORIENTATION = 0x0112


def encoded(image, form, **options):
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


def meadow(size=TALL, seed=1):
    """Like a photo of a day outside: blue sky with clouds, and grass below."""
    width, height = size
    rng = np.random.default_rng(seed)
    rows = np.linspace(0, 1, height)[:, None]
    sky = np.stack([90 + 90 * rows, 150 + 60 * rows, 235 + 10 * rows], -1).repeat(width, 1)
    cloud = soft(rng, size, 12)[..., None]
    sky = sky * (1 - 0.6 * cloud) + 250 * 0.6 * cloud
    blades = soft(rng, size, 1)[..., None] * 70 - 35
    grass = np.array([70.0, 140.0, 50.0]) + blades * np.array([0.6, 1.0, 0.4])
    return picture(np.where(rows[..., None] < 0.55, sky, grass))


def room(size=TALL, seed=2):
    """Like a photo of a warm room at night: dark red, with a lamp."""
    width, height = size
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[0:height, 0:width]
    wall = np.array([110.0, 40.0, 30.0]) + soft(rng, size, 3)[..., None] * 24
    far = np.hypot(x - 0.7 * width, y - 0.3 * height) / (0.35 * width)
    light = np.exp(-far * far)[..., None] * np.array([150.0, 130.0, 60.0])
    return picture(wall * (0.5 + 0.5 * np.exp(-far)[..., None]) + light)


def soft(rng, size, blur):
    """Noise, 0 to 1, in patches of about ``blur`` pixels; the same for the same generator."""
    width, height = size
    rough = rng.random((height // blur + 2, width // blur + 2)).astype(np.float32)
    grown = Image.fromarray(rough).resize(size, Image.Resampling.BICUBIC)
    return np.clip(np.asarray(grown), 0, 1)


def picture(levels):
    return Image.fromarray(np.clip(levels, 0, 255).astype(np.uint8))


def animated():
    frames = [meadow(), room()]
    return encoded(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=80)


def turned():
    """A photo that lies on its side, with the note that it is to be turned."""
    image = meadow().transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[_ORIENTATION] = 6
    exif[0x010F] = "A camera"
    return encoded(image, "JPEG", quality=95, exif=exif)


def bomb():
    """A PNG of a few kilobytes that would be 900 million pixels."""
    side = 30_000
    packer = zlib.compressobj(9)
    packed = packer.compress(bytes(side // 8 + 1) * 256) + packer.flush()
    header = side.to_bytes(4, "big") * 2 + bytes([1, 0, 0, 0, 0])
    chunks = chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def chunk(name, data):
    return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")


def archive():
    """A ZIP file of many zeros."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("zeros", bytes(20 * 2**20))
    return out.getvalue()


GOOD = {
    "png": lambda: encoded(meadow(), "PNG"),
    "jpeg": lambda: encoded(meadow(), "JPEG", quality=92),
    "cmyk": lambda: encoded(meadow().convert("CMYK"), "JPEG", quality=92),
    "gif": animated,
    "webp": lambda: encoded(meadow(), "WEBP", quality=90),
    "turned": turned,
}
SCRIPT = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
BAD = {
    "truncated png": lambda: GOOD["png"]()[:-2000],
    "truncated jpeg": lambda: GOOD["jpeg"]()[:3000],
    "too wide": lambda: encoded(Image.new("RGB", (20_000, 64)), "PNG"),
    "drawing with a script": lambda: SCRIPT,
    "archive": archive,
    "bomb": bomb,
    "page": lambda: b"<!doctype html><html><script>alert(1)</script></html>",
    "picture and page": lambda: GOOD["png"]() + b"<script>alert(1)</script>",
    "empty": lambda: b"",
    "too large": lambda: GOOD["png"]() + bytes(4 * 2**20),
    "words": lambda: b"a picture of a cat",
}
