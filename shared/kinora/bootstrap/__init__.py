"""The only place where adapters meet ports: settings in, a working stage out."""

from __future__ import annotations

import secrets
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from kinora import settings as configuration
from kinora.bootstrap.aws import boto3_client
from kinora.bootstrap.far_edge import check_edge, edge
from kinora.bootstrap.object_stores import objects, reachable_objects
from kinora.control.executions import CC, Executions
from kinora.control.schedules import Schedules
from kinora.loop.folding.catch_up import catch_up
from kinora.loop.stage import Stage
from kinora.media import ffmpeg
from kinora.model.errors import InvalidInput, NotFound
from kinora.providers.ports import LanguageProvider, MediaProvider
from kinora.registry import page_indexes
from kinora.settings import Settings
from kinora.stores.sql import SqlStore

if TYPE_CHECKING:
    from kinora.cc.definition.workflow import Workflow
    from kinora.cc.run.runs import Runs
    from kinora.cc.workroom import Workroom
    from kinora.edge.edge import Edge

__all__ = [
    "WORKFLOWS",
    "check_edge",
    "edge",
    "executions",
    "fresh_tables",
    "new_tables",
    "objects",
    "process_edge",
    "process_executions",
    "process_runs",
    "process_stage",
    "reachable_objects",
    "schedules",
    "stage",
    "workroom",
]

WORKFLOWS = {"cc": CC}
"""The workflows that people can start, by their folders, with their state machines."""
_STALE_SECONDS = 10.0
"""How old a reader's own copy of the tables may be."""


def stage(settings: Settings) -> Stage:
    """The ports of a process with these settings. Connections open when first used.

    Raises:
        InvalidInput: a setting names a back end that does not exist.
    """

    @cache
    def tables() -> SqlStore:
        store = new_tables(settings, settings.registry)
        if store.query(page_indexes.lacking()):
            store.batch(page_indexes.made())
        return store

    @cache
    def program() -> str:
        return ffmpeg.locate(settings.ffmpeg)

    @contextmanager
    def scratch() -> Iterator[Path]:
        settings.scratch_folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(
            dir=settings.scratch_folder, ignore_cleanup_errors=True
        ) as folder:
            yield Path(folder)

    return Stage(objects=objects(settings), tables=tables, ffmpeg=program, scratch=scratch)


def new_tables(settings: Settings, path: Path) -> SqlStore:
    """Tables in a SQLite file, made if it is not there."""
    from kinora.stores.sqlite import SqliteTables  # noqa: PLC0415 - only Sync needs tables

    store = SqliteTables(path)
    store.migrate(settings.migrations)
    return store


def fresh_tables(settings: Settings, ports: Stage) -> Callable[[], SqlStore]:
    """The tables as fresh as a reader may expect: a process that folds its own copy catches up."""
    if settings.tables == "shared":
        return ports.tables
    caught_up = -_STALE_SECONDS

    def tables() -> SqlStore:
        nonlocal caught_up
        if time.monotonic() - caught_up >= _STALE_SECONDS:
            catch_up(ports, ports.tables(), datetime.now(UTC).date())
            caught_up = time.monotonic()
        return ports.tables()

    return tables


def workroom(settings: Settings) -> Workroom:
    """The ports of a process that works on workflows. Providers are made when first asked for."""
    # Only workflows need these, and jinja2 is slow to import.
    from importlib.resources import files  # noqa: PLC0415

    from kinora.cc.definition import checking, loading  # noqa: PLC0415
    from kinora.cc.jobs.upload import OWN, OwnPictures  # noqa: PLC0415
    from kinora.cc.workroom import Workroom  # noqa: PLC0415

    ports = stage(settings)

    @cache
    def workflow(workflow_id: str) -> Workflow:
        if workflow_id not in WORKFLOWS:
            known = ", ".join(WORKFLOWS)
            raise NotFound(f"no workflow {workflow_id[:64]!r}; there are: {known}")
        return checking.checked(loading.load(files(f"kinora.workflows.{workflow_id}")))

    return Workroom(
        objects=ports.objects,
        executions=executions(settings),
        workflow=workflow,
        machines=WORKFLOWS,
        language={"embedded": cache(_embedded_language)},
        media={
            "embedded": cache(lambda: _embedded_media(ports.ffmpeg)),
            OWN: cache(lambda: OwnPictures(ports.objects)),
        },
        now=lambda: datetime.now(UTC),
        chance=lambda: secrets.token_hex(3),
        ffmpeg=ports.ffmpeg,
        scratch=ports.scratch,
    )


def _embedded_language() -> LanguageProvider:
    from kinora.providers.embedded.language import EmbeddedLanguage  # noqa: PLC0415

    return EmbeddedLanguage()


def _embedded_media(program: Callable[[], str]) -> MediaProvider:
    from kinora.providers.embedded.media import embedded_media  # noqa: PLC0415

    return embedded_media(program)


def executions(settings: Settings) -> Executions:
    """What runs the state machines that the settings name."""
    if settings.executions == "local":
        from kinora.local.client import Client  # noqa: PLC0415 - only the API needs a journal

        return Client(settings.journal)
    from kinora.control.step_functions import StepFunctions  # noqa: PLC0415

    return StepFunctions(boto3_client("stepfunctions", "KINORA_EXECUTIONS"), settings.executions)


def schedules(settings: Settings) -> Schedules:
    """What holds the schedules that the settings name."""
    if settings.schedules == "local":
        from kinora.local.schedules import LocalSchedules  # noqa: PLC0415

        return LocalSchedules(settings.schedule_file, time.time)
    from kinora.control.event_bridge import EventBridgeSchedules  # noqa: PLC0415

    client = boto3_client("scheduler", "KINORA_SCHEDULES")
    return EventBridgeSchedules(client, settings.schedules)


@cache
def process_stage() -> Stage:
    """The stage of this process, from its environment: what every Lambda handler works with."""
    return stage(configuration.read())


@cache
def process_edge() -> Edge:
    """The edge of this process's environment.

    Raises:
        InvalidInput: there is none, or as :func:`edge`.
        StorageError: as :func:`edge`.
    """
    found = edge(configuration.read())
    if found is None:
        raise InvalidInput(
            configuration.variable("edge"), "there is no edge", "cloudflare, cloudflare-rest"
        )
    return found


@cache
def process_executions() -> Executions:
    """What runs the state machines of this process's environment."""
    return executions(configuration.read())


@cache
def process_runs() -> Runs:
    """The runs of workflows, for this process's environment."""
    from kinora.cc.run.runs import Runs  # noqa: PLC0415 - only workflows need them

    return Runs(workroom(configuration.read()))
