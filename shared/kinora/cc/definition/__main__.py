"""Prints a workflow's state machine: ``make machines`` keeps it in the repository."""

from __future__ import annotations

import json
import sys
from importlib.resources import files

from kinora.cc.definition.checking import checked
from kinora.cc.definition.compiling import machine
from kinora.cc.definition.loading import load


def text(workflow_id: str) -> str:
    """The state machine of a workflow as the repository holds it."""
    workflow = checked(load(files(f"kinora.workflows.{workflow_id}")))
    return json.dumps(machine(workflow), indent=2) + "\n"


if __name__ == "__main__":
    sys.stdout.write(text(sys.argv[1]))
