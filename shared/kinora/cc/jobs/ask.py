"""What a provider is told of a job."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kinora.cc.run.records import Interaction
from kinora.providers.ports import MediaAction, MediaAsk, Picture


def ask_of(
    job_id: str, request: Mapping[str, Any], asked: Interaction, source: Picture | None = None
) -> MediaAsk:
    """A job by what was asked for, and by what its question's inputs were when it was asked."""
    chosen = request["prompt_id"]
    prompt = {} if chosen is None else asked.inputs["prompts"][chosen]
    return MediaAsk(
        job_id=job_id,
        action=MediaAction(request["action"]),
        prompt=prompt if isinstance(prompt, Mapping) else {"prompt": str(prompt)},
        params=request["params"],
        context=asked.inputs.get("context") or {},
        seed=request["seed"],
        count=request["count"],
        source=source,
        like=request.get("like"),
    )
