"""The HTTP API."""

from kinora.api.entry import handler

__all__ = ["handler"]
