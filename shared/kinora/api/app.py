"""The application: every route on one resolver, and the document that describes them."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from aws_lambda_powertools.event_handler import APIGatewayHttpResolver, Response
from aws_lambda_powertools.event_handler.exceptions import NotFoundError
from aws_lambda_powertools.event_handler.openapi.exceptions import (
    RequestUnsupportedContentType,
    RequestValidationError,
    ResponseValidationError,
)

from kinora import __version__
from kinora.api import refusals
from kinora.api.access.described import described
from kinora.api.document import completed
from kinora.api.routes import (
    events,
    executions,
    health,
    interpretation,
    jobs,
    knowledge,
    learning,
    linguistic,
    loop,
    media,
    metrics,
    registries,
    session,
)
from kinora.api.routes.cc import branches as cc_branches
from kinora.api.routes.cc import interactions as cc_interactions
from kinora.api.routes.cc import media as cc_media
from kinora.api.routes.cc import runs as cc_runs
from kinora.model.errors import KinoraError, MethodNotAllowed, NotFound

ROUTERS = (
    health.router,
    session.router,
    jobs.router,
    media.router,
    loop.router,
    interpretation.router,
    linguistic.router,
    knowledge.router,
    registries.router,
    learning.router,
    events.router,
    executions.router,
    metrics.router,
    cc_runs.router,
    cc_interactions.router,
    cc_branches.router,
    cc_media.router,
)


@cache
def application() -> APIGatewayHttpResolver:
    """The resolver with all routes. One for a process: it serves one request at a time."""
    # Said outright, so that no variable turns it on: debug mode prints events, tokens and all.
    app = APIGatewayHttpResolver(
        enable_validation=True,
        response_validation_error_http_code=500,
        serializer=_json,
        debug=False,
    )
    for router in ROUTERS:
        app.include_router(router, prefix="/api")
    app.get("/api/openapi.json", tags=["health"], summary="This document")(_document)
    app.exception_handler(KinoraError)(refusals.refusal)
    app.exception_handler([RequestValidationError, RequestUnsupportedContentType])(refusals.invalid)
    app.exception_handler(ResponseValidationError)(refusals.internal)
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


def _document() -> dict[str, Any]:
    return openapi()


def methods_of(app: APIGatewayHttpResolver, path: str) -> list[str]:
    """The methods that some route takes for a path, in alphabetical order."""
    routes = [*app._static_routes, *app._dynamic_routes]  # noqa: SLF001 - it has no public list
    return sorted({route.method for route in routes if route.rule.match(path)})


@cache
def openapi() -> dict[str, Any]:
    """The OpenAPI document of the application."""
    text = application().get_openapi_json_schema(
        title="Kinora",
        version=__version__,
        description="A self-growing video studio: jobs, loops, registries, knowledge.",
    )
    return completed(
        described(json.loads(text)), {"UploadPlan": media.UploadPlan.model_json_schema()}
    )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
