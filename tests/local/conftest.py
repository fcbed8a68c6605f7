from __future__ import annotations

import time

import pytest

from kinora.control.views import ExecutionView
from kinora.local.engine import Engine
from kinora.local.journal import branches
from tests.local.machines import Functions

NEAR = 5.0
"""Seconds; what is due later, like the timeouts of healthy tasks, is never skipped to."""


class Clock:
    """Real time, with jumps forward."""

    def __init__(self) -> None:
        self.ahead = 0.0

    def __call__(self) -> float:
        return time.time() + self.ahead

    def skip(self, engine: Engine) -> None:
        """Jump to the next wait, retry or timeout of an engine, if it is near."""
        with engine._database.read() as tx:
            due = branches.next_due(tx)
        if due is not None and 0 < due - self() < NEAR:
            self.ahead += due - self()
            engine._changed()

    def wait(self, engine: Engine, execution: str, timeout: float = 10) -> ExecutionView:
        """Wait for an execution's end without sitting out what is only waiting."""
        limit = time.monotonic() + timeout
        while (view := engine.wait(execution, 0.02)).running and time.monotonic() < limit:
            self.skip(engine)
        return view


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def functions():
    made = Functions()
    yield made
    made.release.set()
    made.invoker.close()


@pytest.fixture
def journal(tmp_path):
    return tmp_path / "home" / "journal.sqlite"


@pytest.fixture
def engine(journal, functions, clock):
    with Engine(journal, functions.invoker, clock=clock) as running:
        yield running


@pytest.fixture
def run(engine, clock):
    """Create a machine of some definition, run it, and return the last view."""

    def go(definition, given=None, name="machine"):
        engine.create_state_machine(name, definition)
        arn = engine.start_execution(name, {} if given is None else given)
        return clock.wait(engine, arn)

    return go
