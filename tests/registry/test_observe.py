"""What one video adds to the registries: each cell once, counted, named and broken down."""

import time
from collections import Counter
from statistics import mean

import pytest

from kinora.language.names import cell_name, narrative_name
from kinora.model.features import (
    AudioMeasure,
    CameraMeasure,
    ColourShare,
    MotionMeasure,
    TransitionMeasure,
)
from kinora.model.narrative import Told
from kinora.registry.blends import BLENDS, COLOURS
from kinora.registry.codebooks import CODEBOOKS
from kinora.registry.depth import normalised
from kinora.registry.measures import camera_group, cells
from kinora.registry.observe import describe, observe
from kinora.registry.swatches import CLASSES, colour_of_swatch, swatch

TOLD = (
    Told(category="genre", value="nature", origins={"nature": 1.0}),
    Told(category="mood", value="calm", origins={"calm": 0.7, "warm": 0.3}),
    Told(category="settings", value="sea at dawn", origins={"sea": 1.0}),
    Told(category="themes", value="7 seas", origins={"water": 1.0}),
)


def seen(features, told=TOLD):
    return observe(features, told, cell_name, narrative_name)


def changed(features, **fields):
    return features.model_copy(update={"whole": features.whole.model_copy(update=fields)})


def test_each_cell_is_there_once_and_counted(clips):
    for _, features, _ in clips:
        entries = seen(features)
        keys = [(entry.registry, entry.category, entry.key) for entry in entries]
        assert len(set(keys)) == len(keys)
        assert len({(entry.registry, entry.name) for entry in entries}) == len(entries)
        counts = Counter()
        for entry in entries:
            counts[entry.category] += entry.count
        assert counts["static_colors"] == counts["static_sound"] == len(features.frames)
        for category in ("motion", "camera", "lighting", "temporal", "depth", "audio_semantic"):
            assert counts[category] == len(features.windows)
        assert counts["learned_motion"] == counts["technical"] == 1
        assert counts["learned_blends"] == len(BLENDS)
        assert counts["transition"] == len(features.whole.transitions)


def test_the_same_features_give_the_same_observations_in_any_order_of_what_is_told(clips):
    _, features, _ = clips[0]
    once = seen(features)
    describe.cache_clear()
    assert seen(features, TOLD[::-1]) == once
    assert seen(features) == once


def test_every_breakdown_adds_up_to_one(clips):
    for _, features, _ in clips:
        for entry in seen(features):
            assert sum(entry.depth.values()) == pytest.approx(1.0, abs=1e-9)
            assert min(entry.depth.values()) > 0


def test_transitions_count_once_each(clips):
    _, features, _ = clips[0]
    changes = tuple(
        TransitionMeasure(at=at, kind=kind, duration=duration)
        for at, kind, duration in ((0.5, "cut", 0.0), (1.0, "cut", 0.0), (2.0, "dissolve", 0.5))
    )
    entries = [
        e for e in seen(changed(features, transitions=changes)) if e.category == "transition"
    ]
    assert sorted(entry.count for entry in entries) == [1, 2]
    blend = {e.key: e for e in seen(changed(features, transitions=changes))}["transition:1-0-1"]
    assert blend.value["kind"] == "cut"


def test_the_colours_that_lasted_are_learned_each_once(clips):
    _, features, _ = clips[0]
    palette = tuple(
        ColourShare(colour=colour, share=share)
        for colour, share in (
            ("#c02020", 0.5),
            ("#2040c0", 0.3),
            ("#20a040", 0.12),
            ("#ffffff", 0.01),
        )
    )
    entries = seen(changed(features, palette=palette))
    learned = [entry for entry in entries if entry.category == "learned_colors"]
    assert len(learned) == 5
    assert {entry.count for entry in learned} == {1}
    (blend,) = (entry for entry in entries if entry.key.startswith("colour:"))
    first, *others = blend.value["colours"].split()
    assert swatch(first) == swatch("#c02020")
    assert {swatch(other) for other in others} == {swatch("#2040c0"), swatch("#20a040")}
    assert set(blend.depth) & {"red", "crimson", "scarlet", "rust"}


def test_told_values_are_counted_traced_and_named(clips):
    _, features, _ = clips[0]
    told = {entry.category: entry for entry in seen(features, (*TOLD, TOLD[0]))[-4:]}
    assert told["genre"].count == 2
    assert told["mood"].depth == {"calm": 0.7, "warm": 0.3}
    assert told["themes"].key == "7 seas"
    assert told["themes"].name == "Number Seven Seas Theme"


def test_another_seed_of_the_same_scene_blends_more_alike_than_another_scene(clips):
    def keys(take):
        return {entry.key for entry in seen(take) if entry.category == "learned_blends"}

    one, again = [keys(take) for _, take, _ in clips], [keys(take) for _, _, take in clips]
    pairs = [
        (here == there, len(one[here] & again[there]) / len(one[here]))
        for here in range(len(clips))
        for there in range(len(clips))
    ]
    same = mean(share for alike, share in pairs if alike)
    other = mean(share for alike, share in pairs if not alike)
    assert same > 0.5
    assert same > 1.5 * other


def test_other_scenes_blend_differently(clips):
    keys = [
        {e.key for e in seen(features) if e.category == "learned_blends"}
        for _, features, _ in clips
    ]
    assert len({key for some in keys for key in some if key.startswith("full")}) >= 3
    assert all(len(keys[0] & other) <= len(BLENDS) - 2 for other in keys[1:])


def test_observing_six_seconds_takes_a_few_milliseconds(clips):
    _, features, _ = clips[0]
    long = features.model_copy(
        update={"frames": features.frames * 2, "windows": features.windows * 2}
    )
    seen(long)
    spent = []
    for _ in range(5):
        describe.cache_clear()
        start = time.perf_counter()
        seen(long)
        spent.append(time.perf_counter() - start)
    assert min(spent) < 0.03


def test_still_pictures_have_no_direction_and_silence_no_mood():
    motion = MotionMeasure(level=0.001, std=0, trend="rising", direction="left", rhythm="still")
    book = CODEBOOKS["motion"]
    assert book.centre(book.quantise(motion.model_dump()))["direction"] == "none"
    audio = AudioMeasure(role="silence", mood=None, tempo_bpm=90, presence="silence", level=0)
    book = CODEBOOKS["audio_semantic"]
    cell = book.quantise({**audio.model_dump(), "mood": "calm"})
    assert book.centre(cell)["mood"] == "none"


def test_every_swatch_lies_in_its_own_class():
    assert [swatch(colour_of_swatch(number)) for number in range(CLASSES)] == list(range(CLASSES))


def test_an_empty_story_and_no_transition_blend_to_something_that_says_so(clips):
    _, features, _ = clips[0]
    entries = {e.key.partition(":")[0]: e for e in seen(changed(features, transitions=()), ())}
    assert entries["narrative"].depth == {"untold": 1.0}
    assert entries["transition"].depth == {"uninterrupted": 1.0}


def test_blends_say_what_went_in_and_what_creation_can_use(clips):
    _, features, _ = clips[0]
    for book, cell in cells(features, TOLD):
        if book.domain:
            value = book.centre(cell)
            assert value["inputs"]
            assert len(value) > 1


def test_cameras_fall_into_groups():
    groups = {kind: camera_group(CameraMeasure(kind=kind, speed=0.1).kind) for kind in (
        "static", "pan_left", "crane_up", "dolly_in", "zoom_out", "orbit", "roll", "handheld"
    )}  # fmt: skip
    assert list(groups.values()) == [
        "static", "travelling", "travelling", "zooming", "zooming", "rolling", "rolling", "handheld",
    ]  # fmt: skip


def test_shares_add_up_exactly_after_rounding():
    for weights in ({"a": 1, "b": 1, "c": 1}, {"a": 1e-9, "b": 3.0}, {"x": 5.0}):
        shares = normalised(weights)
        assert sum(shares.values()) == pytest.approx(1.0, abs=1e-12)
    assert "a" not in normalised({"a": 1e-9, "b": 3.0})


def test_palettes_have_one_first_colour():
    book = BLENDS["colour"]
    assert book.reachable((3, 0, 0))
    assert book.reachable((3, 1, 5))
    assert not book.reachable((0, 1, 2))
    assert not book.reachable((3, 3, 5))
    assert not book.reachable((3, 5, 1))
    assert len(COLOURS) == 3
