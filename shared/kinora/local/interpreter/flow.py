"""The states that need nothing but the data and the clock."""

from __future__ import annotations

from kinora.local.asl.choice import holds
from kinora.local.asl.errors import NO_CHOICE, RUNTIME, StateError
from kinora.local.asl.expressions import Expression, evaluate
from kinora.local.asl.machine import Choice, Fail, Pass, Succeed, Wait
from kinora.local.asl.paths import Path
from kinora.local.asl.reader import TIME_LIMIT
from kinora.local.asl.timestamps import parse_timestamp
from kinora.local.asl.values import is_number
from kinora.local.interpreter.transition import finish, go_on
from kinora.local.interpreter.turn import Turn
from kinora.local.journal.branches import Phase


def run_pass(turn: Turn, state: Pass) -> None:
    """Pass the input on, or ``Parameters``, or the fixed ``Result``."""
    result = turn.input()
    if state.parameters is not None:
        result = state.parameters.fill(turn.scope(result))
    finish(turn, state.result if state.has_result else result)


def run_choice(turn: Turn, state: Choice) -> None:
    """Go where the first rule that holds leads.

    Raises:
        StateError: ``States.NoChoiceMatched`` when none does and there is no default.
    """
    document = turn.input()
    scope = turn.scope(document)
    for rule, target in state.rules:
        if holds(rule, scope):
            go_on(turn, document, target)
            return
    if state.default is None:
        raise StateError(NO_CHOICE, f"No rule of {state.name} matches, and it has no Default")
    go_on(turn, document, state.default)


def run_wait(turn: Turn, state: Wait) -> None:
    """Sleep until the time has come."""
    until = _until(turn, state)
    if until <= turn.tx.now:
        end_wait(turn)
        return
    turn.branch.phase, turn.branch.due = Phase.SLEEPING, until


def end_wait(turn: Turn) -> None:
    """Go on behind a Wait."""
    go_on(turn, turn.input())


def _until(turn: Turn, state: Wait) -> float:
    if state.timestamp is not None:
        moment = state.timestamp
        if isinstance(moment, Path):
            text = turn.read(moment, turn.input(), "TimestampPath")
            moment = text if isinstance(text, str) else repr(text)
        try:
            return parse_timestamp(moment)
        except ValueError as error:
            raise StateError(RUNTIME, f"TimestampPath: {error}") from None
    seconds = state.seconds
    if isinstance(seconds, Path):
        return turn.tx.now + seconds_at(turn, seconds, "SecondsPath", low=0)
    return turn.tx.now + (seconds or 0.0)


def seconds_at(turn: Turn, path: Path, field: str, low: int) -> float:
    """A number of seconds in the data.

    Raises:
        StateError: ``States.Runtime`` when it is no whole number from ``low`` to 99999999.
    """
    value = turn.read(path, turn.input(), field)
    if not is_number(value) or not isinstance(value, int) or not low <= value <= TIME_LIMIT:
        raise StateError(
            RUNTIME, f"The {field} '{path.text}' must lead to a whole number, at least {low}"
        )
    return float(value)


def run_succeed(turn: Turn, _state: Succeed) -> None:
    """End the region well."""
    go_on(turn, turn.input())


def run_fail(turn: Turn, state: Fail) -> None:
    """End the region with the error that the state names.

    Raises:
        StateError: always.
    """
    error = _reason(turn, state.error, "ErrorPath")
    raise StateError(error, _reason(turn, state.cause, "CausePath"))


def _reason(turn: Turn, given: str | Expression | None, field: str) -> str | None:
    if given is None or isinstance(given, str):
        return given
    value = evaluate(given, turn.scope(turn.raw), field)
    if not isinstance(value, str):
        raise StateError(RUNTIME, f"The {field} must lead to a string")
    return value
