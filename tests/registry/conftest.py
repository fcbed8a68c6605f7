"""Clips of the engines themselves, measured once; and tables as the migrations make them."""

import random
from pathlib import Path

import pytest

from kinora.language.interpret import interpret
from kinora.measure import measure
from kinora.model.features import VideoFacts
from kinora.model.format import VideoFormat
from kinora.model.knowledge import Snapshot
from kinora.picture import Painter
from kinora.registry import page_indexes
from kinora.scene.compose import compose
from kinora.sound import render
from kinora.stores.sqlite import SqliteTables

PROMPTS = (
    "sunset over the ocean, dreamy waves, pan left",
    "neon city street at night in the rain, tense music",
    "snow on the mountains at dawn, slow zoom in",
    "bright abstract ink, fast and lively",
)
FORM = VideoFormat(width=160, height=160, fps=24, duration_seconds=3.0)


def filmed(spec):
    """Draw, play and measure a spec, without a file between."""
    painter, form = Painter(spec), spec.format
    frames = (painter.frame(number) for number in range(form.frames))
    facts = VideoFacts(
        width=form.width,
        height=form.height,
        fps=form.fps,
        frames=form.frames,
        duration_seconds=form.frames / form.fps,
        has_audio=True,
    )
    return measure(facts, frames, iter([render(spec)]))


def written(prompt, seed):
    return compose(interpret(prompt, Snapshot()), Snapshot(), seed, FORM)


@pytest.fixture(scope="session")
def clips():
    """(spec, features, features with another seed) of each prompt."""
    made = []
    for number, prompt in enumerate(PROMPTS):
        spec = written(prompt, number)
        again = spec.model_copy(update={"seed": spec.seed + 1})
        made.append((spec, filmed(spec), filmed(again)))
    return made


@pytest.fixture
def chance():
    return random.Random(11)


@pytest.fixture
def new_tables(tmp_path):
    """Makes a store on a file of its own; its ``path`` is told."""
    opened = []

    def make():
        path = tmp_path / f"{len(opened)}.sqlite"
        store = SqliteTables(path)
        store.path = path
        store.migrate(Path("edge/migrations"))
        store.batch(page_indexes.made())
        opened.append(store)
        return store

    yield make
    for store in opened:
        store.close()
