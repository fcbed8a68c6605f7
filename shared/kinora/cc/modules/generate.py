"""media.generate: have pictures, clips or music made, and choose one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kinora.cc.modules.port import Asked, Inputs, ModuleKind, Outputs, only
from kinora.model.errors import InvalidInput


class Generate(ModuleKind):
    """What is generated while the question is open comes from jobs; the answer names one result."""

    module_id = "media.generate"
    needed = frozenset({"prompts", "title"})
    accepted = frozenset({"schema", "source_image", "context", "provider"})
    outputs = frozenset({"selected_content_id", "selected_content", "generations"})
    interactive = True

    def display(self, inputs: Inputs) -> Mapping[str, Any]:
        return {
            "data": inputs["prompts"],
            "schema": inputs.get("schema"),
            "source_image": inputs.get("source_image"),
        }

    def accept(self, asked: Asked) -> Outputs:
        only(asked.answer, "selected_content_id")
        chosen = asked.answer.get("selected_content_id")
        if not isinstance(chosen, str) or chosen not in asked.choosable:
            allowed = ", ".join(asked.choosable) or "none yet: generate one first"
            problem = f"{str(chosen)[:60]!r} is no content of this question"
            raise InvalidInput("answer.selected_content_id", problem, allowed)
        return {
            "selected_content_id": chosen,
            "selected_content": asked.choosable[chosen],
            "generations": sorted(asked.choosable),
        }
