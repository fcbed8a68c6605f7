"""What the routes work with: the ports of a process, handed to every request."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Annotated

from aws_lambda_powertools.event_handler.depends import Depends
from aws_lambda_powertools.event_handler.request import Request as RouteRequest

from kinora import bootstrap
from kinora import settings as configuration
from kinora.cc.run.runs import Runs
from kinora.control.executions import Executions
from kinora.control.schedules import Schedules
from kinora.loop.stage import Stage
from kinora.settings import Settings
from kinora.stores.sql import SqlStore


@dataclass(frozen=True)
class Desk:
    """The ports behind the API. ``tables`` are as fresh as the API promises."""

    settings: Settings
    stage: Stage
    executions: Executions
    schedules: Schedules
    tables: Callable[[], SqlStore]
    runs: Callable[[], Runs]
    """The runs of workflows."""
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    chance: Callable[[], str] = lambda: secrets.token_hex(3)
    """Six hexadecimal digits that part ids of the same second."""


def desk_of(settings: Settings) -> Desk:
    """The desk of a process with these settings."""
    stage = bootstrap.stage(settings)
    return Desk(
        settings=settings,
        stage=stage,
        executions=bootstrap.executions(settings),
        schedules=bootstrap.schedules(settings),
        tables=bootstrap.fresh_tables(settings, stage),
        runs=cache(lambda: Runs(bootstrap.workroom(settings))),
    )


@cache
def process_desk() -> Desk:
    """The desk of this process, from its environment."""
    return desk_of(configuration.read())


def at_desk(request: RouteRequest) -> Desk:
    """The desk that the request was handed."""
    desk: Desk = request.context["desk"]
    return desk


AtDesk = Annotated[Desk, Depends(at_desk)]
"""How a route asks for the desk."""
