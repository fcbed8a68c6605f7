"""kinora sync, lag, verify, replay and compact, as people call them."""

import json
import sqlite3

import pytest

from kinora import bootstrap
from kinora.bootstrap import far_edge
from kinora.cli.main import main
from kinora.model.statement import Statement
from kinora.settings import Settings
from tests.edge.host import ADMIN_TOKEN, EDGE, TOKEN
from tests.edge.logs import whole_log, write_runs
from tests.registry.histories import observation, record

RUNS = 6


@pytest.fixture
def stage(tmp_path):
    made = bootstrap.stage(Settings(home=tmp_path))
    whole_log(made, RUNS)
    yield made
    made.tables().close()


@pytest.fixture
def kinora(tmp_path, monkeypatch, capsys, stage):
    """Runs a command in the home: its exit code and what it printed, as data with --json."""

    def run(*words):
        monkeypatch.setattr("sys.argv", ["kinora", *words, "--home", str(tmp_path)])
        with pytest.raises(SystemExit) as left:
            main()
        printed = capsys.readouterr()
        out = printed.out
        return left.value.code, json.loads(out) if "--json" in words else out + printed.err

    return run


@pytest.fixture
def at_edge(edge, far, monkeypatch):
    monkeypatch.setenv("KINORA_EDGE", "cloudflare")
    monkeypatch.setenv("KINORA_EDGE_URL", edge.url)
    monkeypatch.setenv("KINORA_EDGE_TOKEN", TOKEN)


def test_without_an_edge_the_tables_here_are_kept(kinora):
    code, told = kinora("sync", "--dry-run", "--json")
    assert (code, told["local"]["pending"]["records"], told["edge"]) == (0, RUNS, None)
    assert kinora("lag", "--json")[1]["local"]["records"]["pending"] == RUNS
    code, told = kinora("verify", "--json")
    assert (code, told["equal"]) == (1, False)
    code, told = kinora("sync", "--json")
    assert (code, told["local"]["applied"]["records"], told["edge"]) == (0, RUNS, None)
    assert kinora("verify", "--json")[1]["equal"]
    assert kinora("verify")[0] == 0
    assert kinora("lag", "--json")[1]["local"]["records"] == {"pending": 0, "oldest_seconds": None}


def test_an_edge_is_brought_up_to_date_and_compared(kinora, at_edge, stage):
    code, told = kinora("sync", "--json")
    assert (code, told["edge"]["applied"]["records"], told["edge"]["media"]) == (0, RUNS, RUNS)
    assert kinora("sync")[1].count("up to date") == 2
    code, told = kinora("verify", "--json")
    assert (code, set(told["tables"][0]["sides"])) == (0, {"log", "local", "edge"})
    write_runs(stage, [record(90, [observation("090", 1)])])
    found = kinora("lag", "--json")[1]
    assert found["edge"]["records"]["pending"] == found["local"]["records"]["pending"] == 1
    code, told = kinora("verify")
    assert code == 1
    assert "differs at 20260101T000090Z-explorer-aaaaaa" in told
    assert "1 records; 1 videos, version" in kinora("sync")[1]
    assert kinora("verify")[0] == 0


def test_replay_makes_tables_anew(kinora, at_edge, monkeypatch, tmp_path):
    kinora("sync")
    code, told = kinora("replay", "--into", "edge", "--json")
    assert (code, told["error"]) == (1, "ServiceRefused")
    assert "admin token" in told["details"]
    monkeypatch.setenv("KINORA_EDGE_TOKEN", ADMIN_TOKEN)
    code, told = kinora("replay", "--json")
    assert (code, told["into"], told["applied"]["records"]) == (0, "edge", RUNS)
    assert kinora("verify")[0] == 0
    assert kinora("replay", "--into", str(tmp_path / "copy.sqlite"))[0] == 0
    with sqlite3.connect(tmp_path / "copy.sqlite") as copy:
        assert copy.execute("select count(*) from runs").fetchone() == (RUNS,)


def test_records_that_are_old_enough_are_packed(kinora, stage):
    kinora("sync")
    code, told = kinora("compact", "--older-than", "3", "--dry-run", "--json")
    assert (code, told["records"], told["archives"]) == (0, RUNS, 1)
    assert "6 records" in kinora("compact", "--older-than", "3")[1]
    assert stage.objects.list("records/") == []
    assert kinora("verify")[0] == 0
    assert kinora("replay", "--json")[1]["applied"]["records"] == RUNS


@pytest.mark.parametrize("command", ["sync", "lag", "verify", "replay"])
def test_what_an_edge_needs_is_told_in_one_line(kinora, monkeypatch, command):
    monkeypatch.setenv("KINORA_EDGE", "cloudflare")
    code, told = kinora(command)
    assert (code, told.count("\n")) == (2, 1)
    assert told.startswith("error: KINORA_EDGE_URL: needed for cloudflare; allowed: ")


def test_a_wrong_token_and_an_edge_out_of_reach_are_told(kinora, at_edge, monkeypatch):
    monkeypatch.setenv("KINORA_EDGE_TOKEN", "wrong")
    code, told = kinora("sync")
    assert (code, "KINORA_EDGE_TOKEN: was refused by the gateway" in told) == (2, True)
    monkeypatch.setattr(far_edge, "_EDGE_SECONDS", 0.5)
    monkeypatch.setenv("KINORA_EDGE_URL", "http://127.0.0.1:1")
    code, told = kinora("lag", "--json")
    assert (code, told["error"]) == (1, "StorageUnreachable")


def test_a_target_that_is_not_there_is_refused(kinora):
    code, told = kinora("replay", "--into", "edge")
    assert (code, "into: there is no edge" in told) == (2, True)
    assert kinora("compact", "--older-than", "1")[0] == 2


def test_migrations_that_the_token_may_not_apply_are_named(kinora, at_edge, far):
    newest = max(path.name for path in (EDGE / "migrations").glob("*.sql"))
    far.admin.tables.batch([Statement("delete from d1_migrations where name = ?", (newest,))])
    code, told = kinora("sync")
    assert (code, f"the edge lacks migrations {newest}" in told) == (1, True)
