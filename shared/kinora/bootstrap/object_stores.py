"""Which object store the settings name."""

from __future__ import annotations

from typing import Any

from kinora import settings as configuration
from kinora.bootstrap.aws import boto3_client
from kinora.model.errors import InvalidInput
from kinora.model.object_place import R2_ENDPOINT, SETTING, bucket_place, r2_endpoint
from kinora.settings import Settings
from kinora.stores.folder import FolderObjects
from kinora.stores.objects import ObjectStore, Remote

_AWS_KEYS = "the AWS environment, a profile or a role"
_R2_KEYS = "KINORA_R2_ACCESS_KEY_ID and KINORA_R2_SECRET_ACCESS_KEY"
_R2_WANTED = {
    "r2_endpoint": R2_ENDPOINT,
    "r2_access_key_id": "the access key id of an R2 API token",
    "r2_secret_access_key": "the secret access key of that token",
}


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


def _s3_client(**place: str) -> Any:
    return boto3_client(
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
            field = configuration.variable(name)
            raise InvalidInput(field, f"needed for {settings.objects}", _R2_WANTED[name])
    return _s3_client(
        region_name="auto",
        endpoint_url=r2_endpoint(given["r2_endpoint"] or ""),
        aws_access_key_id=given["r2_access_key_id"] or "",
        aws_secret_access_key=given["r2_secret_access_key"] or "",
    )
