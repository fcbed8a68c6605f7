"""Definitions: read, checked, compiled; whatever does not fit is refused with its place."""

from __future__ import annotations

import json
import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from kinora.cc.definition import checking, compiling, loading
from kinora.cc.definition.__main__ import text
from kinora.cc.definition.templates import resolve
from kinora.model.errors import InvalidWorkflow
from tests.cc.greeting_studio import GREETING


@pytest.fixture
def folder(tmp_path):
    shutil.copytree(GREETING, tmp_path / "greeting")
    return tmp_path / "greeting"


def change(path: Path, old: str, new: str) -> None:
    content = path.read_text()
    assert old in content
    path.write_text(content.replace(old, new))


def test_the_workflow_that_ships_is_sound():
    workflow = loading.load(files("kinora.workflows.cc"))
    assert list(checking.problems(workflow)) == []
    assert [step.step_id for step in workflow.steps] == [
        "user_input",
        "scene_generation",
        "image_prompts",
        "image_analysis",
        "video_generation",
        "text_overlays",
        "titles_social",
        "music",
        "workflow_summary",
    ]


def test_the_compiled_machine_is_the_one_in_the_repository():
    assert Path("statemachines/cc.asl.json").read_text() == text("cc"), "run make machines"


def test_each_module_is_a_state_and_each_question_waits_with_a_limit():
    workflow = loading.load(GREETING)
    states = compiling.machine(workflow)["States"]
    for placed in workflow.placed:
        assert compiling.state_of(placed.module.name) in states
    waiting = [s for s in states.values() if "waitForTaskToken" in s.get("Resource", "")]
    assert len(waiting) == 6
    assert all(state["TimeoutSeconds"] for state in waiting)
    ways = {way["StringEquals"] for way in states["Route"]["Choices"]}
    assert ways == {placed.module.name for placed in workflow.placed} | {"end"}


BAD = {
    "unknown module kind": (
        "steps/1_wish/step.json", '"user.text_input"', '"user.telepathy"', "user.telepathy",
    ),
    "state that nobody writes": (
        "steps/2_lines/prompts/lines_user.txt", "state.name", "state.surname", "state.surname",
    ),
    "a name that is nothing": (
        "steps/2_lines/prompts/lines_user.txt", "state.name", "person.name", "person",
    ),
    "state that is written later": (
        "steps/2_lines/prompts/lines_user.txt", "state.name", "state.card_text", "state.card_text",
    ),
    "a template that cannot be parsed": (
        "steps/2_lines/prompts/lines_user.txt", "{{ state.name }}", "{{ state.name", "lines_user|write_lines",
    ),
    "a template where nothing renders it": (
        "steps/1_wish/step.json", '"For whom?"', '"For {{ state.occasion.label }}?"', "get_name.prompt",
    ),
    "a jump to nowhere": (
        "steps/2_lines/step.json", '"target_module": "select_occasion"', '"target_module": "select_hat"', "select_hat",
    ),
    "a jump ahead": (
        "steps/2_lines/step.json", '"target_step": "wish", "target_module": "select_occasion"', '"target_module": "keep_card"', "keep_card",
    ),
    "a jump to another step than it says": (
        "steps/2_lines/step.json", '"target_step": "wish"', '"target_step": "card"', "step wish",
    ),
    "an output that is none": (
        "steps/1_wish/step.json", '"value": "name"', '"words": "name"', "get_name.words",
    ),
    "an unknown input": (
        "steps/1_wish/step.json", '"max_length": 40', '"longest": 40', "get_name.longest",
    ),
    "a needed input that is missing": (
        "steps/3_card/step.json", '"title": "Choose a picture",', "", "choose_picture.title",
    ),
    "what nobody can make": (
        "steps/3_card/step.json", '"txt2img"', '"txt2smell"', "txt2smell",
    ),
    "a default option that is none": (
        "steps/2_lines/step.json", '"default_option": "continue"', '"default_option": "dance"', "default_option",
    ),
    "a schema that is none": (
        "steps/2_lines/schemas/card_lines_schema.json", '"type": "object"', '"type": "objekt"', "output_schema",
    ),
    "a reminder behind the deadline": (
        "workflow.json", '"deadline": 180', '"deadline": 190', "config.interaction",
    ),
    "two modules of one name": (
        "steps/3_card/step.json", '"set_text"', '"get_name"', "get_name",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_what_does_not_fit_is_named(name, folder):
    path, old, new, told = BAD[name]
    change(folder / path, old, new)
    found = [str(problem) for problem in checking.problems(loading.load(folder))]
    assert any(word in problem for problem in found for word in told.split("|")), found
    with pytest.raises(InvalidWorkflow):
        checking.checked(loading.load(folder))


@pytest.mark.parametrize(
    ("path", "old", "new", "told"),
    [
        ("workflow.json", "steps/1_wish/step.json", "../greeting/../../secret.json", "leaves"),
        ("workflow.json", "steps/1_wish/step.json", "/etc/passwd", "plain relative"),
        ("workflow.json", "steps/1_wish/step.json", "steps/9_none/step.json", "missing"),
        ("workflow.json", '"type": "json"', '"type": "yaml"', "yaml"),
        ("workflow.json", '"version": 1', '"version": 0', "version"),
        ("steps/1_wish/step.json", '"modules": [', '"modules": ', "JSON"),
        ("steps/1_wish/step.json", '"name": "get_name"', '"name": "Get Name"', "modules"),
    ],
)
def test_what_cannot_be_read_is_named(folder, path, old, new, told):
    change(folder / path, old, new)
    with pytest.raises(InvalidWorkflow, match=told):
        loading.load(folder)


def test_references_that_refer_to_each_other_end(folder):
    (folder / "steps/1_wish/step.json").write_text('{"$ref": "step.json", "type": "json"}')
    with pytest.raises(InvalidWorkflow, match="each other"):
        loading.load(folder)


def test_what_stands_beside_a_reference_is_kept(folder):
    path = folder / "steps/2_lines/step.json"
    content = json.loads(path.read_text())
    (folder / "steps/2_lines/role.txt").write_text("You write cards. {{ not rendered }}")
    content["modules"][0]["inputs"]["system"] = [
        {"$ref": "role.txt", "type": "text", "cache_ttl": 10800}
    ]
    path.write_text(json.dumps(content))
    system = loading.load(folder).by_name["write_lines"].module.inputs["system"]
    assert system == [{"$literal": "You write cards. {{ not rendered }}", "cache_ttl": 10800}]


STATE = {"state": {"n": 3, "words": ["a", "b"], "who": {"name": "Bo"}}, "step": {}, "config": {}}


@pytest.mark.parametrize(
    ("template", "value"),
    [
        ("{{ state.n }}", 3),
        ("{{ state.words }}", ["a", "b"]),
        ("{{ state.who.name }}!", "Bo!"),
        ("{{ state.words | join(', ') }} and {{ state.n }}", "a, b and 3"),
        ({"x": ["{{ state.n }}"]}, {"x": [3]}),
        ("plain", "plain"),
    ],
)
def test_templates_give_values(template, value):
    assert resolve(template, STATE, "here") == value


@pytest.mark.parametrize(
    "template",
    [
        "{{ state.nothing }}",
        "{{ state.who.age }} years",
        "{{ nothing }}",
        "{{ ''.__class__.__mro__ }}",
        "{{ state.words.append('c') }}",
        "{{ range(3) }}",
        "{% for i in state.words %}{{ i",
        "{{ 1 / 0 }} is",
    ],
)
def test_templates_that_do_something_else_are_refused(template):
    with pytest.raises(InvalidWorkflow, match="here"):
        resolve(template, STATE, "here")


def test_words_of_people_are_never_rendered():
    state = {"state": {"said": "{{ 7 * 7 }}{% raw %}"}, "step": {}, "config": {}}
    assert resolve("{{ state.said }}", state, "here") == "{{ 7 * 7 }}{% raw %}"
    assert resolve("<{{ state.said }}>", state, "here") == "<{{ 7 * 7 }}{% raw %}>"
