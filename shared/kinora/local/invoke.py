"""The seam between the engine and whatever runs functions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from kinora.local.asl.values import Json

EXIT_ERROR: Final = "Runtime.ExitError"
"""The process died under the function."""

TIMED_OUT: Final = "Sandbox.Timedout"
"""The function ran past its own timeout."""

IMPORT_ERROR: Final = "Runtime.ImportModuleError"
HANDLER_NOT_FOUND: Final = "Runtime.HandlerNotFound"
MARSHAL_ERROR: Final = "Runtime.MarshalError"
NO_SUCH_FUNCTION: Final = "Lambda.ResourceNotFoundException"

SERVICE_ERROR: Final = "Lambda.ServiceException"
"""The invoker itself could not do its part; trying again may help."""

RUNTIME_ERRORS: Final = frozenset(
    {
        SERVICE_ERROR,
        EXIT_ERROR,
        TIMED_OUT,
        IMPORT_ERROR,
        HANDLER_NOT_FOUND,
        MARSHAL_ERROR,
        NO_SUCH_FUNCTION,
    }
)
"""The error names that an invoker reports itself, beside those of the functions."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a call.

    Attributes:
        payload: what the function returned; of a failed call ``{"errorType", "errorMessage"}``,
            with ``"stackTrace"`` (a list of strings) when the function raised.
        failed: whether the function did not return.
    """

    payload: Json
    failed: bool = False


def failure(error: str, message: str, trace: list[str] | None = None) -> Outcome:
    """The outcome of a call that failed, in the shape that Lambda reports."""
    payload: dict[str, Json] = {"errorType": error, "errorMessage": message}
    if trace is not None:
        payload["stackTrace"] = trace
    return Outcome(payload, failed=True)


OnDone = Callable[[Outcome], None]


class Ticket(Protocol):
    """Stands for one submitted call; only the invoker that gave it looks inside."""


class Invoker(Protocol):
    """Runs functions by name, each beside the others."""

    def submit(
        self, function: str, payload: Json, timeout: float | None, on_done: OnDone
    ) -> Ticket:
        """Start a call, or queue it behind others of the same function.

        Args:
            function: the function's name.
            payload: the event; it crosses as JSON.
            timeout: seconds after which the caller will cancel by itself; a limit behind the
                function's own for the case that the caller cannot.
            on_done: called once from any thread, unless the call is cancelled before.
        """
        ...

    def cancel(self, ticket: Ticket) -> None:
        """End a call for good; its work is killed where that is possible."""
        ...

    def close(self) -> None:
        """Cancel everything and let go of all threads and processes."""
        ...
