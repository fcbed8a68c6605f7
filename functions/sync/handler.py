"""Sync: fold records into tables, publish a snapshot."""

from kinora.lambda_task import task
from kinora.loop.sync import Sync, sync

handler = task(Sync, sync)
