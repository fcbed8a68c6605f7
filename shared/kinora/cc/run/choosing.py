"""Which media may be chosen in a question."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kinora.cc.run.inputs import fingerprint
from kinora.cc.run.records import Interaction
from kinora.cc.run.story import Story


def choosable(story: Story, asked: Interaction) -> dict[str, Mapping[str, Any]]:
    """Content that a question's answer may name, by id, in the order in which it was made.

    What jobs of this very question made, uploads among them, and what earlier questions of the
    module made of the same source and context: a new prompt does not make the pictures of an old
    one unfit, another source image does.
    """
    found: dict[str, Mapping[str, Any]] = {}
    for job in story.jobs.values():
        if job.module == asked.module and fits(asked, story.interactions[job.interaction]):
            found |= {content["content_id"]: content for content in job.contents}
    return found


def fits(asked: Interaction, earlier: Interaction) -> bool:
    """Whether what was made in an earlier question of a module can be chosen in a later one."""
    return asked.id == earlier.id or _ground(asked) == _ground(earlier)


def _ground(interaction: Interaction) -> str:
    names = ("source_image", "context")
    return fingerprint({name: interaction.inputs.get(name) for name in names})
