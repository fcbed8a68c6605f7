"""The HTTP API."""

from kinora.api.lambda_host import handler

__all__ = ["handler"]
