from __future__ import annotations

import sqlite3

import pytest

from kinora.local.asl.machine import Succeed
from kinora.local.client import Client
from kinora.local.engine import Engine
from kinora.local.in_process import InProcessInvoker
from kinora.local.interpreter import steps
from kinora.model.errors import JournalCorrupted, StorageError, StorageFull
from tests.local.machines import ask, events, region, task, until

PASS = region(("P", {"Type": "Pass", "End": True}))


def test_a_file_that_is_no_database(journal):
    journal.parent.mkdir()
    journal.write_bytes(b"this is a text file, which is no journal at all\n" * 100)
    before = journal.read_bytes()
    with pytest.raises(JournalCorrupted, match=r"journal\.sqlite"):
        Client(journal)
    assert journal.read_bytes() == before


def test_a_database_of_something_else(journal):
    journal.parent.mkdir()
    with sqlite3.connect(journal) as other:
        other.execute("CREATE TABLE mine (a)")
    other.close()
    with pytest.raises(JournalCorrupted, match="not a Kinora journal"):
        Client(journal)


def test_a_journal_of_a_later_version(journal):
    Client(journal).close()
    connection = sqlite3.connect(journal)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(JournalCorrupted, match="version 99"):
        Client(journal)


def test_a_damaged_page_is_found_before_anything_runs(journal, functions):
    with Engine(journal, functions.invoker) as engine:
        row = [(f"S{i}", {"Type": "Pass", "Next": f"S{i + 1}"}) for i in range(40)]
        engine.create_state_machine("m", region(*row, ("S40", {"Type": "Succeed"})))
        engine.wait(engine.start_execution("m", {"x": "y" * 2000}), 5)
    content = bytearray(journal.read_bytes())
    assert len(content) > 40_000
    content[20_000:32_000] = b"\xff" * 12_000
    journal.write_bytes(content)
    engine = Engine(journal, functions.invoker)
    with pytest.raises(JournalCorrupted, match=r"damaged|not a readable"):
        engine.start()
    engine.close()
    assert journal.read_bytes() == bytes(content)


def test_a_truncated_journal(journal, functions):
    with Engine(journal, functions.invoker) as engine:
        engine.create_state_machine("m", PASS)
    content = journal.read_bytes()
    journal.write_bytes(content[: len(content) // 2])
    with pytest.raises(JournalCorrupted), Engine(journal, functions.invoker):
        pass


def test_a_folder_where_the_journal_should_be(journal):
    journal.mkdir(parents=True)
    with pytest.raises(StorageError, match="journal"):
        Client(journal)


def test_a_place_that_cannot_be_made(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="file"):
        Client(tmp_path / "file" / "journal.sqlite")


def full(engine: Engine, *, room: bool = False) -> None:
    """Let the journal's file grow no further, or freely again."""
    pages = engine._database._connection.execute("PRAGMA page_count").fetchone()[0]
    limit = 1_000_000 if room else pages
    with engine._database._lock:
        engine._database._connection.execute(f"PRAGMA max_page_count = {limit}")


def start_many(engine: Engine) -> None:
    for number in range(100):
        engine.start_execution("m", {"x": "y" * 20_000}, f"more-{number}")


def test_a_full_disk_stops_everything_and_loses_nothing(journal, functions):
    engine = Engine(journal, functions.invoker)
    machine = region(
        ("Block", task("block", ResultPath=None, Next="Fill")),
        ("Fill", {"Type": "Pass", "Result": "x" * 100_000, "ResultPath": "$.big", "Next": "Last"}),
        ("Last", task("echo", OutputPath="$.Payload.x", End=True)),
    )
    with engine:
        engine.create_state_machine("m", machine)
        arn = engine.start_execution("m", {"x": 1})
        until(lambda: functions.called("block"))
        full(engine)
        with pytest.raises(StorageFull, match="no room left"):
            start_many(engine)
        functions.release.set()
        with pytest.raises(StorageFull, match=r"journal\.sqlite"):
            engine.wait(arn, 10)
        assert engine.describe_execution(arn).running
        full(engine, room=True)
        until(lambda: engine._interpreter.trouble is None)
        view = engine.wait(arn, 10)
        assert (view.status, view.output) == ("SUCCEEDED", 1)
        assert functions.called("block").count({"x": 1}) == 1
        ids = [event.id for event in engine.get_execution_history(arn, 1000).items]
        assert ids == list(range(1, len(ids) + 1))


def test_a_full_disk_before_a_restart_loses_nothing(journal, functions):
    with Engine(journal, functions.invoker) as engine:
        engine.create_state_machine("m", region(("A", ask(Next="B")), ("B", {"Type": "Succeed"})))
        arn = engine.start_execution("m", {})
        until(lambda: "TaskSubmitted" in events(engine, arn))
        full(engine)
        with pytest.raises(StorageFull):
            engine.send_task_success(functions.tokens[0], "x" * 200_000)
    with Engine(journal, functions.invoker) as engine:
        engine.send_task_success(functions.tokens[0], "x" * 200_000)
        assert engine.wait(arn, 5).output == "x" * 200_000


def test_a_fault_of_the_interpreter_ends_one_execution_only(journal, functions, monkeypatch):
    def broken(turn, state):
        raise ZeroDivisionError("a fault")

    monkeypatch.setitem(steps._ENTER, Succeed, broken)
    with Engine(journal, functions.invoker) as engine:
        engine.create_state_machine("bad", region(("S", {"Type": "Succeed"})))
        engine.create_state_machine("good", PASS)
        bad = engine.wait(engine.start_execution("bad", {}), 5)
        good = engine.wait(engine.start_execution("good", {}), 5)
    assert (bad.status, bad.error) == ("FAILED", "States.Runtime")
    assert "a fault" in bad.cause
    assert good.status == "SUCCEEDED"


def test_very_deep_json_is_an_error_and_not_the_end(journal):
    deep: list = []
    for _ in range(600):
        deep = [deep]
    invoker = InProcessInvoker({"f": lambda event, context: deep})
    with Engine(journal, invoker) as engine:
        engine.create_state_machine("m", region(("A", task("f", End=True))))
        engine.create_state_machine("p", PASS)
        assert not engine.wait(engine.start_execution("m", {}), 5).running
        assert engine.wait(engine.start_execution("p", {}), 5).status == "SUCCEEDED"
    invoker.close()
