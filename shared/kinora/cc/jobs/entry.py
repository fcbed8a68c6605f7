"""How a job comes into being, whoever asks for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kinora.cc.run.delivery import change
from kinora.cc.run.event import Draft, EventType
from kinora.cc.run.records import Job
from kinora.cc.run.runs import Runs
from kinora.cc.run.story import Story

Priced = tuple[Mapping[str, Any], float]
"""What is asked for, and what it may cost at most, in US dollars."""


def enter(
    runs: Runs, run_id: str, interaction: str, by: str, price: Callable[[Story], Priced]
) -> Job:
    """Note a job for a question and have it started.

    Raises:
        NotFound: there is no such run; and what ``price`` raises, which looks whether it may be.
    """

    def decide(story: Story) -> Draft:
        request, usd = price(story)
        return Draft(
            type=EventType.JOB_REQUESTED,
            branch=story.branch,
            interaction=interaction,
            job=f"{story.run_id}-m{len(story.jobs) + 1}",
            by=by,
            data={"request": request, "estimate_usd": usd},
        )

    event = change(runs, run_id, decide)
    assert event is not None
    assert event.job is not None
    return runs.story(run_id).jobs[event.job]


def run_of(job_id: str) -> str:
    """The run of a job, by its id."""
    return job_id.rpartition("-")[0]
