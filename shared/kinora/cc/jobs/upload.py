"""A picture of one's own: a media job like any other, made of bytes that a person sent."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kinora.cc import keys
from kinora.cc.jobs.entry import Priced, enter, run_of
from kinora.cc.run.answering import find, still_open
from kinora.cc.run.records import Job
from kinora.cc.run.runs import Runs
from kinora.cc.run.story import Story
from kinora.media.stills import ALLOWED, admit, kind_of
from kinora.model.errors import (
    Conflict,
    PayloadTooLarge,
    TooManyRequests,
    UnreadableMedia,
)
from kinora.providers.ports import (
    Estimate,
    Finished,
    Made,
    MediaAction,
    MediaAsk,
    Pending,
    Progress,
)
from kinora.stores.objects import ObjectStore

OWN = "own"
"""The provider of what people bring."""
MOST_BYTES = 4 * 2**20
"""A picture travels inside a request: Lambda takes 6 MB, base64 included."""
_MOST_UPLOADS = 24
"""Of one question."""


def take(runs: Runs, run_id: str, interaction: str, data: bytes, by: str) -> Job:
    """Accept a picture for a question in which pictures are chosen; a job looks at it.

    Raises:
        NotFound: no such run or question.
        Conflict, Gone: the question does not wait any more, or takes no picture.
        UnreadableMedia: by its first bytes it is no picture of a kind that is taken.
        PayloadTooLarge: it is too large.
    """
    if len(data) > MOST_BYTES:
        raise PayloadTooLarge(f"a picture of {len(data):,} bytes; allowed: {MOST_BYTES:,}")
    _look(runs, runs.story(run_id), interaction)
    if not data:
        raise UnreadableMedia("image", "the file is empty", ALLOWED)
    try:
        kind_of(data)
    except UnreadableMedia as error:
        raise UnreadableMedia("image", f"it is no picture: {error.problem}", ALLOWED) from error
    sha256 = hashlib.sha256(data).hexdigest()
    runs.workroom.objects.put(keys.upload(run_id, sha256), data)

    def price(story: Story) -> Priced:
        _look(runs, story, interaction)
        request = {
            "sub_action": "upload",
            "action": MediaAction.TXT2IMG,
            "provider": OWN,
            "prompt_id": None,
            "params": {"sha256": sha256},
            "seed": 0,
            "count": 1,
            "like": None,
        }
        return request, 0.0

    return enter(runs, run_id, interaction, by, price)


def _look(runs: Runs, story: Story, interaction: str) -> None:
    asked = find(story, interaction)
    still_open(runs, story, asked, None)
    module = runs.workflow(story).by_name[asked.module].module
    if asked.recovery or not any(
        action.action_type == MediaAction.TXT2IMG for action in module.sub_actions
    ):
        raise Conflict(f"interaction {interaction} takes no picture")
    brought = [j for j in story.jobs.values() if j.request["provider"] == OWN]
    if sum(job.interaction == interaction for job in brought) >= _MOST_UPLOADS:
        raise TooManyRequests(f"{_MOST_UPLOADS} pictures were brought to this question already")


class OwnPictures:
    """The provider that looks at what people bring, and keeps what is a picture."""

    name = OWN
    idempotent = True

    def __init__(self, objects: ObjectStore) -> None:
        self._objects = objects

    def parameters(self, action: MediaAction) -> Mapping[str, Any] | None:  # noqa: ARG002
        """None: it makes nothing that could be asked for."""
        return None

    def estimate(self, ask: MediaAsk) -> Estimate:  # noqa: ARG002 - the port's form
        return Estimate(usd=0.0, seconds=1.0)

    def submit(self, ask: MediaAsk) -> str:
        return f"{OWN}-{ask.job_id}"

    def poll(
        self,
        provider_job: str,  # noqa: ARG002 - the port's form
        ask: MediaAsk,
        folder: Path,
        progress: Progress,
    ) -> Pending | Finished:
        """The picture, decoded and written anew without what does not belong to it.

        Raises:
            UnreadableMedia: it cannot be decoded, or is larger than what is taken.
        """
        run_id, sha256 = run_of(ask.job_id), str(ask.params["sha256"])
        still = admit(self._objects.get(keys.upload(run_id, sha256)))
        progress(0.9)
        path = folder / "picture"
        path.write_bytes(still.data)
        note = {
            "width": still.width,
            "height": still.height,
            "changes": list(still.changes),
            "own": True,
        }
        return Finished((Made(path, still.mime, 0, note),))

    def cancel(self, provider_job: str) -> None:
        """Nothing is under way anywhere else."""
