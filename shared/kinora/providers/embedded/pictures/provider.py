"""The embedded provider of pictures."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kinora.model.errors import InvalidInput
from kinora.providers.embedded.pictures.shapes import SIZES, picture_seed
from kinora.providers.embedded.pictures.words import Words, read_words
from kinora.providers.ports import (
    PET_MASK,
    Estimate,
    Finished,
    Made,
    MediaAction,
    MediaAsk,
    Pending,
    Progress,
)

_SECONDS = 2.5
"""Of one picture, about, on one core."""
_MOST = 24
_PACKED = 4
"""PNG effort: a third of the usual time for a twentieth more bytes."""


class EmbeddedPictures:
    """Draws pets. A job is done while it is polled; it costs nothing and may be asked again."""

    name = "embedded"
    idempotent = True

    def parameters(self, action: MediaAction) -> Mapping[str, Any] | None:
        """JSON Schema of the parameters; None for all but stills."""
        if action is not MediaAction.TXT2IMG:
            return None
        ratio = {
            "type": "string", "enum": list(SIZES), "default": "9:16",
            "description": "Width to height: 720x1280, 960x960 or 1280x720 pixels.",
        }  # fmt: skip
        return {
            "type": "object",
            "properties": {"aspect_ratio": ratio},
            "additionalProperties": False,
        }

    def estimate(self, ask: MediaAsk) -> Estimate:
        """Nothing in money; some seconds for each picture."""
        return Estimate(0.0, _SECONDS * max(ask.count, 1))

    def submit(self, ask: MediaAsk) -> str:
        """The provider's id of the job.

        Raises:
            InvalidInput: it is not a still that is asked for, or too many, or of another shape.
        """
        if ask.action is not MediaAction.TXT2IMG:
            raise InvalidInput("action", f"{ask.action.value} cannot be drawn here", "txt2img")
        if not 1 <= ask.count <= _MOST:
            raise InvalidInput("count", f"{ask.count} pictures", f"1 to {_MOST}")
        _ratio(ask)
        return f"embedded-{ask.job_id}"

    def poll(
        self,
        provider_job: str,  # noqa: ARG002 - the ask tells all
        ask: MediaAsk,
        folder: Path,
        progress: Progress,
    ) -> Pending | Finished:
        """Draw all pictures into ``folder``; the same ask gives the same bytes.

        Raises:
            InvalidInput: see :meth:`submit`.
            JobCancelled: by ``progress``; pictures drawn by then stay.
        """
        ratio = _ratio(ask)
        folder.mkdir(parents=True, exist_ok=True)
        words = read_words(ask.prompt, ask.context)
        like = ask.like.get("note") if isinstance(ask.like, Mapping) else None
        made = []
        progress(0.0)
        for index in range(ask.count):
            note = like if isinstance(like, Mapping) else None
            made.append(_draw(words, ratio, (ask.seed, index), note, folder))
            progress((index + 1) / ask.count)
        return Finished(tuple(made), 0.0)

    def cancel(self, provider_job: str) -> None:
        """Nothing runs outside of :meth:`poll`, which asks through its progress."""


def _ratio(ask: MediaAsk) -> str:
    ratio = ask.params.get("aspect_ratio", "9:16")
    if ratio not in SIZES:
        raise InvalidInput("aspect_ratio", f"{ratio} cannot be drawn", ", ".join(SIZES))
    return str(ratio)


def _draw(
    words: Words, ratio: str, which: tuple[int, int], like: Mapping[str, Any] | None, folder: Path
) -> Made:
    """A job's picture and its mask, as PNG files; ``which`` is the job's seed and a number."""
    import imageio.v3 as iio  # noqa: PLC0415 - light functions know the provider

    from kinora.picture.stills.still import draw_still  # noqa: PLC0415
    from kinora.providers.embedded.pictures.planning import plan_of  # noqa: PLC0415

    plan, note = plan_of(words, ratio, *which, like)
    still = draw_still(plan)
    path = folder / f"picture-{which[1] + 1}.png"
    mask = folder / f"picture-{which[1] + 1}-pet.png"
    for file, pixels in ((path, still.pixels), (mask, still.mask)):
        iio.imwrite(file, pixels, extension=".png", compress_level=_PACKED)
    width, height = plan.width, plan.height
    note["movable"] = [
        {
            "name": seen.name, "stuff": seen.stuff,
            "box": [round(share, 4) for share in (seen.box[0] / width, seen.box[1] / height,
                    seen.box[2] / width, seen.box[3] / height)],
        }
        for seen in still.seen
    ]  # fmt: skip
    return Made(path, "image/png", picture_seed(*which), note, {PET_MASK: mask})
