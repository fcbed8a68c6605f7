"""Sync: fold records into tables, publish a snapshot."""

from datetime import UTC, datetime

from kinora.lambda_task import task
from kinora.loop.sync import Sync, sync

handler = task(Sync, lambda event, stage: sync(event, stage, datetime.now(UTC).date()))
