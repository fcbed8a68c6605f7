"""The drainer calls when something is new, one call at a time, and steps back from a dead edge."""

import threading
import time

import pytest

from kinora.control.event import Event
from kinora.local.invoke import Outcome
from kinora.studio import drainer as module
from kinora.studio.drainer import Drainer

ENDED = Event("arn", 1, 0.0, "ExecutionSucceeded", None, "", {})
OTHER = Event("arn", 1, 0.0, "TaskStateExited", None, "", {})
WELL = Outcome({})
DOWN = Outcome({"errorType": "StorageUnreachable", "errorMessage": "nobody there"}, failed=True)


class Calls:
    """An invoker that answers when it is told to."""

    def __init__(self):
        self.open = []
        self.count = 0
        self.most = 0
        self.changed = threading.Condition()

    def submit(self, function, payload, timeout, on_done):
        assert (function, payload) == ("EdgeSyncFunction", {})
        with self.changed:
            self.open.append(on_done)
            self.count += 1
            self.most = max(self.most, len(self.open))
            self.changed.notify_all()

    def answer(self, outcome=WELL):
        with self.changed:
            assert self.changed.wait_for(lambda: self.open, 5)
            done = self.open.pop()
        done(outcome)


@pytest.fixture
def calls():
    return Calls()


@pytest.fixture
def drainer(calls, monkeypatch):
    monkeypatch.setattr(module, "_LAST", 0.3)
    made = Drainer(calls)
    made.start()
    yield made
    made.close()


def settled(calls, count):
    time.sleep(0.1)
    assert calls.count == count


def test_it_calls_at_once_and_then_when_an_execution_ended(calls, drainer):
    calls.answer()
    settled(calls, 1)
    drainer.hear(OTHER)
    settled(calls, 1)
    drainer.hear(ENDED)
    calls.answer()
    assert (calls.count, calls.most) == (2, 1)


def test_what_comes_during_a_call_is_one_more_call(calls, drainer):
    with calls.changed:
        assert calls.changed.wait_for(lambda: calls.open, 5)
    for _ in range(20):
        drainer.hear(ENDED)
    settled(calls, 1)
    calls.answer()
    calls.answer()
    settled(calls, 2)
    assert calls.most == 1


def test_a_dead_edge_is_asked_less_often_and_told_once(calls, drainer, monkeypatch, caplog):
    monkeypatch.setattr(module, "_FIRST_PAUSE", 0.2)
    began = time.monotonic()
    for _ in range(3):
        drainer.hear(ENDED)
        calls.answer(DOWN)
    assert time.monotonic() - began >= 0.2 + 0.4
    calls.answer()
    warnings = [each for each in caplog.records if each.levelname == "WARNING"]
    assert [each.getMessage() for each in warnings] == [
        "the edge is not up to date, runs go on: nobody there"
    ]
    drainer.hear(ENDED)
    calls.answer()  # at once again


def test_without_news_it_looks_anyway(calls, monkeypatch):
    monkeypatch.setattr(module, "_ANYWAY", 0.1)
    drainer = Drainer(calls)
    drainer.start()
    calls.answer()
    calls.answer()
    drainer.close()


def test_the_last_run_is_brought_before_it_ends(calls, drainer):
    calls.answer()
    settled(calls, 1)
    answering = threading.Thread(target=lambda: (time.sleep(0.1), calls.answer()))
    drainer.hear(ENDED)
    answering.start()
    drainer.close()
    answering.join()
    assert (calls.count, calls.open) == (2, [])


def test_it_does_not_wait_for_an_edge_that_is_away(calls, drainer):
    calls.answer(DOWN)
    drainer.hear(ENDED)
    began = time.monotonic()
    drainer.close()
    assert calls.count == 1
    assert time.monotonic() - began < 0.2


def test_one_that_was_never_started_ends(calls):
    Drainer(calls).close()
    assert calls.count == 0
