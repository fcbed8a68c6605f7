"""kinora tokens: who may use the API."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kinora.cli.options import Home, Json

if TYPE_CHECKING:
    from kinora.api.access.caller import Scope
    from kinora.api.access.tokens import Token

tokens = typer.Typer(help="Who may use the API.", no_args_is_help=True)


@tokens.command("create")
def create_token(
    name: Annotated[str, typer.Option(help="What it is for.")] = "",
    read_only: Annotated[bool, typer.Option("--read-only", help="It may not change.")] = False,
    days: Annotated[int | None, typer.Option(help="Days until it ends; else never.")] = None,
    home: Home = None,
    json: Json = False,
) -> None:
    """Make a token and print it, this once: only a hash of it is kept."""
    from kinora.api.access.tokens import create  # noqa: PLC0415
    from kinora.cli.output import print_json  # noqa: PLC0415

    scope: Scope = "read" if read_only else "write"
    token, text = create(_objects(home), name, scope, days, _now())
    if json:
        print_json({**_shown(token), "token": text})
        return
    typer.echo(text)
    ends = "never ends" if token.expires_at is None else f"ends {token.expires_at}"
    typer.echo(f"{token.id}: may {scope}, {ends}; it is not shown again", err=True)


@tokens.command("list")
def list_tokens(home: Home = None, json: Json = False) -> None:
    """The tokens that exist; their text is not kept."""
    from kinora.api.access.tokens import listed  # noqa: PLC0415
    from kinora.cli.output import print_json  # noqa: PLC0415
    from kinora.cli.tables import console, table  # noqa: PLC0415

    found = [_shown(token) for token in listed(_objects(home))]
    if json:
        print_json({"tokens": found})
        return
    shown = table("id", "name", "scope", "created", "expires", "alive")
    for one in found:
        alive = "yes" if one["alive"] else "no"
        when = (one["created_at"], one["expires_at"] or "never")
        shown.add_row(one["id"], one["name"], one["scope"], *when, alive)
    console().print(shown, markup=False)


@tokens.command("revoke")
def revoke_token(
    token_id: Annotated[str, typer.Argument(metavar="ID", help="As `tokens list` shows it.")],
    home: Home = None,
    json: Json = False,
) -> None:
    """End a token, and every session that was opened with it."""
    from kinora.api.access.tokens import revoke  # noqa: PLC0415
    from kinora.cli.output import print_json  # noqa: PLC0415

    revoke(_objects(home), token_id)
    if json:
        print_json({"revoked": token_id})
    else:
        typer.echo(f"{token_id} is revoked")


def _objects(home: Path | None) -> Any:
    from kinora.bootstrap import objects  # noqa: PLC0415
    from kinora.cli.output import settings_for  # noqa: PLC0415

    return objects(settings_for(home))


def _now() -> Any:
    from datetime import UTC, datetime  # noqa: PLC0415

    return datetime.now(UTC)


def _shown(token: Token) -> dict[str, Any]:
    return {**token.model_dump(exclude={"sha256"}), "alive": token.alive(_now())}
