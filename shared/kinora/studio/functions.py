"""The project's functions as workers of a home run them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from kinora.local.project import FunctionResource
from kinora.local.workers import FunctionSpec
from kinora.settings import Settings

_BEHIND: Final = 5
_FAR_BEHIND: Final = 10
"""How far workers stand back, 0 to 19: whoever waits for an answer comes first, drawing last."""


def function_specs(functions: Iterable[FunctionResource], settings: Settings) -> list[FunctionSpec]:
    """Functions with the settings that their workers are to read."""
    return [
        FunctionSpec(
            name=function.name,
            handler=function.handler,
            timeout_seconds=function.timeout_seconds,
            memory_mb=function.memory_mb,
            environment=settings.environment(),
            concurrency=function.concurrency,
            preload=not function.media,
            nice=_nice(function),
        )
        for function in functions
    ]


def _nice(function: FunctionResource) -> int:
    if function.awaited or (function.hurried and not function.media):
        return 0
    return _FAR_BEHIND if function.media else _BEHIND
