"""kinora cc guide: a run from question to question in the terminal, for as long as one likes."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from kinora.cc.jobs import request as jobs
from kinora.cc.jobs.request import Generation
from kinora.cc.run import branching, creation
from kinora.cc.run.answering import Answer, respond
from kinora.cc.run.choosing import choosable
from kinora.cc.run.creation import NewRun
from kinora.cc.run.records import Interaction, RunStatus
from kinora.cc.run.story import Story
from kinora.cli.cc_commands import Given, answer_of
from kinora.cli.cc_office import PERSON, Office, office
from kinora.cli.cc_screens import print_jobs, print_plan, print_run
from kinora.cli.progress import console
from kinora.model.errors import KinoraError

Ask = Callable[[str], str]
_HELP = """  a number, or several with commas   choose          enter   take what is offered
  g [prompt]   generate              m NUMBER   one more like that
  b MODULE     go back there         q          leave; the run waits for you
  or the letter of an option, with words behind it where they help"""


def guide(run: str | None, title: str, home: Path | None, ask: Ask = input) -> None:
    """Lead through a run, a new one where none is named; leaving it loses nothing."""
    with office(home) as here:
        if run is None:
            story = creation.create(here.runs, NewRun(title=title), secrets.token_hex(3), PERSON)
        else:
            story = here.find(run)
        console.print(_HELP, style="dim", markup=False)
        while True:
            story = here.rest(story.run_id, quiet=False)
            print_run(here, story)
            asked = story.open_interaction
            if asked is None or not _turn(here, story, asked, ask):
                break
    if story.status is RunStatus.WAITING:
        console.print(f"it waits for you: kinora cc guide {story.run_id}", soft_wrap=True)


def _turn(here: Office, story: Story, asked: Interaction, ask: Ask) -> bool:
    """One thing that the person does; False when they leave."""
    while True:
        try:
            said = ask("> ").strip()
        except (EOFError, KeyboardInterrupt):
            return False
        if said == "q":
            return False
        try:
            if _done(here, story, asked, said):
                return True
        except KinoraError as error:
            console.print(f"  {error}", markup=False, soft_wrap=True)


def _done(here: Office, story: Story, asked: Interaction, said: str) -> bool:
    """Do what was said; whether the run has moved."""
    word, _, rest = said.partition(" ")
    if said == "?":
        console.print(_HELP, style="dim", markup=False)
        return False
    if word == "b" and rest:
        print_plan(branching.planned(here.runs, story.run_id, rest))
        branching.jump(here.runs, story.run_id, rest, PERSON)
        return True
    if word in {"g", "m"} and asked.display["interaction_type"] == "media.generate":
        _generate(here, story, asked, word, rest)
        return False
    answer = _answer(here.runs.story(story.run_id), asked, word, rest, said)
    respond(here.runs, story.run_id, asked.id, answer, PERSON)
    return True


def _generate(here: Office, story: Story, asked: Interaction, word: str, rest: str) -> None:
    wanted = Generation(prompt_id=rest or None)
    if word == "m":
        offered = list(choosable(here.runs.story(story.run_id), asked))
        number = int(rest) if rest.isdecimal() else 0
        wanted = Generation(like=offered[number - 1] if 1 <= number <= len(offered) else rest)
    job = jobs.request(here.runs, story.run_id, asked.id, wanted, PERSON)
    ended = here.ended(story.run_id, [job.id], quiet=False)
    print_jobs(here, ended)
    for each in ended:
        if each.error is not None:
            console.print(f"  {each.error['details']}", markup=False)


def _answer(story: Story, asked: Interaction, word: str, rest: str, said: str) -> Answer:
    """An option by its letter, else an answer."""
    free = asked.display["interaction_type"] == "user.text_input"
    for option in () if free else asked.display["options"]:
        if word and word in {option.get("shortcut"), option["id"]} and option["mode"] != "continue":
            return Answer(option=option["id"], feedback=rest or None)
    if asked.recovery:
        return Answer(option="retry")
    if not said and isinstance(asked.display.get("suggested"), Mapping):
        suggested: Mapping[str, Any] = asked.display["suggested"]
        return Answer(answer=suggested)
    fields = tuple(said.split()) if asked.display["interaction_type"] == "user.form" else ()
    given = Given(said or None, said, fields, "continue", None)
    return Answer(answer=answer_of(story, asked, given))
