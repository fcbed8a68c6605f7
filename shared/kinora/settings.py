"""The only reader of the environment: once per process, checked, and with every default here."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import ConfigDict, Field, SecretStr, ValidationError

from kinora.model.base import Frozen
from kinora.model.errors import InvalidInput
from kinora.model.object_place import shared_folder

PREFIX = "KINORA_"
Rate = Annotated[float, Field(ge=0, le=1e6)]


def variable(field: str) -> str:
    """The environment variable of a setting."""
    return PREFIX + field.upper()


class Settings(Frozen):
    """Each field is the environment variable of its name in capitals behind ``KINORA_``."""

    model_config = ConfigDict(hide_input_in_errors=True)  # a value may be a secret

    home: Path = Path("var")
    """Where everything lives that a run on this machine makes."""
    objects: str = "folder"
    """The object store: ``folder`` (inside home), ``file:///absolute/folder`` (which several homes
    may share), ``s3://bucket[/prefix]`` or ``r2://bucket[/prefix]``."""
    r2_endpoint: str | None = None
    """The S3 API of the account's R2, https://ACCOUNT.r2.cloudflarestorage.com."""
    r2_access_key_id: str | None = None
    """An R2 API token's access key id, where the object store is r2://."""
    r2_secret_access_key: SecretStr | None = None
    """Its secret."""
    edge: Literal["local", "cloudflare", "cloudflare-rest"] = "local"
    """Whether what is learned is also brought to the edge: through the gateway Worker of edge/, or
    by Cloudflare's REST API, which takes 3 requests a second."""
    edge_url: str | None = None
    """The gateway's address; with cloudflare-rest the API's, which has a default."""
    edge_token: SecretStr | None = None
    """The gateway's token, or an API token with D1 Edit and Workers KV Storage Edit."""
    edge_account: str | None = None
    """The account's id; the gateway needs none."""
    edge_database: str | None = None
    """The D1 database's id; the gateway needs none."""
    edge_namespace: str | None = None
    """The KV namespace's id; the gateway needs none."""
    edge_media: str | None = None
    """Where videos and posters are published: ``gateway``, ``none``, or a store as in ``objects``;
    by default the gateway where there is one."""
    project: Path = Path(__file__).resolve().parents[2]
    """The folder with template.yaml, statemachines, functions and edge."""
    ffmpeg: str | None = None
    """Another ffmpeg than the one that comes with imageio-ffmpeg."""
    executions: str = "local"
    """What runs state machines: ``local`` (the journal inside home), or the beginning of their
    ARNs on Step Functions, ``arn:aws:states:REGION:ACCOUNT:stateMachine:STACK-``."""
    schedules: str = "local"
    """What holds the schedules: ``local`` (inside home), or a group of EventBridge Scheduler."""
    tables: Literal["shared", "own"] = "shared"
    """Whether the tables in home are those that Sync folds, or a copy that this process folds."""
    access: Literal["token", "open"] = "token"
    """Whether the API asks for a token; ``open`` is for a host that only loopback reaches."""
    hosts: str = "localhost,127.0.0.1,[::1]"
    """Names, without port, by which browsers may ask for the API, separated by commas; ``*`` where
    a gateway in front decides."""
    secure_cookies: bool = False
    """Whether sessions travel over https alone also where no gateway says that https was used."""
    rate_reads: Rate = 50
    """Requests a second that one client may make which change nothing; four times as many at
    once. 0 sets no limit."""
    rate_writes: Rate = 10
    """The same for requests that change something."""
    rate_limited_by: Literal["function", "gateway"] = "function"
    """Who counts requests: the function itself, or the gateway before several of them."""
    scratch: Path | None = None
    """Where files lie while they are made; by default inside home."""

    @property
    def object_folder(self) -> Path | None:
        """The folder where objects are files; None where they are elsewhere."""
        if self.objects == "folder":
            return self.home / "objects"
        return shared_folder(self.objects)

    @property
    def registry(self) -> Path:
        return self.home / "registry.sqlite"

    @property
    def journal(self) -> Path:
        return self.home / "journal.sqlite"

    @property
    def schedule_file(self) -> Path:
        return self.home / "schedules.sqlite"

    @property
    def scratch_folder(self) -> Path:
        return self.scratch or self.home / "scratch"

    @property
    def logs(self) -> Path:
        return self.home / "logs"

    @property
    def migrations(self) -> Path:
        return self.project / "edge" / "migrations"

    def environment(self) -> dict[str, str]:
        """The variables that make another process read the same settings, secrets too."""
        values = self.model_dump(exclude_none=True)
        return Environment({variable(name): _text(value) for name, value in values.items()})


class Environment(dict[str, str]):
    """Variables for another process; printing them shows no secret."""

    def __repr__(self) -> str:
        return repr({name: _MASK if name in _SECRETS else text for name, text in self.items()})


def _text(value: object) -> str:
    return value.get_secret_value() if isinstance(value, SecretStr) else str(value)


_MASK = "**********"
_SECRETS = {
    variable(name)
    for name, field in Settings.model_fields.items()
    if SecretStr in {field.annotation, *get_args(field.annotation)}
}


def inherited() -> dict[str, str]:
    """This process's environment, for a child that reads other settings: without ours."""
    return {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}


def read(environment: Mapping[str, str] = os.environ) -> Settings:
    """The settings that the environment gives.

    Raises:
        InvalidInput: a variable has the prefix but names no setting, or its value is refused.
    """
    values = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(PREFIX)
    }
    try:
        settings = Settings.model_validate(values)
        return settings.model_copy(update={"home": settings.home.absolute()})
    except ValidationError as error:
        first = error.errors()[0]
        name = variable(str(first["loc"][0]))
        if first["type"] != "extra_forbidden":
            raise InvalidInput(name, first["msg"]) from error
        allowed = ", ".join(map(variable, Settings.model_fields))
        raise InvalidInput(name, "there is no such setting", allowed) from error
