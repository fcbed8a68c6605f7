"""A tick: one run of a kind at a time, one run a tick, and none while its loop is paused."""

import json
from datetime import datetime

import pytest

from kinora.control.executions import INTERPRETATION, LOOP
from kinora.control.views import Page
from kinora.local.client import Client
from kinora.loop import keys
from kinora.loop.tick import Tick, tick
from kinora.model.errors import RecordRefused, StateMachineDoesNotExist
from kinora.model.loop_config import LoopChange, LoopConfig, Workflow
from kinora.model.run import RunRequest
from kinora.model.run_id import run_id, workflow_of

AT = "2026-11-20T09:45:12.345Z"
LATER = "2026-11-20T09:46:12.345Z"
PASS = {"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 60, "End": True}}}


@pytest.fixture
def journal(tmp_path):
    """A real journal that nobody advances: what is started stays under way until it is stopped."""
    with Client(tmp_path / "journal.sqlite") as client:
        for machine in (LOOP, INTERPRETATION):
            client.create_state_machine(machine, PASS)
        yield client


def at(workflow, when=AT):
    return Tick(workflow=workflow, scheduled_at=when)


def names(journal):
    return [view.name for view in journal.list_executions().items]


@pytest.mark.parametrize("workflow", [flow for flow in Workflow if flow.makes_videos])
def test_a_loop_starts_a_run_that_knows_its_tick(ports, journal, workflow):
    ticked = tick(at(workflow), ports, journal)
    view = journal.describe_execution(ticked.run_id)
    assert view.machine == LOOP
    assert ticked.result == f"started {view.name}"
    assert view.name.startswith(f"20261120T094512Z-{workflow}-s")
    assert workflow_of(view.name) == workflow
    request = RunRequest.model_validate(view.input)
    assert request == RunRequest(workflow_type=workflow.run_type, scheduled_at=AT)


def test_the_interpretation_has_a_machine_of_its_own(ports, journal):
    ticked = tick(at(Workflow.INTERPRETATION), ports, journal)
    view = journal.describe_execution(ticked.run_id)
    assert view.machine == INTERPRETATION
    assert view.input == {"workflow_type": "interpretation", "scheduled_at": AT}


def test_a_run_that_goes_on_is_waited_for(ports, journal):
    first = tick(at("main"), ports, journal).run_id
    second = tick(at("main", LATER), ports, journal)
    assert (second.run_id, second.result) == (None, f"{first} is still under way")
    assert tick(at("explorer", LATER), ports, journal).run_id is not None
    journal.stop_execution(first)
    assert tick(at("main", LATER), ports, journal).run_id is not None


def test_a_tick_that_comes_twice_starts_one_run(ports, journal):
    first = tick(at("main"), ports, journal)
    again = tick(at("main"), ports, journal)
    assert again.run_id is None
    journal.stop_execution(first.run_id)
    after = tick(at("main"), ports, journal)
    assert (after.run_id, after.result) == (first.run_id, f"{first.run_id} was started before")
    assert names(journal) == [first.run_id]


class Late:
    """Executions whose list lags behind, as that of Step Functions may: it tells of nothing yet."""

    def __init__(self, journal):
        self.start_execution = journal.start_execution

    def list_executions(self, *asked, **named):
        return Page(())


def test_a_tick_that_comes_twice_at_once_starts_one_run(ports, journal):
    late = Late(journal)
    first, again = tick(at("main"), ports, late), tick(at("main"), ports, late)
    assert first == again
    assert names(journal) == [first.run_id]


def test_a_run_that_somebody_asked_for_holds_up_nothing(ports, journal):
    for number in range(3):
        name = run_id(datetime.fromisoformat(AT), "main", f"4f7a2{number}")
        journal.start_execution(LOOP, {"workflow_type": "main"}, name)
    assert tick(at("main"), ports, journal).run_id is not None


class Pages:
    """Executions that tell of one a page, with empty pages between, as Step Functions may."""

    def __init__(self, journal):
        self.journal = journal
        self.start_execution = journal.start_execution

    def list_executions(self, machine, status, limit, cursor=None, *, named=""):
        page = self.journal.list_executions(machine, status, 1, cursor)
        return Page(tuple(view for view in page.items if named in view.name), page.cursor)


def test_a_run_on_a_later_page_is_found(ports, journal):
    first = tick(at("main"), ports, journal).run_id
    for number in range(5):
        journal.start_execution(LOOP, {}, f"20261120T094513Z-main-{number}")
    assert tick(at("main", LATER), ports, Pages(journal)).result == f"{first} is still under way"
    journal.stop_execution(first)
    assert tick(at("main", LATER), ports, Pages(journal)).run_id is not None


@pytest.mark.parametrize("workflow", list(Workflow))
@pytest.mark.parametrize("whole", [True, False])
def test_while_a_loop_is_paused_it_starts_nothing(ports, journal, workflow, whole):
    config = LoopConfig().changed(LoopChange(enabled=False), None if whole else workflow)
    ports.objects.put(keys.LOOP_CONFIG, config.model_dump_json().encode())
    assert tick(at(workflow), ports, journal).result == "paused"
    assert names(journal) == []
    others = [other for other in Workflow if other is not workflow]
    started = [tick(at(other), ports, journal).run_id is not None for other in others]
    assert started == [not whole] * 3


def test_a_configuration_that_cannot_be_read_starts_nothing(ports, journal):
    ports.objects.put(keys.LOOP_CONFIG, json.dumps({"delay_seconds": -1}).encode())
    with pytest.raises(RecordRefused, match=r"config/loop.json: delay_seconds: .*greater than"):
        tick(at("main"), ports, journal)
    assert names(journal) == []


def test_a_machine_that_is_missing_is_an_error(ports, tmp_path):
    with Client(tmp_path / "empty.sqlite") as empty, pytest.raises(StateMachineDoesNotExist):
        tick(at("main"), ports, empty)
