"""The provider of clips that needs no key: it moves the still's own pixels."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kinora.model.errors import InvalidInput, ProviderFailed
from kinora.providers.embedded.clips.parameters import PARAMETERS, settings
from kinora.providers.embedded.clips.plan import plan
from kinora.providers.ports import (
    Estimate,
    Finished,
    MediaAction,
    MediaAsk,
    Picture,
    Progress,
)

_PER_FRAME = 0.045
"""Seconds of work for a frame of 1280 pixels, on one small machine."""
_BEFORE = 1.0


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
        from kinora.providers.embedded.clips.shooting import shoot  # noqa: PLC0415 - OpenCV

        source, how, parts = self._source(ask), settings(ask), plan(ask.context)
        return Finished(shoot(self._ffmpeg(), source, ask, how, parts, folder, progress))

    def cancel(self, provider_job: str) -> None:
        """Nothing to do: work happens in :meth:`poll` alone, which ``progress`` ends."""

    @staticmethod
    def _source(ask: MediaAsk) -> Picture:
        if ask.source is None:
            raise InvalidInput("source", "a clip begins with a picture", "one picture")
        return ask.source
