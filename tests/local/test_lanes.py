from __future__ import annotations

import threading

import pytest

from kinora.local.invoke import Outcome
from kinora.local.lanes import LaneInvoker
from tests.local.machines import until


class Runner:
    """Runs calls that wait for a word from the test."""

    def __init__(self, opened: list[Runner]) -> None:
        opened.append(self)
        self.taken: list[object] = []
        self.interrupted = threading.Event()
        self.closed = False

    def run(self, request):
        self.taken.append(request.payload)
        if request.payload == "explode":
            raise RuntimeError("a faulty runner")
        if request.payload == "hang":
            self.interrupted.wait(10)
            self.interrupted.clear()
        return Outcome(request.payload)

    def interrupt(self):
        self.interrupted.set()

    def close(self):
        self.closed = True


@pytest.fixture
def opened():
    return []


@pytest.fixture
def lanes(opened):
    made = LaneInvoker({"f": (lambda: Runner(opened), 2)}, patience=5)
    yield made
    made.close()
    assert all(runner.closed for runner in opened)


def call(lanes, payload):
    done, outcomes = threading.Event(), []
    lanes.submit("f", payload, None, lambda outcome: (outcomes.append(outcome), done.set()))
    assert done.wait(5)
    return outcomes[0]


def test_calls_in_a_row_use_one_lane(lanes, opened):
    for number in range(200):
        assert call(lanes, number).payload == number
    assert len(opened) == 1


def test_a_second_lane_opens_when_the_first_is_busy(lanes, opened):
    lanes.submit("f", "hang", None, lambda outcome: None)
    assert call(lanes, 1).payload == 1
    assert len(opened) == 2


def test_no_more_lanes_than_allowed_and_the_rest_waits_in_order(lanes, opened):
    heard = []
    tickets = [lanes.submit("f", "hang", None, heard.append) for _ in range(2)]
    for number in range(3):
        lanes.submit("f", number, None, heard.append)
    until(lambda: sum(len(runner.taken) for runner in opened) == 2)
    lanes.cancel(tickets[0])
    until(lambda: len(heard) == 3)
    assert [outcome.payload for outcome in heard] == [0, 1, 2]
    assert len(opened) == 2


def test_a_cancelled_call_that_still_waits_is_never_run(lanes, opened):
    for _ in range(2):
        lanes.submit("f", "hang", None, lambda outcome: None)
    heard = []
    ticket = lanes.submit("f", "never", None, heard.append)
    lanes.cancel(ticket)
    lanes.close()
    assert heard == []
    assert all("never" not in runner.taken for runner in opened)


def test_a_faulty_runner_is_an_error_and_the_lane_goes_on(lanes, opened):
    outcome = call(lanes, "explode")
    assert outcome.failed
    assert outcome.payload["errorType"] == "Lambda.ServiceException"
    assert call(lanes, 1).payload == 1
    assert len(opened) == 1


def test_an_unknown_function(lanes):
    heard = []
    lanes.submit("g", None, None, heard.append)
    assert heard[0].payload["errorType"] == "Lambda.ResourceNotFoundException"
