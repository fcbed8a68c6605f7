"""kinora cc play: a whole run by seeded choices, as a person would make them."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any

from kinora.cc.definition.workflow import Mode, Workflow
from kinora.cc.jobs import request as jobs
from kinora.cc.jobs.request import Generation
from kinora.cc.run import creation
from kinora.cc.run.answering import Answer, respond
from kinora.cc.run.choosing import choosable
from kinora.cc.run.creation import NewRun
from kinora.cc.run.records import Interaction, JobStatus, RunStatus
from kinora.cc.run.story import Story
from kinora.cli.cc_office import Office, age, office
from kinora.cli.output import print_json
from kinora.cli.progress import console
from kinora.language.prompts import generate
from kinora.model.errors import InvalidInput
from kinora.model.knowledge import Snapshot
from kinora.seeding import stream

_PLAYER = "play"
_WISHES = (
    "make it a little funnier",
    "calmer, please",
    "more about the light",
    "with a window",
    "shorter",
    "something with rain outside",
    "in a garden",
    "warmer colours",
)
_MOST_QUESTIONS = 120
_LONGEST_SEED = 2**53


def play(seed: int, runs: int, home: Path | None, *, as_json: bool) -> int:
    """Play runs, one after another; the exit code.

    Raises:
        InvalidInput: the seed is out of range.
    """
    if not 0 <= seed <= _LONGEST_SEED - runs:
        raise InvalidInput("seed", f"{seed} is out of range", f"0 to {_LONGEST_SEED - runs}")
    with office(home) as here:
        told = [_Player(here, each, quiet=as_json).play() for each in range(seed, seed + runs)]
    if as_json:
        print_json(told[0] if runs == 1 else {"runs": told})
    else:
        for each in told:
            print(each["video"] or f"{each['run_id']}: {each['status']}")  # noqa: T201
    return 0 if all(each["status"] == RunStatus.COMPLETED for each in told) else 1


class _Player:
    """One run and the chance that decides it."""

    def __init__(self, here: Office, seed: int, *, quiet: bool) -> None:
        self._here, self._seed, self._quiet = here, seed, quiet
        self._chance = stream(seed, "play")
        self._detours: dict[str, str] = {}

    def play(self) -> dict[str, Any]:
        """Answer until the run asks nothing any more; what came of it."""
        runs = self._here.runs
        new = NewRun(title=f"play {self._seed}", seed=self._seed)
        story = creation.create(runs, new, secrets.token_hex(3), _PLAYER)
        self._detours = _detours(runs.workflow(story), self._chance)
        planned = dict(self._detours)
        if not self._quiet:
            console.print(f"playing {story.run_id}")
        for _ in range(_MOST_QUESTIONS):
            story = self._here.rest(story.run_id, quiet=self._quiet)
            asked = story.open_interaction
            if asked is None or asked.recovery:
                break
            said = self._decided(story, asked)
            if not self._quiet:
                what = asked.module.replace("_", " ")
                console.print(f"  {what}: {_told(asked, said)}", markup=False, soft_wrap=True)
            respond(runs, story.run_id, asked.id, said, _PLAYER)
        return _outcome(self._here, story, planned)

    def _decided(self, story: Story, asked: Interaction) -> Answer:
        detour = self._detours.pop(asked.module, None)
        if detour is not None:
            options = {option["id"]: option for option in asked.display["options"]}
            takes_words = options[detour].get("feedback", {}).get("enabled", False)
            words = self._chance.choice(_WISHES) if takes_words else None
            return Answer(option=detour, feedback=words)
        return Answer(answer=self._answer(story, asked))

    def _answer(self, story: Story, asked: Interaction) -> dict[str, Any]:
        display, kind = asked.display, asked.display["interaction_type"]
        if kind == "user.select":
            low, high = display["min_selections"], display["max_selections"]
            count = self._chance.randint(max(low, min(1, high)), min(high, 3))
            return {"selected_indices": self._chance.sample(display["choices"], count)}
        if kind == "user.text_input":
            return {"value": generate(Snapshot(), self._chance.getrandbits(48))}
        if kind == "user.form":
            return {"form_data": _filled(display["schema"], self._chance)}
        if kind == "media.generate":
            return {"selected_content_id": self._generated(story, asked)}
        return {"confirmed": True}

    def _generated(self, story: Story, asked: Interaction) -> str | None:
        """Have something made by one of the prompts, and choose of it."""
        prompt = self._chance.choice(sorted(asked.inputs["prompts"]))
        job = jobs.request(
            self._here.runs, story.run_id, asked.id, Generation(prompt_id=prompt), _PLAYER
        )
        (ended,) = self._here.ended(story.run_id, [job.id], quiet=self._quiet)
        if ended.status is not JobStatus.COMPLETED:
            return None
        offered = choosable(self._here.runs.story(story.run_id), asked)
        return self._chance.choice(sorted(offered))


def _detours(workflow: Workflow, chance: Random) -> dict[str, str]:
    """One question at which the run tries again and one at which it goes back, with the option."""
    found: dict[str, str] = {}
    for mode in (Mode.RETRY, Mode.JUMP):
        ways = [
            (placed.module.name, option.id)
            for placed in workflow.placed
            for option in placed.module.options
            if option.mode is mode and placed.module.name not in found
        ]
        if ways:
            module, option = chance.choice(ways)
            found[module] = option
    return found


def _filled(schema: Mapping[str, Any], chance: Random) -> dict[str, Any]:
    """A form as somebody fills it who changes this and that."""
    form = {}
    for name, field in schema.get("properties", {}).items():
        if "enum" in field:
            form[name] = chance.choice(field["enum"])
        elif field.get("type") == "boolean":
            form[name] = chance.random() < 0.5
        elif "default" in field:
            form[name] = field["default"]
    return form


def _told(asked: Interaction, said: Answer) -> str:
    """An answer in a few words."""
    if said.option != "continue":
        return f"{said.option}" + (f" ({said.feedback})" if said.feedback else "")
    value = next(iter(said.answer.values()), "")
    return f"{value}"[:100] if asked.display["interaction_type"] != "io.client_write" else "kept"


def _outcome(here: Office, story: Story, detours: Mapping[str, str]) -> dict[str, Any]:
    state = story.line.state
    finals = {name: state.get(f"final_{name}") for name in ("video", "cover")}
    made = {
        name: here.place(content) if isinstance(content, Mapping) else None
        for name, content in finals.items()
    }
    return {
        "run_id": story.run_id,
        "seed": story.seed,
        "status": story.status,
        **made,
        "detours": dict(detours),
        "branches": list(story.branches),
        "events": len(story.events),
        "seconds": round(age(story), 2),
        "spent_usd": story.spent_usd,
    }
