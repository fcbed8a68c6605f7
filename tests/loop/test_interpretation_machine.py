"""The interpretation machine on our engine, with the functions that it is deployed with."""

import json
from pathlib import Path

import pytest

from kinora.bootstrap import stage
from kinora.lambda_task import parsed
from kinora.local.asl.lint import lint
from kinora.local.asl.substitution import PLACEHOLDER
from kinora.local.engine import Engine
from kinora.local.in_process import InProcessInvoker
from kinora.loop import keys
from kinora.loop.collect import CollectPrompts, collect
from kinora.loop.interpret_prompt import (
    InterpretPrompt,
    RefusePrompt,
    interpret_prompt,
    refuse_prompt,
)
from kinora.loop.interpretations import exists, id_of, queue
from kinora.loop.pick import PickPrompt, pick
from kinora.loop.sync import Sync, sync
from kinora.model.loop_config import LoopConfig
from kinora.model.run import RunRequest
from tests.loop.test_interpretation import NOON, below

DEFINITION = Path("statemachines/interpretation.asl.json")
INPUT = {"workflow_type": "interpretation", "scheduled_at": None}


def definition():
    text = PLACEHOLDER.sub(lambda match: match[1].removesuffix("Arn"), DEFINITION.read_text())
    return json.loads(text)


@pytest.fixture
def run(settings, ports, tmp_path):
    """Runs the machine on an input; its view. ``broken`` functions fail."""
    states = {
        "CollectPromptsFunction": (CollectPrompts, collect),
        "InterpretPromptFunction": (InterpretPrompt, interpret_prompt),
        "RefusePromptFunction": (RefusePrompt, refuse_prompt),
        "SyncFunction": (Sync, sync),
    }

    def handler(name, broken):
        kind, state = states[name]

        def call(event, _context):
            if name in broken:
                raise ZeroDivisionError(name)
            own = stage(settings)  # a connection belongs to its thread
            try:
                return state(parsed(kind, event), own).model_dump(mode="json")
            finally:
                if name == "SyncFunction":
                    own.tables().close()

        return call

    def run(given=INPUT, broken=()):
        invoker = InProcessInvoker({name: handler(name, broken) for name in states})
        try:
            with Engine(tmp_path / f"{len(given)}{len(broken)}.sqlite", invoker) as engine:
                engine.create_state_machine("M", definition())
                name = f"pass-{len(below(ports, ''))}"
                engine.start_execution("M", given, name)
                return engine.wait(name, 20)
        finally:
            invoker.close()

    return run


def test_lint_finds_nothing():
    assert lint(definition()) == []


def test_one_bad_prompt_does_not_block_the_rest(run, ports):
    prompts = ["asdf qwer zxcv", *(f"a calm lake with {n} swans" for n in range(7))]
    for prompt in prompts:
        queue(prompt, "web", NOON, ports)
    view = run()
    assert view.status == "SUCCEEDED", (view.error, view.cause)
    standing = {one["id"]: one["status"] for one in view.output["interpreted"]}
    assert standing.pop(id_of(prompts[0])) == "refused"
    assert standing == {id_of(prompt): "done" for prompt in prompts[1:]}
    assert below(ports, keys.PENDING) == []
    note = json.loads(ports.objects.get(keys.refused(id_of(prompts[0]))))
    assert note["reason"].startswith("InvalidPrompt")
    knowledge = ports.snapshot(view.output["synced"]["snapshot"])
    assert {one.prompt for one in knowledge.interpreted} == set(prompts[1:])


def test_a_queued_prompt_reaches_a_main_run(run, ports):
    queue("a calm lake at dawn", "web", NOON, ports)
    run()
    picks = [
        pick(
            PickPrompt(
                run_id=f"r{n}", started_at="t", request=RunRequest(workflow_type="main", seed=n)
            ),
            ports,
        )
        for n in range(20)
    ]
    taken = {picked.prompt for picked in picks if picked.prompt_source == "interpreted"}
    assert taken == {"a calm lake at dawn"}


def test_a_scheduled_pass_while_paused_is_skipped(run, ports):
    queue("a calm lake", "web", NOON, ports)
    ports.objects.put(keys.LOOP_CONFIG, LoopConfig(enabled=False).model_dump_json().encode())
    view = run({**INPUT, "scheduled_at": "2026-03-04T12:00:00Z"})
    assert view.status == "SUCCEEDED"
    assert view.output["decision"] == "skip"
    assert view.output["reason"].startswith("skipped: ")
    assert exists(id_of("a calm lake"), ports) == "pending"
    assert below(ports, keys.SNAPSHOTS) == []


def test_what_cannot_even_be_refused_waits_for_the_next_pass(run, ports):
    queue("a calm lake", "web", NOON, ports)
    view = run(broken=("InterpretPromptFunction", "RefusePromptFunction"))
    assert view.status == "SUCCEEDED"
    assert [one["status"] for one in view.output["interpreted"]] == ["pending"]
    assert len(below(ports, keys.PENDING)) == 1
    assert run().output["interpreted"][0]["status"] == "done"


def test_what_cannot_be_published_is_published_later(run, ports):
    queue("a calm lake", "web", NOON, ports)
    view = run(broken=("SyncFunction",))
    assert view.status == "SUCCEEDED"
    assert "synced" not in view.output
    again = run()
    knowledge = ports.snapshot(again.output["synced"]["snapshot"])
    assert [one.prompt for one in knowledge.interpreted] == ["a calm lake"]
