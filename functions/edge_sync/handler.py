"""EdgeSync: bring to the edge what the log has and the edge lacks."""

from datetime import UTC, datetime

from kinora.bootstrap import process_edge
from kinora.edge.drain import Drain, drain
from kinora.lambda_task import task

handler = task(
    Drain,
    lambda event, stage: drain(
        stage, process_edge(), None if event.whole else datetime.now(UTC).date()
    ),
)
