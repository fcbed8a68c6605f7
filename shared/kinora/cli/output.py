"""What every command shares: settings from options, JSON on standard output, errors in one line."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, NoReturn

from kinora import settings as configuration
from kinora.model.errors import InvalidInput, KinoraError
from kinora.settings import Settings


def settings_for(home: Path | None) -> Settings:
    """The environment's settings, with the home that the option names."""
    settings = configuration.read()
    return settings if home is None else settings.model_copy(update={"home": home.absolute()})


def print_json(value: Any) -> None:
    """One JSON document, in UTF-8, with a line end."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def fail(error: KinoraError, *, as_json: bool) -> NoReturn:
    """Say what is wrong in one line and leave: 2 where the request is at fault, else 1."""
    if as_json:
        print_json({"error": type(error).__name__, "details": str(error)})
    sys.stderr.write(f"error: {error}\n")
    raise SystemExit(2 if isinstance(error, InvalidInput) else 1)
