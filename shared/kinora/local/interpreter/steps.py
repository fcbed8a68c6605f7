"""What a branch does in its turn."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final

from kinora.local.asl.errors import StateError
from kinora.local.asl.machine import (
    Choice,
    Fail,
    Map,
    Parallel,
    Pass,
    State,
    Succeed,
    Task,
    Wait,
)
from kinora.local.interpreter import fan_out, flow, tasks, transition
from kinora.local.interpreter.turn import Turn
from kinora.local.invoke import Outcome
from kinora.local.journal import branches
from kinora.local.journal.branches import Phase

_ENTER: Final[dict[type[State], Callable[[Turn, Any], None]]] = {
    Pass: flow.run_pass,
    Choice: flow.run_choice,
    Wait: flow.run_wait,
    Succeed: flow.run_succeed,
    Fail: flow.run_fail,
    Task: tasks.run_task,
    Map: fan_out.run_map,
    Parallel: fan_out.run_parallel,
}


def take(turn: Turn) -> None:
    """Let the branch do what is due, up to the next state or the next wait."""
    _carefully(turn, lambda: _step(turn))


def receive(turn: Turn, outcome: Outcome) -> None:
    """Let the branch have the outcome of the function that it called."""
    _carefully(turn, lambda: tasks.complete(turn, outcome))


def _carefully(turn: Turn, step: Callable[[], None]) -> None:
    try:
        step()
    except StateError as error:
        turn.call = None
        transition.fail(turn, error)
    branches.save(turn.tx, turn.branch)


def _step(turn: Turn) -> None:
    branch, state = turn.branch, turn.state
    if branch.reply is not None:
        tasks.settle(turn, json.loads(branch.reply))
    elif branch.phase is Phase.READY:
        _enter(turn, state)
    elif branch.phase is Phase.SLEEPING:
        flow.end_wait(turn)
    elif branch.phase is Phase.JOINING:
        _join(turn, state)
    elif branch.phase in {Phase.CALLING, Phase.WAITING}:
        tasks.expire(turn)
    else:
        branch.due = None


def _enter(turn: Turn, state: State) -> None:
    branch = turn.branch
    branch.due = None
    if branch.entered is None:
        branch.entered = turn.tx.now
        turn.record(f"{state.type}StateEntered", texts={"input": branch.data})
    _ENTER[type(state)](turn, state)


def _join(turn: Turn, state: State) -> None:
    if isinstance(state, Map):
        fan_out.join_map(turn, state)
    elif isinstance(state, Parallel):
        fan_out.join_parallel(turn, state)
