"""How a route asks who calls, and with what request."""

from __future__ import annotations

from typing import Annotated

from aws_lambda_powertools.event_handler.depends import Depends
from aws_lambda_powertools.event_handler.request import Request as RouteRequest

from kinora.api.access.caller import Caller
from kinora.api.request import Request


def caller_of(request: RouteRequest) -> Caller:
    """Who calls; they may do what they ask."""
    caller: Caller = request.context["caller"]
    return caller


def asked_of(request: RouteRequest) -> Request:
    """The request as it came in."""
    asked: Request = request.context["request"]
    return asked


AtCaller = Annotated[Caller, Depends(caller_of)]
AtRequest = Annotated[Request, Depends(asked_of)]
