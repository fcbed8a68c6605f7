"""Videos and posters published under the names that their content gives them.

Such a name never means anything else, so that everybody may keep a copy for ever, and publishing
twice changes nothing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from kinora.loop import keys
from kinora.loop.folding.applying import keep_reason
from kinora.loop.folding.archives import content
from kinora.loop.folding.missing import LATEST
from kinora.loop.records import read_record
from kinora.loop.stage import Stage
from kinora.model.errors import ObjectMissing, RecordRefused
from kinora.model.record import RunRecord, digest
from kinora.registry import published, walks
from kinora.stores.objects import ObjectStore
from kinora.stores.sql import SqlStore

PREFIX = "media/"
MOST_BYTES = 90_000_000
"""The largest video that is published: a Worker takes bodies up to 100 MB."""
_PAGE = 20
_WALK = "media"

_log = logging.getLogger(__name__)


class Copied(NamedTuple):
    """How many runs' media are published now, and how many could not be."""

    published: int = 0
    refused: int = 0


def publish_media(
    stage: Stage,
    tables: SqlStore,
    media: ObjectStore,
    today: date | None,
    told: Callable[[int], None],
) -> Copied:
    """Copy the media of runs that have none published.

    With ``today`` all runs are looked at once a day only, else those of the latest days. A run
    whose video is gone, altered or too large is passed over for good, with the reason in the
    object store.

    Raises:
        StorageError: the tables or one of the stores could not be reached.
    """
    since = _since(tables, today)
    after, done, refused = ("", ""), 0, 0
    while rows := tables.query(published.unpublished(since, after, _PAGE)):
        names = []
        for row in rows:
            after = (row["started_at"], row["run_id"])
            name = _published(row["run_id"], row["started_at"], stage, media)
            names.append((row["run_id"], *name))
            done, refused = (done + 1, refused) if name[0] else (done, refused + 1)
            told(1)
        tables.batch([published.media(names)])
    if today is not None and not since:
        tables.batch([walks.walk(_WALK, today)])
    return Copied(done, refused)


def _since(tables: SqlStore, today: date | None) -> str:
    """The day from which runs are looked at; empty for all."""
    if today is None or not any(row["log"] == _WALK for row in tables.query(walks.walked(today))):
        return ""
    return (today - LATEST).isoformat()


def _published(
    run_id: str, started_at: str, stage: Stage, media: ObjectStore
) -> tuple[str | None, str | None]:
    """The names of a run's video and poster; None for what cannot be published."""
    try:
        key = keys.record(run_id, started_at)
        record = read_record(key, content(stage.objects, key))
        return _video(record, stage.objects, media), _poster(record, stage.objects, media)
    except (ObjectMissing, RecordRefused) as error:
        _log.warning("media of %s: %s", run_id, error)
        keep_reason(f"media-{run_id}", run_id, str(error), stage.objects)
        return None, None


def _video(record: RunRecord, objects: ObjectStore, media: ObjectStore) -> str:
    video = record.video
    if objects.head(video.key).size > MOST_BYTES:
        raise RecordRefused(f"{video.key}: more than {MOST_BYTES:,} bytes are not published")
    data = objects.get(video.key)
    if digest(data) != video.sha256:
        raise RecordRefused(f"{video.key}: it is not the video of the record")
    return _put(media, data, f"{video.sha256}.mp4")


def _poster(record: RunRecord, objects: ObjectStore, media: ObjectStore) -> str:
    data = objects.get(record.video.poster)
    return _put(media, data, f"{digest(data)}.jpg")


def _put(media: ObjectStore, data: bytes, name: str) -> str:
    key = PREFIX + name
    media.put_if_absent(key, data)  # what stands there already is the same
    return key
