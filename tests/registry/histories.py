"""Records by the dozen, and tables to fold them into."""

import hashlib
import json

from kinora.model.format import VideoFormat
from kinora.model.observation import Observation
from kinora.model.record import RunRecord, digest
from kinora.model.run import Outcome, Video
from kinora.model.statement import Statement
from kinora.registry.fold import fold

TABLES = ("entries", "totals", "uses", "runs", "ratings")


def observation(key, count, name=None, category="motion", value=None, registry="dynamic"):
    return Observation(
        registry=registry, category=category, key=key, count=count,
        name=name or f"Name Of {category.title()} " + "".join("abcdefghij"[int(c)] for c in key),
        value=value or {"level": 0.1}, depth={"gentle": 1.0},
    )  # fmt: skip


def record(number, observations, good=True, learned=()):
    run_id = f"20260101T0000{number:02d}Z-explorer-aaaaaa"
    video = Video(
        key=f"runs/{run_id}/video.mp4", poster="p.jpg", format=VideoFormat(), frames=144, bytes=1,
        sha256="0", loudness_lufs=-16.0,
    )  # fmt: skip
    return RunRecord(
        run_id=run_id, started_at="2026-01-01T00:00:00Z", workflow_type="explorer",
        prompt=f"prompt {number % 3}", prompt_source="generated", seed=number, spec_sha256="0",
        snapshot=None, video=video, outcome=Outcome(good=good, reasons=("r",)), learned=learned,
        observations=tuple(observations),
    )  # fmt: skip


def history(count, chance):
    return [
        record(
            number,
            [
                observation(
                    f"{key:03d}", chance.randrange(1, 9), category=chance.choice(["motion", "time"])
                )
                for key in chance.sample(range(60), 20)
            ],
            good=chance.random() < 0.5,
        )
        for number in range(count)
    ]


def apply(store, run):
    return store.batch(fold(run, digest(run.canonical())))


def table_digest(store):
    rows = [
        sorted(map(json.dumps, store.query(Statement(f"select * from {table}"))))
        for table in TABLES
    ]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()
