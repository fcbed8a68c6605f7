"""kinora studio: the whole studio on this machine, until Ctrl-C."""

from __future__ import annotations

import logging
from pathlib import Path

from kinora.cli.output import settings_for
from kinora.cli.progress import console
from kinora.control.event import Event
from kinora.local.engine import Engine
from kinora.model.run_id import workflow_of
from kinora.studio.serve import is_loopback, serve


def run_studio(home: Path | None, host: str, port: int, *, schedules: bool) -> None:
    """Serve, and say on standard error what goes on.

    Raises:
        HostBusy: another process runs the executions of this home.
        InvalidInput: nobody can listen there.
    """
    settings = settings_for(home)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")

    def ready(address: str, engine: Engine) -> None:
        console.print(f"Kinora's studio: {address}   (Ctrl-C stops it)")
        console.print(f"  API {address}/docs   data {settings.home}", soft_wrap=True)
        if not is_loopback(host):
            console.print("  every request needs a token: kinora tokens create")
        if not schedules:
            console.print("  the schedules stand still")
        engine.on_event(_say)

    serve(settings, host, port, schedules=schedules, ready=ready)
    console.print("stopped; what was under way goes on when the studio starts again")


def _say(event: Event) -> None:
    """One line for the beginning and one for the end of each run."""
    name = event.execution.rpartition(":")[2]
    if event.type.startswith("Execution") and workflow_of(name) is not None:
        what = event.type.removeprefix("Execution").lower()
        error = event.details.get("error")
        console.print(f"  {name} {what}" + (f": {error}" if error else ""))
