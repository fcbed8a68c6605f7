"""The CC workflow's definition: everything it refers to exists, and state is written before read."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from tests.providers.language.answers import ANALYSIS, run

CC = Path(__file__).resolve().parents[2] / "shared/kinora/workflows/cc"
WORKFLOW = json.loads((CC / "workflow.json").read_text())
FILES = sorted(CC.rglob("*.json"))
ENGINE = SandboxedEnvironment(undefined=StrictUndefined)
INPUTS = {
    "user.select": {
        "data", "schema", "prompt", "multi_select", "mode", "min_selections", "max_selections", "regions",
    },
    "user.text_input": {"prompt", "default", "allow_empty", "max_length", "placeholder"},
    "user.form": {"prompt", "schema"},
    "api.llm": {"input", "system", "output_schema", "metadata", "provider"},
    "media.generate": {"prompts", "schema", "title", "source_image", "context"},
    "media.assemble": {
        "clip", "image", "music", "overlay", "title", "description", "duration", "finish",
    },
    "io.weighted_keywords": {"mode", "pipeline", "weighted_keywords", "limit"},
    "io.render_template": {"template"},
    "io.client_write": {"filename", "content", "format"},
    "transform.query": {"data", "query"},
    "transform.extract": {"data", "fields"},
    "transform.difference": {"all", "remove"},
}  # fmt: skip
OUTPUTS = {
    "user.select": {"selected_indices", "selected_data"},
    "user.text_input": {"value"},
    "user.form": {"form_data"},
    "api.llm": {"response", "response_text", "model", "usage", "sources", "regions"},
    "media.generate": {"selected_content_id", "selected_content", "generations"},
    "media.assemble": {"video", "cover"},
    "io.weighted_keywords": {"weighted_keywords"},
    "io.render_template": {"text"},
    "io.client_write": {"file_path", "filename", "success"},
    "transform.query": {"result"},
    "transform.extract": {"result"},
    "transform.difference": {"result"},
}


def resolved(node, folder):
    """The node with its references read in."""
    if isinstance(node, dict) and "$ref" in node:
        path = (folder / node["$ref"]).resolve()
        assert path.is_relative_to(CC), node
        assert path.is_file(), node
        assert node["type"] in {"json", "text", "jinja2"}
        if node["type"] == "json":
            return resolved(json.loads(path.read_text()), path.parent)
        text = path.read_text()
        return {"template": text} if node["type"] == "jinja2" else {"literal": text}
    if isinstance(node, dict):
        return {key: resolved(value, folder) for key, value in node.items()}
    if isinstance(node, list):
        return [resolved(value, folder) for value in node]
    return node


STEPS = resolved(WORKFLOW["steps"], CC)
MODULES = [(step, module) for step in STEPS for module in step["modules"]]


def templates(node):
    """Every text that the engine renders, given an input that it resolves."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key != "literal":
                yield from templates(value)
    elif isinstance(node, list):
        for value in node:
            yield from templates(value)
    elif isinstance(node, str):
        yield node


def served(module):
    """The texts of the inputs that are marked for the server."""
    marks = module["inputs"].get("resolver_schema", {}).get("properties", {})
    for name, mark in marks.items():
        if mark["resolver"] == "server":
            yield from templates(module["inputs"].get(name))


def test_the_nine_steps_in_order():
    assert [step["step_id"] for step in STEPS] == [
        "user_input", "scene_generation", "image_prompts", "image_analysis", "video_generation",
        "text_overlays", "titles_social", "music", "workflow_summary",
    ]  # fmt: skip
    assert WORKFLOW["workflow_id"] == "cc"
    assert all(step["name"].startswith("Step {step_number}: ") for step in STEPS)


def test_names_are_unique_and_modules_known():
    names = [module["name"] for _, module in MODULES]
    assert len(names) == len(set(names))
    for _, module in MODULES:
        kind = module["module_id"]
        assert set(module["inputs"]) - {"resolver_schema"} <= INPUTS[kind], module["name"]
        assert set(module.get("outputs_to_state", {})) <= OUTPUTS[kind], module["name"]


def test_every_file_is_referred_to():
    named = set()

    def walk(node, folder):
        if isinstance(node, dict):
            if "$ref" in node:
                path = (folder / node["$ref"]).resolve()
                named.add(path)
                if node["type"] == "json":
                    walk(json.loads(path.read_text()), path.parent)
            else:
                for value in node.values():
                    walk(value, folder)
        elif isinstance(node, list):
            for value in node:
                walk(value, folder)

    walk(WORKFLOW, CC)
    assert named == {path for path in CC.rglob("*") if path.is_file()} - {CC / "workflow.json"}


def test_state_is_written_before_it_is_read():
    written = set()
    for _, module in MODULES:
        for text in served(module):
            for key in re.findall(r"state\.(\w+)", text):
                assert key in written, f"{module['name']} reads {key}"
        outputs = list(module.get("outputs_to_state", {}).values())
        assert not written & set(outputs), module["name"]
        written |= set(outputs)


def test_templates_are_marked_for_the_server():
    for _, module in MODULES:
        marked = list(served(module))
        for text in templates(
            {k: v for k, v in module["inputs"].items() if k != "resolver_schema"}
        ):
            if "{{" in text or "{%" in text:
                assert text in marked, module["name"]


def test_retries_and_jumps_lead_somewhere():
    order = [module["name"] for _, module in MODULES]
    home = {module["name"]: step["step_id"] for step, module in MODULES}
    for step, module in MODULES:
        retryable = module.get("retryable")
        if retryable is None:
            continue
        options = retryable["options"]
        assert retryable["default_option"] in {option["id"] for option in options}
        assert len({option["id"] for option in options}) == len(options)
        shortcuts = [option["shortcut"] for option in options if "shortcut" in option]
        assert len(shortcuts) == len(set(shortcuts))
        for option in options:
            if option["mode"] == "continue":
                continue
            target = option["target_module"]
            assert order.index(target) < order.index(module["name"])
            assert option.get("target_step", step["step_id"]) == home[target]
            if option["mode"] == "retry":
                assert option["feedback"]["enabled"]
                assert option["feedback"]["default_message"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(CC)))
def test_json_and_schemas_are_valid(path):
    data = json.loads(path.read_text())
    if "schemas" not in path.parts:
        return
    jsonschema.Draft202012Validator.check_schema(data)
    if not path.stem.endswith(("display_schema", "form_schema")):
        assert closed(data)


def closed(schema):
    """Whether every object is closed and asks for all that it has."""
    if isinstance(schema, list):
        return all(map(closed, schema))
    if not isinstance(schema, dict):
        return True
    if schema.get("type") == "object":
        assert schema["additionalProperties"] is False
        assert sorted(schema["required"]) == sorted(schema["properties"])
    return all(closed(value) for value in schema.values())


def test_form_has_defaults_and_titles():
    (form,) = (module for _, module in MODULES if module["module_id"] == "user.form")
    for name, part in form["inputs"]["schema"]["properties"].items():
        assert part["title"], name
        jsonschema.validate(part["default"], part)


def test_data():
    pets = json.loads((CC / "data/pets.json").read_text())
    assert [pet["id"] for pet in pets] == (
        "cat dog rabbit hamster guinea_pig hedgehog parrot duckling ferret turtle".split()
    )
    looks = json.loads((CC / "data/aesthetics.json").read_text())
    assert len({look["id"] for look in looks}) == 11
    for look in looks:
        assert set(look["visual_tone"]) == {"mood", "lighting", "energy", "warmth"}
        assert set(look["prompting_keywords"]) == {"positive", "negative"}
        assert len(look["story_angles"]) >= 3
        assert len(look["visual_elements"]) >= 4
    lengths = json.loads((CC / "data/durations.json").read_text())
    told = [
        (each["video_duration"], each["paragraph_line_count"], each["sound_track_duration"])
        for each in lengths
    ]
    assert told == [(15, 3, 20), (30, 4, 40), (60, 5, 70)]
    for each in lengths:
        assert each["clip_seconds"] in {5, 10}
        assert each["clip_seconds"] * each["clip_passes"] == each["video_duration"]


def test_motion_selection_allows_a_still_clip():
    (select,) = (module for _, module in MODULES if module["name"] == "select_motion_elements")
    assert select["inputs"]["min_selections"] == 0
    assert select["inputs"]["max_selections"] == 5


def test_analysis_prompt_has_all_values_of_the_schema():
    system = (CC / "steps/4_image_analysis/prompts/cc_image_analysis_system.txt").read_text()
    schema = json.loads(
        (CC / "steps/4_image_analysis/schemas/cc_image_analysis_schema.json").read_text()
    )
    audio = schema["properties"]["audio_atmosphere"]["properties"]
    flat = " ".join(system.split())
    for field in ("silence_level", "emotional_intensity", "temporal_feel", "warmth"):
        for value in audio[field]["enum"]:
            assert value in flat, value
    jsonschema.validate(ANALYSIS, schema)


def state(seed, direction):
    facts, answers = run(seed, seed % 10, seed % 11, seed % 3, direction)
    chosen = {"content_id": "content_1"}
    return facts | {
        "seen_keywords": [{"keyword": "window", "category": "place", "weight": 0.5}],
        "liked_keywords": [],
        "scene_concepts": answers["cc_scene_generation_schema"],
        "scene_keywords": [],
        "scene_choice": facts["selected_scene"],
        "selected_scene_keywords": [],
        "image_prompts": answers["cc_image_prompts_schema"],
        "selected_image_data": chosen,
        "image_analysis_regions": [],
        "selected_motion_element_indices": [],
        "video_prompts": answers["cc_video_prompts_schema"],
        "selected_video_data": chosen,
        "text_overlays": answers["cc_text_overlays_schema"],
        "titles_social_response": answers["cc_titles_social_schema"],
        "selected_title": answers["cc_titles_social_schema"]["options"][0],
        "selected_description": answers["cc_titles_social_schema"]["options"][1],
        "music_options": answers["cc_music_options_schema"],
        "music_prompts": answers["cc_music_prompts_schema"],
        "selected_music_data": chosen,
        "finish": {},
        "final_video": chosen,
        "workflow_summary_text": "text",
    }


@pytest.mark.parametrize(("seed", "direction"), [(0, ""), (1, "no rain"), (2, "{{ state }}")])
def test_every_template_renders_strictly(seed, direction):
    known = state(seed, direction)
    for step, module in MODULES:
        for text in served(module):
            made = ENGINE.from_string(text).render(state=known, step=step, config={})
            assert "{%" not in made
            assert not re.search(r"\n{4,}", made)


def test_only_unselected_elements_are_said_to_keep_still():
    text = (CC / "steps/5_video_generation/prompts/cc_video_prompts_user.txt").read_text()
    assert "state.still_elements" in text
    assert "all_potential_elements" not in text
