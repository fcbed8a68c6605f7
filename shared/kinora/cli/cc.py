"""kinora cc: workflows that wait for people, from the first question to the finished video."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kinora.cli.options import Home, Json

cc = typer.Typer(help="A cute pet video in nine steps, your choices.", no_args_is_help=True)
RunId = Annotated[str, typer.Argument(help="A run's id; the end of it is enough.")]
PlaySeed = Annotated[int, typer.Option(help="Decides every choice of the run.")]


@cc.command("new")
def new_run(
    title: Annotated[str, typer.Option(help="What you call it.")] = "",
    seed: Annotated[int | None, typer.Option(help="The same seed, the same offers.")] = None,
    budget: Annotated[float | None, typer.Option(help="US dollars that it may spend.")] = None,
    home: Home = None,
    json: Json = False,
) -> None:
    """Begin a run and show its first question."""
    from kinora.cli.cc_commands import begin  # noqa: PLC0415

    begin(title, seed, budget, home, as_json=json)


@cc.command("guide")
def guide_run(
    run: Annotated[str | None, typer.Argument(help="A run to go on with; else a new one.")] = None,
    title: Annotated[str, typer.Option(help="What you call a new one.")] = "",
    home: Home = None,
) -> None:
    """Be led from question to question, here in the terminal."""
    from kinora.cli.cc_guide import guide  # noqa: PLC0415

    guide(run, title, home)


@cc.command("inbox")
def show_inbox(home: Home = None, json: Json = False) -> None:
    """The questions that wait for you."""
    from kinora.cli.cc_commands import inbox  # noqa: PLC0415

    inbox(home, as_json=json)


@cc.command("show")
def show_run(run: RunId, home: Home = None, json: Json = False) -> None:
    """One run: where it stands, what was chosen, and its open question."""
    from kinora.cli.cc_commands import show  # noqa: PLC0415

    show(run, home, as_json=json)


@cc.command("answer")
def answer_question(
    run: RunId,
    pick: Annotated[
        str | None, typer.Option(help="What to choose, by number or id; several with commas.")
    ] = None,
    text: Annotated[str | None, typer.Option(help="Your own words.")] = None,
    field: Annotated[list[str] | None, typer.Option(help="NAME=VALUE of a form.")] = None,
    option: Annotated[str, typer.Option(help="continue, or another option.")] = "continue",
    feedback: Annotated[str | None, typer.Option(help="What should be different.")] = None,
    home: Home = None,
    json: Json = False,
) -> None:
    """Answer a run's open question and show the next one."""
    from kinora.cli.cc_commands import Given, answer  # noqa: PLC0415

    given = Given(pick, text, tuple(field or ()), option, feedback)
    answer(run, given, home, as_json=json)


@cc.command("generate")
def generate(
    run: RunId,
    prompt: Annotated[str | None, typer.Option(help="One of the question's prompts.")] = None,
    seed: Annotated[int | None, typer.Option(help="The same seed, the same result.")] = None,
    count: Annotated[int | None, typer.Option(min=1, max=8)] = None,
    like: Annotated[str | None, typer.Option(help="One more like this: a content id.")] = None,
    picture: Annotated[
        Path | None, typer.Option(help="Bring a picture of your own instead.")
    ] = None,
    home: Home = None,
    json: Json = False,
) -> None:
    """Generate pictures, clips or music for a run's open question."""
    from kinora.cli.cc_commands import Wanted, generate  # noqa: PLC0415

    generate(run, Wanted(prompt, seed, count, like, picture), home, as_json=json)


@cc.command("jump")
def jump_back(
    run: RunId,
    module: Annotated[str | None, typer.Argument(help="Where to go back to.")] = None,
    restore: Annotated[
        str | None, typer.Option(help="Go back to a branch that was left instead.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what changes.")] = False,
    home: Home = None,
    json: Json = False,
) -> None:
    """Go back to an earlier module, or to a branch that was left; what changes is shown."""
    from kinora.cli.cc_commands import jump  # noqa: PLC0415

    jump(run, module, restore, home, dry_run=dry_run, as_json=json)


@cc.command("export")
def export_run(
    run: RunId,
    out: Annotated[Path | None, typer.Option(help="The ZIP file to write.")] = None,
    home: Home = None,
    json: Json = False,
) -> None:
    """Write everything of a run into one ZIP file."""
    from kinora.cli.cc_commands import export  # noqa: PLC0415

    export(run, out, home, as_json=json)


@cc.command("cancel")
def cancel_run(run: RunId, home: Home = None, json: Json = False) -> None:
    """End a run for good."""
    from kinora.cli.cc_commands import cancel  # noqa: PLC0415

    cancel(run, home, as_json=json)


@cc.command("play")
def play_run(
    seed: PlaySeed = 0,
    runs: Annotated[int, typer.Option(min=1, max=1000, help="Play so many, seed by seed.")] = 1,
    home: Home = None,
    json: Json = False,
) -> None:
    """Play a whole run by seeded choices, a retry and a jump among them, to its video."""
    from kinora.cli.cc_play import play  # noqa: PLC0415

    raise typer.Exit(play(seed, runs, home, as_json=json))
