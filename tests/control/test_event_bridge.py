"""Schedules on EventBridge Scheduler, against moto, beginning with those of the template."""

from datetime import UTC, datetime
from pathlib import Path

import boto3
import pytest
import yaml
from botocore.session import get_session
from botocore.stub import Stubber

from kinora.control import event_bridge
from kinora.control.event_bridge import EventBridgeSchedules
from kinora.control.schedules import Schedule, Schedules, ScheduleState
from kinora.local.project import _Reader
from kinora.model.errors import StorageError
from kinora.model.loop_config import Workflow

SERVICE = "scheduler"
GROUP = "kinora-loops"
TARGET = "arn:aws:lambda:eu-central-1:123456789012:function:tick"
ROLE = "arn:aws:iam::123456789012:role/schedule"
MODEL = get_session().get_service_model("scheduler")


def deployed(client):
    """The template's schedules, as CloudFormation would make them."""
    resources = yaml.load(Path("template.yaml").read_text(), _Reader)["Resources"].values()
    for resource in resources:
        if resource["Type"] == "AWS::Scheduler::Schedule":
            said = resource["Properties"]
            target = {**said["Target"], "Arn": TARGET, "RoleArn": ROLE}
            client.create_schedule(
                **{**said, "GroupName": GROUP, "State": "DISABLED", "Target": target}
            )


@pytest.fixture
def client(moto):
    made = boto3.client("scheduler")
    made.create_schedule_group(Name=GROUP)
    deployed(made)
    return made


@pytest.fixture
def schedules(client):
    return EventBridgeSchedules(client, GROUP)


def every(seconds, *names, enabled=True):
    return tuple(
        Schedule(name=name, enabled=enabled, every_seconds=seconds) for name in names or Workflow
    )


def found(client, name="main"):
    answer = client.get_schedule(GroupName=GROUP, Name=name)
    return {
        k: v for k, v in answer.items() if k not in {"ResponseMetadata", "LastModificationDate"}
    }


def test_it_has_the_methods_of_the_port():
    assert {name for name in vars(Schedules) if not name.startswith("_")} == {
        name for name in vars(EventBridgeSchedules) if not name.startswith("_")
    }


def test_what_the_template_deploys_is_seen(schedules):
    assert schedules.states() == tuple(
        ScheduleState(name=name, enabled=False, every_seconds=60) for name in sorted(Workflow)
    )


def test_schedules_of_other_groups_are_not_ours(schedules, client):
    client.create_schedule(
        Name="stranger",
        ScheduleExpression="cron(0 9 * * ? *)",
        FlexibleTimeWindow={"Mode": "OFF"},
        Target={"Arn": TARGET, "RoleArn": ROLE},
    )
    assert {state.name for state in schedules.states()} == set(Workflow)


@pytest.mark.parametrize(
    ("seconds", "expression", "told"),
    [
        (1, "rate(1 minute)", 60),
        (59, "rate(1 minute)", 60),
        (60, "rate(1 minute)", 60),
        (61, "rate(2 minutes)", 120),
        (120, "rate(2 minutes)", 120),
        (3_599, "rate(60 minutes)", 3_600),
        (86_400, "rate(1440 minutes)", 86_400),
    ],
)
def test_the_rate_is_whole_minutes_rounded_up(schedules, client, seconds, expression, told):
    schedules.apply(every(seconds))
    assert {found(client, name)["ScheduleExpression"] for name in Workflow} == {expression}
    assert schedules.states() == tuple(
        ScheduleState(name=name, enabled=True, every_seconds=told) for name in sorted(Workflow)
    )


def test_pausing_and_resuming(schedules, client):
    schedules.apply(every(300))
    schedules.apply((*every(300, "explorer", enabled=False), *every(300, "main")))
    assert found(client, "explorer")["State"] == "DISABLED"
    assert {state.name for state in schedules.states() if not state.enabled} == {"explorer"}
    schedules.apply(every(300, "explorer"))
    assert found(client, "explorer")["State"] == "ENABLED"


def test_what_an_update_does_not_say_is_kept(schedules, client):
    """An update replaces the whole schedule: what is not said again would be lost."""
    said = {
        "GroupName": GROUP,
        "Name": "main",
        "Description": "The balanced loop.",
        "ScheduleExpression": "rate(1 minute)",
        "ScheduleExpressionTimezone": "Europe/Berlin",
        "State": "DISABLED",
        "FlexibleTimeWindow": {"Mode": "FLEXIBLE", "MaximumWindowInMinutes": 3},
        "KmsKeyArn": "arn:aws:kms:eu-central-1:123456789012:key/mine",
        "ActionAfterCompletion": "NONE",
        "Target": {
            "Arn": TARGET,
            "RoleArn": ROLE,
            "Input": '{"workflow":"main"}',
            "RetryPolicy": {"MaximumRetryAttempts": 0, "MaximumEventAgeInSeconds": 60},
            "DeadLetterConfig": {"Arn": "arn:aws:sqs:eu-central-1:123456789012:lost"},
        },
    }
    client.delete_schedule(GroupName=GROUP, Name="main")
    client.create_schedule(**said)
    before = found(client)
    schedules.apply(every(300, "main"))
    assert found(client) == {**before, "State": "ENABLED", "ScheduleExpression": "rate(5 minutes)"}


def test_everything_that_an_update_can_say_is_thought_of():
    """Dates would bound a schedule in time, which ours never are; a token is botocore's to make."""
    members = set(MODEL.operation_model("UpdateSchedule").input_shape.members)
    said = {"Name", "GroupName", "State", "ScheduleExpression"}
    assert members == said | set(event_bridge._KEPT) | {"StartDate", "EndDate", "ClientToken"}


def test_what_does_not_change_is_not_updated(schedules, client, sent):
    schedules.apply(every(300))
    kept = sent(client)
    schedules.apply(every(300))
    schedules.apply(every(299))
    assert [operation for operation, _ in kept] == ["GetSchedule"] * 8
    schedules.apply((*every(300, "explorer"), *every(301, "main")))
    assert [params["Name"] for name, params in kept if name == "UpdateSchedule"] == ["main"]


def test_states_ask_for_nothing_but_our_schedules(schedules, client, sent):
    """ListSchedules cannot be granted for one group."""
    kept = sent(client)
    schedules.states()
    assert kept == [
        ("GetSchedule", {"GroupName": GROUP, "Name": name}) for name in sorted(Workflow)
    ]


@pytest.mark.parametrize(
    ("expression", "told"),
    [("rate(1 hour)", 3_600), ("rate(2 days)", 172_800), ("rate(90 minutes)", 5_400)],
)
def test_rates_that_somebody_set_in_the_console(schedules, client, expression, told):
    _set(client, expression)
    (state,) = (state for state in schedules.states() if state.name == "main")
    assert state.every_seconds == told


@pytest.mark.parametrize("expression", ["cron(0 9 * * ? *)", "at(2026-11-20T09:45:12)"])
def test_a_schedule_that_is_no_rate_is_named_and_mended_by_setting_it(
    schedules, client, expression
):
    _set(client, expression)
    with pytest.raises(StorageError, match="the schedule main is .*which is no rate"):
        schedules.states()
    schedules.apply(every(60))
    assert {state.every_seconds for state in schedules.states()} == {60}


def _set(client, expression):
    kept = {
        k: v for k, v in found(client).items() if k in {"Target", "FlexibleTimeWindow", "State"}
    }
    client.update_schedule(GroupName=GROUP, Name="main", ScheduleExpression=expression, **kept)


def test_what_is_missing_is_a_storage_error(schedules, client):
    client.delete_schedule(GroupName=GROUP, Name="main")
    for ask in (schedules.states, lambda: schedules.apply(every(60))):
        with pytest.raises(StorageError, match="answered ResourceNotFoundException"):
            ask()
    with pytest.raises(StorageError, match="answered ResourceNotFoundException"):
        EventBridgeSchedules(client, "no-group").states()


def errors_of(operation):
    named = [shape.name for shape in MODEL.operation_model(operation).error_shapes]
    return [(operation, code) for code in (*named, "AccessDeniedException")]


@pytest.mark.parametrize(
    ("operation", "code"), errors_of("GetSchedule") + errors_of("UpdateSchedule")
)
def test_every_error_is_a_storage_error_that_tells_no_more_than_its_name(plain, operation, code):
    """moto answers few of the errors that the service's model names."""
    answer = {
        "Name": "main",
        "State": "ENABLED",
        "ScheduleExpression": "rate(1 minute)",
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "Target": {"Arn": TARGET, "RoleArn": ROLE},
        "StartDate": datetime(2026, 1, 1, tzinfo=UTC),
    }
    with Stubber(plain) as stub:
        if operation == "GetSchedule":
            stub.add_client_error("get_schedule", code, "User arn:aws:sts::1:role is not allowed")
        else:
            stub.add_response("get_schedule", answer, {"GroupName": GROUP, "Name": "main"})
            stub.add_client_error("update_schedule", code, "User arn:aws:sts::1:role")
        with pytest.raises(StorageError) as caught:
            EventBridgeSchedules(plain, GROUP).apply(every(300, "main"))
    assert str(caught.value) == f"EventBridge Scheduler answered {code}"


def test_a_service_that_cannot_be_reached_is_a_storage_error(nobody_there):
    schedules = EventBridgeSchedules(nobody_there("scheduler"), GROUP)
    for ask in (schedules.states, lambda: schedules.apply(every(60))):
        with pytest.raises(StorageError, match="EventBridge Scheduler cannot be reached"):
            ask()
