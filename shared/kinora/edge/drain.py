"""Drain: bring to the edge what the log has and the edge lacks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from kinora.edge.edge import Edge
from kinora.edge.media import Copied, publish_media
from kinora.edge.publish import publish
from kinora.loop.folding.catch_up import catch_up
from kinora.loop.stage import Stage
from kinora.model.base import Frozen

MEDIA = "media"

Told = Callable[[str, int], None]


class Drain(Frozen):
    """Input of the function. ``whole``: list all of the log, not only its latest days."""

    whole: bool = False


class Drained(Frozen):
    """What a drain did.

    ``applied`` counts objects by log, ``media`` runs whose videos were published, and ``version``
    is what was published; None where nothing newer was to be.
    """

    applied: dict[str, int]
    set_aside: int
    media: int
    version: int | None

    @property
    def idle(self) -> bool:
        """Whether there was nothing to do."""
        return not (any(self.applied.values()) or self.set_aside or self.media or self.version)


def drain(
    stage: Stage, edge: Edge, today: date | None = None, told: Told = lambda *_: None
) -> Drained:
    """Fold what is missing into the edge's tables, publish what is known now, then media.

    Safe with any number of drainers at once and after any interruption: every object is applied
    once, and every name means one content.

    Args:
        stage: where the log lies.
        edge: what is brought up to date.
        today: UTC; spares listing all of the log each time, see :func:`catch_up`.
        told: progress, by log.

    Raises:
        StorageUnreachable: the edge cannot be reached; what is missing is found again.
        StorageError: tables or stores refused.
    """
    logs = catch_up(stage, edge.tables, today, told)
    version = publish(edge)
    copied = Copied()
    if edge.media is not None:
        copied = publish_media(
            stage, edge.tables, edge.media, today, lambda count: told(MEDIA, count)
        )
    return Drained(
        applied={name: done.applied for name, done in logs.items()},
        set_aside=sum(done.set_aside for done in logs.values()) + copied.refused,
        media=copied.published,
        version=version,
    )
