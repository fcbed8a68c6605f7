"""Executions beyond a machine's limit wait at their beginning."""

from __future__ import annotations

import sqlite3
import time

from kinora.local.client import Client
from kinora.local.engine import Engine
from kinora.local.journal.schema import TABLES, VERSION
from tests.local.machines import ask, region, task, until

BLOCK = region(("B", task("block", End=True)))
TOKEN = region(("A", ask(Next="B")), ("B", task("block", End=True)))


def started(engine, arns):
    return [arn for arn in arns if engine.describe_execution(arn).current]


def test_only_so_many_work_and_the_others_follow_in_order(engine, functions):
    engine.create_state_machine("m", BLOCK, at_once=2)
    arns = [engine.start_execution("m", {"n": n}) for n in range(6)]
    until(lambda: len(functions.called("block")) == 2)
    time.sleep(0.3)
    assert started(engine, arns) == arns[:2]
    assert all(engine.describe_execution(arn).running for arn in arns)
    functions.release.set()
    assert all(engine.wait(arn, 10).status == "SUCCEEDED" for arn in arns)
    order = sorted(range(6), key=lambda number: entry_of(engine, arns[number]))
    assert all(abs(place - number) <= 1 for place, number in enumerate(order)), order


def entry_of(engine, arn):
    """When an execution left the queue."""
    events = engine.get_execution_history(arn, 1000).items
    return next(event.timestamp for event in events if event.type.endswith("StateEntered"))


def test_one_that_waits_for_somebody_makes_room(engine, functions):
    engine.create_state_machine("m", TOKEN, at_once=1)
    arns = [engine.start_execution("m", {"n": n}) for n in range(3)]
    until(lambda: len(functions.tokens) == 3)
    functions.release.set()
    for token in functions.tokens:
        engine.send_task_success(token, {})
    assert all(engine.wait(arn, 10).status == "SUCCEEDED" for arn in arns)


def test_one_in_the_queue_can_be_stopped_and_redriven(engine, functions):
    engine.create_state_machine("m", BLOCK, at_once=1)
    first, second, third = (engine.start_execution("m", {"n": n}) for n in range(3))
    until(lambda: functions.called("block"))
    engine.stop_execution(second)
    assert engine.describe_execution(second).status == "ABORTED"
    functions.release.set()
    assert engine.wait(third, 10).status == "SUCCEEDED"
    engine.redrive_execution(second)
    assert engine.wait(second, 10).status == "SUCCEEDED"
    assert engine.describe_execution(first).status == "SUCCEEDED"


def test_stopping_one_that_works_lets_the_next_in(engine, functions):
    engine.create_state_machine("m", BLOCK, at_once=1)
    first, second = (engine.start_execution("m", {"n": n}) for n in range(2))
    until(lambda: functions.called("block"))
    engine.stop_execution(first)
    until(lambda: len(functions.called("block")) == 2)
    functions.release.set()
    assert engine.wait(second, 10).status == "SUCCEEDED"


def test_the_timeout_counts_from_the_way_in(engine, functions, clock):
    definition = {**BLOCK, "TimeoutSeconds": 9}
    engine.create_state_machine("m", definition, at_once=1)
    first, second = (engine.start_execution("m", {"n": n}) for n in range(2))
    until(lambda: functions.called("block"))
    clock.ahead += 6
    engine.stop_execution(first)
    until(lambda: len(functions.called("block")) == 2)
    clock.ahead += 6
    time.sleep(0.4)
    assert engine.describe_execution(second).running
    functions.release.set()
    assert engine.wait(second, 10).status == "SUCCEEDED"


def test_a_queue_outlives_its_host(journal, functions):
    with Engine(journal, functions.invoker) as engine:
        engine.create_state_machine("m", BLOCK, at_once=1)
        arns = [engine.start_execution("m", {"n": n}) for n in range(4)]
        until(lambda: functions.called("block"))
    functions.release.set()
    with Engine(journal, functions.invoker) as engine:
        assert all(engine.wait(arn, 10).status == "SUCCEEDED" for arn in arns)


def test_a_journal_of_the_first_version_is_upgraded(journal):
    journal.parent.mkdir()
    connection = sqlite3.connect(journal)
    new = ("execution_running", "branch_queued")
    for statement in TABLES.replace(",\n    at_once INTEGER", "").split(";\n"):
        if not any(name in statement for name in new):
            connection.execute(statement)
    connection.execute("INSERT INTO definition VALUES ('s', '{}')")
    connection.execute("INSERT INTO machine VALUES ('old', 's', 1.0)")
    connection.execute(f"PRAGMA application_id = {0x4B4E524A}")
    connection.execute("PRAGMA user_version = 1")
    connection.commit()
    connection.close()
    with Client(journal) as client:
        client.create_state_machine("m", BLOCK, at_once=3)
    connection = sqlite3.connect(journal)
    assert connection.execute("PRAGMA user_version").fetchone() == (VERSION,)
    limits = dict(connection.execute("SELECT name, at_once FROM machine"))
    connection.close()
    assert limits == {"old": None, "m": 3}
