"""Knowledge through the API: what creation draws on, and what other programs found."""

import json
from itertools import product

import pytest

from kinora.language.names import cell_name, narrative_name
from kinora.loop.postings import CONTRIBUTIONS
from kinora.model.taxonomy import CameraKind, GradientKind, MotionKind
from kinora.registry.codebooks import CODEBOOKS
from kinora.registry.depth import depth
from kinora.registry.knowledge import weight
from kinora.stores.objects import walk
from tests.registry.histories import observation, record


def learned(number, count):
    value = {"colour": f"#0000{number:02x}", "chroma": 0.1}
    key = f"{number:03d}"
    return observation(key, count, category="learned_colors", value=value)


def test_an_empty_home_knows_the_origins_alone(api):
    told = api.get("/knowledge/for-creation")
    assert told["version"] == 0
    assert told["learned_colors"] == told["interpretation_prompts"] == []
    assert told["origins"] == {
        "gradients": list(GradientKind), "cameras": list(CameraKind), "motions": list(MotionKind),
    }  # fmt: skip
    assert len(told["origins"]["cameras"]) == 16


def test_it_is_what_the_snapshot_holds_and_more_where_asked(api):
    api.record(record(1, [learned(number, number) for number in range(1, 100)]))
    sample = len(api.desk.stage.snapshot("snapshots/2/000000000001.json").of("learned_colors"))
    assert sample < 60
    short = api.get("/knowledge/for-creation", limit=5)["learned_colors"]
    whole = api.get("/knowledge/for-creation")["learned_colors"]
    assert (len(short), len(whole)) == (5, 99)
    assert [entry["weight"] for entry in whole] == [weight(n, n) for n in range(99, 0, -1)]


def test_it_is_written_again_for_a_new_snapshot(api):
    api.record(record(1, [learned(1, 1)]))
    before = api.get("/knowledge/for-creation")
    assert api.get("/knowledge/for-creation") == before
    api.record(record(2, [learned(2, 1)]))
    after = api.get("/knowledge/for-creation")
    assert (before["version"], after["version"]) == (1, 2)
    assert [len(told["learned_colors"]) for told in (before, after)] == [1, 2]


def test_interpreted_prompts_are_told_with_their_instruction(api):
    for prompt in ("a calm sea at dawn", "a desert"):
        asked = {"prompt": prompt, "source": "web"}
        assert api.post("/interpretations", asked)["status"] == "done"
    api.record(record(1, [learned(1, 1)]))
    told = api.get("/knowledge/for-creation")["interpretation_prompts"]
    assert {item["prompt"] for item in told} == {"a calm sea at dawn", "a desert"}
    sea = next(item for item in told if "sea" in item["prompt"])
    assert sea["instruction"]["place"] == "sea"
    few = api.get("/knowledge/for-creation", interpretation_limit=1)["interpretation_prompts"]
    assert len(few) == 1


COLOUR = {"colour": "#1f6b70"}
PAN = {"kind": "pan_left", "speed": 0.1}


def test_discoveries_grow_the_registries_as_a_run_would(api):
    body = {
        "job_id": "their-7",
        "discoveries": {
            "static_colors": [{"value": COLOUR, "count": 5}, {"value": COLOUR}],
            "camera": [{"value": PAN}],
        },
        "narrative": {"themes": ["Old lighthouse", "quantum"], "mood": ["calm, dreamy"]},
    }
    told = api.post("/knowledge/discoveries", body)
    assert told["categories"] == {
        "static_colors": {"recorded": 6, "new": 1, "known": 0},
        "camera": {"recorded": 1, "new": 1, "known": 0},
        "themes": {"recorded": 2, "new": 2, "known": 0},
        "mood": {"recorded": 1, "new": 1, "known": 0},
    }
    book = CODEBOOKS["static_colors"]
    key = api.get("/knowledge/colors", key="#1F6B70")["key"]
    entry = api.get(f"/registries/static_colors/{key}")
    cell = tuple(map(int, key.split("-")))
    value = book.centre(cell)
    assert entry["value"] == value
    assert entry["depth"] == depth("static_colors", value)
    assert entry["name"] == cell_name(
        "static", "static_colors", book.family(value), book.index(cell)
    )
    assert (entry["count"], entry["runs"], entry["good"]) == (6, 0, 0)
    found = entry["found_by"]
    assert (found["contribution"], found["job_id"]) == (told["contribution"], "their-7")
    assert found["at"].startswith("2026-03-04T12:00:")
    assert found["run_id"] is found["prompt"] is None
    mood = api.get("/registries/mood/calm dreamy")
    assert mood["depth"] == {"calm": 0.5, "dreamy": 0.5}
    assert mood["name"] == narrative_name("mood", "calm dreamy")
    assert api.get("/registries/themes/old lighthouse")["depth"] == {"light": 1.0}
    assert api.get("/registries/themes/quantum")["depth"] == {}
    again = api.post("/knowledge/discoveries", body)["categories"]["static_colors"]
    assert again == {"recorded": 6, "new": 0, "known": 1}


def test_a_contribution_is_no_run(api):
    run = record(1, [observation("001", 2)])
    api.record(run)
    api.post("/knowledge/discoveries", {"discoveries": {"camera": [{"value": PAN}]}})
    totals = api.get("/registries")["totals"]
    assert (totals["runs"], totals["good_runs"], totals["entries"]) == (1, 1, 2)
    assert api.get("/knowledge/prompts")["prompts"] == [run.prompt]
    assert len(api.get("/learning/runs")["runs"]) == 1
    api.record()
    snapshot = api.desk.stage.snapshot("snapshots/2/000000000001.json")
    assert snapshot.version == snapshot.loop.run_count == 1
    assert snapshot.totals["dynamic"] == {"camera": 1, "motion": 1}


@pytest.mark.parametrize(
    ("body", "says"),
    [
        ({"discoveries": {"camera": [{"value": {"kind": "pan_left"}}]}}, "speed: it is missing"),
        ({"discoveries": {"camera": [{"value": {"kind": "sideways", "speed": 1}}]}}, "pan_left"),
        ({"discoveries": {"camera": [{"value": {**PAN, "zoom": 1}}]}}, "zoom: no field of camera"),
        ({"discoveries": {"camera": [{"value": {**PAN, "speed": "fast"}}]}}, "a number"),
        ({"discoveries": {"camera": [{"value": {**PAN, "speed": True}}]}}, "speed"),
        ({"discoveries": {"camera": [{"value": {**PAN, "speed": 1e12}}]}}, "speed"),
        ({"discoveries": {"camera": [{"value": PAN, "count": 0}]}}, "count"),
        ({"discoveries": {"camera": [{"value": {"kind": [], "speed": 1}}]}}, "kind"),
        ({"discoveries": {"cameras": [{"value": PAN}]}}, "static_colors, static_sound"),
        ({"discoveries": {"mood": [{"value": {"text": "calm"}}]}}, "no measured category"),
        ({"discoveries": {"static_colors": [{"value": {"colour": "teal"}}]}}, "#rrggbb"),
        ({"discoveries": {"static_colors": [{"value": {"l": 0.5, "a": 0.2, "b": 0.2}}]}}, "no vid"),
        ({"discoveries": {"technical": [{"value": {"width": 0, "height": 9, "fps": 9}}]}}, "width"),
        ({"discoveries": {"learned_blends": [{"value": {"brightness": 1}}]}}, "domain"),
        ({"narrative": {"mood": ["sdfghjkl"]}}, "narrative.mood: 'sdfghjkl'"),
        ({"narrative": {"themes": ["crimson"]}}, "no colours"),
        ({"narrative": {"themes": ["of the"]}}, "says nothing"),
        ({"narrative": {"themes": ["lake " * 20]}}, "1 to 60"),
        ({"narrative": {"motion": ["fast"]}}, "narrative"),
        ({"discoveries": {}, "narrative": {}}, "1 to 2,000"),
        ({"discoveries": {"camera": [{"value": PAN}] * 2001}}, "2,001"),
        ({"discoveries": {"camera": [{"value": PAN}]}, "job_id": "a b"}, "job_id"),
        ({"more": 1}, "more"),
    ],
)
def test_what_names_no_cell_is_refused_and_nothing_is_kept(api, body, says):
    good = {"discoveries": {"lighting": [{"value": {"brightness": 0.5}}]}}
    assert says in api.refused("POST", "/knowledge/discoveries", body)
    assert api.refused("POST", "/knowledge/discoveries", good)
    mixed = json.loads(json.dumps(body))
    mixed.setdefault("narrative", {}).setdefault("genre", ["sea documentary"])
    if "1 to 2,000" not in says:
        assert api.refused("POST", "/knowledge/discoveries", mixed)
    assert list(walk(api.desk.stage.objects, CONTRIBUTIONS.prefix)) == []
    assert api.get("/registries")["totals"]["entries"] == 0


@pytest.mark.parametrize("category", list(CODEBOOKS))
def test_every_category_takes_the_measure_of_its_cells(api, category):
    book = CODEBOOKS[category]
    cell = next(filter(book.reachable, product(*(range(axis.cells) for axis in book.axes))))
    value = {axis.field: axis.centre(place) for axis, place in zip(book.axes, cell, strict=True)}
    told = api.post("/knowledge/discoveries", {"discoveries": {category: [{"value": value}]}})
    assert told["categories"][category] == {"recorded": 1, "new": 1, "known": 0}


def test_colours_that_nobody_saw(api):
    assert api.get("/knowledge/colors", key="1-2-3") == {
        "key": "1-2-3", "exists": False, "entries": [],
    }  # fmt: skip
    assert "#rrggbb" in api.refused("GET", "/knowledge/colors", key="#xyz")


def test_past_prompts_come_once_each_the_newest_first(api):
    api.record(*(record(number, []) for number in range(5)))
    assert api.get("/knowledge/prompts")["prompts"] == ["prompt 1", "prompt 0", "prompt 2"]
    assert api.get("/knowledge/prompts", limit=1)["prompts"] == ["prompt 1"]
