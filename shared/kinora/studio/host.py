"""One machine as the cloud: the engine, the function workers and the project's definitions."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from kinora.bootstrap import check_edge, reachable_objects
from kinora.local.asl.substitution import substitute
from kinora.local.engine import Engine
from kinora.local.project import MachineResource, Project, read_project
from kinora.local.workers import WorkerPool
from kinora.model.errors import InvalidDefinition, InvalidInput
from kinora.settings import Settings
from kinora.studio.drainer import Drainer
from kinora.studio.functions import function_specs
from kinora.studio.sweeper import Sweeper

MOST_DRAWING = max(2, os.cpu_count() or 1)
"""Executions of a machine that draws which work at the same time."""


class Room(NamedTuple):
    """What runs in a home: the engine, and the workers of its functions."""

    engine: Engine
    workers: WorkerPool


@contextmanager
def host(settings: Settings) -> Iterator[Engine]:
    """A running engine for the settings' home; what was running when its host died goes on.

    Raises:
        HostBusy, InvalidInput, StorageUnreachable, InvalidDefinition, JournalCorrupted: as
            :func:`room`.
    """
    with room(settings) as opened:
        yield opened.engine


@contextmanager
def room(settings: Settings) -> Iterator[Room]:
    """As :func:`host`, with the workers at hand for calls of functions from outside the engine.

    Raises:
        HostBusy: another process runs the executions of this home.
        InvalidInput: the home cannot be written to; or the object store does not exist or refuses
            the credentials.
        StorageUnreachable: the object store cannot be reached.
        InvalidDefinition: template or a state machine cannot be used.
        JournalCorrupted: the journal is damaged.
    """
    project = read_project(settings.project)
    # A store that does not exist or refuses the credentials is told before anything starts.
    store = reachable_objects(settings)
    check_edge(settings)
    _prepare(settings)
    scratch = settings.scratch_folder / f"host-{os.getpid()}"
    # What requests call is the gateway's: no machine calls it, and it is slow to load.
    called = tuple(function for function in project.functions if not function.awaited)
    functions = function_specs(called, settings.model_copy(update={"scratch": scratch}))
    pool = WorkerPool(functions, settings.logs / "workers.log", search_path=(settings.project,))
    engine = Engine(settings.journal, pool)
    sweeper = Sweeper(store, pool)
    drainer = Drainer(pool)
    try:
        register(engine, project)
        engine.start()
        # Only one host runs in a home: what others left here was theirs, and they are dead.
        _clear(settings.scratch_folder, keep=scratch)
        sweeper.start()
        if settings.edge != "local":
            engine.on_event(drainer.hear)
            drainer.start()
        yield Room(engine, pool)
    finally:
        drainer.close()
        sweeper.close()
        engine.close()
        pool.close()
        shutil.rmtree(scratch, ignore_errors=True)


def _prepare(settings: Settings) -> None:
    try:
        settings.logs.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        problem = f"{settings.home} cannot be used ({error.strerror})"
        raise InvalidInput("home", problem, "a folder that can be written to") from error


def _clear(folder: Path, keep: Path) -> None:
    for left in folder.glob("*"):
        if left != keep:
            shutil.rmtree(left, ignore_errors=True)


def register(engine: Engine, project: Project) -> None:
    """Make the project's state machines known to the engine, under their logical names."""
    media = {function.name for function in project.functions if function.media}
    for machine in project.machines:
        # What draws waits for the processors anyway: more at once would only all take longer.
        draws = bool(media & set(machine.substitutions.values()))
        limit = MOST_DRAWING if draws and machine.queues else None
        try:
            text = machine.definition.read_text()
        except OSError as error:
            raise InvalidDefinition(
                machine.name, f"{error}", "a readable .asl.json file"
            ) from error
        engine.create_state_machine(machine.name, _parsed(machine, text), limit)


def _parsed(machine: MachineResource, text: str) -> Any:
    try:
        return json.loads(substitute(text, machine.substitutions))
    except ValueError as error:
        problem = f"{machine.definition.name} is not JSON ({error})"
        raise InvalidDefinition(machine.name, problem, "an Amazon States Language file") from error
