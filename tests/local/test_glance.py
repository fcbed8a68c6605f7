"""The interpreter glances at the journal's file, and now and then asks the journal itself."""

from __future__ import annotations

import time

import pytest

from kinora.local.client import Client
from kinora.local.engine import Engine
from kinora.local.journal.database import Database
from tests.local.machines import region

PASS = region(("A", {"Type": "Pass", "End": True}))


def seconds_until_done(engine, other):
    began = time.monotonic()
    assert engine.wait(other.start_execution("m", {}), 5).status == "SUCCEEDED"
    return time.monotonic() - began


@pytest.fixture
def both(journal, functions):
    with Engine(journal, functions.invoker) as engine, Client(journal) as other:
        engine.create_state_machine("m", PASS)
        seconds_until_done(engine, other)
        yield engine, other


def test_what_others_write_is_seen_at_once(both):
    assert min(seconds_until_done(*both) for _ in range(3)) < 0.3


def test_what_no_glance_shows_is_seen_soon(both, monkeypatch):
    monkeypatch.setattr(Database, "log_stamp", lambda _: (1, 1))
    assert seconds_until_done(*both) < 2
    assert seconds_until_done(*both) < 2


def test_without_a_file_to_glance_at_the_journal_is_asked(both, monkeypatch):
    monkeypatch.setattr(Database, "log_stamp", lambda _: None)
    assert min(seconds_until_done(*both) for _ in range(3)) < 0.3


def test_idle_glances_ask_the_journal_seldom(both, monkeypatch):
    asked = []
    version = Database.version

    def counted(database):
        asked.append(database)
        return version(database)

    time.sleep(0.2)
    monkeypatch.setattr(Database, "version", counted)
    time.sleep(1.1)
    assert 1 <= len(asked) <= 4


def test_the_stamp_changes_with_every_write(journal, functions):
    with Engine(journal, functions.invoker), Client(journal) as other:
        other.create_state_machine("m", PASS)
        before = other._database.log_stamp()
        time.sleep(0.02)
        other.create_state_machine("m2", PASS)
        assert other._database.log_stamp() != before
    assert Database.log_stamp(type("Gone", (), {"_log": "/nowhere/x-wal"})()) is None
