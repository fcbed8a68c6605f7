"""How a branch leaves a state: to the next, by Retry or Catch, or for good."""

from __future__ import annotations

import json

from kinora.control.views import Status
from kinora.local import lifecycle
from kinora.local.asl.errors import RESULT_PATH, StateError, matches
from kinora.local.asl.machine import Catcher, Map, Parallel
from kinora.local.asl.paths import Path, PathMissingError, put
from kinora.local.asl.values import Json, encode
from kinora.local.interpreter.turn import Turn, checked
from kinora.local.journal import branches
from kinora.local.journal.branches import Phase
from kinora.local.journal.history import record
from kinora.local.retry import delay, matching


def finish(turn: Turn, result: Json) -> None:
    """Leave with a result: ``ResultSelector``, ``ResultPath``, ``OutputPath``, then the next state.

    Raises:
        StateError: a path leads nowhere, or the output is too large.
    """
    state = turn.state
    if state.result_selector is not None:
        result = state.result_selector.fill(turn.scope(result))
    go_on(turn, _placed(turn.raw, state.result_path, result))


def _placed(document: Json, path: Path | None, result: Json) -> Json:
    if path is None:
        return document
    try:
        return put(document, path, result)
    except PathMissingError:
        raise StateError(
            RESULT_PATH, f"Unable to apply ReferencePath {path.text} to the state's input"
        ) from None


def go_on(turn: Turn, document: Json, following: str | None = None) -> None:
    """Leave with a document behind ``OutputPath``, to a given state or to ``Next``.

    Raises:
        StateError: the path leads nowhere, or the output is too large.
    """
    state = turn.state
    output = checked(turn.read(state.output_path, document, "OutputPath"))
    _exit(turn, output)
    target = following if following is not None else state.next
    if target is not None:
        turn.branch.enter(target, output, turn.tx.now)
    else:
        _end_well(turn, output)


def _exit(turn: Turn, output: str) -> None:
    turn.record(f"{turn.state.type}StateExited", texts={"output": output})
    if isinstance(turn.state, Map | Parallel):
        branches.delete_below(turn.tx, turn.branch.id, turn.branch.state)


def _end_well(turn: Turn, output: str) -> None:
    branch = turn.branch
    if branch.parent is None:
        lifecycle.end(turn.tx, turn.execution, Status.SUCCEEDED, output=output)
        return
    branch.rest()
    branch.phase, branch.data = Phase.DONE, output
    _tell_parent(turn, "MapIterationSucceeded")


def fail(turn: Turn, error: StateError) -> None:
    """Answer an error: try again, go where a catcher leads, or give the branch up."""
    state = turn.state
    if isinstance(state, Map | Parallel):
        _abort_inside(turn, error)
    index = matching(state.retry, error.error)
    if index is not None and _retry(turn, index):
        return
    for catcher in state.catch:
        if matches(catcher.errors, error.error):
            try:
                _catch(turn, catcher, error)
            except StateError as second:  # the error output fits nowhere
                _give_up(turn, second)
            return
    _give_up(turn, error)


def _retry(turn: Turn, index: int) -> bool:
    branch, retrier = turn.branch, turn.state.retry[index]
    tries: list[int] = json.loads(branch.tries)
    tries += [0] * (index + 1 - len(tries))
    if tries[index] >= retrier.attempts:
        return False
    pause = delay(retrier, tries[index], turn.sources.chance)
    tries[index] += 1
    branch.rest()
    branch.phase, branch.tries = Phase.READY, json.dumps(tries)
    branch.due = turn.tx.now + pause
    branch.attempt += 1
    if isinstance(turn.state, Map | Parallel):
        branches.delete_below(turn.tx, branch.id, branch.state)
    return True


def _catch(turn: Turn, catcher: Catcher, error: StateError) -> None:
    branch, tx = turn.branch, turn.tx
    described: Json = {"Error": error.error or "", "Cause": error.cause or ""}
    output = checked(_placed(turn.raw, catcher.result_path, described))
    lost = catcher.next in turn.region.doomed
    if lost and branch.caught is None:
        branch.caught = encode({"state": branch.state, "data": turn.raw})
        turn.record(f"{turn.state.type}StateExited", texts={"output": output})
    else:
        _exit(turn, output)
    branch.enter(catcher.next, output, tx.now)


def _give_up(turn: Turn, error: StateError) -> None:
    branch = turn.branch
    branch.rest()
    branch.phase, branch.error, branch.cause = Phase.FAILED, error.error, error.cause
    branches.save(turn.tx, branch)
    if branch.parent is None:
        lifecycle.end(turn.tx, turn.execution, Status.FAILED, error=error.error, cause=error.cause)
    else:
        _tell_parent(turn, "MapIterationFailed")


def _abort_inside(turn: Turn, error: StateError) -> None:
    """End whatever still goes on inside a Map or Parallel that has failed."""
    branch, kind = turn.branch, turn.state.type
    for inner in branches.active_below(turn.tx, branch.id, branch.state):
        lifecycle.abort(turn.tx, inner)
        if kind == "Map" and inner.parent == branch.id:
            turn.record("MapIterationAborted", name=branch.state, index=inner.slot)
    turn.record(f"{kind}StateFailed", error=error.error, cause=error.cause)


def _tell_parent(turn: Turn, map_event: str) -> None:
    """Wake the parent, and note the end of a Map's iteration under the Map's name."""
    branch = turn.branch
    turn.tx.run("UPDATE branch SET due = ? WHERE id = ?", turn.tx.now, branch.parent)
    parent = branches.get(turn.tx, branch.parent or 0)
    if parent is None:
        return
    owner = turn.machine.regions[parent.region].states[parent.state]
    if isinstance(owner, Map):
        note_iteration(turn, parent, map_event, branch.slot)


def note_iteration(turn: Turn, parent: branches.Branch, kind: str, index: int) -> None:
    """Record an event about one item of a Map."""
    record(
        turn.tx,
        turn.execution.key,
        kind,
        state=parent.state,
        place=parent.place,
        name=parent.state,
        index=index,
    )
