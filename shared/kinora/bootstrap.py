"""The only place where adapters meet ports: settings in, a working stage out."""

from __future__ import annotations

import secrets
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kinora import settings as configuration
from kinora.control.executions import CC, Executions
from kinora.control.schedules import Schedules
from kinora.loop.folding.catch_up import catch_up
from kinora.loop.stage import Stage
from kinora.media import ffmpeg
from kinora.model.errors import InvalidInput, NotFound, StorageUnreachable
from kinora.model.object_place import R2_ENDPOINT, SETTING, bucket_place, r2_endpoint
from kinora.model.statement import Statement
from kinora.providers.ports import LanguageProvider, MediaProvider
from kinora.settings import Settings
from kinora.stores.folder import FolderObjects
from kinora.stores.objects import ObjectStore, Remote
from kinora.stores.sql import SqlStore

if TYPE_CHECKING:
    from kinora.cc.definition.workflow import Workflow
    from kinora.cc.run.runs import Runs
    from kinora.cc.workroom import Workroom
    from kinora.edge.edge import Edge
    from kinora.stores.cloudflare import Cloudflare

WORKFLOWS = {"cc": CC}
"""The workflows that people can start, by their folders, with their state machines."""
_STALE_SECONDS = 10.0
"""How old a reader's own copy of the tables may be."""
_EDGE_SECONDS = 45.0
"""How long a request to the edge is tried again: what is not brought there now is found later."""
_CHECK_SECONDS = 3.0
_AWS_KEYS = "the AWS environment, a profile or a role"
_R2_KEYS = "KINORA_R2_ACCESS_KEY_ID and KINORA_R2_SECRET_ACCESS_KEY"
_R2_WANTED = {
    "r2_endpoint": R2_ENDPOINT,
    "r2_access_key_id": "the access key id of an R2 API token",
    "r2_secret_access_key": "the secret access key of that token",
}


def stage(settings: Settings) -> Stage:
    """The ports of a process with these settings. Connections open when first used.

    Raises:
        InvalidInput: a setting names a back end that does not exist.
    """

    @cache
    def tables() -> SqlStore:
        return new_tables(settings, settings.registry)

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


def edge(settings: Settings) -> Edge | None:
    """The edge that the settings name, up to date in its migrations; None where there is none.

    Raises:
        InvalidInput: a setting is missing or names nothing, or the credential is refused.
        StorageUnreachable: the edge cannot be reached.
        StorageError: it lacks migrations that this token may not apply, or is not atomic.
    """
    if settings.edge == "local":
        return None
    from kinora.edge.edge import Edge  # noqa: PLC0415 - only where there is an edge
    from kinora.stores.cloudflare_kv import CloudflareValues  # noqa: PLC0415
    from kinora.stores.d1 import D1Tables  # noqa: PLC0415

    service = _cloudflare(settings)
    namespace = _edge_id(settings, "edge_namespace")
    tables = D1Tables(service, _edge_id(settings, "edge_database"))
    values = CloudflareValues(service, namespace, clock=time.monotonic, sleep=time.sleep)
    media = _edge_media(settings, service)
    tables.migrate(settings.migrations)
    if settings.edge == "cloudflare-rest":
        tables.prove_atomic()
    return Edge(settings.edge, tables, values, media)


def check_edge(settings: Settings) -> None:
    """Look whether the edge takes the credential, where there is one; without it nothing starts.

    An edge out of reach is no reason not to start: what runs leave is brought there later.

    Raises:
        InvalidInput: a setting is missing or names nothing, or the credential is refused.
        StorageError: the edge answers something else than it should.
    """
    if settings.edge == "local":
        return
    service = _cloudflare(settings, seconds=_CHECK_SECONDS)
    with suppress(StorageUnreachable):
        if settings.edge == "cloudflare":
            service.verify()
        else:
            from kinora.stores.d1 import D1Tables  # noqa: PLC0415

            D1Tables(service, _edge_id(settings, "edge_database")).query(Statement("select 1"))


_GATEWAY_IDS = "kinora"
"""The gateway's own name for the account, the database, the namespace and the bucket."""
_EDGE_WANTED = {
    "edge_url": "the gateway's address, https://HOST",
    "edge_token": "the gateway's token; for cloudflare-rest an API token for D1 and KV",
    "edge_account": "the id of the Cloudflare account",
    "edge_database": "the id of the D1 database",
    "edge_namespace": "the id of the KV namespace",
}
_CLOUDFLARE_API = "https://api.cloudflare.com"


def _cloudflare(settings: Settings, seconds: float = _EDGE_SECONDS) -> Cloudflare:
    from kinora.stores.cloudflare import REST_RATE, Cloudflare  # noqa: PLC0415
    from kinora.stores.http import HttpClient, Waiting  # noqa: PLC0415 - httpx is slow to import

    rest = settings.edge == "cloudflare-rest"
    address = settings.edge_url or (_CLOUDFLARE_API if rest else _needed(settings, "edge_url"))
    account = _edge_id(settings, "edge_account")
    token = settings.edge_token.get_secret_value() if settings.edge_token else ""
    client = HttpClient(
        address,
        service="the Cloudflare API" if rest else "the gateway",
        address_setting=_name("edge_url"),
        credential_setting=_name("edge_token"),
        headers={"authorization": f"Bearer {token or _needed(settings, 'edge_token')}"},
        waiting=Waiting(time.monotonic, time.sleep, secrets.SystemRandom().random),
        rate=REST_RATE if rest else None,
        seconds=seconds,
    )
    return Cloudflare(client, account)


def _edge_media(settings: Settings, service: Cloudflare) -> ObjectStore | None:
    place = settings.edge_media or ("gateway" if settings.edge == "cloudflare" else "none")
    if place == "none":
        return None
    if place != "gateway":
        return objects(settings.model_copy(update={"objects": place}))
    if settings.edge == "cloudflare-rest":
        raise InvalidInput(_name("edge_media"), "there is no gateway", "none, or r2://bucket")
    from kinora.stores.gateway_objects import GatewayObjects  # noqa: PLC0415

    return GatewayObjects(service, _GATEWAY_IDS)


def _edge_id(settings: Settings, field: str) -> str:
    given = getattr(settings, field)
    if settings.edge == "cloudflare":
        return given or _GATEWAY_IDS
    return given or _needed(settings, field)


def _needed(settings: Settings, field: str) -> str:
    raise InvalidInput(_name(field), f"needed for {settings.edge}", _EDGE_WANTED[field])


def _name(field: str) -> str:
    return configuration.PREFIX + field.upper()


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

    return StepFunctions(_boto3_client("stepfunctions", "KINORA_EXECUTIONS"), settings.executions)


def schedules(settings: Settings) -> Schedules:
    """What holds the schedules that the settings name."""
    if settings.schedules == "local":
        from kinora.local.schedules import LocalSchedules  # noqa: PLC0415

        return LocalSchedules(settings.schedule_file, time.time)
    from kinora.control.event_bridge import EventBridgeSchedules  # noqa: PLC0415

    client = _boto3_client("scheduler", "KINORA_SCHEDULES")
    return EventBridgeSchedules(client, settings.schedules)


def objects(settings: Settings) -> ObjectStore:
    """The object store that the settings name. Nothing is asked of it yet.

    Raises:
        InvalidInput: a setting is missing or names no store.
    """
    if (folder := settings.object_folder) is not None:
        return FolderObjects(folder)
    place = bucket_place(settings.objects)
    client = _r2_client(settings) if place.kind == "r2" else _s3_client()
    from kinora.stores.s3 import S3Objects  # noqa: PLC0415 - boto3 is slow to import

    keys = _R2_KEYS if place.kind == "r2" else _AWS_KEYS
    return S3Objects(client, place.bucket, place.prefix, keys=keys)


def reachable_objects(settings: Settings) -> ObjectStore:
    """As :func:`objects`, for programs that need it for long: a remote one is asked a first time.

    Raises:
        InvalidInput: as :func:`objects`; or the store refuses the credentials.
        StorageUnreachable: the store cannot be reached.
    """
    store = objects(settings)
    if isinstance(store, Remote):
        store.check_access()
    return store


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
        raise InvalidInput(_name("edge"), "there is no edge", "cloudflare, cloudflare-rest")
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


def _s3_client(**place: str) -> Any:
    return _boto3_client(
        "s3",
        SETTING,
        place,
        # R2 refuses the checksum trailer that newer clients add unasked.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
        # The default still signs addresses of us-east-1 in a way that newer buckets refuse.
        signature_version="s3v4",
        connect_timeout=10,
    )


def _r2_client(settings: Settings) -> Any:
    secret = settings.r2_secret_access_key
    given = {
        "r2_endpoint": settings.r2_endpoint,
        "r2_access_key_id": settings.r2_access_key_id,
        "r2_secret_access_key": secret and secret.get_secret_value(),
    }
    for name, value in given.items():
        if not value:
            field = configuration.PREFIX + name.upper()
            raise InvalidInput(field, f"needed for {settings.objects}", _R2_WANTED[name])
    return _s3_client(
        region_name="auto",
        endpoint_url=r2_endpoint(given["r2_endpoint"] or ""),
        aws_access_key_id=given["r2_access_key_id"] or "",
        aws_secret_access_key=given["r2_secret_access_key"] or "",
    )


def _boto3_client(
    service: str, setting: str, place: Mapping[str, str] | None = None, **options: Any
) -> Any:
    try:
        import boto3  # noqa: PLC0415 - only where AWS is used
        from botocore.config import Config  # noqa: PLC0415
        from botocore.exceptions import BotoCoreError  # noqa: PLC0415
    except ImportError as error:
        problem = "AWS needs boto3, which is not installed"
        raise InvalidInput(setting, problem, "install kinora[aws]") from error
    try:
        config = Config(retries={"mode": "standard"}, **options)
        return boto3.client(service, config=config, **(place or {}))
    except (BotoCoreError, ValueError) as error:  # no region, no such profile, no such endpoint
        raise InvalidInput(setting, f"AWS cannot be used: {error}") from error
