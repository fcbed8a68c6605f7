"""Reading run records: only what this version understands becomes a record."""

from __future__ import annotations

import json

from pydantic import ValidationError

from kinora.loop import keys
from kinora.model.errors import RecordRefused
from kinora.model.record import RECORD_FORMAT, RunRecord


def read_record(key: str, data: bytes) -> RunRecord:
    """The record that lies under the key with that content.

    Raises:
        RecordRefused: it is of another format, malformed, or another run's.
    """
    try:
        version = json.loads(data).get("format")
        if version != RECORD_FORMAT:
            reads = f"this version's codebooks read format {RECORD_FORMAT}"
            raise RecordRefused(f"{key}: format {version}, {reads}")
        record = RunRecord.model_validate_json(data)
    except (ValidationError, ValueError, AttributeError) as error:
        raise RecordRefused(f"{key}: not a run record") from error
    if record.run_id != keys.run_of_record(key):
        raise RecordRefused(f"{key}: holds the record of {record.run_id}")
    return record
