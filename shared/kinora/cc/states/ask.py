"""Ask: a question to a person; the state waits with a task token until it is answered."""

from __future__ import annotations

from kinora.cc.run import asking
from kinora.cc.run.runs import Runs
from kinora.model.base import Frozen


class Ask(Frozen):
    """Input of the state."""

    run_id: str
    module: str
    token: str


class Asked(Frozen):
    """Output of Ask's function, which nobody reads: the token brings the answer."""

    run_id: str


def ask(event: Ask, runs: Runs) -> Asked:
    """Open the module's question.

    Raises:
        InvalidWorkflow: an input cannot be resolved.
    """
    asking.ask(runs, event.run_id, event.module, event.token)
    return Asked(run_id=event.run_id)
