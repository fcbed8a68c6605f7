"""Where the objects of a run lie in the object store."""

from __future__ import annotations

from kinora.model.knowledge import SNAPSHOT_FORMAT

SNAPSHOTS = f"snapshots/{SNAPSHOT_FORMAT}/"
"""By format: versions count from one again where records of an older format no longer count."""
RECORDS = "records/"
ARCHIVES = "archives/"
"""Older records, many in one object."""
RATINGS = "ratings/"
LOOP_CONFIG = "config/loop.json"
PENDING = "interpretations/pending/"
TOLD = "interpretations/told/"
LINGUISTIC = "linguistic/"


def run(run_id: str) -> str:
    """What PickPrompt decided."""
    return f"runs/{run_id}/run.json"


def instruction(run_id: str) -> str:
    return f"runs/{run_id}/instruction.json"


def spec(run_id: str) -> str:
    return f"runs/{run_id}/spec.json"


def segment(run_id: str, index: int) -> str:
    return f"runs/{run_id}/segments/{index:02d}.mp4"


def video(run_id: str) -> str:
    return f"runs/{run_id}/video.mp4"


def poster(run_id: str) -> str:
    return f"runs/{run_id}/poster.jpg"


def sheet(run_id: str) -> str:
    return f"runs/{run_id}/sheet.png"


def features(run_id: str) -> str:
    return f"runs/{run_id}/features.json"


def upload(run_id: str) -> str:
    """A video made elsewhere, until it is admitted."""
    return f"uploads/{run_id}/video.mp4"


def upload_token(run_id: str) -> str:
    return f"uploads/{run_id}/token.json"


def failure(run_id: str) -> str:
    return f"runs/{run_id}/failure.json"


def record(run_id: str, started_at: str) -> str:
    """Records lie under the day on which their run started."""
    year, month, day = started_at[:10].split("-")
    return f"{RECORDS}{year}/{month}/{day}/{run_id}.json"


def run_of_record(key: str) -> str:
    """The run id in a record's key."""
    return id_of(key)


def place_of_record(key: str) -> str:
    """Day and run id in a record's key: ``2026/11/26/ID``."""
    return key.removeprefix(RECORDS).removesuffix(".json")


def archive(day: str, sha256: str) -> str:
    """Records of one day (``2026/11/26``) in one object, named by what it holds."""
    return f"{ARCHIVES}{day}-{sha256[:16]}.zip"


def archives_of(record: str) -> str:
    """Under which the archives lie in which a record may be."""
    return ARCHIVES + place_of_record(record)[: len("2026/11/26")]


def posting(prefix: str, name: str, at: str) -> str:
    """What other programs send lies under its kind and the day on which it came."""
    year, month, day = at[:10].split("-")
    return f"{prefix}{year}/{month}/{day}/{name}.json"


def id_of(key: str) -> str:
    """The id that a key ends with."""
    return key.rpartition("/")[2].removesuffix(".json")


def rating(run_id: str, rated_at: str, value: int) -> str:
    """A rating's key tells all that is in it, so that a listing is enough to read them."""
    return f"{ratings_of(run_id)}{rated_at}-{value}.json"


def ratings_of(run_id: str) -> str:
    """Under which the ratings of one run lie, in order of time."""
    return f"{RATINGS}{run_id}/"


def asked(interpretation: str) -> str:
    """Who asked for a prompt first, under the id that the prompt gives."""
    return f"interpretations/asked/{interpretation}.json"


def told(interpretation: str) -> str:
    return f"{TOLD}{interpretation}.json"


def refused(interpretation: str) -> str:
    return f"interpretations/refused/{interpretation}.json"


def linguistic(batch: str) -> str:
    return f"{LINGUISTIC}{batch}.json"


def snapshot(version: int) -> str:
    """Snapshots sort by version."""
    return f"{SNAPSHOTS}{version:012d}.json"


SET_ASIDE = "deadletters/"


def set_aside(name: str) -> str:
    """Where the reason lies why an object cannot be applied."""
    return f"{SET_ASIDE}{name}.json"
