"""What the routes that take postings share."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

JobId = Annotated[str, Field(pattern=r"^[A-Za-z0-9._:@+=-]{1,120}$")]
"""The id of a job: one of ours, or another program's own."""
