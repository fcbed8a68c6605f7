"""kinora sync, replay, verify, lag and compact: the commands and their options."""

from __future__ import annotations

from typing import Annotated

import typer

from kinora.cli.options import Home, Json

Dry = Annotated[bool, typer.Option("--dry-run", help="Say what would be done; change nothing.")]


def sync(dry_run: Dry = False, home: Home = None, json: Json = False) -> None:
    """Bring the tables here and the edge up to date with the log, and publish what is known."""
    from kinora.cli.edge_sync import rehearse_sync, run_sync  # noqa: PLC0415

    if dry_run:
        rehearse_sync(home, as_json=json)
    else:
        run_sync(home, as_json=json)


def replay(
    into: Annotated[
        str | None,
        typer.Option(help="edge, local, or a SQLite file; default the edge if there is one."),
    ] = None,
    home: Home = None,
    json: Json = False,
) -> None:
    """Empty the tables and fill them again from the whole log."""
    from kinora.cli.edge_sync import run_replay  # noqa: PLC0415

    run_replay(into, home, as_json=json)


def verify(home: Home = None, json: Json = False) -> None:
    """Fold the log anew and compare the tables here and at the edge with it; 1 if they differ."""
    from kinora.cli.edge_state import run_verify  # noqa: PLC0415

    raise typer.Exit(run_verify(home, as_json=json))


def lag(home: Home = None, json: Json = False) -> None:
    """How many objects of the log the tables lack, and how old the oldest is."""
    from kinora.cli.edge_state import show_lag  # noqa: PLC0415

    show_lag(home, as_json=json)


def compact(
    older_than: Annotated[
        int, typer.Option(min=3, max=36_500, help="Days since a run started.")
    ] = 30,
    dry_run: Dry = False,
    home: Home = None,
    json: Json = False,
) -> None:
    """Pack older records into archives, byte for byte, so that the log stays short to list."""
    from kinora.cli.edge_state import run_compact  # noqa: PLC0415

    run_compact(older_than, home, dry_run=dry_run, as_json=json)


def add_commands(app: typer.Typer) -> None:
    """Make these commands of the whole."""
    for command in (sync, replay, verify, lag, compact):
        app.command()(command)
