"""io.client_write: a file for the person to keep."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kinora.cc.modules.port import Asked, Inputs, ModuleKind, Outputs, only
from kinora.model.errors import InvalidInput

_FILE_NAME = re.compile(r"[^A-Za-z0-9._-]+")


class ClientWrite(ModuleKind):
    """The file is shown whole; the person says that they have it."""

    module_id = "io.client_write"
    needed = frozenset({"filename", "content"})
    accepted = frozenset({"format", "prompt"})
    outputs = frozenset({"file_path", "filename", "success"})
    interactive = True

    def display(self, inputs: Inputs) -> Mapping[str, Any]:
        return {
            "filename": file_name(inputs["filename"]),
            "content": inputs["content"],
            "format": inputs.get("format", "text"),
        }

    def accept(self, asked: Asked) -> Outputs:
        only(asked.answer, "confirmed")
        confirmed = asked.answer.get("confirmed", True)
        if not isinstance(confirmed, bool):
            raise InvalidInput("answer.confirmed", f"{str(confirmed)[:40]!r}", "true or false")
        name = file_name(asked.inputs["filename"])
        return {"file_path": f"export/{name}", "filename": name, "success": confirmed}

    def by_default(self, inputs: Inputs) -> Mapping[str, Any] | None:  # noqa: ARG002
        return {"confirmed": False}


def file_name(wanted: Any) -> str:
    """A plain file name made of whatever a template gave."""
    plain = re.sub(r"-+", "-", _FILE_NAME.sub("-", str(wanted))).replace("-.", ".")
    return plain.strip("-.")[:80] or "file.txt"
