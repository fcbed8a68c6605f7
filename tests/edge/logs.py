"""Logs with something of every kind in them."""

import hashlib
import random
from datetime import UTC, datetime, timedelta

from kinora.language.interpret import interpret
from kinora.loop import keys
from kinora.loop.interpretations import queue, tell
from kinora.loop.linguistic import post as post_words
from kinora.loop.postings import EVENTS, KINDS, LEARNING, stamp
from kinora.model.interpretation import Source
from kinora.model.knowledge import Snapshot
from kinora.model.linguistic import Mapping
from kinora.model.posting import Account, Contribution, StudioEvent
from kinora.model.rating import Rating
from kinora.model.spec import Learned
from tests.registry.histories import history, observation

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


def write_runs(stage, runs):
    """Records, each with a video and a poster of its own."""
    for run in runs:
        video, poster = f"video of {run.run_id}".encode(), f"poster of {run.run_id}".encode()
        made = run.video.model_copy(
            update={
                "poster": keys.poster(run.run_id),
                "bytes": len(video),
                "sha256": hashlib.sha256(video).hexdigest(),
            }
        )
        stage.objects.put(made.key, video)
        stage.objects.put(made.poster, poster)
        whole = run.model_copy(update={"video": made})
        stage.objects.put(keys.record(run.run_id, run.started_at), whole.canonical())


def write_rest(stage, runs, chance):
    """Ratings, interpretations, words and postings of every kind."""
    for number, run in enumerate(chance.sample(runs, len(runs) // 3)):
        at = f"20260101T1200{number:02d}000000Z"
        rating = Rating(run_id=run.run_id, rating=chance.choice([1, 2]), rated_at=at)
        key = keys.rating(rating.run_id, rating.rated_at, rating.rating)
        stage.objects.put(key, rating.model_dump_json().encode())
    for number, prompt in enumerate(("a red boat at dawn", "rain on a tin roof")):
        asked, _ = queue(prompt, Source.WEB, NOON, stage)
        tell(asked, interpret(prompt, Snapshot()), NOON + timedelta(seconds=number), stage)
    words = Mapping(span="gloomfest", domain="mood", canonical="dark", variant_type="slang")
    post_words("words-1", NOON.isoformat(), [words], stage)
    bodies = (
        lambda: {"job_id": "j", "observations": (observation("777", 3), observation("001", 2))},
        lambda: {"job_id": "j", "prompt": "a hill", "spec": {}, "analysis": {"motion": 0.5}},
        lambda: {"type": "feedback", "job_id": None, "payload": {"stars": 4, "grüße": "ü"}},
    )
    models = (Contribution, Account, StudioEvent)
    assert KINDS[1:] == (LEARNING, EVENTS)
    for kind, model, body in zip(KINDS, models, bodies, strict=True):
        mark = stamp(kind, NOON, "00000a")
        posting = model(id=mark.id, at=mark.at, **body())
        stage.objects.put(keys.posting(kind.prefix, mark.id, mark.at), posting.canonical())


def whole_log(stage, count=30, seed=1):
    """Write one of everything and some runs; the runs."""
    chance = random.Random(seed)
    first, *others = history(count, chance)
    seen = first.observations[0]
    use = Learned(
        registry=seen.registry,
        category=seen.category,
        key=seen.key,
        name=seen.name,
        used_for="motion",
    )
    runs = [first.model_copy(update={"learned": (use,)}), *others]
    write_runs(stage, runs)
    write_rest(stage, runs, chance)
    return runs
