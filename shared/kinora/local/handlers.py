"""Finding and calling a Lambda handler, and reporting its errors as Lambda does."""

from __future__ import annotations

import importlib
import json
import traceback
from collections.abc import Callable
from typing import Any

from kinora.local.asl.values import Json, encode
from kinora.local.invoke import (
    HANDLER_NOT_FOUND,
    IMPORT_ERROR,
    MARSHAL_ERROR,
    Outcome,
    failure,
)
from kinora.local.lambda_context import LambdaContext

Handler = Callable[[Any, LambdaContext], Any]


class HandlerMissingError(Exception):
    """There is no such handler; ``outcome`` is what Lambda reports for it."""

    def __init__(self, outcome: Outcome) -> None:
        self.outcome = outcome
        super().__init__(outcome.payload)


def load_handler(path: str) -> Handler:
    """Import ``package.module.function``.

    Raises:
        HandlerMissingError: the module cannot be imported, or has no such function.
    """
    module_name, _, attribute = path.rpartition(".")
    try:
        module = importlib.import_module(module_name)
    except Exception as error:  # noqa: BLE001 - a module may fail in any way when it is imported
        trace = traceback.format_exc().splitlines()
        message = f"Unable to import module '{module_name}': {error}"
        raise HandlerMissingError(failure(IMPORT_ERROR, message, trace)) from None
    handler: Handler | None = getattr(module, attribute, None)
    if handler is None:
        message = f"Handler '{attribute}' missing on module '{module_name}'"
        raise HandlerMissingError(failure(HANDLER_NOT_FOUND, message))
    return handler


def call_handler(handler: Handler, event: str, context: LambdaContext) -> tuple[bool, str]:
    """Call a handler with JSON text: whether it failed, and the JSON text of the outcome."""
    try:
        result = handler(json.loads(event), context)
    except Exception as error:  # noqa: BLE001 - whatever a function raises is its outcome
        return True, encode(report(error).payload)
    try:
        return False, encode(result)
    except (TypeError, ValueError, RecursionError) as error:
        message = f"Unable to marshal response: {error}"
        return True, encode(failure(MARSHAL_ERROR, message).payload)


def report(error: BaseException) -> Outcome:
    """An exception of a function as Lambda reports it."""
    frames = traceback.extract_tb(error.__traceback__)[1:]  # without the call that caught it
    trace = traceback.format_list(frames)
    return failure(type(error).__name__, str(error), trace)


def decode(failed: bool, text: str) -> Outcome:
    """The outcome of a call, from its JSON text."""
    payload: Json = json.loads(text)
    return Outcome(payload, failed)
