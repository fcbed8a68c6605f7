"""The only place where adapters meet ports: settings in, a working stage out."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kinora import settings as configuration
from kinora.loop.stage import Stage
from kinora.media import ffmpeg
from kinora.model.errors import InvalidInput
from kinora.settings import Settings
from kinora.stores.folder import FolderObjects
from kinora.stores.objects import ObjectStore
from kinora.stores.sql import SqlStore


def stage(settings: Settings) -> Stage:
    """The ports of a process with these settings. Connections open when first used.

    Raises:
        InvalidInput: a setting names a back end that does not exist.
    """

    @cache
    def tables() -> SqlStore:
        from kinora.stores.sqlite import SqliteTables  # noqa: PLC0415 - only Sync needs tables

        store = SqliteTables(settings.registry)
        store.migrate(settings.migrations)
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


def objects(settings: Settings) -> ObjectStore:
    """The object store that the settings name."""
    if settings.objects == "folder":
        return FolderObjects(settings.object_folder)
    place = urlsplit(settings.objects)
    if place.scheme == "s3" and place.netloc:
        from kinora.stores.s3 import S3Objects  # noqa: PLC0415 - boto3 is slow to import

        return S3Objects(_s3_client(), place.netloc)
    raise InvalidInput("KINORA_OBJECTS", f"{settings.objects!r}", "folder, or s3://bucket")


@cache
def process_stage() -> Stage:
    """The stage of this process, from its environment: what every Lambda handler works with."""
    return stage(configuration.read())


def _s3_client() -> Any:
    try:
        import boto3  # noqa: PLC0415 - only where a bucket is used
        from botocore.config import Config  # noqa: PLC0415
    except ImportError as error:
        problem = "a bucket needs boto3, which is not installed"
        raise InvalidInput("KINORA_OBJECTS", problem, "folder, or install kinora[aws]") from error

    # R2 refuses the checksum trailer that newer clients add unasked.
    checksums = {
        "request_checksum_calculation": "when_required",
        "response_checksum_validation": "when_required",
    }
    return boto3.client("s3", config=Config(retries={"mode": "standard"}, **checksums))
