"""io.weighted_keywords: what earlier runs were about, so that the next is about something else."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from typing import Any

from kinora.cc import keys
from kinora.cc.modules.port import Call, Done, ModuleKind
from kinora.model.errors import InvalidWorkflow, ObjectMissing
from kinora.stores.objects import ObjectStore

_RECENT = 50
"""Contributions that loading looks at, the newest."""


class WeightedKeywords(ModuleKind):
    """Each save is an object of its own, so that nothing is lost and nothing counts twice."""

    module_id = "io.weighted_keywords"
    needed = frozenset({"mode", "pipeline"})
    accepted = frozenset({"weighted_keywords", "limit"})
    outputs = frozenset({"weighted_keywords", "count"})

    def run(self, call: Call) -> Done:
        pipeline, store = str(call.inputs["pipeline"]), call.workroom.objects
        if call.inputs["mode"] == "load":
            found = _loaded(store, pipeline, call.run_id, int(call.inputs.get("limit", 20)))
        elif call.inputs["mode"] == "save":
            found = list(call.inputs.get("weighted_keywords") or [])
            content = json.dumps({"run_id": call.run_id, "keywords": found}, sort_keys=True)
            digest = hashlib.sha256(content.encode()).hexdigest()[:12]
            store.put_if_absent(keys.keywords(pipeline, call.run_id, digest), content.encode())
        else:
            raise InvalidWorkflow(call.module, f"mode {call.inputs['mode']!r}", "load, save")
        return Done({"weighted_keywords": found, "count": len(found)})


def _loaded(store: ObjectStore, pipeline: str, run_id: str, limit: int) -> list[dict[str, Any]]:
    """The heaviest keywords of the latest runs but this one, weights added up."""
    weights: dict[tuple[str, str], float] = defaultdict(float)
    # Run ids begin with their time, so the last of a listing are the newest.
    listed = [info.key for info in store.list(keys.keywords(pipeline), limit=100_000)]
    for key in listed[-_RECENT:]:
        try:
            saved = json.loads(store.get(key))
        except ObjectMissing:
            continue
        if saved["run_id"] != run_id:
            for item in saved["keywords"]:
                weights[item["keyword"], item.get("category", "")] += float(item.get("weight", 1))
    ranked = sorted(weights.items(), key=lambda pair: (-pair[1], pair[0]))[:limit]
    return [
        {"keyword": keyword, "category": category, "weight": round(weight, 3)}
        for (keyword, category), weight in ranked
    ]
