"""The kinds of modules that a workflow can be made of, one file for each idea."""

from __future__ import annotations

from kinora.cc.modules.assemble import Assemble
from kinora.cc.modules.client_write import ClientWrite
from kinora.cc.modules.form import Form
from kinora.cc.modules.generate import Generate
from kinora.cc.modules.llm import Llm
from kinora.cc.modules.port import ModuleKind
from kinora.cc.modules.render_template import RenderTemplate
from kinora.cc.modules.select import Select
from kinora.cc.modules.text_input import TextInput
from kinora.cc.modules.transform import Difference, Extract, Query
from kinora.cc.modules.weighted_keywords import WeightedKeywords
from kinora.model.errors import InvalidWorkflow

KINDS: dict[str, ModuleKind] = {
    kind.module_id: kind
    for kind in (
        Select(),
        TextInput(),
        Form(),
        Llm(),
        Generate(),
        Assemble(),
        ClientWrite(),
        RenderTemplate(),
        WeightedKeywords(),
        Query(),
        Extract(),
        Difference(),
    )
}


def kind_of(module_id: str) -> ModuleKind:
    """The kind of a module.

    Raises:
        InvalidWorkflow: there is no such kind.
    """
    if module_id not in KINDS:
        raise InvalidWorkflow("module_id", f"{module_id!r} is unknown", ", ".join(KINDS))
    return KINDS[module_id]
