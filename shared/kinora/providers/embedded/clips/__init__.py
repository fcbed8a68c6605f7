"""Clips from a still in which only the chosen elements move, and which end where they begin."""

from kinora.providers.embedded.clips.provider import EmbeddedClips

__all__ = ["EmbeddedClips"]
