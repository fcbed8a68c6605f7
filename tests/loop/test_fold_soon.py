"""Many that ask for a fold at the same time are served by one execution."""

from datetime import UTC, datetime, timedelta

import pytest

from kinora.control.executions import SYNC
from kinora.local.client import Client
from kinora.loop.fold_soon import fold_soon
from kinora.model.errors import StateMachineDoesNotExist

NOW = datetime(2026, 11, 20, 9, 45, 12, tzinfo=UTC)
WAIT = {"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 60, "End": True}}}


@pytest.fixture
def journal(tmp_path):
    with Client(tmp_path / "journal.sqlite") as client:
        client.create_state_machine(SYNC, WAIT)
        yield client


def test_who_asks_within_one_span_joins(journal):
    arns = {fold_soon(journal, NOW + timedelta(seconds=part)) for part in (0, 0.5, 1.999)}
    assert len(arns) == 1
    assert fold_soon(journal, NOW + timedelta(seconds=2)) not in arns
    assert len(journal.list_executions(SYNC).items) == 2


def test_who_asks_late_for_a_span_that_is_over_was_served(journal):
    arn = fold_soon(journal, NOW)
    journal.stop_execution(arn)
    name = fold_soon(journal, NOW)
    assert journal.describe_execution(name).arn == arn
    assert len(journal.list_executions(SYNC).items) == 1


def test_without_its_machine_it_is_an_error(tmp_path):
    with Client(tmp_path / "empty.sqlite") as empty, pytest.raises(StateMachineDoesNotExist):
        fold_soon(empty, NOW)
