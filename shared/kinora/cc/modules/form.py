"""user.form: several values at once, described by a JSON Schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kinora.cc.modules.port import Asked, Inputs, ModuleKind, Outputs, only
from kinora.cc.schema import check
from kinora.model.errors import InvalidInput


class Form(ModuleKind):
    """Every property of the schema has a default, so that a form can be sent as it comes."""

    module_id = "user.form"
    needed = frozenset({"prompt", "schema"})
    accepted = frozenset({"data"})
    outputs = frozenset({"form_data"})
    interactive = True

    def display(self, inputs: Inputs) -> Mapping[str, Any]:
        return {"schema": inputs["schema"], "data": _defaults(inputs)}

    def accept(self, asked: Asked) -> Outputs:
        only(asked.answer, "form_data")
        given = asked.answer.get("form_data", {})
        if not isinstance(given, Mapping):
            raise InvalidInput("answer.form_data", "it is no object", "the fields of the form")
        filled = _defaults(asked.inputs) | dict(given)
        check(filled, asked.inputs["schema"], "answer.form_data")
        return {"form_data": filled}

    def by_default(self, inputs: Inputs) -> Mapping[str, Any] | None:
        return {"form_data": _defaults(inputs)}


def _defaults(inputs: Inputs) -> dict[str, Any]:
    fields = inputs["schema"].get("properties", {})
    own = {name: field["default"] for name, field in fields.items() if "default" in field}
    return own | dict(inputs.get("data") or {})
