"""Rate: a person says whether a run came out well, and the next runs know."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from kinora.loop import keys
from kinora.loop.folding.catch_up import catch_up
from kinora.loop.publish import publish
from kinora.loop.ratings import listed
from kinora.loop.records import find
from kinora.loop.stage import Stage
from kinora.model.base import Frozen
from kinora.model.errors import InvalidInput
from kinora.model.rating import GOOD, NOT_GOOD, Rating
from kinora.model.record import RunRecord
from kinora.model.run import Outcome
from kinora.registry.rating import verdict

_STAMP = "%Y%m%dT%H%M%S%fZ"
_NEXT = timedelta(microseconds=1)


class Rated(Frozen):
    """What a rating did. ``changed``: whether the verdict that holds is another one now."""

    run_id: str
    prompt: str
    rating: int
    outcome: Outcome
    measured: Outcome
    changed: bool
    snapshot: str


class Noted(NamedTuple):
    """A rating that is stored, with the record of its run and what held before."""

    rating: Rating
    record: RunRecord
    before: Outcome


def note(run_id: str, value: int, now: datetime, stage: Stage) -> Noted:
    """Store a rating for good; a later fold applies it. The latest rating of a run counts.

    Raises:
        InvalidInput: no run of that id has a record, or the rating is neither 1 nor 2.
        RecordRefused: the run's record is of a format that this version does not read.
        StorageError: the object store refused.
    """
    if value not in {NOT_GOOD, GOOD}:
        raise InvalidInput("rating", f"{value}", "1 (not good) or 2 (good)")
    record = find(run_id, stage).record
    earlier = list(listed(stage, run_id))
    before = verdict(record.outcome, earlier[-1].rating if earlier else None)
    stamp = _instant(now, earlier)
    while True:
        rating = Rating(run_id=run_id, rating=value, rated_at=stamp.strftime(_STAMP))
        key = keys.rating(run_id, rating.rated_at, value)
        if stage.objects.put_if_absent(key, rating.model_dump_json().encode()):
            return Noted(rating, record, before)
        stamp += _NEXT  # somebody else rated at the very same instant


def rate(run_id: str, value: int, now: datetime, stage: Stage) -> Rated:
    """Store a rating, apply it, and publish what is known now.

    Raises:
        InvalidInput, RecordRefused: as :func:`note`.
        StorageError, StorageFull: the tables or the object store refused.
    """
    noted = note(run_id, value, now, stage)
    tables = stage.tables()
    catch_up(stage, tables, now.date())
    measured = noted.record.outcome
    outcome = verdict(measured, value)
    return Rated(
        run_id=run_id,
        prompt=noted.record.prompt,
        rating=value,
        outcome=outcome,
        measured=measured,
        changed=outcome.good != noted.before.good,
        snapshot=publish(stage, tables),
    )


def _instant(now: datetime, earlier: list[Rating]) -> datetime:
    """When a rating is given; later than the earlier ones though the clock went back."""
    stamp = now.astimezone(UTC)
    if earlier:
        last = datetime.strptime(earlier[-1].rated_at, _STAMP).replace(tzinfo=UTC)
        stamp = max(stamp, last + _NEXT)
    return stamp
