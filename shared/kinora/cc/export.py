"""The export bundle: everything of a run in one ZIP file that explains itself."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kinora.cc import contents, keys
from kinora.cc.contents import ENDINGS
from kinora.cc.modules.client_write import file_name
from kinora.cc.run.branching import branches
from kinora.cc.run.listing import line_of
from kinora.cc.run.runs import Runs
from kinora.cc.run.story import Story
from kinora.model.errors import ObjectMissing
from kinora.stores.objects import ObjectInfo

_WHEN = (2020, 1, 1, 0, 0, 0)
"""The time that stands in every entry, so that the same run gives the same bytes."""
_FORM = 1


def bundle(runs: Runs, run_id: str) -> ObjectInfo:
    """The bundle of a run as it stands; made once for each state of it.

    Raises:
        NotFound: there is no such run.
    """
    story = runs.story(run_id)
    objects, key = runs.workroom.objects, keys.export(run_id, f"{len(story.events):06d}-{_FORM}")
    try:
        return objects.head(key)
    except ObjectMissing:
        with runs.workroom.scratch() as folder:
            path = folder / "export.zip"
            _write(runs, story, path)
            objects.put_file(key, path)
    return objects.head(key)


def _write(runs: Runs, story: Story, path: Path) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, value in _texts(runs, story):
            _add(archive, name, value.encode(), zipfile.ZIP_DEFLATED)
        for name, content_id in _media(story):
            content = contents.find(runs.workroom.objects, content_id, story.run_id)
            with runs.workroom.objects.local(content.key) as file:
                full = f"{name}.{ENDINGS[content.mime]}"
                _add(archive, full, file.read_bytes(), zipfile.ZIP_STORED)


def _texts(runs: Runs, story: Story) -> Iterator[tuple[str, str]]:
    """Everything that is text, by file name."""
    state = story.line.state
    costs = [vars(cost) for cost in story.costs]
    run = {
        **line_of(story, runs.workflow(story)).model_dump(mode="json"),
        "seed": story.seed,
        "branches": [branch.model_dump(mode="json") for branch in branches(story)],
    }
    yield "run.json", _json(run)
    yield "choices.json", _json(_choices(story))
    yield "state.json", _json(state)
    yield "prompts.json", _json({k: v for k, v in state.items() if k.endswith("_prompts")})
    yield "costs.json", _json({"spent_usd": story.spent_usd, "lines": costs})
    yield "events.json", _json([event.model_dump(mode="json") for event in story.events])
    for interaction in story.interactions.values():
        if "filename" in interaction.display and interaction.branch == story.branch:
            name = file_name(interaction.display["filename"])
            yield f"files/{name}", str(interaction.display["content"])


def _choices(story: Story) -> list[dict[str, Any]]:
    """What was asked and answered, on every branch, in order."""
    return [
        {
            "branch": asked.branch,
            "module": asked.module,
            "title": asked.display.get("title"),
            "answer": asked.answer,
            "by": asked.closed_by,
            "at": asked.closed_at,
        }
        for asked in story.interactions.values()
        if asked.answer is not None
    ]


def _media(story: Story) -> Iterator[tuple[str, str]]:
    """The media of the current branch by the state keys that hold them."""
    seen: set[str] = set()
    for key, value in story.line.state.items():
        if isinstance(value, Mapping) and str(value.get("content_id", "")).startswith("gc_"):
            if value["content_id"] not in seen:
                yield f"media/{key}", value["content_id"]
            seen.add(value["content_id"])


def _add(archive: zipfile.ZipFile, name: str, content: bytes, how: int) -> None:
    info = zipfile.ZipInfo(name, _WHEN)
    info.compress_type = how
    archive.writestr(info, content)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
