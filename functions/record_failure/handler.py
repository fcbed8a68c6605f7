"""RecordFailure: a note of what went wrong."""

from kinora.lambda_task import task
from kinora.loop.failure import RecordFailure, record_failure

handler = task(RecordFailure, record_failure)
