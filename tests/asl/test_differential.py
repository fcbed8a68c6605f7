from __future__ import annotations

import pytest
from tests.asl.cases import ALIKE, Case, functions
from tests.asl.oracle import Verdict, judge

from kinora.local.engine import Engine
from kinora.local.in_process import InProcessInvoker


def ours(cases: list[Case], folder) -> dict[str, Verdict]:
    """The verdicts of the engine; every case has functions of its own, as with the oracle."""
    handlers = {}
    for case in cases:
        for name, function in functions().items():
            handlers[f"{case.name}--{name}"] = lambda event, context, f=function: f(event)
    from tests.asl.oracle import _named

    invoker = InProcessInvoker(handlers)
    verdicts = {}
    with Engine(folder / "journal.sqlite", invoker) as engine:
        arns = {}
        for case in cases:
            engine.create_state_machine(case.name, _named(case.definition, case.name))
            arns[case.name] = engine.start_execution(case.name, case.input, case.name)
        for name, arn in arns.items():
            view = engine.wait(arn, 20)
            verdicts[name] = Verdict(view.status, view.output, view.error)
    invoker.close()
    return verdicts


def test_dump(tmp_path):
    cases = ALIKE
    a = ours(cases, tmp_path)
    b = judge((c.name, c.definition, c.input, functions()) for c in cases)
    for c in cases:
        if a[c.name] != b[c.name]:
            print(c.name, "\n   ours", a[c.name], "\n   moto", b[c.name])
    print(len(cases))
