"""kinora verify, kinora lag and kinora compact."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from kinora.bootstrap import new_tables, stage
from kinora.cli.edge_sync import EDGE, HERE, both
from kinora.cli.output import print_json, settings_for
from kinora.cli.progress import tallying
from kinora.cli.tables import console, table
from kinora.edge.edge import Edge
from kinora.edge.lag import Behind, lag
from kinora.edge.verify import Compared, verify
from kinora.loop.folding.compacting import compact
from kinora.loop.stage import Stage
from kinora.stores.sql import SqlStore


def run_verify(home: Path | None, *, as_json: bool) -> int:
    """Compare the log, the tables here and the edge's; the exit code: 1 if they differ.

    Raises:
        InvalidInput: a setting of the edge is missing or refused.
        StorageError: a store could not be reached.
    """
    settings = settings_for(home)
    with both(settings) as (ports, far), tallying() as told:
        found = verify(
            ports,
            _sides(ports, far),
            lambda path: new_tables(settings, path),
            lambda side, count: told(side)("rows", count),
        )
    equal = all(each.equal for each in found)
    if as_json:
        print_json({"equal": equal, "tables": [_as_json(each) for each in found]})
    else:
        _show_compared(found)
        console().print("equal" if equal else "different: kinora sync, or kinora replay")
    return 0 if equal else 1


def show_lag(home: Path | None, *, as_json: bool) -> None:
    """How far the tables are behind.

    Raises:
        InvalidInput: a setting of the edge is missing or refused.
        StorageError: a store could not be reached.
    """
    now = datetime.now(UTC)
    with both(settings_for(home)) as (ports, far), tallying() as told:
        sides = {
            name: lag(ports, tables, now, told(name)) for name, tables in _sides(ports, far).items()
        }
    if as_json:
        print_json(
            {
                name: {log: behind._asdict() for log, behind in side.items()}
                for name, side in sides.items()
            }
        )
        return
    shown = table("", *(f"{name} lacks" for name in sides), "the oldest")
    for log in sides[HERE]:
        behind = [side[log] for side in sides.values()]
        shown.add_row(log, *(f"{each.pending:,}" for each in behind), _age(behind))
    console().print(shown)


def run_compact(older_than: int, home: Path | None, *, dry_run: bool, as_json: bool) -> None:
    """Pack records of runs that started before so many days.

    Raises:
        StorageError: a store refused.
    """
    ports = stage(settings_for(home))
    before = (datetime.now(UTC) - timedelta(days=older_than)).date()
    with tallying() as told:
        done = compact(
            ports,
            ports.tables(),
            before,
            lambda count: told("records")("looked at", count),
            dry_run=dry_run,
        )
    if as_json:
        print_json({**done._asdict(), "before": before.isoformat(), "dry_run": dry_run})
        return
    would = "would be " if dry_run else ""
    console().print(
        f"{done.records:,} records from before {before} {would}packed into {done.archives:,} "
        f"archives: {done.bytes_before:,} bytes, now {done.bytes_after:,}",
        soft_wrap=True,
        highlight=False,
    )


def _sides(ports: Stage, far: Edge | None) -> dict[str, SqlStore]:
    here = ports.tables()
    return {HERE: here} if far is None else {HERE: here, EDGE: far.tables}


def _as_json(compared: Compared) -> dict[str, object]:
    sides = {name: digest._asdict() for name, digest in compared.sides.items()}
    return {
        "table": compared.table,
        "equal": compared.equal,
        "sides": sides,
        "differs_at": compared.differs_at,
    }


def _show_compared(found: list[Compared]) -> None:
    names = list(found[0].sides)
    shown = table("table", *(f"{name}: rows, digest" for name in names), "")
    for each in found:
        cells = (f"{side.rows:,}  {side.sha256[:12]}" for side in each.sides.values())
        verdict = "equal" if each.equal else f"differs at {each.differs_at}"
        shown.add_row(each.table, *cells, verdict)
    console().print(shown)


def _age(behind: list[Behind]) -> str:
    ages = [each.oldest_seconds for each in behind if each.oldest_seconds is not None]
    return str(timedelta(seconds=round(max(ages)))) if ages else ""
