"""Sweep: what processes that ended could not tell the machines is told."""

from __future__ import annotations

from kinora.cc.run import delivery
from kinora.cc.run.delivery import Swept
from kinora.cc.run.runs import Runs
from kinora.model.base import Frozen


class Sweep(Frozen):
    """Input of the function; nothing of it matters."""

    model_config = Frozen.model_config | {"extra": "ignore"}


def sweep(event: Sweep, runs: Runs) -> Swept:  # noqa: ARG001 - the form of a state's function
    """Deliver for every run that waits for it."""
    return delivery.sweep(runs)
