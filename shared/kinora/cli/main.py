"""The commands and their options; what they do stands in the modules beside this one."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kinora.cli.cc import cc
from kinora.cli.edge import add_commands
from kinora.cli.options import Home, Json
from kinora.cli.output import fail
from kinora.cli.registries import rate, registries
from kinora.cli.tokens import tokens
from kinora.model.errors import KinoraError
from kinora.model.taxonomy import Quality, WorkflowType

_INTERRUPTED = 130
"""The exit code that typer gives for Ctrl-C."""

app = typer.Typer(
    name="kinora",
    help="A self-growing video studio: it invents, renders, measures and learns.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Seed = Annotated[int | None, typer.Option(help="0 to 2^53 - 1; the same seed, the same video.")]
Size = Annotated[str, typer.Option(help="WIDTHxHEIGHT in pixels, even, up to 3840x2160.")]
Fps = Annotated[int, typer.Option(help="Frames a second, 1 to 60.")]
Care = Annotated[Quality, typer.Option("--quality", help="How carefully to draw and encode.")]
Duration = Annotated[float | None, typer.Option(help="Seconds, 1 to 600; default 6.")]


@app.command()
def run(
    workflow: Annotated[WorkflowType, typer.Option(help="How prompts are chosen.")] = (
        WorkflowType.EXPLORER
    ),
    prompt: Annotated[str | None, typer.Option(help="Make this instead of choosing.")] = None,
    seed: Seed = None,
    duration: Duration = None,
    size: Size = "512x512",
    fps: Fps = 24,
    quality: Care = Quality.STANDARD,
    runs: Annotated[int, typer.Option(help="How many runs, one after another.")] = 1,
    home: Home = None,
    json: Json = False,
) -> None:
    """Run the loop: invent a video, render it with music, measure it, learn from it."""
    from kinora.cli.run import RunOptions, run_loop  # noqa: PLC0415

    options = RunOptions(workflow, prompt, seed, duration, size, fps, quality, runs)
    raise typer.Exit(run_loop(options, home, as_json=json))


@app.command()
def interpret(text: str, home: Home = None, json: Json = False) -> None:
    """Say what a prompt means."""
    from kinora.cli.scene import show_instruction  # noqa: PLC0415

    show_instruction(text, home, as_json=json)


@app.command()
def compose(
    text: str,
    seed: Seed = None,
    duration: Duration = None,
    size: Size = "512x512",
    fps: Fps = 24,
    quality: Care = Quality.STANDARD,
    home: Home = None,
    json: Json = False,
) -> None:
    """Decide a whole scene for a prompt and a seed: the spec."""
    from kinora.cli.scene import SceneOptions, show_spec  # noqa: PLC0415

    show_spec(SceneOptions(text, None, seed, duration, size, fps, quality), home, as_json=json)


@app.command()
def render(
    text: Annotated[str | None, typer.Argument(help="The prompt; or give --spec.")] = None,
    spec: Annotated[Path | None, typer.Option(help="A spec file instead of a prompt.")] = None,
    out: Annotated[Path, typer.Option(help="The file to write.")] = Path("kinora.mp4"),
    still: Annotated[
        float | None, typer.Option(help="Only the frame at this second, as PNG.")
    ] = None,
    seed: Seed = None,
    duration: Duration = None,
    size: Size = "512x512",
    fps: Fps = 24,
    quality: Care = Quality.STANDARD,
    home: Home = None,
    json: Json = False,
) -> None:
    """Render a prompt or a spec to a video with sound, or to a still."""
    from kinora.cli.scene import SceneOptions, render_scene  # noqa: PLC0415

    options = SceneOptions(text, spec, seed, duration, size, fps, quality)
    render_scene(options, out, still, home, as_json=json)


@app.command()
def sound(
    text: str,
    out: Annotated[Path, typer.Option(help="WAV, FLAC, MP3 or M4A.")] = Path("kinora.wav"),
    seed: Seed = None,
    duration: Duration = None,
    home: Home = None,
    json: Json = False,
) -> None:
    """Write the soundtrack of a prompt's scene alone."""
    from kinora.cli.scene import SceneOptions  # noqa: PLC0415
    from kinora.cli.sound import write_sound  # noqa: PLC0415

    options = SceneOptions(text, None, seed, duration, "512x512", 24, Quality.STANDARD)
    write_sound(options, out, home, as_json=json)


@app.command()
def extract(video: Path, home: Home = None, json: Json = False) -> None:
    """Measure a video: colours and sounds by frame, motion and light by second, and the whole."""
    from kinora.cli.measures import show_features  # noqa: PLC0415

    show_features(video, home, as_json=json)


@app.command("contact-sheet")
def contact_sheet(
    video: Path,
    out: Annotated[Path, typer.Option(help="The PNG to write.")] = Path("sheet.png"),
    home: Home = None,
    json: Json = False,
) -> None:
    """A whole video at a glance: frames, colours, waveform, what was measured."""
    from kinora.cli.scene import write_contact_sheet  # noqa: PLC0415

    write_contact_sheet(video, out, home, as_json=json)


app.command()(rate)
app.add_typer(registries, name="registries")
app.add_typer(tokens, name="tokens")
app.add_typer(cc, name="cc")
add_commands(app)

loops = typer.Typer(help="The loops that run by themselves.", no_args_is_help=True)
app.add_typer(loops, name="loops")
Which = Annotated[
    str | None, typer.Argument(help="explorer, exploiter, main or interpretation; default all.")
]


@loops.command("status")
def loops_status(home: Home = None, json: Json = False) -> None:
    """How the loops are set, what they do, when the next run begins."""
    from kinora.cli.loops import show_status  # noqa: PLC0415

    show_status(home, as_json=json)


@loops.command("enable")
def loops_enable(workflow: Which = None, home: Home = None, json: Json = False) -> None:
    """Let the loops, or one of them, run."""
    from kinora.cli.loops import change  # noqa: PLC0415

    change({"enabled": True}, workflow, home, as_json=json)


@loops.command("disable")
def loops_disable(workflow: Which = None, home: Home = None, json: Json = False) -> None:
    """Pause the loops, or one of them; what is under way goes on to its end."""
    from kinora.cli.loops import change  # noqa: PLC0415

    change({"enabled": False}, workflow, home, as_json=json)


@loops.command("set")
def loops_set(
    workflow: Which = None,
    delay: Annotated[int | None, typer.Option(help="Seconds from start to start.")] = None,
    exploit_ratio: Annotated[
        float | None, typer.Option(help="How often main takes a good prompt, 0 to 1.")
    ] = None,
    duration: Annotated[float | None, typer.Option(help="Seconds a video, 1 to 600.")] = None,
    as_overall: Annotated[
        bool, typer.Option("--as-overall", help="Drop what the loop has of its own first.")
    ] = False,
    home: Home = None,
    json: Json = False,
) -> None:
    """Set how often the loops run, what they choose, how long their videos are."""
    from kinora.cli.loops import change  # noqa: PLC0415

    values = {"delay_seconds": delay, "exploit_ratio": exploit_ratio, "duration_seconds": duration}
    change(values, workflow, home, as_json=json, as_overall=as_overall)


@app.command()
def studio(
    host: Annotated[str, typer.Option(help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 for any free one.")] = 8400,
    schedules: Annotated[
        bool, typer.Option("--schedules/--no-schedules", help="Whether the loops run.")
    ] = True,
    home: Home = None,
) -> None:
    """The whole studio: engine, schedules and HTTP API, until Ctrl-C."""
    from kinora.cli.studio import run_studio  # noqa: PLC0415

    run_studio(home, host, port, schedules=schedules)


executions = typer.Typer(help="Runs of the state machines on this machine.", no_args_is_help=True)
app.add_typer(executions, name="executions")
Arn = Annotated[str, typer.Argument(help="An execution's name or ARN.")]


@executions.command("list")
def list_executions(
    status: Annotated[str | None, typer.Option(help="Only those with this status.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=1000)] = 20,
    home: Home = None,
    json: Json = False,
) -> None:
    """The newest executions."""
    from kinora.cli.executions import show_list  # noqa: PLC0415

    show_list(status, limit, home, as_json=json)


@executions.command("show")
def show_execution(execution: Arn, home: Home = None, json: Json = False) -> None:
    """One execution: status, input, output, error."""
    from kinora.cli.executions import show_one  # noqa: PLC0415

    show_one(execution, home, as_json=json)


@executions.command("history")
def show_history(execution: Arn, home: Home = None, json: Json = False) -> None:
    """Every event of one execution."""
    from kinora.cli.executions import show_events  # noqa: PLC0415

    show_events(execution, home, as_json=json)


@executions.command("stop")
def stop_execution(execution: Arn, home: Home = None, json: Json = False) -> None:
    """Stop a running execution; its running task is killed."""
    from kinora.cli.executions import stop  # noqa: PLC0415

    stop(execution, home, as_json=json)


@executions.command("redrive")
def redrive_execution(execution: Arn, home: Home = None, json: Json = False) -> None:
    """Run a failed or stopped execution again from the state that failed."""
    from kinora.cli.executions import redrive  # noqa: PLC0415

    raise typer.Exit(redrive(execution, home, as_json=json))


@executions.command("resume")
def resume_executions(home: Home = None, json: Json = False) -> None:
    """Go on with everything that was running when its host died."""
    from kinora.cli.executions import resume  # noqa: PLC0415

    raise typer.Exit(resume(home, as_json=json))


def main() -> None:
    """The ``kinora`` command: 0 when all went well, 1 for a failure, 2 for bad arguments."""
    try:
        app()
    except KinoraError as error:
        fail(error, as_json="--json" in sys.argv)
    except SystemExit as leaving:
        if leaving.code == _INTERRUPTED:
            sys.stderr.write("stopped; `kinora executions resume` goes on where this left off\n")
        raise
