"""Clients of AWS, and of what speaks its protocols."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kinora.model.errors import InvalidInput


def boto3_client(
    service: str, setting: str, place: Mapping[str, str] | None = None, **options: Any
) -> Any:
    """A client of a service. ``place`` may name endpoint, region and keys; ``options`` set it up.

    Raises:
        InvalidInput: AWS cannot be used; names the setting that asks for it.
    """
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
