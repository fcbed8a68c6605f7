"""A week of the four schedules, from event to event on a simulated clock.

The schedules, the ticker and the tick function are the real ones; what is simulated is time, and
the runs, which take their time on that clock. Ticks are late as on a busy machine.
"""

from datetime import datetime
from functools import partial
from itertools import pairwise
from math import ceil, floor
from random import Random
from typing import NamedTuple

import pytest

from kinora import bootstrap
from kinora.control.executions import INTERPRETATION, LOOP
from kinora.control.views import ExecutionView, Page, Status
from kinora.local.invoke import Outcome, failure
from kinora.local.schedules import LocalSchedules
from kinora.loop.control import set_loops
from kinora.loop.tick import Tick, tick
from kinora.model.errors import ExecutionAlreadyExists, StorageError
from kinora.model.loop_config import LoopChange, Workflow
from kinora.model.run_id import run_id
from kinora.settings import Settings
from kinora.studio.ticker import Ticker

NOON = 1_790_000_000.0
MINUTE, HOUR, DAY = 60.0, 3_600.0, 86_400.0
WEEK = 7 * DAY
EVERY = {"explorer": 120, "exploiter": 180, "main": 240, "interpretation": 420}
MOST_LATE = 2.5
"""Seconds."""


class Run(NamedTuple):
    name: str
    workflow: str
    machine: str
    planned: float | None
    began: float
    ends: float
    input: dict


class World:
    """The two methods of Executions that a tick uses, and a clock. Every run ends by itself.

    Args:
        lasting: the seconds that the nth run of a workflow takes.
    """

    def __init__(self, lasting):
        self.now = NOON
        self.runs: list[Run] = []
        self.by_name: dict[str, Run] = {}
        self.going: list[Run] = []
        self.lasting = lasting
        self.broken = False
        self.counts = dict.fromkeys(EVERY, 0)

    def clock(self):
        return self.now

    def start_execution(self, machine, input, name=None):  # noqa: A002 - the API's word
        if self.broken:
            raise StorageError("Step Functions answered ServiceUnavailable")
        old = self.by_name.get(name)
        if old is not None:
            if old.ends > self.now and old.input == input:
                return name
            raise ExecutionAlreadyExists(name)
        workflow, planned = input["workflow_type"], input.get("scheduled_at")
        number, self.counts[workflow] = self.counts[workflow], self.counts[workflow] + 1
        ends = self.now + self.lasting(workflow, number)
        when = None if planned is None else datetime.fromisoformat(planned).timestamp()
        run = Run(name, workflow, machine, when, self.now, ends, input)
        self.runs.append(run)
        self.going.append(run)
        self.by_name[name] = run
        return name

    def list_executions(self, machine, status, limit, cursor=None, *, named=""):
        assert (status, cursor) == (Status.RUNNING, None)
        self.going = [run for run in self.going if run.ends > self.now]
        found = (run for run in self.going if run.machine == machine and named in run.name)
        return Page(tuple(map(_view, found))[:limit])


def _view(run):
    return ExecutionView(
        arn=run.name, name=run.name, machine=run.machine, status=Status.RUNNING, input=None,
        output=None, error=None, cause=None, started_at=run.began, ended_at=None, redrives=0,
    )  # fmt: skip


class Inline:
    """Runs the tick function where it is called, as a worker would: event in, JSON out."""

    def __init__(self, stage, world):
        self.stage = stage
        self.world = world
        self.told = []
        self.twice = False

    def submit(self, function, payload, timeout, on_done):
        for _ in range(2 if self.twice else 1):
            try:
                result = tick(Tick.model_validate(payload), self.stage, self.world)
                outcome = Outcome(result.model_dump(mode="json"))
                self.told.append((self.world.now, result.workflow, result.result))
            except StorageError as error:
                outcome = failure(type(error).__name__, str(error))
                self.told.append((self.world.now, payload["workflow"], "failed"))
        on_done(outcome)

    def cancel(self, ticket):
        """Nothing is ever under way."""

    def close(self):
        """There is nothing to let go of."""


class Studio:
    """One home, its ticks handed out from due instant to due instant."""

    def __init__(self, home, lasting, late=0.0):
        self.stage = bootstrap.stage(Settings(home=home))
        self.world = World(lasting)
        self.schedules = LocalSchedules(home / "schedules.sqlite", self.world.clock)
        self.invoker = Inline(self.stage, self.world)
        self.ticker = Ticker(self.schedules, self.invoker, self.world.clock)
        self.ticks = []
        self.late, self.rng = late, Random(7)
        self.plan = []

    def at(self, instant, action):
        """Have something happen at an instant."""
        self.plan.append((instant, action))
        self.plan.sort(key=lambda each: each[0])

    def set(self, workflow=None, **change):
        kind = None if workflow is None else Workflow(workflow)
        set_loops(LoopChange(**change), kind, self.stage, self.schedules)

    def run_until(self, end):
        while True:
            due = self.schedules.next_due()
            due = end if due is None else due + self.rng.uniform(0, self.late)
            if self.plan and self.plan[0][0] <= min(due, end):
                instant, action = self.plan.pop(0)
                self.world.now = max(self.world.now, instant)
                action()
            elif due < end:
                self.world.now = max(self.world.now, due)
                self.ticks += [(self.world.now, *each) for each in self.ticker.round()]
            else:
                self.world.now = end
                return

    def planned(self, workflow):
        return [at for _, name, at in self.ticks if name == workflow]

    def runs(self, workflow):
        return [run for run in self.world.runs if run.workflow == workflow and run.planned]


@pytest.fixture
def open_studio(tmp_path):
    opened = []

    def make(lasting, **options):
        opened.append(Studio(tmp_path / f"home-{len(opened)}", lasting, **options))
        return opened[-1]

    yield make
    for studio in opened:
        studio.schedules.close()


def half(workflow, number):
    """Runs that are over long before the next tick."""
    return EVERY[workflow] * 0.5


def mixed(workflow, number):
    """Mostly short runs; every ninth takes 3.4 intervals, every fifth fails after two seconds."""
    if number % 9 == 8:
        return EVERY[workflow] * 3.4
    return 2.0 if number % 5 == 4 else EVERY[workflow] * (0.2 + number % 7 / 10)


def set_rates(studio):
    for workflow, every in EVERY.items():
        studio.set(workflow, delay_seconds=every)
    states = studio.schedules.states()
    return {state.name: datetime.fromisoformat(state.next_at).timestamp() for state in states}


def expected(anchor, every, end, lasting):
    """The instants at which runs begin, by arithmetic: the first on the grid after each has ended."""
    at, number = anchor, 0
    while at < end:
        yield at
        at += ceil(lasting(number) / every) * every
        number += 1


def assert_never_two(runs):
    for workflow in EVERY:
        mine = sorted((run for run in runs if run.workflow == workflow), key=lambda run: run.began)
        assert all(a.ends <= b.began for a, b in pairwise(mine))


def test_a_week_of_four_schedules(open_studio):
    """Every tick on its grid to the end, every run where arithmetic puts it, never two of a type."""
    studio = open_studio(mixed, late=MOST_LATE)
    anchors, end = set_rates(studio), NOON + WEEK
    assert set(anchors.values()) == {NOON}
    studio.run_until(end)
    assert len(studio.ticks) == sum(ceil(WEEK / every) for every in EVERY.values()) == 12_360
    for workflow, every in EVERY.items():
        grid = [NOON + number * every for number in range(ceil(WEEK / every))]
        assert studio.planned(workflow) == grid
        starts = [run.planned for run in studio.runs(workflow)]
        assert starts == list(expected(NOON, every, end, partial(mixed, workflow)))
        # Nine runs take 8 + 4 intervals: 3.4 are waited for until the fourth is over.
        rounds, rest = divmod(len(grid), 12)
        assert len(starts) == 9 * rounds + min(rest, 9)
    assert all(0 <= now - at <= MOST_LATE for now, _, at in studio.ticks)
    assert_never_two(studio.world.runs)
    machines = {(run.workflow, run.machine) for run in studio.world.runs}
    loops = {(name, LOOP) for name in EVERY if name != "interpretation"}
    assert machines == loops | {("interpretation", INTERPRETATION)}
    told = [result.partition(" ")[0] == "started" for _, _, result in studio.invoker.told]
    assert (len(told), sum(told)) == (len(studio.ticks), len(studio.world.runs))


def test_a_studio_that_was_off_makes_up_for_nothing(open_studio, tmp_path):
    studio = open_studio(half)
    set_rates(studio)
    studio.run_until(NOON + HOUR)
    before = len(studio.ticks)
    back = NOON + HOUR + 9 * HOUR + 77
    studio.world.now = back
    studio.ticks += [(back, *each) for each in studio.ticker.round()]
    at_once = studio.ticks[before:]
    assert sorted(name for _, name, _ in at_once) == sorted(EVERY)
    assert studio.ticker.round() == []
    for workflow, every in EVERY.items():
        last = NOON + floor((back - NOON) / every) * every
        assert [at for _, name, at in at_once if name == workflow] == [last]
    studio.run_until(back + HOUR)
    for workflow, every in EVERY.items():
        first = NOON + ceil((back - NOON) / every) * every
        mine = [at for _, name, at in studio.ticks[before + 4 :] if name == workflow]
        assert mine == [first + n * every for n in range(ceil((back + HOUR - first) / every))]
    assert_never_two(studio.world.runs)


def test_a_pause_in_the_middle_of_the_week(open_studio):
    """No start while it lasts; runs that were under way end; the first tick after it is at once."""
    studio = open_studio(half, late=MOST_LATE)
    studio.set(delay_seconds=900)
    begin, end = NOON + 3 * DAY + 123, NOON + 4 * DAY + 456
    studio.at(begin, lambda: studio.set(enabled=False))
    studio.at(end, lambda: studio.set(enabled=True))
    studio.run_until(NOON + WEEK)
    starts = [run.began for run in studio.world.runs]
    assert not [at for at in starts if begin <= at < end]
    after = sorted(at for at in starts if at >= end)
    assert after[0] - end <= MOST_LATE
    assert all(at - end <= 675 + MOST_LATE for at in after[:4])
    for workflow in EVERY:
        mine = [at for at in studio.planned(workflow) if at >= end]
        assert [b - a for a, b in pairwise(mine)] == [900] * (len(mine) - 1)
        assert len(mine) == ceil((NOON + WEEK - mine[0]) / 900)


def test_pausing_one_workflow_leaves_the_others(open_studio):
    studio = open_studio(half)
    set_rates(studio)
    begin, end = NOON + 2 * HOUR + 5, NOON + 5 * HOUR + 7
    studio.at(begin, lambda: studio.set("main", enabled=False))
    studio.at(end, lambda: studio.set("main", enabled=True))
    studio.run_until(NOON + 8 * HOUR)
    main = studio.planned("main")
    assert [at for at in main if begin <= at] == [
        end + n * EVERY["main"] for n in range(ceil((NOON + 8 * HOUR - end) / EVERY["main"]))
    ]
    for workflow in ("explorer", "exploiter", "interpretation"):
        every = EVERY[workflow]
        grid = [NOON + n * every for n in range(ceil(8 * HOUR / every))]
        assert studio.planned(workflow) == grid


def test_a_change_of_the_rate_holds_at_once(open_studio):
    """An hour's wait that has just begun is not waited for when somebody asks for minutes."""
    studio = open_studio(lambda workflow, number: 1.0)
    studio.set(delay_seconds=int(HOUR))
    changed = NOON + HOUR + 61
    studio.at(changed, lambda: studio.set("explorer", delay_seconds=60))
    studio.at(changed + HOUR + 30, lambda: studio.set("explorer", delay_seconds=1_800))
    studio.run_until(NOON + 4 * HOUR)
    mine = studio.planned("explorer")
    again = changed + HOUR + 30
    assert mine == [
        NOON,
        NOON + HOUR,
        *(changed + n * 60 for n in range(61)),
        *(again + n * 1_800 for n in range(ceil((NOON + 4 * HOUR - again) / 1_800))),
    ]
    assert studio.planned("exploiter") == [NOON + 900 + n * HOUR for n in range(4)]
    assert len(studio.runs("explorer")) == len(mine)


def test_a_tick_delivered_twice_starts_one_run(open_studio):
    studio = open_studio(mixed)
    set_rates(studio)
    studio.invoker.twice = True
    studio.run_until(NOON + 6 * HOUR)
    for workflow, every in EVERY.items():
        starts = [run.planned for run in studio.runs(workflow)]
        assert len(starts) == len(set(starts))
        lasting = partial(mixed, workflow)
        assert starts == list(expected(NOON, every, NOON + 6 * HOUR, lasting))
    assert_never_two(studio.world.runs)


def test_runs_that_somebody_asked_for_hold_up_no_schedule(open_studio):
    studio = open_studio(half)
    set_rates(studio)

    def ask(number):
        now = datetime.fromtimestamp(studio.world.now).astimezone()
        name = run_id(now, "main", f"{number:06x}")
        studio.world.lasting = lambda workflow, n: DAY
        studio.world.start_execution(LOOP, {"workflow_type": "main"}, name)
        studio.world.lasting = half

    for number in range(20):
        studio.at(NOON + 100 + number * 333, lambda number=number: ask(number))
    studio.run_until(NOON + 3 * HOUR)
    assert len([run for run in studio.world.runs if run.planned is None]) == 20
    assert [run.planned for run in studio.runs("main")] == [
        NOON + n * EVERY["main"] for n in range(45)
    ]


def test_ticks_that_fail_are_told_and_the_next_comes_on_its_grid(open_studio):
    """An hour in which no run can be started costs the runs of that hour and nothing else."""
    studio = open_studio(half)
    set_rates(studio)
    studio.at(NOON + HOUR + 1, lambda: setattr(studio.world, "broken", True))
    studio.at(NOON + HOUR + 500, lambda: noted.extend(studio.schedules.states()))
    studio.at(NOON + 2 * HOUR + 1, lambda: setattr(studio.world, "broken", False))
    noted = []
    studio.run_until(NOON + 4 * HOUR)
    told = {state.name: state.last_result for state in noted}
    assert told["main"] == "failed: StorageError: Step Functions answered ServiceUnavailable"
    for workflow, every in EVERY.items():
        grid = [NOON + n * every for n in range(ceil(4 * HOUR / every))]
        assert studio.planned(workflow) == grid
        kept = [at for at in grid if not HOUR < at - NOON <= 2 * HOUR]
        assert [run.planned for run in studio.runs(workflow)] == kept
