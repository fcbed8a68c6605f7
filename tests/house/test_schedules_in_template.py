"""The template's schedules and the permissions to control them: exactly what the code calls."""

import ast
import json
from pathlib import Path

import pytest
import yaml
from botocore import xform_name
from botocore.session import get_session

from kinora.control import executions as machines
from kinora.control.executions import LOOP, SYNC
from kinora.local.project import _Reader
from kinora.loop.tick import Tick
from kinora.model.loop_config import Workflow
from kinora.studio import ticker

RESOURCES = yaml.load(Path("template.yaml").read_text(), _Reader)["Resources"]
SOURCE = Path("shared/kinora")
ARN = "arn:${AWS::Partition}:%s:${AWS::Region}:${AWS::AccountId}:%s"
STACK = "${AWS::StackName}-"
PREFIX = ARN % ("states", f"stateMachine:{STACK}")
ADAPTERS = {
    "states": ("stepfunctions", SOURCE / "control/step_functions.py"),
    "scheduler": ("scheduler", SOURCE / "control/event_bridge.py"),
}

WORKFLOWS = ["bootstrap/__init__.py", "cc/run/delivery.py"]
"""What starts the machines of workflows, and of the media jobs for them."""


def of_type(kind):
    return {name: r["Properties"] for name, r in RESOURCES.items() if r["Type"] == kind}


FUNCTIONS = of_type("AWS::Serverless::Function")
SCHEDULES = of_type("AWS::Scheduler::Schedule")
MACHINES = of_type("AWS::Serverless::StateMachine")


def variables(function):
    return FUNCTIONS[function].get("Environment", {}).get("Variables", {})


def with_setting(name):
    return {function for function in FUNCTIONS if name in variables(function)}


def granted(function, service):
    """What a function may do with a service: the resources by action."""
    found = {}
    for policy in FUNCTIONS[function].get("Policies", []):
        for statement in policy["Statement"]:
            resources = statement["Resource"]
            for action in statement["Action"]:
                if action.startswith(f"{service}:"):
                    listed = resources if isinstance(resources, list) else [resources]
                    found.setdefault(action, set()).update(each["of"] for each in listed)
    return found


def methods(path):
    """The operations that each method of an adapter's class calls, by itself or through others."""
    tree = ast.parse(path.read_text())
    (adapter,) = (node for node in tree.body if isinstance(node, ast.ClassDef))
    functions = {node.name: node for node in adapter.body if isinstance(node, ast.FunctionDef)}
    called = {name: set(map(ast.unparse, _called(node))) for name, node in functions.items()}

    def operations(name, seen=frozenset()):
        direct = {text for text in called[name] if text.startswith("self._client.")}
        through = {text.removeprefix("self.") for text in called[name]} & set(functions)
        return direct.union(*(operations(other, seen | {name}) for other in through - seen))

    return {name: operations(name) for name in functions if not name.startswith("_")}


def _called(node):
    return (each.func for each in ast.walk(node) if isinstance(each, ast.Call))


def actions(service, used=None):
    """The actions behind the methods of a service's adapter; of all its methods by default."""
    name, path = ADAPTERS[service]
    model = get_session().get_service_model(name)
    by_method = {f"self._client.{xform_name(each)}": each for each in model.operation_names}
    found = methods(path)
    wanted = found if used is None else used
    return {f"{service}:{by_method[call]}" for method in wanted for call in found[method]}


def asked(*modules):
    """The methods of Executions that modules call."""
    found = set()
    for module in modules:
        for call in _called(ast.parse((SOURCE / module).read_text())):
            owner, _, method = ast.unparse(call).rpartition(".")
            if owner.rpartition(".")[2] == "executions":
                found.add(method)
    return found


def started(*modules):
    """The machines that modules name."""
    names = {name for name in vars(machines) if name.isupper()}
    return {
        getattr(machines, alias.name)
        for module in modules
        for node in ast.walk(ast.parse((SOURCE / module).read_text()))
        if isinstance(node, ast.ImportFrom) and node.module == machines.__name__
        for alias in node.names
        if alias.name in names
    }


def test_each_workflow_has_one_schedule_of_its_name():
    assert sorted(said["Name"] for said in SCHEDULES.values()) == sorted(Workflow)
    assert {name.removesuffix("Schedule").lower() for name in SCHEDULES} == set(Workflow)


@pytest.mark.parametrize("name", SCHEDULES)
def test_a_schedule_calls_the_tick_function_with_its_workflow(name):
    said = SCHEDULES[name]
    assert said["State"] == {"Fn": "Ref", "of": "Schedules"}
    assert said["GroupName"] == {"Fn": "Ref", "of": "ScheduleGroup"}
    assert said["FlexibleTimeWindow"] == {"Mode": "OFF"}
    assert said["Target"]["Arn"] == {"Fn": "GetAtt", "of": f"{ticker.FUNCTION}.Arn"}
    assert said["Target"]["RoleArn"] == {"Fn": "GetAtt", "of": "ScheduleRole.Arn"}
    given = json.loads(said["Target"]["Input"])
    assert given == {"workflow": said["Name"], "scheduled_at": "<aws.scheduler.scheduled-time>"}
    event = Tick.model_validate({**given, "scheduled_at": "2026-11-20T09:45:12Z"})
    assert event.workflow == said["Name"]


@pytest.mark.parametrize("name", SCHEDULES)
def test_a_tick_that_is_missed_is_not_made_up_for(name):
    """Neither by Scheduler, nor by the queue of the function that it calls asynchronously."""
    once = {"MaximumRetryAttempts": 0, "MaximumEventAgeInSeconds": 60}
    assert SCHEDULES[name]["Target"]["RetryPolicy"] == once
    assert FUNCTIONS[ticker.FUNCTION]["EventInvokeConfig"] == once


def test_the_schedules_role_calls_the_tick_function_and_nothing_else():
    role = RESOURCES["ScheduleRole"]["Properties"]
    ((policy,), (trusted,)) = role["Policies"], role["AssumeRolePolicyDocument"]["Statement"]
    assert trusted["Principal"] == {"Service": "scheduler.amazonaws.com"}
    assert policy["PolicyDocument"]["Statement"] == [
        {
            "Effect": "Allow",
            "Action": "lambda:InvokeFunction",
            "Resource": {"Fn": "GetAtt", "of": f"{ticker.FUNCTION}.Arn"},
        }
    ]


@pytest.mark.parametrize("machine", MACHINES)
def test_a_machine_is_found_by_its_logical_name(machine):
    """Its ARN is the setting's value with the logical name behind it."""
    assert MACHINES[machine]["Name"] == {"Fn": "Sub", "of": f"{STACK}{machine}"}


def test_settings_name_machines_and_group():
    assert {LOOP, SYNC} <= set(MACHINES)
    for function in with_setting("KINORA_EXECUTIONS"):
        assert variables(function)["KINORA_EXECUTIONS"] == {"Fn": "Sub", "of": PREFIX}
    for function in with_setting("KINORA_SCHEDULES"):
        assert variables(function)["KINORA_SCHEDULES"] == {"Fn": "Ref", "of": "ScheduleGroup"}


def test_the_adapters_call_something():
    """What the tests below compare with is not empty by mistake."""
    assert actions("states", ["describe_execution"]) == {
        "states:DescribeExecution",
        "states:GetExecutionHistory",
    }
    assert actions("scheduler", ["states"]) == {"scheduler:GetSchedule"}
    assert all(found for _, path in ADAPTERS.values() for found in methods(path).values())


@pytest.mark.parametrize("service", ADAPTERS)
def test_the_api_may_do_exactly_what_the_adapters_call(service):
    assert set(granted("ApiFunction", service)) == actions(service)


@pytest.mark.parametrize(
    ("function", "modules"),
    [
        ("TickFunction", ["loop/tick.py"]),
        ("AwaitUploadFunction", ["loop/uploads.py"]),
        ("CcAskFunction", ["cc/run/runs.py"]),
        ("CcRecoverFunction", ["cc/run/runs.py"]),
        ("CcLateFunction", ["cc/run/runs.py", "cc/run/delivery.py"]),
        ("CcSweepFunction", ["cc/run/runs.py", "cc/run/delivery.py"]),
        ("MediaFailFunction", ["cc/run/runs.py", "cc/run/delivery.py"]),
    ],
)
def test_other_functions_may_do_exactly_what_they_call(function, modules):
    assert set(granted(function, "states")) == actions("states", asked(*modules))
    assert granted(function, "scheduler") == {}


@pytest.mark.parametrize("function", FUNCTIONS)
def test_who_has_a_permission_has_the_setting_and_the_other_way_round(function):
    for service, setting in (("states", "KINORA_EXECUTIONS"), ("scheduler", "KINORA_SCHEDULES")):
        assert bool(granted(function, service)) == (setting in variables(function))


@pytest.mark.parametrize("function", sorted(with_setting("KINORA_EXECUTIONS")))
def test_actions_are_granted_on_what_their_requests_name(function):
    """Those that name an execution on executions, the others on machines; all of this stack."""
    model = get_session().get_service_model("stepfunctions")
    for action, resources in granted(function, "states").items():
        members = model.operation_model(action.partition(":")[2]).input_shape.members
        kind = "execution" if "executionArn" in members else "stateMachine"
        assert all(each.startswith(ARN % ("states", f"{kind}:{STACK}")) for each in resources)


@pytest.mark.parametrize(
    ("function", "modules"),
    [
        ("ApiFunction", ["loop/jobs.py", "loop/fold_soon.py", *WORKFLOWS]),
        ("TickFunction", ["loop/tick.py"]),
        ("CcLateFunction", WORKFLOWS),
        ("CcSweepFunction", WORKFLOWS),
        ("MediaFailFunction", WORKFLOWS),
    ],
)
def test_only_machines_that_it_starts_may_be_started(function, modules):
    assert granted(function, "states")["states:StartExecution"] == {
        f"{PREFIX}{machine}" for machine in started(*modules)
    }


def test_schedules_are_those_of_the_group_and_only_their_role_is_passed():
    group = ARN % ("scheduler", "schedule/${ScheduleGroup}/*")
    assert all(found == {group} for found in granted("ApiFunction", "scheduler").values())
    assert granted("ApiFunction", "iam") == {"iam:PassRole": {"ScheduleRole.Arn"}}
    assert [name for name in FUNCTIONS if granted(name, "iam")] == ["ApiFunction"]
