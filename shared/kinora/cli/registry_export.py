"""Writing registries out as JSON or CSV: a page at a time, so that any size fits."""

from __future__ import annotations

import csv
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from kinora.cli.progress import console, counting
from kinora.cli.registry_tables import Tables
from kinora.cli.scene import appearing, checked_target
from kinora.model.errors import InvalidInput
from kinora.registry.catalogue import category_names, shelf
from kinora.registry.export import FIELDS, PAGE, pages
from kinora.registry.export import cell as _cell
from kinora.registry.overview import summary

Row = dict[str, Any]
_MANY = 100_000
"""Rows from which an export takes so long that progress is shown."""


def export_entries(form: str, category: str | None, out: Path | None, home: Path | None) -> None:
    """Write all entries, or those of one category; progress goes to standard error.

    Raises:
        InvalidInput: there is no such category, or the file's folder does not exist.
    """
    found = None if category is None else shelf(category)
    if category is not None and found is None:
        raise InvalidInput("category", f"no category {category!r}", category_names())
    if out is not None:
        checked_target(out)
    read = Tables(home)
    asked = [row for row in summary(read) if category in {None, row["category"]}]
    total = sum(row["entries"] for row in asked)
    place = None if found is None else (str(found.registry), found.category)
    with _target(out) as file, _progress(total) as count:
        write = _write_csv if form == "csv" else _write_json
        write(file, _counted(pages(read, place), count))


@contextmanager
def _target(out: Path | None) -> Iterator[TextIO]:
    """Standard output, which may be closed early, or a file that appears when it is complete."""
    if out is None:
        try:
            yield sys.stdout
            sys.stdout.flush()
        except BrokenPipeError:
            # What is left in the buffer has no reader: without this Python complains at its end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return
    with appearing(out) as unfinished, unfinished.open("w", encoding="utf-8", newline="") as file:
        yield file


@contextmanager
def _progress(total: int) -> Iterator[Callable[[int], None]]:
    """Is called with the rows written so far: a bar on a terminal, a line now and then elsewhere.

    What is done in a moment says nothing.
    """
    if total < _MANY:
        yield lambda _: None
    elif console.is_terminal:
        with counting("exporting", -(-total // PAGE)) as count:
            yield lambda _: count()
    else:
        yield lambda done: _say(done, total)


def _say(done: int, total: int) -> None:
    if done % _MANY < PAGE:
        console.print(f"  exported {done:,} of {total:,}")


def _counted(found: Iterator[list[Row]], count: Callable[[int], None]) -> Iterator[Row]:
    done = 0
    for page in found:
        yield from page
        done += len(page)
        count(done)


def _write_json(file: TextIO, rows: Iterator[Row]) -> None:
    """One object with the entries, one a line."""
    file.write('{"entries": [')
    for index, row in enumerate(rows):
        file.write(",\n" if index else "\n")
        file.write(json.dumps(row, ensure_ascii=False))
    file.write("\n]}\n")


def _write_csv(file: TextIO, rows: Iterator[Row]) -> None:
    """RFC 4180 with a heading; value and depth as JSON, text never a formula."""
    writer = csv.writer(file)
    writer.writerow(FIELDS)
    for row in rows:
        writer.writerow([_cell(row[field]) for field in FIELDS])
