from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

import pytest

from kinora.local.engine import Engine
from kinora.local.in_process import InProcessInvoker
from tests.asl.building import Case, functions
from tests.asl.cases_data import CHOICES, INTRINSICS, PATHS
from tests.asl.cases_states import FAN_OUT, TASKS, TOKENS
from tests.asl.differences import DIFFERENT
from tests.asl.oracle import Verdict, judge, named

ALIKE = [*PATHS, *INTRINSICS, *CHOICES, *TASKS, *TOKENS, *FAN_OUT]
ALL = [*ALIKE, *(difference.case for difference in DIFFERENT)]


@dataclass
class EngineAnswers:
    engine: Engine | None = None

    def succeed(self, token: str, output: Any) -> None:
        self.engine.send_task_success(token, output)

    def fail(self, token: str, error: str, cause: str) -> None:
        self.engine.send_task_failure(token, error, cause)


@pytest.fixture(scope="module")
def ours(tmp_path_factory) -> dict[str, Verdict]:
    """Every case through the engine; each has functions of its own, as with the oracle."""
    answers = EngineAnswers()
    handlers = {
        f"{case.name}--{name}": lambda event, context, function=function: function(event)
        for case in ALL
        for name, function in functions(answers).items()
    }
    invoker = InProcessInvoker(handlers)
    journal = tmp_path_factory.mktemp("differential") / "journal.sqlite"
    with Engine(journal, invoker) as engine:
        answers.engine = engine
        for case in ALL:
            engine.create_state_machine(case.name, named(case.definition, case.name))
            engine.start_execution(case.name, case.input, case.name)
        views = {case.name: engine.wait(case.name, 20) for case in ALL}
    invoker.close()
    return {name: (view.status, view.output, view.error) for name, view in views.items()}


@pytest.fixture(scope="module")
def theirs() -> dict[str, Verdict]:
    logging.disable(logging.ERROR)
    try:
        cases = [(case.name, case.definition, case.input) for case in ALL]
        return judge(cases, lambda answers, _name: functions(answers))
    finally:
        logging.disable(logging.NOTSET)


def test_there_are_enough_cases_with_names_of_their_own():
    assert len(ALIKE) >= 60
    assert len({case.name for case in ALL}) == len(ALL)


@pytest.mark.parametrize("case", ALIKE, ids=lambda case: case.name)
def test_both_agree(case: Case, ours, theirs):
    assert ours[case.name] == theirs[case.name]


@pytest.mark.parametrize("difference", DIFFERENT, ids=lambda difference: difference.case.name)
def test_known_differences_are_as_described(difference, ours, theirs):
    assert ours[difference.case.name] == difference.ours, difference.reason
    assert theirs[difference.case.name] == difference.theirs, "moto has changed"
