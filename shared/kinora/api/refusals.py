"""Errors as answers: ``{"error", "details"}`` whatever went wrong, never HTML or a traceback."""

from __future__ import annotations

import json
import logging

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.exceptions import RequestValidationError

from kinora.model import errors
from kinora.model.base import Frozen
from kinora.model.errors import InvalidInput, KinoraError, RequestRefused
from kinora.settings import PREFIX

JSON = "application/json"
_OURS = "something went wrong on our side; it is in the log"
_log = logging.getLogger(__name__)

STATUSES: dict[type[KinoraError], int] = {
    errors.NotFound: 404,
    errors.MethodNotAllowed: 405,
    errors.Unauthenticated: 401,
    errors.Forbidden: 403,
    errors.Conflict: 409,
    errors.Gone: 410,
    errors.PayloadTooLarge: 413,
    errors.UnsupportedMediaType: 415,
    errors.RangeNotSatisfiable: 416,
    errors.TooManyRequests: 429,
    errors.ObjectMissing: 404,
    errors.ObjectConflict: 409,
    errors.KeyRefused: 404,
    errors.ExecutionDoesNotExist: 404,
    errors.StateMachineDoesNotExist: 404,
    errors.ExecutionAlreadyExists: 409,
    errors.ExecutionNotRedrivable: 409,
    errors.TaskTimedOut: 409,
    errors.BudgetExceeded: 409,
    errors.ContentRejected: 422,
    errors.ProviderUnavailable: 503,
    errors.StorageError: 503,
    errors.InvalidInput: 422,
}
"""The status of each error; of several that fit, the one nearest in the tree. Others are 500."""


class Refusal(Frozen):
    """What every error answers with."""

    error: str
    """The error's name: a leaf of the tree in kinora.model.errors, or InternalError."""
    details: str
    """One sentence for people; it names the field and what is allowed."""


def status_of(error: KinoraError) -> int:
    """The HTTP status of an error."""
    return next((STATUSES[kind] for kind in type(error).__mro__ if kind in STATUSES), 500)


def refusal(error: KinoraError) -> Response[str]:
    """The answer for an error that was raised on purpose."""
    if isinstance(error, InvalidInput) and error.field.startswith(PREFIX):
        return internal(error)  # a setting of ours; clients can do nothing about it
    status = status_of(error)
    headers = dict(error.headers) if isinstance(error, RequestRefused) else {}
    if status == 503:
        headers.setdefault("Retry-After", "2")
    return _answer(status, type(error).__name__, str(error), headers)


def invalid(error: RequestValidationError) -> Response[str]:
    """The answer for a request that does not fit its schema: the first field that does not."""
    first = error.errors()[0]
    if first["type"] == "unsupported_content_type":
        return refusal(errors.UnsupportedMediaType(f"{first['msg']}; allowed: {JSON}"))
    field = ".".join(str(part) for part in first["loc"]) or "request"
    return refusal(InvalidInput(field, str(first["msg"])))


def internal(error: Exception, details: str = _OURS) -> Response[str]:
    """The answer for a fault of our own; what it was stands in the log."""
    _log.error("a request failed", exc_info=error)
    return _answer(500, "InternalError", details, {})


def _answer(status: int, error: str, details: str, headers: dict[str, str]) -> Response[str]:
    body = json.dumps({"error": error, "details": details}, ensure_ascii=False)
    return Response(status_code=status, content_type=JSON, body=body, headers=headers)
