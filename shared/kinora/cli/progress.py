"""Progress on standard error: bars on a terminal, plain lines elsewhere."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)


class ProgressConsole(Console):
    """Standard error for progress; who stops reading it does not stop the work."""

    def on_broken_pipe(self) -> None:
        """Fall silent, where rich would leave the program."""
        self.quiet = True
        # The line that failed stays in the stream's buffer. Python writes it once more when it
        # ends, and where that fails too, it gives 120 as the exit code of a run that went well.
        with suppress(OSError):  # a stream without a descriptor has no such buffer
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self.file.fileno())
            os.close(nowhere)


console = ProgressConsole(stderr=True, highlight=False)


@contextmanager
def counting(label: str, total: int) -> Iterator[Callable[[], None]]:
    """A bar that moves one step at each call of the given function."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        bar = progress.add_task(label, total=total)
        yield lambda: progress.advance(bar)


@contextmanager
def tallying() -> Iterator[Callable[[str], Callable[[str, int], None]]]:
    """Counts that rise, where nobody knows how far: a line for each thing that is counted.

    The given function makes, for a place, what is told of things done there: their kind and number.
    """
    columns = (SpinnerColumn(), TextColumn("{task.description} {task.completed:,.0f}"))
    with Progress(*columns, console=console, transient=True) as progress:
        tasks: dict[tuple[str, str], TaskID] = {}

        def place(name: str) -> Callable[[str, int], None]:
            def told(kind: str, count: int) -> None:
                if (name, kind) not in tasks:
                    tasks[name, kind] = progress.add_task(f"{name}: {kind}", total=None)
                progress.advance(tasks[name, kind], count)

            return told

        yield place
