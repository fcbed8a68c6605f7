"""kinora registries and kinora rate: the commands and their options."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kinora.cli.options import Home, Json

registries = typer.Typer(help="What was learned.", no_args_is_help=False)


class Sort(StrEnum):
    """As :class:`kinora.registry.listing.Order`, which would load the registries."""

    COUNT = "count"
    NAME = "name"
    NEWEST = "newest"
    WEIGHT = "weight"


class Format(StrEnum):
    """What an export is written as."""

    JSON = "json"
    CSV = "csv"


@registries.callback(invoke_without_command=True)
def registries_default(context: typer.Context, home: Home = None, json: Json = False) -> None:
    if context.invoked_subcommand is None:
        list_registries(home, json)


@registries.command("list")
def list_registries(home: Home = None, json: Json = False) -> None:
    """The categories of each registry and how many entries they hold."""
    from kinora.cli.registry_tables import show_categories  # noqa: PLC0415

    show_categories(home, as_json=json)


@registries.command("show")
def show_registry(
    what: Annotated[
        str | None,
        typer.Argument(help="A category, CATEGORY/NAME, CATEGORY/KEY, or an entry's name."),
    ] = None,
    sort: Annotated[Sort, typer.Option(help="What comes first.")] = Sort.COUNT,
    limit: Annotated[int, typer.Option(min=1, max=10_000, help="The most entries.")] = 50,
    home: Home = None,
    json: Json = False,
) -> None:
    """The categories, the entries of one, or one entry with its lineage."""
    from kinora.cli.registry_entry import show_entry  # noqa: PLC0415
    from kinora.cli.registry_tables import show_categories, show_entries  # noqa: PLC0415
    from kinora.registry.catalogue import shelf  # noqa: PLC0415

    if what is None:
        show_categories(home, as_json=json)
    elif shelf(what):
        show_entries(what, sort, limit, home, as_json=json)
    else:
        show_entry(what, limit, home, as_json=json)


@registries.command("stats")
def stats(home: Home = None, json: Json = False) -> None:
    """Counts, coverage, growth of the last 14 days, repetition, primitives."""
    from kinora.cli.registry_stats import show_stats  # noqa: PLC0415

    show_stats(home, as_json=json)


@registries.command("export")
def export(
    form: Annotated[Format, typer.Option("--format", help="What to write.")] = Format.JSON,
    category: Annotated[str | None, typer.Option(help="Only this category.")] = None,
    out: Annotated[Path | None, typer.Option(help="A file instead of standard output.")] = None,
    home: Home = None,
) -> None:
    """Write all entries with their breakdown and lineage figures, in the order of their keys."""
    from kinora.cli.registry_export import export_entries  # noqa: PLC0415

    export_entries(form, category, out, home)


def rate(
    run_id: Annotated[str, typer.Argument(help="A run's id.")],
    rating: Annotated[str, typer.Argument(help="1 = no, 2 = good.")],
    home: Home = None,
    json: Json = False,
) -> None:
    """Say whether a run came out well; your word counts more than what was measured."""
    from kinora.cli.rate import rate_run  # noqa: PLC0415

    rate_run(run_id, rating, home, as_json=json)
