"""Pictures of pets drawn here: no network, no model, no key."""

from kinora.providers.embedded.pictures.provider import EmbeddedPictures

__all__ = ["EmbeddedPictures"]
