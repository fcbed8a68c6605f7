"""Interpret: the prompt's meaning, written beside the run."""

from __future__ import annotations

from kinora.language.interpret import interpret as read_prompt
from kinora.loop import keys
from kinora.loop.stage import Stage
from kinora.model.base import Frozen
from kinora.model.run import Interpreted, Picked


class Interpret(Frozen):
    """Input of the state."""

    run: Picked


def interpret(event: Interpret, stage: Stage) -> Interpreted:
    """Store the instruction.

    Raises:
        InvalidPrompt: the prompt cannot be read.
    """
    run = event.run
    instruction = read_prompt(run.prompt, stage.snapshot(run.snapshot))
    key = keys.instruction(run.run_id)
    stage.objects.put(key, instruction.model_dump_json().encode())
    return Interpreted(instruction=key)
