"""user.select: pick one or several of what is shown, or look it over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kinora.cc.modules.port import Asked, Inputs, ModuleKind, Outputs, only
from kinora.model.errors import InvalidInput, InvalidWorkflow

Path = tuple[str | int, ...]


class Select(ModuleKind):
    """An item goes by its path: ``2`` in a list, ``["detected", 2]`` in an object of lists."""

    module_id = "user.select"
    needed = frozenset({"data", "prompt"})
    accepted = frozenset(
        {"schema", "multi_select", "mode", "min_selections", "max_selections", "regions"}
    )
    outputs = frozenset({"selected_indices", "selected_data"})
    interactive = True

    def display(self, inputs: Inputs) -> Mapping[str, Any]:
        items = _items(inputs["data"])
        low, high = _bounds(inputs, len(items))
        shown = {
            "data": inputs["data"],
            "schema": inputs.get("schema"),
            "mode": inputs.get("mode", "select"),
            "multi_select": bool(inputs.get("multi_select", False)),
            "min_selections": low,
            "max_selections": high,
            "choices": [list(path) if len(path) > 1 else path[0] for path in items],
        }
        return shown | ({"regions": inputs["regions"]} if "regions" in inputs else {})

    def accept(self, asked: Asked) -> Outputs:
        only(asked.answer, "selected_indices")
        items = _items(asked.inputs["data"])
        chosen = asked.answer.get("selected_indices", [])
        field = "answer.selected_indices"
        low, high = _bounds(asked.inputs, len(items))
        between = f"{low} to {high} of them" if high > low else f"exactly {low}"
        if not isinstance(chosen, list):
            raise InvalidInput(field, "it is no list", between)
        if not low <= len(chosen) <= high:
            raise InvalidInput(field, f"{len(chosen)} are selected", between)
        paths = [_path(index, items, f"{field}[{i}]") for i, index in enumerate(chosen)]
        if len(set(paths)) < len(paths):
            raise InvalidInput(field, "an item is selected twice", "each once")
        data = [items[path] for path in paths]
        several = asked.inputs.get("multi_select") or asked.inputs.get("mode") == "review"
        return {
            "selected_indices": [list(path) if len(path) > 1 else path[0] for path in paths],
            "selected_data": data if several else data[0],
        }

    def by_default(self, inputs: Inputs) -> Mapping[str, Any] | None:
        items = _items(inputs["data"])
        low, _high = _bounds(inputs, len(items))
        return {"selected_indices": [list(path) for path in list(items)[:low]]}


def _items(data: Any) -> dict[Path, Any]:
    """All that can be selected, by path, in the order in which it is shown.

    Raises:
        InvalidWorkflow: the data holds no lists.
    """
    if isinstance(data, list):
        return {(index,): item for index, item in enumerate(data)}
    if isinstance(data, Mapping):
        lists = {key: value for key, value in data.items() if isinstance(value, list)}
        if lists:
            return {(key, i): item for key, value in lists.items() for i, item in enumerate(value)}
        return {(key,): item for key, item in data.items()}
    raise InvalidWorkflow("data", f"a {type(data).__name__}", "a list, or an object of lists")


def _bounds(inputs: Inputs, count: int) -> tuple[int, int]:
    """How few and how many may be selected."""
    if inputs.get("mode") == "review":
        return 0, 0
    several = bool(inputs.get("multi_select", False))
    low = int(inputs.get("min_selections", 1))
    high = int(inputs.get("max_selections", count)) if several else 1
    return min(low, count), min(high, count)


def _path(index: Any, items: Mapping[Path, Any], field: str) -> Path:
    """The path that a client means by an index."""
    path = tuple(index) if isinstance(index, list) else (index,)
    plain = all(isinstance(part, str | int) and not isinstance(part, bool) for part in path)
    if not plain or path not in items:
        ways = [list(path) if len(path) > 1 else path[0] for path in items]
        raise InvalidInput(field, f"nothing stands at {str(index)[:60]}", f"one of {ways}"[:300])
    return path
