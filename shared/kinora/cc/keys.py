"""Where everything of a workflow's runs lies in the object store."""

from __future__ import annotations


def event(run_id: str, number: int) -> str:
    return f"cc/runs/{run_id}/events/{number:06d}.json"


def page(run_id: str, number: int) -> str:
    """Many events in one object, so that a long run is read in a few steps."""
    return f"cc/runs/{run_id}/pages/{number:06d}.json"


def call(run_id: str, digest: str) -> str:
    """An answer of a language provider, kept so that the same question is asked once."""
    return f"cc/runs/{run_id}/calls/{digest}.json"


def draft(run_id: str, interaction: str) -> str:
    return f"cc/runs/{run_id}/drafts/{interaction}.json"


def token(run_id: str, interaction: str, digest: str = "") -> str:
    """A task token that waits for an interaction; it never leaves the server."""
    return f"cc/tokens/{run_id}.{interaction}." + (f"{digest}.json" if digest else "")


def upload(run_id: str, sha256: str) -> str:
    """A picture as it was brought."""
    return f"cc/runs/{run_id}/uploads/{sha256}"


def progress(run_id: str, job: str) -> str:
    return f"cc/runs/{run_id}/jobs/{job}.json"


def listed(run_id: str = "") -> str:
    """What a list of runs tells of one; made anew after every event."""
    return f"cc/list/{run_id}.json" if run_id else "cc/list/"


def inbox(run_id: str = "") -> str:
    """The open question of a run."""
    return f"cc/inbox/{run_id}.json" if run_id else "cc/inbox/"


def outbox(run_id: str = "", chance: str = "") -> str:
    """A mark that the machines may not know yet what a run's last events mean.

    All lie side by side: a folder for each run would stay behind, empty, and be looked through.
    """
    return f"cc/outbox/{run_id}.{chance}.json" if run_id else "cc/outbox/"


def marked_run(mark: str) -> str:
    """The run that a mark is about."""
    return mark.removeprefix(outbox()).partition(".")[0]


def content(content_id: str) -> str:
    return f"cc/contents/{content_id}.json"


def medium(sha256: str, ending: str) -> str:
    """A file under the digest of its content."""
    return f"cc/media/{sha256}.{ending}"


def keywords(pipeline: str, run_id: str = "", digest: str = "") -> str:
    return f"cc/keywords/{pipeline}/" + (f"{run_id}-{digest}.json" if run_id else "")


def export(run_id: str, digest: str) -> str:
    return f"cc/runs/{run_id}/export/{digest}.zip"
