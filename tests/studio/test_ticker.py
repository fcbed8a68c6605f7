"""The ticker: what is due reaches the tick function once, and what came of it is noted."""

import logging
import threading
import time

import pytest

from kinora.control.instants import iso
from kinora.control.schedules import Schedule
from kinora.local.in_process import InProcessInvoker
from kinora.local.schedules import LocalSchedules, Tick
from kinora.studio.ticker import FUNCTION, Ticker

NOON = 1_790_000_000.0


class Clock:
    now = NOON

    def __call__(self):
        return self.now


class Function:
    """Stands where the tick function does: it keeps its events, and waits while it is held."""

    def __init__(self):
        self.events = []
        self.free = threading.Event()
        self.free.set()

    def __call__(self, event, context):
        self.events.append(event)
        assert self.free.wait(10)
        if event["workflow"] == "exploiter":
            raise ValueError("no such luck")
        return {"workflow": event["workflow"], "run_id": None, "result": "paused"}


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(tmp_path, clock):
    made = LocalSchedules(tmp_path / "schedules.sqlite", clock)
    yield made
    made.close()


@pytest.fixture
def function():
    return Function()


@pytest.fixture
def ticker(store, clock, function):
    invoker = InProcessInvoker({FUNCTION: function})
    made = Ticker(store, invoker, clock)
    yield made
    function.free.set()
    made.close()
    invoker.close()


def every(seconds, *names):
    return tuple(Schedule(name=name, enabled=True, every_seconds=seconds) for name in names)


def until(met):
    limit = time.monotonic() + 10
    while not met():
        assert time.monotonic() < limit
        time.sleep(0.005)


def results(store):
    return {state.name: state.last_result for state in store.states()}


def test_what_is_due_reaches_the_function_as_event_bridge_would_say_it(store, ticker, function):
    store.apply(every(60, "explorer"))
    assert ticker.round() == [Tick("explorer", NOON)]
    until(lambda: function.events)
    assert function.events == [{"workflow": "explorer", "scheduled_at": iso(NOON)}]
    assert ticker.round() == []


def test_results_and_failures_are_noted(store, ticker, clock):
    store.apply(every(60, "explorer", "exploiter"))
    clock.now = NOON + 30
    ticker.round()
    until(lambda: None not in results(store).values())
    assert results(store) == {"explorer": "paused", "exploiter": "failed: ValueError: no such luck"}


def test_a_function_that_is_missing_is_noted_and_tried_again(store, clock):
    ticker = Ticker(store, InProcessInvoker({}), clock)
    store.apply(every(60, "main"))
    for _ in range(2):
        assert len(ticker.round()) == 1
        assert "Function not found: TickFunction" in results(store)["main"]
        clock.now += 60


def test_a_tick_waits_for_no_other_and_leaves_one_out_rather(store, ticker, function, clock):
    """A slow function never has two ticks of one schedule, which would both find no run."""
    store.apply(every(1, "explorer", "main"))
    function.free.clear()
    assert ticker.round() == [Tick("explorer", NOON)]
    clock.now += 1
    assert ticker.round() == [Tick("main", NOON + 0.5)]
    clock.now += 1
    assert ticker.round() == []
    until(lambda: len(function.events) == 2)
    function.free.set()
    until(lambda: set(results(store).values()) == {"paused"})
    clock.now += 1
    assert ticker.round() == [Tick("main", NOON + 2.5), Tick("explorer", NOON + 3)]


def test_its_thread_takes_ticks_and_sees_what_others_change(store, ticker, function, tmp_path):
    ticker.start()
    other = LocalSchedules(tmp_path / "schedules.sqlite", lambda: NOON - 1)
    other.apply(every(60, "main"))
    other.close()
    until(lambda: function.events)
    assert function.events == [{"workflow": "main", "scheduled_at": iso(NOON - 1)}]


def test_it_stops_at_once(store, ticker, function, clock):
    store.apply(every(3_600, "main"))
    ticker.start()
    until(lambda: function.events)
    began = time.monotonic()
    ticker.close()
    assert time.monotonic() - began < 0.2
    clock.now += 3_600
    time.sleep(0.1)
    assert len(function.events) == 1
    ticker.close()


def test_one_that_never_began_can_be_closed(ticker, function):
    ticker.close()
    ticker.start()
    ticker.close()
    assert function.events == []


def test_schedules_that_cannot_be_used_are_not_asked_without_rest(store, ticker, clock, caplog):
    """A full disk must not be filled with complaints about it; nor does it hold up a stop."""
    store.apply(every(60, "main"))
    store._connection.execute("pragma query_only = on")
    with caplog.at_level(logging.ERROR, "kinora.studio.ticker"):
        ticker.start()
        until(lambda: caplog.records)
        time.sleep(0.3)
        began = time.monotonic()
        ticker.close()
    assert time.monotonic() - began < 0.2
    assert [record.message for record in caplog.records] == ["the schedules stand still"]


@pytest.mark.parametrize("stopped", [True, False])
def test_a_result_that_comes_after_the_end_disturbs_nobody(
    store, ticker, function, caplog, stopped
):
    store.apply(every(60, "main"))
    function.free.clear()
    ticker.round()
    if stopped:
        ticker.close()
    store.close()
    with caplog.at_level(logging.ERROR, "kinora.studio.ticker"):
        function.free.set()
        until(lambda: not ticker._working)
        time.sleep(0.1)
    assert len(caplog.records) == (0 if stopped else 1)
