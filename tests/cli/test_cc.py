"""kinora cc: a run by commands, and by being led through it."""

from __future__ import annotations

import json

import pytest

from kinora.bootstrap import stage
from kinora.cc import keys
from kinora.cli.cc_commands import Given, answer, begin, cancel, inbox, jump, show
from kinora.cli.cc_guide import guide
from kinora.model.errors import Conflict, InvalidInput
from kinora.settings import Settings
from kinora.studio.host import host


def said(capsys):
    return json.loads(capsys.readouterr().out)


def picked(pick=None, text=None, option="continue", feedback=None, fields=()):
    return Given(pick, text, fields, option, feedback)


def test_a_run_by_commands(tmp_path, capsys):
    begin("Momo", 5, None, tmp_path, as_json=True)
    run = said(capsys)
    assert run["module"] == "select_pet_type"
    inbox(tmp_path, as_json=True)
    assert [line["run_id"] for line in said(capsys)["pending"]] == [run["run_id"]]
    name = run["run_id"][-6:]
    answer(name, picked("cat"), tmp_path, as_json=True)
    assert said(capsys)["module"] == "select_aesthetic"
    with pytest.raises(InvalidInput, match="pick"):
        answer(name, picked("99"), tmp_path, as_json=True)
    with pytest.raises(InvalidInput, match="option"):
        answer(name, picked(option="fly"), tmp_path, as_json=True)
    with host(Settings(home=tmp_path)):  # as beside a studio, which moves the run then
        jump(name, "select_pet_type", None, tmp_path, dry_run=True, as_json=True)
        assert [each["fate"] for each in said(capsys)["touched"]] == ["again"]
        jump(name, "select_pet_type", None, tmp_path, dry_run=False, as_json=True)
        assert said(capsys)["branch"] == "b2"
        jump(name, None, "b1", tmp_path, dry_run=False, as_json=True)
        assert (back := said(capsys))["module"] == "select_aesthetic"
        assert back["state"]["pet_type_selection"]["id"] == "cat"
        show(name, tmp_path, as_json=False)
        assert "What should it look and feel like?" in capsys.readouterr().out
        cancel(name, tmp_path, as_json=True)
        assert said(capsys)["status"] == "cancelled"
        with pytest.raises(Conflict, match="asks nothing"):
            answer(name, picked("1"), tmp_path, as_json=True)


def test_no_run_of_that_name(tmp_path):
    with pytest.raises(InvalidInput, match="names 0 runs"):
        show("nothing", tmp_path, as_json=True)


def test_being_led(tmp_path, capsys):
    words = iter(
        ["", "cat", "?", "3", "2", "a kitten named Pim", "r funnier", "1", "b nowhere", "q"]
    )
    guide(None, "Pim", tmp_path, lambda _prompt: next(words))
    inbox(tmp_path, as_json=True)
    (line,) = [each for each in said_lines(capsys) if "pending" in each]
    (run,) = line["pending"]
    assert run["module"] == "generate_and_select_images"
    assert run["branch"] == "b2"
    show(run["run_id"], tmp_path, as_json=True)
    state = said(capsys)["state"]
    assert state["user_direction"] == "a kitten named Pim"
    assert state["duration_selection"]["video_duration"] == 30
    # As when the function that asked is killed between its event and its word to the inbox.
    stage(Settings(home=tmp_path)).objects.delete(keys.inbox(run["run_id"]))
    guide(run["run_id"], "", tmp_path, lambda _prompt: "q")
    inbox(tmp_path, as_json=True)
    assert [each["pending"] for each in said_lines(capsys)] == [[run]]


def said_lines(capsys):
    return [
        json.loads(line) for line in capsys.readouterr().out.splitlines() if line.startswith("{")
    ]
