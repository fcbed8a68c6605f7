"""Metrics for Prometheus."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import Router

from kinora.api.desk import AtDesk, Desk
from kinora.api.exposition import CONTENT_TYPE, Metric, Sample, exposed
from kinora.control.executions import INTERPRETATION, LOOP, SYNC
from kinora.control.views import Status
from kinora.loop import keys
from kinora.model.errors import ExecutionError
from kinora.registry import figures, lookups

router = Router()
RECENT = 100
"""Runs that the ratios are of."""
_COUNTED = 1_000
"""Running executions of a machine that are counted."""
_TEXT: Any = {
    200: {
        "description": "Prometheus text exposition format",
        "content": {"text/plain": {"schema": {"type": "string"}}},
    }
}

Rows = list[dict[str, Any]]


@router.get("/metrics", tags=["metrics"], summary="Figures for Prometheus", responses=_TEXT)
def get_metrics(desk: AtDesk) -> Response[str]:
    tables = desk.tables()
    totals = tables.query(figures.totals())
    metrics = (
        *_of_runs(totals),
        *_of_registries(totals),
        *_ratios(tables.query(lookups.recent(RECENT))[0]),
        _running(desk),
        _pending(desk),
    )
    return Response(200, content_type=CONTENT_TYPE, body=exposed(metrics))


def _of_runs(totals: Rows) -> Iterator[Metric]:
    runs = [row for row in totals if row["registry"] == "runs"]
    ratings = [row for row in totals if row["registry"] == "ratings"]
    by = "workflow_type"
    yield Metric("kinora_runs_total", "counter", "Runs recorded.", _samples(runs, "entries", by))
    yield Metric("kinora_good_runs", "gauge", "Runs that hold as good.", _samples(runs, "good", by))
    told = "Ratings given by people: 1 not good, 2 good."
    yield Metric("kinora_ratings_total", "counter", told, _samples(ratings, "entries", "rating"))


def _samples(rows: Rows, field: str, label: str) -> tuple[Sample, ...]:
    return tuple(Sample(row[field], {label: row["category"]}) for row in rows)


def _of_registries(totals: Rows) -> Iterator[Metric]:
    rows = [row for row in totals if row["registry"] not in figures.NO_REGISTRY]
    for name, kind, told, field in (
        ("kinora_entries", "gauge", "Entries in a category.", "entries"),
        ("kinora_observations_total", "counter", "Values seen in a category.", "seen"),
    ):
        samples = (
            Sample(row[field], {"registry": row["registry"], "category": row["category"]})
            for row in rows
        )
        yield Metric(name, kind, told, tuple(samples))  # type: ignore[arg-type]


def _ratios(recent: dict[str, int]) -> Iterator[Metric]:
    if not recent["runs"]:
        return
    for name, told, field in (
        ("precision", "whose figures were learned", "told"),
        ("discovery", "that found an entry first", "discovering"),
    ):
        share = Sample(round(recent[field] / recent["runs"], 4))
        help_text = f"Share of the last {RECENT} runs {told}."
        yield Metric(f"kinora_{name}_ratio", "gauge", help_text, (share,))


def _running(desk: Desk) -> Metric:
    """A machine that was never set up has no sample."""
    samples = []
    for machine in (LOOP, INTERPRETATION, SYNC):
        try:
            page = desk.executions.list_executions(machine, Status.RUNNING, _COUNTED)
        except ExecutionError:
            continue
        samples.append(Sample(len(page.items), {"machine": machine}))
    return Metric(
        "kinora_executions_running", "gauge", f"Executions, {_COUNTED} at most.", tuple(samples)
    )


def _pending(desk: Desk) -> Metric:
    waiting = len(desk.stage.objects.list(keys.PENDING, limit=_COUNTED))
    told = f"Prompts that wait to be interpreted, {_COUNTED} at most."
    return Metric("kinora_interpretations_pending", "gauge", told, (Sample(waiting, {}),))
