"""What the cc commands do."""

from __future__ import annotations

import json as text_json
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from kinora.cc.export import bundle
from kinora.cc.jobs import request as jobs
from kinora.cc.jobs import upload
from kinora.cc.jobs.request import Generation
from kinora.cc.run import branching, creation
from kinora.cc.run.answering import Answer, respond
from kinora.cc.run.choosing import choosable
from kinora.cc.run.creation import NewRun
from kinora.cc.run.listing import line_of, listed
from kinora.cc.run.records import Interaction, JobStatus
from kinora.cc.run.story import Story
from kinora.cli.cc_office import PERSON, Office, office
from kinora.cli.cc_screens import print_inbox, print_jobs, print_plan, print_run
from kinora.cli.output import print_json
from kinora.model.errors import Conflict, InvalidInput


class Given(NamedTuple):
    """An answer as the command line gives it."""

    pick: str | None
    text: str | None
    fields: tuple[str, ...]
    option: str
    feedback: str | None


class Wanted(NamedTuple):
    """A generation as the command line asks for it."""

    prompt: str | None
    seed: int | None
    copies: int | None
    like: str | None
    picture: Path | None


def begin(
    title: str, seed: int | None, budget: float | None, home: Path | None, *, as_json: bool
) -> None:
    """Begin a run; it stands at its first question then."""
    try:
        wanted = NewRun(title=title, seed=seed, budget_usd=budget)
    except ValidationError as error:
        first = error.errors()[0]
        raise InvalidInput(str(first["loc"][0]), first["msg"]) from error
    with office(home) as here:
        story = creation.create(here.runs, wanted, secrets.token_hex(3), PERSON)
        _stands(here, story.run_id, as_json=as_json)


def inbox(home: Path | None, *, as_json: bool) -> None:
    """The open questions, the oldest first."""
    with office(home, moving=False) as here:
        page = listed(here.runs.workroom.objects, 100, None, waiting=True)
        if as_json:
            print_json({"pending": [line.model_dump(mode="json") for line in page.runs]})
        else:
            print_inbox(page.runs)


def show(run: str, home: Path | None, *, as_json: bool) -> None:
    """A run as it stands; nothing is moved."""
    with office(home, moving=False) as here:
        _tell(here, here.find(run), as_json=as_json)


def answer(run: str, given: Given, home: Path | None, *, as_json: bool) -> None:
    """Answer the open question; the run stands at the next one then."""
    with office(home) as here:
        story = here.rest(here.find(run).run_id, quiet=as_json)
        asked = _asked(story)
        said = Answer(
            option=given.option,
            answer=answer_of(story, asked, given) if given.option == "continue" else {},
            feedback=given.feedback,
        )
        respond(here.runs, story.run_id, asked.id, said, PERSON)
        _stands(here, story.run_id, as_json=as_json)


def generate(run: str, wanted: Wanted, home: Path | None, *, as_json: bool) -> None:
    """Generate for the open question, and wait until it is there."""
    with office(home) as here:
        story = here.rest(here.find(run).run_id, quiet=as_json)
        asked = _asked(story)
        if wanted.picture is not None:
            data = _file(wanted.picture)
            job = upload.take(here.runs, story.run_id, asked.id, data, PERSON)
        else:
            generation = Generation(
                prompt_id=wanted.prompt, seed=wanted.seed, count=wanted.copies, like=wanted.like
            )
            job = jobs.request(here.runs, story.run_id, asked.id, generation, PERSON)
        ended = here.ended(story.run_id, [job.id], quiet=as_json)
        if as_json:
            print_json({"jobs": [_job(each) for each in ended]})
        else:
            print_jobs(here, ended)
        failed = next((job for job in ended if job.status is JobStatus.FAILED), None)
        if failed is not None and failed.error is not None:
            raise InvalidInput("generate", failed.error["details"])


def jump(
    run: str,
    module: str | None,
    restore: str | None,
    home: Path | None,
    *,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Go back, or show what going back would change."""
    if (module is None) == (restore is None):
        raise InvalidInput("jump", "one place is needed", "a module, or --restore BRANCH")
    with office(home, moving=not dry_run) as here:
        story = here.rest(here.find(run).run_id, quiet=as_json)
        if module is not None:
            touched = branching.planned(here.runs, story.run_id, module)
            if dry_run and as_json:
                print_json({"touched": [each.model_dump(mode="json") for each in touched]})
            elif not as_json:
                print_plan(touched)
            if dry_run:
                return
            branching.jump(here.runs, story.run_id, module, PERSON)
        elif restore is not None and not dry_run:
            branching.restore(here.runs, story.run_id, restore, PERSON)
        _stands(here, story.run_id, as_json=as_json)


def export(run: str, out: Path | None, home: Path | None, *, as_json: bool) -> None:
    """Write the bundle."""
    with office(home, moving=False) as here:
        story = here.find(run)
        info = bundle(here.runs, story.run_id)
        target = out or Path(f"{story.run_id}.zip")
        with here.runs.workroom.objects.local(info.key) as path:
            shutil.copyfile(path, target)
        if as_json:
            print_json({"run_id": story.run_id, "path": str(target), "bytes": info.size})
        else:
            print(f"{target}  {info.size:,} bytes")  # noqa: T201 - what was asked for


def cancel(run: str, home: Path | None, *, as_json: bool) -> None:
    """End a run for good."""
    with office(home) as here:
        story = creation.cancel(here.runs, here.find(run).run_id, PERSON)
        _tell(here, story, as_json=as_json)


def _stands(here: Office, run_id: str, *, as_json: bool) -> None:
    _tell(here, here.rest(run_id, quiet=as_json), as_json=as_json)


def _tell(here: Office, story: Story, *, as_json: bool) -> None:
    if not as_json:
        print_run(here, story)
        return
    line = line_of(story, here.runs.workflow(story)).model_dump(mode="json")
    asked = story.open_interaction
    question = None
    if asked is not None:
        contents = [] if asked.recovery else list(choosable(story, asked).values())
        question = {"display": asked.display, "contents": contents, "revision": asked.revision}
    print_json({**line, "question": question, "state": story.line.state})


def _asked(story: Story) -> Interaction:
    asked = story.open_interaction
    if asked is None:
        raise Conflict(f"run {story.run_id} is {story.status}: it asks nothing")
    return asked


def answer_of(story: Story, asked: Interaction, given: Given) -> dict[str, Any]:
    """The answer in the form that the question takes."""
    kind = asked.display["interaction_type"]
    if kind == "user.select":
        return {"selected_indices": _picked(asked, given.pick)}
    if kind == "user.text_input":
        return {"value": given.text or ""}
    if kind == "user.form":
        return {"form_data": dict(_field(field, asked) for field in given.fields)}
    if kind == "media.generate":
        return {"selected_content_id": _content(story, asked, given.pick)}
    return {}


def _picked(asked: Interaction, pick: str | None) -> list[Any]:
    """Paths of what is chosen by number, from 1, or by the item's own id."""
    choices = asked.display["choices"]
    if pick is None:
        return []
    found = []
    for part in filter(None, (each.strip() for each in pick.split(","))):
        by_id = [path for path in choices if _id_of(asked.display["data"], path) == part]
        if by_id:
            found.append(by_id[0])
        elif part.isdecimal() and 1 <= int(part) <= len(choices):
            found.append(choices[int(part) - 1])
        else:
            raise InvalidInput("pick", f"{part!r} is not offered", f"1 to {len(choices)}")
    return found


def _id_of(data: Any, path: Any) -> Any:
    for part in path if isinstance(path, list) else [path]:
        data = data[part]
    return data.get("id") if isinstance(data, Mapping) else None


def _content(story: Story, asked: Interaction, pick: str | None) -> str | None:
    offered = list(choosable(story, asked))
    if pick is not None and pick.isdecimal() and 1 <= int(pick) <= len(offered):
        return offered[int(pick) - 1]
    return pick


def _field(field: str, asked: Interaction) -> tuple[str, Any]:
    """NAME=VALUE, the value as JSON where it is some."""
    name, given, value = field.partition("=")
    if not given or name not in asked.display["schema"].get("properties", {}):
        allowed = ", ".join(asked.display["schema"].get("properties", {}))
        raise InvalidInput("field", f"{field[:60]!r}", f"NAME=VALUE with one of {allowed}")
    try:
        return name, text_json.loads(value)
    except ValueError:
        return name, value


def _file(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InvalidInput("picture", f"{path}: {error.strerror}", "a picture file") from error


def _job(job: Any) -> dict[str, Any]:
    return {
        "job_id": job.id,
        "status": job.status,
        "contents": list(job.contents),
        "usd": job.usd,
        "error": job.error,
    }
