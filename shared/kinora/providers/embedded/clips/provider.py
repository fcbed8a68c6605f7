"""The provider of clips that needs no key: it moves the still's own pixels."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import cv2

from kinora.media.encode import VideoEncoder
from kinora.model.errors import InvalidInput, ProviderFailed
from kinora.model.format import VideoFormat
from kinora.providers.embedded.clips.film import Film
from kinora.providers.embedded.clips.parameters import PARAMETERS, Settings, settings
from kinora.providers.embedded.clips.plan import Plan, plan
from kinora.providers.embedded.vision.pet import find_pet
from kinora.providers.embedded.vision.view import Bytes, fitted, pixels
from kinora.providers.ports import (
    Estimate,
    Finished,
    Made,
    MediaAction,
    MediaAsk,
    Picture,
    Progress,
)
from kinora.seeding import derive

LONGEST = 1280
"""Pixels of a clip's longer side at most."""
_PER_FRAME = 0.045
"""Seconds of work for a frame of 1280 pixels, on one small machine."""
_BEFORE = 1.0
_cv: Any = cv2


class EmbeddedClips:
    """Makes a clip while it is polled; nothing is started before and nothing stays behind."""

    name = "embedded"
    idempotent = True

    def __init__(self, ffmpeg: Callable[[], str]) -> None:
        self._ffmpeg = ffmpeg

    def parameters(self, action: MediaAction) -> Mapping[str, Any] | None:
        """See :meth:`MediaProvider.parameters`."""
        return PARAMETERS if action is MediaAction.IMG2VID else None

    def estimate(self, ask: MediaAsk) -> Estimate:
        """It costs nothing but time."""
        one = _BEFORE + settings(ask).frames * _PER_FRAME
        return Estimate(usd=0.0, seconds=one * ask.count)

    def submit(self, ask: MediaAsk) -> str:
        """Check what was asked; the id is the job's own.

        Raises:
            InvalidInput: no picture, another action, or a context that makes no sense.
        """
        if ask.action is not MediaAction.IMG2VID:
            raise InvalidInput("action", f"{ask.action} is not made here", MediaAction.IMG2VID)
        self._source(ask)
        plan(ask.context)
        return f"embedded-{ask.job_id}"

    def poll(self, provider_job: str, ask: MediaAsk, folder: Path, progress: Progress) -> Finished:
        """Make all clips of the job.

        Raises:
            JobCancelled: as ``progress`` raises it; no file and no process is left of that clip.
            UnreadableMedia: the picture cannot be decoded.
            EncoderFailed, StorageFull: as the encoder raises them.
            ProviderFailed: the job is not one of this provider.
        """
        if provider_job != f"embedded-{ask.job_id}":
            raise ProviderFailed(f"no job {provider_job} was handed in here")
        source, how, parts = self._source(ask), settings(ask), plan(ask.context)
        image = _even(fitted(pixels(source), LONGEST))
        pet = find_pet(source, image)
        made = []
        for number in range(ask.count):
            seed = ask.seed if number == 0 else derive(ask.seed, "clip", number)
            film = Film(image, pet.mask if pet else None, parts.parts, how, seed)
            path = folder / f"clip-{number}.mp4"

            def told(share: float, done: int = number) -> None:
                progress((done + share) / ask.count)

            self._write(film, image, how, path, told)
            made.append(Made(path, "video/mp4", seed, _note(image, how, parts)))
        return Finished(tuple(made))

    def cancel(self, provider_job: str) -> None:
        """Nothing to do: work happens in :meth:`poll` alone, which ``progress`` ends."""

    @staticmethod
    def _source(ask: MediaAsk) -> Picture:
        if ask.source is None:
            raise InvalidInput("source", "a clip begins with a picture", "one picture")
        return ask.source

    def _write(
        self, film: Film, image: Bytes, how: Settings, path: Path, progress: Progress
    ) -> None:
        height, width = image.shape[:2]
        form = VideoFormat.of(width, height, how.fps, float(how.seconds))
        with VideoEncoder(self._ffmpeg(), path, form) as encoder:
            for index in range(how.frames):
                encoder.write(_cv.cvtColor(film.frame(index), cv2.COLOR_BGR2YUV_I420))
                progress((index + 1) / how.frames)


def _even(image: Bytes) -> Bytes:
    """Without its last row or column where their number is odd."""
    height, width = image.shape[:2]
    return image[: height // 2 * 2, : width // 2 * 2].copy()


def _note(image: Bytes, how: Settings, parts: Plan) -> dict[str, Any]:
    return {
        "seconds": how.seconds,
        "fps": how.fps,
        "frames": how.frames,
        "width": image.shape[1],
        "height": image.shape[0],
        "strength": how.strength,
        "moved": [part.name for part in parts.parts],
        "still": list(parts.still),
    }
