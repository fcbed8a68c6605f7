"""The application: every route on one resolver, and the document that describes them."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestValidationError

from kinora import __version__
from kinora.api import refusals
from kinora.api.routes import (
    events,
    executions,
    health,
    knowledge,
    learning,
    metrics,
    registries,
)
from kinora.model.errors import KinoraError, MethodNotAllowed, NotFound

ROUTERS = (
    health.router,
    executions.router,
    registries.router,
    knowledge.router,
    learning.router,
    events.router,
    metrics.router,
)


@cache
def application() -> APIGatewayHttpResolver:
    """The resolver with all routes. One for a process: it serves one request at a time."""
    app = APIGatewayHttpResolver(enable_validation=True, serializer=_json)
    for router in ROUTERS:
        app.include_router(router, prefix="/api")
    app.exception_handler(KinoraError)(refusals.refusal)
    app.exception_handler(RequestValidationError)(refusals.invalid)
    app.exception_handler(Exception)(refusals.internal)

    @app.not_found
    def _(_error: NotFoundError) -> Response[str]:
        event = app.current_event
        allowed = methods_of(app, event.path)
        if allowed:
            names = ", ".join(allowed)
            problem = f"{event.http_method} is not for {event.path}; allowed: {names}"
            return refusals.refusal(MethodNotAllowed(problem, Allow=names))
        return refusals.refusal(NotFound(f"nothing lies at {event.path}"))

    return app


def methods_of(app: APIGatewayHttpResolver, path: str) -> list[str]:
    """The methods that some route takes for a path, in alphabetical order."""
    routes = [*app._static_routes, *app._dynamic_routes]  # noqa: SLF001 - it has no public list
    return sorted({route.method for route in routes if route.rule.match(path)})


def openapi() -> dict[str, Any]:
    """The OpenAPI document of the application."""
    text = application().get_openapi_json_schema(
        title="Kinora",
        version=__version__,
        description="A self-growing video studio: jobs, loops, registries, knowledge.",
    )
    document: dict[str, Any] = json.loads(text)
    return document


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
