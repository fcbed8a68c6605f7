"""The sound engine: music by mood and the sounds of the picture, from a scene to samples."""

from kinora.sound.engine import Track, render

__all__ = ["Track", "render"]
