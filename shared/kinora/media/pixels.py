"""From whatever a picture file holds to opaque 8-bit sRGB pixels.

Each step adds to ``changes`` what it did, as a sentence, if it did anything.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

_LIGHT_GROUND, _DARK_GROUND = (232, 232, 232), (56, 56, 56)
_PALE = 215
"""Mean grey of what is opaque from which the ground behind it is the dark one."""


def upright(image: Image, changes: list[str]) -> Image:
    """Turned and mirrored as its EXIF orientation says."""
    from PIL import ImageOps  # noqa: PLC0415 - only media functions pay for it

    try:
        turned = int(image.getexif().get(0x0112, 1)) not in {0, 1}
        result = ImageOps.exif_transpose(image) if turned else image
    except Exception:  # noqa: BLE001 - a broken EXIF block says nothing about the pixels
        return image
    if turned:
        changes.append("The picture was turned as its camera noted.")
    result.info.setdefault("icc_profile", image.info.get("icc_profile"))
    return result


def in_srgb(image: Image, changes: list[str]) -> Image:
    """RGB, or RGBA where anything is transparent, in sRGB.

    A profile that is damaged or of another colour space is left out.
    """
    from PIL import ImageCms  # noqa: PLC0415 - only media functions pay for it

    profile = image.info.get("icc_profile")
    if image.mode.startswith("I"):
        image = _eight_bits(image)
    clear = image.mode in {"RGBA", "LA", "PA", "RGBa", "La"} or "transparency" in image.info
    source = image.convert("RGBA") if clear else image
    if source.mode not in {"RGB", "RGBA", "CMYK", "L"}:
        source = source.convert("RGB")
    if profile:
        try:
            found = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            name = ImageCms.getProfileDescription(found).strip()
            if "sRGB" not in name:
                ground = ImageCms.createProfile("sRGB")
                mode = "RGBA" if source.mode == "RGBA" else "RGB"
                result = ImageCms.profileToProfile(source, found, ground, outputMode=mode)
                changes.append(f"Colours were converted from {_shown(name)} to sRGB.")
                assert result is not None
                return result
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            changes.append("Its colour profile could not be used and was left out.")
    if source.mode == "CMYK":
        changes.append("Printing colours (CMYK) became RGB.")
    return source if source.mode == "RGBA" else source.convert("RGB")


def _shown(name: str) -> str:
    plain = "".join(letter for letter in name if letter.isprintable())[:60]
    return plain or "its profile"


def _eight_bits(image: Image) -> Image:
    """Greys of 16 bits to greys of 8; Pillow's own conversion clips them."""
    import numpy as np  # noqa: PLC0415 - only media functions pay for it
    from PIL import Image as Pictures  # noqa: PLC0415

    values = np.asarray(image).astype(np.int64)
    return Pictures.fromarray(np.clip(values // 256, 0, 255).astype(np.uint8))


def opaque(image: Image, changes: list[str]) -> Image:
    """RGB; what is transparent shows a neutral grey that the rest stands out from."""
    if image.mode != "RGBA":
        return image
    from PIL import Image as Pictures  # noqa: PLC0415 - only media functions pay for it
    from PIL import ImageStat  # noqa: PLC0415

    alpha = image.getchannel("A")
    lowest, _ = alpha.getextrema()
    if lowest == 255:
        return image.convert("RGB")
    shown = alpha.point(lambda value: 255 * (value > 127))
    seen = shown.getbbox() is not None
    grey = ImageStat.Stat(image.convert("RGB").convert("L"), shown).mean[0] if seen else 0
    ground = Pictures.new("RGBA", image.size, _DARK_GROUND if grey > _PALE else _LIGHT_GROUND)
    ground.alpha_composite(image)
    changes.append("Transparent parts were laid on a neutral grey.")
    return ground.convert("RGB")


def _fitting(size: tuple[int, int], longest: int) -> tuple[int, int]:
    scale = longest / max(size)
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def reduced(image: Image, longest: int) -> Image:
    """The picture with its longer side of ``longest`` pixels."""
    from PIL import Image as Pictures  # noqa: PLC0415 - only media functions pay for it

    return image.resize(_fitting(image.size, longest), Pictures.Resampling.LANCZOS)


def reduced_sentence(size: tuple[int, int], longest: int) -> str:
    """What :func:`reduced` will do."""
    width, height = _fitting(size, longest)
    return f"Reduced from {size[0]} x {size[1]} to {width} x {height} pixels."
