"""The gate before the routes: who comes how often, and whether they may."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache

from kinora.api.access.caller import OPEN, Caller
from kinora.api.access.callers import Callers, allowed, is_free
from kinora.api.access.limiter import Limiter
from kinora.api.request import Request
from kinora.loop.stage import Stage
from kinora.settings import Settings
from kinora.stores.objects import ObjectStore


class Gate:
    """What a process remembers between requests: tokens that it knows, and who asked how often."""

    def __init__(
        self,
        settings: Settings,
        objects: ObjectStore,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.callers = Callers(settings, objects, clock)
        self.limiter = Limiter(settings.rate_reads, settings.rate_writes, clock)

    def admit(self, request: Request, now: datetime) -> None:
        """Count a request of a client: its token, also behind a session, else its address.

        What a session belongs to is looked up later; the first time, the address pays for that.

        Raises:
            TooManyRequests: that client asks too often.
        """
        client = self.callers.known(request, now)
        self.limiter.admit(client or f"from {request.client}", request.safe)

    def caller(self, request: Request, now: datetime) -> Caller:
        """Who calls, and may do what is asked. Free paths are for everybody.

        Raises:
            Unauthenticated, Forbidden: nobody known, or somebody who may not.
        """
        if is_free(request):
            return OPEN
        return allowed(self.callers.caller(request, now), request)


@lru_cache(maxsize=8)
def gate(settings: Settings, stage: Stage) -> Gate:
    """The gate of this process in front of a stage."""
    return Gate(settings, stage.objects)
