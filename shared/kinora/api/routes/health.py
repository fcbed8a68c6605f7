"""Whether the API is there."""

from __future__ import annotations

from aws_lambda_powertools.event_handler.api_gateway import Router

from kinora import __version__
from kinora.model.base import Frozen

router = Router()


class Health(Frozen):
    """The answer of a service that works."""

    status: str
    service: str
    version: str


@router.get("/health", tags=["health"], summary="Whether the API is there")
def health() -> Health:
    return Health(status="ok", service="kinora", version=__version__)
