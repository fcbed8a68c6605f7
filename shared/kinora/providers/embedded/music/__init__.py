"""Music from Kinora's own engine, led by what the picture sounds like and by what was asked for."""

from kinora.providers.embedded.music.provider import EmbeddedMusic

__all__ = ["EmbeddedMusic"]
