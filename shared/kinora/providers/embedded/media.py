"""One provider for all media: each action goes to its own maker."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kinora.providers.embedded.clips import EmbeddedClips
from kinora.providers.embedded.music import EmbeddedMusic
from kinora.providers.embedded.pictures import EmbeddedPictures
from kinora.providers.ports import (
    Estimate,
    Finished,
    MediaAction,
    MediaAsk,
    MediaProvider,
    Pending,
    Progress,
)


class EmbeddedMedia:
    """Pictures, clips and music, each made by its own provider; free, and the same every time."""

    name = "embedded"
    idempotent = True

    def __init__(self, makers: Mapping[MediaAction, MediaProvider]) -> None:
        self._makers = makers

    def parameters(self, action: MediaAction) -> Mapping[str, Any] | None:
        maker = self._makers.get(action)
        return None if maker is None else maker.parameters(action)

    def estimate(self, ask: MediaAsk) -> Estimate:
        return self._makers[ask.action].estimate(ask)

    def submit(self, ask: MediaAsk) -> str:
        return self._makers[ask.action].submit(ask)

    def poll(
        self, provider_job: str, ask: MediaAsk, folder: Path, progress: Progress
    ) -> Pending | Finished:
        return self._makers[ask.action].poll(provider_job, ask, folder, progress)

    def cancel(self, provider_job: str) -> None:
        for maker in self._makers.values():
            maker.cancel(provider_job)


def embedded_media(ffmpeg: Callable[[], str]) -> MediaProvider:
    """The provider that needs nothing but an ffmpeg."""
    return EmbeddedMedia(
        {
            MediaAction.TXT2IMG: EmbeddedPictures(),
            MediaAction.IMG2VID: EmbeddedClips(ffmpeg),
            MediaAction.TXT2AUDIO: EmbeddedMusic(ffmpeg),
        }
    )
