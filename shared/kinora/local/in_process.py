"""Functions on threads of this process: for tests, and wherever isolation is not worth its price.

Events and results still cross as JSON, so that nothing works here that would not work elsewhere.
"""

from __future__ import annotations

import time
import uuid
from collections.abc import Mapping
from functools import partial
from typing import Final

from kinora.local.asl.values import encode
from kinora.local.handlers import (
    Handler,
    HandlerMissingError,
    call_handler,
    decode,
    load_handler,
)
from kinora.local.invoke import Outcome
from kinora.local.lambda_context import LambdaContext
from kinora.local.lanes import LaneInvoker, Request

_TIMEOUT: Final = 900.0


class InProcessInvoker(LaneInvoker):
    """Runs handlers on threads.

    A thread cannot be killed: a cancelled call runs to its end, and its outcome is dropped.
    Timeouts are for the caller to keep.

    Args:
        functions: handlers by function name, or their import paths.
        concurrency: calls of one function that may run at once.
    """

    def __init__(self, functions: Mapping[str, Handler | str], concurrency: int = 4) -> None:
        super().__init__(
            {
                name: (partial(_InThread, name, handler), concurrency)
                for name, handler in functions.items()
            },
            patience=0.2,
        )


class _InThread:
    def __init__(self, name: str, handler: Handler | str) -> None:
        self._name = name
        self._handler = handler

    def run(self, request: Request) -> Outcome:
        try:
            handler = self._handler
            if isinstance(handler, str):
                handler = self._handler = load_handler(handler)
        except HandlerMissingError as missing:
            return missing.outcome
        deadline = time.time() + (request.timeout or _TIMEOUT)
        context = LambdaContext(self._name, str(uuid.uuid4()), 1024, deadline)
        failed, text = call_handler(handler, encode(request.payload), context)
        return decode(failed, text)

    def interrupt(self) -> None:
        """Nothing can be done to a running thread."""

    def close(self) -> None:
        """There is nothing to let go of."""
