"""Every state machine of ours through both interpreters, with functions that stand in for ours."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kinora.local.asl.lint import lint
from kinora.local.asl.substitution import PLACEHOLDER
from kinora.local.engine import Engine
from kinora.local.in_process import InProcessInvoker
from tests.asl.oracle import judge, named

FILES = sorted((Path(__file__).parents[2] / "statemachines").glob("*.asl.json"))


INPUTS = {
    "cc": {"run_id": "r", "answer": {"action": "route", "module": "assemble_video"}},
    "media": {"run_id": "r", "job_id": "j"},
}
"""Where a machine needs more to begin with than that there is something. The questions of cc wait for
a person: what is behind them is begun with."""
TOLD = {
    "CcPictureModuleFunctionArn": {"action": "route", "module": "end"},
    "MediaSubmitFunctionArn": {"status": "running", "again_in": 1},
    "MediaPollFunctionArn": {"status": "ended", "again_in": 1},
}
"""Results that decide where a machine goes."""
ASKING = re.compile(r"cc-Cc(Ask|Module|PictureModule|Late|Recover|Fail)FunctionArn")
"""Failures behind which, or before which, a person is asked: tests/cc has them."""


class RefusedError(Exception):
    """An error that no retrier knows."""


def definition_of(path: Path) -> dict[str, Any]:
    """A definition with every substitution made its own name."""
    return json.loads(PLACEHOLDER.sub(lambda match: match[1], path.read_text()))


def machine_of(path: Path) -> str:
    return path.name.split(".")[0]


def input_of(path: Path) -> dict[str, Any]:
    return INPUTS.get(machine_of(path), {"seed": 1})


def functions_of(text: str) -> list[str]:
    return sorted(set(re.findall(r'"FunctionName": *"([^"]+)"', text)))


def result_of(text: str) -> dict[str, Any]:
    """A result in which every path of the definition finds something."""
    paths = re.findall(r'"(\$\$?[.\[][^"]*)"', text)
    lists = {path.rsplit(".", 1)[-1] for path in re.findall(r'"ItemsPath": *"([^"]+)"', text)}
    members = {name for path in paths for name in re.findall(r"\.([A-Za-z_]\w*)", path)}
    return {name: [1, 2] if name in lists else name for name in sorted(members)}


def stand_ins(text: str, failing: str | None) -> dict[str, Callable[[Any], Any]]:
    result = result_of(text)

    def stand_in(name: str) -> Callable[[Any], Any]:
        def call(event: Any) -> Any:
            if name == failing:
                raise RefusedError(name)
            return TOLD.get(name, result)

        return call

    return {name: stand_in(name) for name in functions_of(text)}


def without_causes(value: Any) -> Any:
    """An output without the text of causes, in which each interpreter has its own stack trace."""
    if isinstance(value, dict):
        return {key: without_causes(inner) for key, inner in value.items() if key != "Cause"}
    return [without_causes(inner) for inner in value] if isinstance(value, list) else value


def scenarios() -> list[tuple[str, Path, str | None]]:
    """A run without errors, and one for every function that fails."""
    return [
        (f"{machine_of(path)}-{failing or 'well'}", path, failing)
        for path in FILES
        for failing in [None, *functions_of(json.dumps(definition_of(path)))]
        if not ASKING.fullmatch(f"{machine_of(path)}-{failing}")
    ]


ALL = scenarios()


@pytest.fixture(scope="module")
def ours(tmp_path_factory):
    handlers, verdicts = {}, {}
    for name, path, failing in ALL:
        for function, call in stand_ins(json.dumps(definition_of(path)), failing).items():
            handlers[f"{name}--{function}"] = lambda event, context, call=call: call(event)
    invoker = InProcessInvoker(handlers)
    with Engine(tmp_path_factory.mktemp("ours") / "journal.sqlite", invoker) as engine:
        for name, path, _ in ALL:
            engine.create_state_machine(name, named(definition_of(path), name))
            engine.start_execution(name, input_of(path), name)
        for name, _, _ in ALL:
            view = engine.wait(name, 20)
            verdicts[name] = (view.status, without_causes(view.output), view.error)
    invoker.close()
    return verdicts


@pytest.fixture(scope="module")
def theirs():
    logging.disable(logging.ERROR)
    stand_in = {
        name: stand_ins(json.dumps(definition_of(path)), failing) for name, path, failing in ALL
    }
    try:
        cases = [(name, definition_of(path), input_of(path)) for name, path, _ in ALL]
        verdicts = judge(cases, lambda _answers, case: stand_in[case])
    finally:
        logging.disable(logging.NOTSET)
    return {
        name: (status, without_causes(output), error)
        for name, (status, output, error) in verdicts.items()
    }


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_lint_finds_nothing(path):
    assert lint(definition_of(path)) == []


@pytest.mark.parametrize("name", [name for name, _, _ in ALL])
def test_both_agree(name, ours, theirs):
    assert ours[name] == theirs[name]
    assert ours[name][0] in {"SUCCEEDED", "FAILED"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_run_without_errors_succeeds(path, ours):
    assert ours[f"{machine_of(path)}-well"][0] == "SUCCEEDED"
