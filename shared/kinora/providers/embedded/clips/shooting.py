"""The clips of one job, frame by frame into the encoder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import cv2

from kinora.media.encode import VideoEncoder
from kinora.model.format import VideoFormat
from kinora.providers.embedded.clips.film import Film
from kinora.providers.embedded.clips.parameters import Settings
from kinora.providers.embedded.clips.plan import Plan
from kinora.providers.embedded.vision.pet import find_pet
from kinora.providers.embedded.vision.view import Bytes, fitted, pixels
from kinora.providers.ports import Made, MediaAsk, Picture, Progress
from kinora.seeding import derive

LONGEST = 1280
"""Pixels of a clip's longer side at most."""
_cv: Any = cv2


def shoot(
    ffmpeg: str,
    source: Picture,
    ask: MediaAsk,
    how: Settings,
    parts: Plan,
    folder: Path,
    progress: Progress,
) -> tuple[Made, ...]:
    """Make all clips of a job.

    Raises:
        JobCancelled: as ``progress`` raises it; no file and no process is left of that clip.
        UnreadableMedia: the picture cannot be decoded.
        EncoderFailed, StorageFull: as the encoder raises them.
    """
    image = _even(fitted(pixels(source), LONGEST))
    pet = find_pet(source, image)
    made = []
    for number in range(ask.count):
        seed = ask.seed if number == 0 else derive(ask.seed, "clip", number)
        film = Film(image, pet.mask if pet else None, parts.parts, how, seed)
        path = folder / f"clip-{number}.mp4"

        def told(share: float, done: int = number) -> None:
            progress((done + share) / ask.count)

        _write(ffmpeg, film, image, how, path, told)
        made.append(Made(path, "video/mp4", seed, _note(image, how, parts)))
    return tuple(made)


def _write(
    ffmpeg: str, film: Film, image: Bytes, how: Settings, path: Path, progress: Progress
) -> None:
    height, width = image.shape[:2]
    form = VideoFormat.of(width, height, how.fps, float(how.seconds))
    with VideoEncoder(ffmpeg, path, form) as encoder:
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
