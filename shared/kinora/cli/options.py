"""Options that many commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Optional

import typer

Home = Annotated[Optional[Path], typer.Option(help="The data folder; default ./var.")]  # noqa: UP045 - typer reads it at run time
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
