"""Loop control: what is set is saved, and the schedules follow at once."""

import pytest

from kinora.control.schedules import Schedule
from kinora.local.schedules import LocalSchedules
from kinora.loop import keys
from kinora.loop.control import schedules_of, set_loops
from kinora.loop.pick import loop_config
from kinora.model.errors import RecordRefused, StorageError
from kinora.model.loop_config import LoopChange, LoopConfig, Workflow

NOON = 1_790_000_000.0
ALL = set(Workflow)


@pytest.fixture
def schedules(tmp_path):
    made = LocalSchedules(tmp_path / "schedules.sqlite", lambda: NOON)
    yield made
    made.close()


def running(schedules):
    return {state.name for state in schedules.states() if state.enabled}


def intervals(schedules):
    return {state.name: state.every_seconds for state in schedules.states()}


def test_overall_settings_hold_for_all(ports, schedules):
    saved = set_loops(LoopChange(delay_seconds=120, exploit_ratio=0.25), None, ports, schedules)
    assert saved == loop_config(ports) == LoopConfig(delay_seconds=120, exploit_ratio=0.25)
    assert intervals(schedules) == dict.fromkeys(Workflow, 120)
    assert running(schedules) == ALL


def test_a_workflow_type_has_settings_of_its_own(ports, schedules):
    set_loops(LoopChange(delay_seconds=120), None, ports, schedules)
    set_loops(LoopChange(delay_seconds=5), Workflow.MAIN, ports, schedules)
    set_loops(LoopChange(exploit_ratio=0.5), Workflow.MAIN, ports, schedules)
    set_loops(LoopChange(delay_seconds=600), None, ports, schedules)
    assert intervals(schedules) == {**dict.fromkeys(Workflow, 600), "main": 5}
    assert loop_config(ports).of(Workflow.MAIN).exploit_ratio == 0.5
    assert loop_config(ports).of(Workflow.EXPLORER).exploit_ratio == 0.7


def test_a_schedule_runs_only_where_both_levels_are_enabled(ports, schedules):
    on, off = LoopChange(enabled=True), LoopChange(enabled=False)
    set_loops(off, Workflow.MAIN, ports, schedules)
    assert running(schedules) == ALL - {"main"}
    set_loops(off, None, ports, schedules)
    assert running(schedules) == set()
    set_loops(on, Workflow.MAIN, ports, schedules)
    assert running(schedules) == set()
    set_loops(off, Workflow.EXPLORER, ports, schedules)
    set_loops(on, None, ports, schedules)
    assert running(schedules) == ALL - {"explorer"}


def test_without_a_delay_the_shortest_interval_there_is(ports, schedules):
    set_loops(LoopChange(delay_seconds=0), None, ports, schedules)
    assert intervals(schedules) == dict.fromkeys(Workflow, 1)


def test_what_concerns_no_schedule_leaves_their_grid_alone(ports, schedules):
    set_loops(LoopChange(delay_seconds=60), None, ports, schedules)
    schedules.take_due()
    before = schedules.states()
    set_loops(LoopChange(exploit_ratio=0.1, duration_seconds=9), None, ports, schedules)
    set_loops(LoopChange(), None, ports, schedules)
    assert schedules.states() == before


def test_a_configuration_that_cannot_be_read_is_left_as_it_is(ports, schedules):
    ports.objects.put(keys.LOOP_CONFIG, b'{"enabled": "perhaps"}')
    with pytest.raises(RecordRefused, match=r"config/loop.json: enabled: .*boolean"):
        set_loops(LoopChange(delay_seconds=60), None, ports, schedules)
    assert ports.objects.get(keys.LOOP_CONFIG) == b'{"enabled": "perhaps"}'
    assert schedules.states() == ()


@pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"[]", b'{"enabled": true, "speed": 9}'])
def test_whatever_the_object_holds_the_error_names_it(ports, content):
    ports.objects.put(keys.LOOP_CONFIG, content)
    with pytest.raises(RecordRefused, match="config/loop.json: "):
        loop_config(ports)


class Failing:
    """Schedules that cannot be changed the first time."""

    def __init__(self, schedules):
        self.states = schedules.states
        self.schedules = schedules
        self.failed = False

    def apply(self, wanted):
        if not self.failed:
            self.failed = True
            raise StorageError("EventBridge Scheduler answered ThrottlingException")
        self.schedules.apply(wanted)


def test_saving_again_mends_schedules_that_could_not_be_changed(ports, schedules):
    failing = Failing(schedules)
    with pytest.raises(StorageError, match="Throttling"):
        set_loops(LoopChange(enabled=False), None, ports, failing)
    assert not loop_config(ports).enabled
    set_loops(LoopChange(enabled=False), None, ports, failing)
    assert [state.enabled for state in schedules.states()] == [False] * 4


class Interrupted:
    """Schedules between whose reading and changing somebody else sets the loops."""

    def __init__(self, schedules, meanwhile):
        self.schedules = schedules
        self.meanwhile = [meanwhile]

    def apply(self, wanted):
        if self.meanwhile:
            self.meanwhile.pop()()
        self.schedules.apply(wanted)


def test_of_two_who_save_at_once_the_schedules_follow_who_saved_last(ports, schedules):
    def other():
        set_loops(LoopChange(enabled=True, delay_seconds=60), None, ports, schedules)

    set_loops(LoopChange(enabled=False), None, ports, Interrupted(schedules, other))
    assert loop_config(ports).enabled
    assert running(schedules) == ALL
    assert set(intervals(schedules).values()) == {60}


def test_one_schedule_a_workflow():
    config = LoopConfig(delay_seconds=90).changed(LoopChange(enabled=False), Workflow.MAIN)
    assert schedules_of(config) == tuple(
        Schedule(name=name, enabled=name != "main", every_seconds=90) for name in Workflow
    )


def test_a_loop_can_be_set_back_to_what_holds_for_all(ports, schedules):
    set_loops(LoopChange(delay_seconds=5, exploit_ratio=0.1), Workflow.MAIN, ports, schedules)
    set_loops(LoopChange(delay_seconds=9), Workflow.EXPLORER, ports, schedules)
    saved = set_loops(
        LoopChange(exploit_ratio=0.2), Workflow.MAIN, ports, schedules, as_overall=True
    )
    assert saved.of(Workflow.MAIN).delay_seconds == saved.delay_seconds
    assert saved.of(Workflow.MAIN).exploit_ratio == 0.2
    assert saved.of(Workflow.EXPLORER).delay_seconds == 9
    saved = set_loops(LoopChange(), None, ports, schedules, as_overall=True)
    assert saved.workflows == {}
