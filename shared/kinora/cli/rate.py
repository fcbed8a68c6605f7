"""kinora rate: a person's verdict on a run."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from kinora.bootstrap import stage
from kinora.cli.output import print_json, settings_for
from kinora.cli.tables import console
from kinora.loop.rate import rate
from kinora.model.errors import InvalidInput
from kinora.model.rating import GOOD, NOT_GOOD


def rate_run(run_id: str, rating: str, home: Path | None, *, as_json: bool) -> None:
    """Store the rating, apply it, say what holds now and why.

    Raises:
        InvalidInput: the rating is neither 1 nor 2, or no such run is recorded.
    """
    if rating not in {str(NOT_GOOD), str(GOOD)}:
        raise InvalidInput("rating", repr(rating), "1 (not good) or 2 (good)")
    rated = rate(run_id, int(rating), datetime.now(UTC), stage(settings_for(home)))
    if as_json:
        print_json(rated.model_dump(mode="json"))
        return
    out = console()
    verdict = "good" if rated.outcome.good else "not good"
    changed = "" if rated.changed else " (as before)"
    out.print(rated.prompt, style="bold", soft_wrap=True, markup=False)
    reasons = "; ".join(rated.outcome.reasons)
    out.print(f"  {verdict}{changed}: {reasons}", soft_wrap=True, markup=False)
