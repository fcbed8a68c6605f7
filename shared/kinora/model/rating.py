"""A person's rating of a run: stored for good, the latest one counts."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from kinora.model.base import Frozen

NOT_GOOD, GOOD = 1, 2


class Rating(Frozen):
    """One rating. Of two at the same instant, the better one counts."""

    run_id: str
    rating: Annotated[int, Field(ge=NOT_GOOD, le=GOOD)]
    """1 = no, 2 = good."""
    rated_at: Annotated[str, Field(pattern=r"^\d{8}T\d{12}Z$")]
    """UTC to the microsecond, ``20261120T094512000000Z``: sorts by time."""

    @property
    def good(self) -> bool:
        return self.rating == GOOD
