"""io.render_template: a text made of state."""

from __future__ import annotations

from kinora.cc.modules.port import Call, Done, ModuleKind


class RenderTemplate(ModuleKind):
    """The engine renders every template before a module runs: what is left is to hand it on."""

    module_id = "io.render_template"
    needed = frozenset({"template"})
    outputs = frozenset({"text"})

    def run(self, call: Call) -> Done:
        return Done({"text": call.inputs["template"]})
