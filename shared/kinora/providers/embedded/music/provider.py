"""The provider: music by Kinora's sound engine, made when it is asked how far it is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kinora.model.errors import InvalidInput
from kinora.providers.embedded.music.length import seconds
from kinora.providers.ports import (
    Estimate,
    Finished,
    Made,
    MediaAction,
    MediaAsk,
    Pending,
    Progress,
)
from kinora.seeding import derive

if TYPE_CHECKING:
    from kinora.providers.embedded.music.direction import Direction

_SECONDS_PER_SECOND = 0.15
"""Time that a second of music takes on one slow core."""
_MOST_PIECES = 4
_PARAMETERS: Mapping[str, Any] = {
    "type": "object",
    "properties": {
        "seconds": {
            "title": "Length in seconds",
            "description": "Empty: as long as the video needs.",
            "type": ["number", "null"],
            "minimum": 5,
            "maximum": 120,
            "default": None,
        },
        "bpm": {
            "title": "Beats a minute",
            "description": "Empty: as the prompt says.",
            "type": ["number", "null"],
            "minimum": 45,
            "maximum": 160,
            "default": None,
        },
        "ambience": {
            "title": "Sounds of the place behind the music",
            "type": "boolean",
            "default": True,
        },
    },
    "required": ["seconds", "bpm", "ambience"],
    "additionalProperties": False,
}


class EmbeddedMusic:
    """Composes and plays; the same job gives the same bytes, so handing in twice is free."""

    name = "embedded"
    idempotent = True

    def __init__(self, ffmpeg: Callable[[], str]) -> None:
        self._ffmpeg = ffmpeg

    def parameters(self, action: MediaAction) -> Mapping[str, Any] | None:
        """Length, tempo and whether the place is heard; None for anything but music."""
        return _PARAMETERS if action is MediaAction.TXT2AUDIO else None

    def estimate(self, ask: MediaAsk) -> Estimate:
        """Free; about a seventh of the music's own length."""
        length = seconds(ask)
        return Estimate(0.0, round(length * _SECONDS_PER_SECOND * _pieces(ask), 1))

    def submit(self, ask: MediaAsk) -> str:
        """The job's own id: there is nobody to hand it to.

        Raises:
            InvalidInput: it is not music that is asked for.
        """
        if ask.action is not MediaAction.TXT2AUDIO:
            raise InvalidInput("action", f"no {ask.action} here", MediaAction.TXT2AUDIO.value)
        return ask.job_id

    def poll(
        self,
        provider_job: str,  # noqa: ARG002 - the question itself tells all
        ask: MediaAsk,
        folder: Path,
        progress: Progress,
    ) -> Pending | Finished:
        """Make the pieces now: AAC in an M4A file each.

        Raises:
            JobCancelled: ``progress`` says so.
            EncoderFailed: ffmpeg refused the sound.
            StorageFull: the disk has no room left.
        """
        count = _pieces(ask)

        def told(number: int) -> Callable[[float], None]:
            return lambda share: progress((number + share) / count)

        made = tuple(
            self._piece(ask, number, folder / f"music_{number + 1}.m4a", told(number))
            for number in range(count)
        )
        progress(1.0)
        return Finished(made)

    def cancel(self, provider_job: str) -> None:
        """Nothing runs between polls."""

    def _piece(
        self, ask: MediaAsk, number: int, path: Path, progress: Callable[[float], None]
    ) -> Made:
        from kinora.media.track import write_track  # noqa: PLC0415 - heavy
        from kinora.providers.embedded.music.piece import (  # noqa: PLC0415 - heavy
            note_of,
            samples_of,
            spec_of,
        )

        seed = ask.seed if number == 0 else derive(ask.seed, "piece", number) % 2**53
        spec = spec_of(_direction(ask, seed), seed)
        samples = samples_of(spec, progress)
        title = ask.prompt.get("name")
        tags = {"title": title[:100] if isinstance(title, str) else "Music"}
        write_track(self._ffmpeg(), samples, path, tags)
        return Made(path, "audio/mp4", seed, note_of(spec, samples))


def _pieces(ask: MediaAsk) -> int:
    return min(max(ask.count, 1), _MOST_PIECES)


def _direction(ask: MediaAsk, seed: int) -> Direction:
    from kinora.providers.embedded.music.direction import direction  # noqa: PLC0415 - heavy

    return direction(ask, seed)
