"""How the loops are set: bounds, two levels, and what is left out stays."""

import pytest
from pydantic import ValidationError

from kinora.model.loop_config import LoopChange, LoopConfig, LoopSettings, Workflow
from kinora.model.taxonomy import WorkflowType

BOUNDS = {
    "delay_seconds": (0, 86_400, -1, 86_401),
    "exploit_ratio": (0.0, 1.0, -0.001, 1.001),
    "duration_seconds": (1, 600, 0.99, 600.5),
}
INSIDE = [(name, value) for name, (low, high, *_) in BOUNDS.items() for value in (low, high)]
OUTSIDE = [(name, value) for name, (_, _, *out) in BOUNDS.items() for value in out]
ODD = [
    ("delay_seconds", 1.5),
    ("delay_seconds", "soon"),
    ("exploit_ratio", float("nan")),
    ("duration_seconds", float("inf")),
    ("enabled", "perhaps"),
    ("speed", 1),
]


@pytest.mark.parametrize("kind", [LoopChange, LoopConfig])
@pytest.mark.parametrize(("field", "value"), INSIDE)
def test_bounds_belong_to_what_is_allowed(kind, field, value):
    assert getattr(kind(**{field: value}), field) == value


@pytest.mark.parametrize("kind", [LoopChange, LoopConfig])
@pytest.mark.parametrize(("field", "value"), OUTSIDE + ODD)
def test_what_is_out_of_range_is_refused_by_name(kind, field, value):
    with pytest.raises(ValidationError) as caught:
        kind(**{field: value})
    assert [error["loc"] for error in caught.value.errors()] == [(field,)]


def test_a_workflow_that_does_not_exist_is_refused():
    with pytest.raises(ValidationError, match="explorer"):
        LoopConfig.model_validate({"workflows": {"web": {}}})


@pytest.mark.parametrize("overall", [True, False])
@pytest.mark.parametrize("own", [True, False, None])
def test_enabled_only_where_both_are(overall, own):
    config = LoopConfig(enabled=overall).changed(LoopChange(enabled=own), Workflow.MAIN)
    assert config.of(Workflow.MAIN).enabled is (overall and own is not False)
    assert config.of(Workflow.EXPLORER).enabled is overall


def test_a_change_leaves_the_rest():
    config = LoopConfig(delay_seconds=9, exploit_ratio=0.2)
    assert config.changed(LoopChange(delay_seconds=8)) == LoopConfig(
        delay_seconds=8, exploit_ratio=0.2
    )
    assert config.changed(LoopChange()) == config
    twice = config.changed(LoopChange(delay_seconds=7), Workflow.MAIN).changed(
        LoopChange(duration_seconds=3), Workflow.MAIN
    )
    assert twice.of(Workflow.MAIN) == LoopSettings(
        delay_seconds=7, exploit_ratio=0.2, duration_seconds=3
    )
    assert twice.of(Workflow.EXPLORER) == config.of(Workflow.EXPLORER)


def test_zero_and_false_are_values_not_absences():
    change = LoopChange(enabled=False, delay_seconds=0, exploit_ratio=0)
    assert change.given() == {"enabled": False, "delay_seconds": 0, "exploit_ratio": 0.0}
    assert LoopConfig().changed(change).of(Workflow.MAIN).every_seconds == 1


def test_it_survives_its_own_json():
    config = LoopConfig(enabled=False).changed(LoopChange(delay_seconds=0), Workflow.EXPLOITER)
    assert LoopConfig.model_validate_json(config.model_dump_json()) == config


def test_runs_that_no_loop_makes_are_as_overall():
    config = LoopConfig(duration_seconds=4).changed(LoopChange(duration_seconds=9), Workflow.MAIN)
    free = set(WorkflowType) - {flow.run_type for flow in Workflow if flow.makes_videos}
    assert free
    assert {config.of(kind).duration_seconds for kind in free} == {4}


def test_each_workflow_that_makes_videos_is_a_type_of_run():
    assert [flow for flow in Workflow if not flow.makes_videos] == [Workflow.INTERPRETATION]
    assert {flow.run_type for flow in Workflow if flow.makes_videos} <= set(WorkflowType)
