"""transform.*: state put into another shape."""

from __future__ import annotations

import re
from typing import Any

import jmespath
from jmespath.exceptions import JMESPathError

from kinora.cc.modules.port import Call, Done, ModuleKind
from kinora.model.errors import InvalidWorkflow

_SMALL = frozenset("a an the of in on at by to and with through from its his her".split())


class Query(ModuleKind):
    """``query`` in JMESPath, asked of ``data``."""

    module_id = "transform.query"
    needed = frozenset({"data", "query"})
    outputs = frozenset({"result"})

    def run(self, call: Call) -> Done:
        return Done({"result": _asked(call.inputs["query"], call.inputs["data"], call.module)})


class Extract(ModuleKind):
    """An object whose ``fields`` are each asked of ``data`` in JMESPath."""

    module_id = "transform.extract"
    needed = frozenset({"data", "fields"})
    outputs = frozenset({"result"})

    def run(self, call: Call) -> Done:
        data, fields = call.inputs["data"], call.inputs["fields"]
        found = {name: _asked(query, data, call.module) for name, query in fields.items()}
        return Done({"result": found})


class Difference(ModuleKind):
    """What of ``all`` is not among ``remove``, where names of the same words are the same."""

    module_id = "transform.difference"
    needed = frozenset({"all", "remove"})
    outputs = frozenset({"result"})

    def run(self, call: Call) -> Done:
        removed = [_words(name) for name in call.inputs["remove"]]
        kept = [name for name in call.inputs["all"] if not _among(_words(name), removed)]
        return Done({"result": kept})


def _among(words: frozenset[str], removed: list[frozenset[str]]) -> bool:
    """Whether a name means one of the removed: all words of the one are words of the other."""
    return any(words and other and (words <= other or other <= words) for other in removed)


def _words(name: Any) -> frozenset[str]:
    found = re.findall(r"\w+", str(name).casefold())
    return frozenset(word.removesuffix("s") for word in found if word not in _SMALL)


def _asked(query: str, data: Any, module: str) -> Any:
    try:
        return jmespath.search(query, data)
    except JMESPathError as error:
        raise InvalidWorkflow(f"{module}: {query}", f"it cannot be asked: {error}") from error
