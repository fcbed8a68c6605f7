"""Map and Parallel: branches inside, each check-pointed by its own row."""

from __future__ import annotations

import json
from typing import Final

from kinora.local.asl.errors import RUNTIME, StateError
from kinora.local.asl.machine import Map, Parallel
from kinora.local.asl.values import Json, encode
from kinora.local.interpreter.transition import finish, note_iteration
from kinora.local.interpreter.turn import Turn, checked
from kinora.local.journal import branches
from kinora.local.journal.branches import Branch, Phase

_CONCURRENCY: Final = 40
"""Iterations of an inline Map that Step Functions runs at once when none are limited."""


def run_map(turn: Turn, state: Map) -> None:
    """Make a branch for every item and let the first ones run.

    Raises:
        StateError: the items are no list, or an item's input cannot be made.
    """
    items = turn.read(state.items_path, turn.input(), "ItemsPath")
    if not isinstance(items, list):
        raise StateError(
            RUNTIME, f"Reference path '{state.items_path.text}' must point to an array"
        )
    branches.delete_below(turn.tx, turn.branch.id, state.name)
    turn.record("MapStateStarted", length=len(items))
    for index, value in enumerate(items):
        item = encode({"Index": index, "Value": value})
        _insert(turn, index, state.region, phase=Phase.PENDING, data="null", item=item)
    turn.branch.phase, turn.branch.due = Phase.JOINING, None
    join_map(turn, state)


def run_parallel(turn: Turn, state: Parallel) -> None:
    """Start every branch with the same input."""
    document = turn.input()
    if state.parameters is not None:
        document = state.parameters.fill(turn.scope(document))
    text = checked(document)
    branches.delete_below(turn.tx, turn.branch.id, state.name)
    turn.record("ParallelStateStarted")
    for index, region in enumerate(state.regions):
        _insert(turn, index, region, phase=Phase.READY, data=text, item=turn.branch.item)
    turn.branch.phase, turn.branch.due = Phase.JOINING, None


def _insert(
    turn: Turn, index: int, region: str, *, phase: Phase, data: str, item: str | None
) -> None:
    parent = turn.branch
    way = f"{parent.place}/{parent.state}" if parent.place else parent.state
    branches.insert(
        turn.tx,
        Branch(
            execution=parent.execution,
            parent=parent.id,
            fork=parent.state,
            slot=index,
            place=f"{way}[{index}]",
            region=region,
            item=item,
            state=turn.machine.regions[region].start,
            phase=phase,
            data=data,
            due=turn.tx.now if phase is Phase.READY else None,
        ),
    )


def join_map(turn: Turn, state: Map) -> None:
    """Start as many items as may run; go on when all are done.

    Raises:
        StateError: an item has failed, or its input cannot be made.
    """
    turn.branch.due = None
    _raise_first_failure(turn, state)
    tx, parent = turn.tx, turn.branch
    running = branches.count_active(tx, parent.id, state.name)
    room = min(state.concurrency or _CONCURRENCY, _CONCURRENCY) - running
    waiting = branches.children_in(tx, parent.id, state.name, Phase.PENDING, max(room, 0))
    for child in waiting:
        child.data = checked(_item_input(turn, state, child))
        child.phase, child.due = Phase.READY, tx.now
        branches.save(tx, child)
        note_iteration(turn, parent, "MapIterationStarted", child.slot)
    if not running and not waiting:
        _collect(turn, state)


def _item_input(turn: Turn, state: Map, child: Branch) -> Json:
    item = json.loads(child.item or "null")
    if state.selector is None:
        value: Json = item["Value"]
        return value
    return state.selector.fill(turn.scope(turn.input(), item=item))


def join_parallel(turn: Turn, state: Parallel) -> None:
    """Go on when all branches are done.

    Raises:
        StateError: a branch has failed.
    """
    turn.branch.due = None
    _raise_first_failure(turn, state)
    if not branches.count_active(turn.tx, turn.branch.id, state.name):
        _collect(turn, state)


def _raise_first_failure(turn: Turn, state: Map | Parallel) -> None:
    failed = branches.children_in(turn.tx, turn.branch.id, state.name, Phase.FAILED, 1)
    if failed:
        raise StateError(failed[0].error, failed[0].cause)


def _collect(turn: Turn, state: Map | Parallel) -> None:
    done = branches.children(turn.tx, turn.branch.id, state.name)
    result: Json = [json.loads(child.data) for child in done]
    checked(result)
    turn.record(f"{state.type}StateSucceeded")
    finish(turn, result)
