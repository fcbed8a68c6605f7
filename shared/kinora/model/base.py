"""The base of all data that crosses a boundary."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """Immutable, closed (unknown fields are refused), and free of NaN."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)
