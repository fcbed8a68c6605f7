"""Run records in the log: reading them, finding them, and what applies them."""

from __future__ import annotations

from typing import NamedTuple

from pydantic import ValidationError

from kinora.loop import keys
from kinora.loop.folding.archives import content
from kinora.loop.folding.log import Fold, Log, same
from kinora.loop.stage import Stage
from kinora.model.errors import InvalidInput, KeyRefused, ObjectMissing, RecordRefused
from kinora.model.record import RECORD_FORMAT, RunRecord, digest
from kinora.model.run_id import days_of
from kinora.model.seal import format_of, opened
from kinora.registry import fold
from kinora.stores.objects import walk


class Found(NamedTuple):
    """A record with the key that it has, or had before it was archived."""

    key: str
    record: RunRecord


def read_record(key: str, data: bytes) -> RunRecord:
    """The record that lies under the key with that content.

    Raises:
        RecordRefused: it is of another format, malformed, altered, or another run's.
    """
    try:
        record = RunRecord.model_validate_json(opened(data))
    except ValidationError as error:
        version = format_of(data)
        if version not in {None, RECORD_FORMAT}:
            raise _other_format(key, version) from error
        raise RecordRefused(f"{key}: not a run record") from error
    except RecordRefused as error:
        raise RecordRefused(f"{key}: {error}") from error
    if record.format != RECORD_FORMAT:
        raise _other_format(key, record.format)
    if record.run_id != keys.run_of_record(key):
        raise RecordRefused(f"{key}: holds the record of {record.run_id}")
    if keys.record(record.run_id, record.started_at) != key:
        raise RecordRefused(f"{key}: its run started on another day, {record.started_at[:10]}")
    return record


def find(run_id: str, stage: Stage) -> Found:
    """The record of a run: under the day in its id, or a later one if it had to wait.

    Raises:
        InvalidInput: no run of that id has a record.
        RecordRefused: the record is of a format that this version does not read.
    """
    for day in days_of(run_id):
        key = keys.record(run_id, day)
        try:
            return Found(key, read_record(key, content(stage.objects, key)))
        except (ObjectMissing, KeyRefused):
            continue
    for info in walk(stage.objects, keys.RECORDS):
        if keys.run_of_record(info.key) == run_id:
            return Found(info.key, read_record(info.key, stage.objects.get(info.key)))
    raise InvalidInput("run_id", f"no run {run_id!r} has been recorded", "the id of a finished run")


def _fold(key: str, data: bytes) -> Fold:
    record, sha256 = read_record(key, data), digest(data)
    return Fold(fold.fold(record, sha256), same(sha256, f"{key}: run {record.run_id}"))


def _other_format(key: str, version: object) -> RecordRefused:
    reads = f"this version's codebooks read format {RECORD_FORMAT}"
    return RecordRefused(f"{key}: format {version}, {reads}")


RECORDS = Log(
    "records",
    keys.RECORDS,
    RECORD_FORMAT,
    fold.missing,
    _fold,
    id_of=keys.place_of_record,
    dated=True,
)
