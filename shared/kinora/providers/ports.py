"""The ports to providers, in plain data.

Language answers at once. Media are made by jobs: *submit* hands one over and costs, *poll* asks how
far it is and brings what was made, *cancel* gives it up.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from kinora.model.region import Region, Source

PET_MASK = "pet_mask"
"""Name of a picture's companion: an 8-bit grey PNG of the same size, 255 where the pet is."""


@dataclass(frozen=True)
class Picture:
    """A still that was admitted: a decodable PNG or JPEG on the local disk."""

    path: Path
    mime: str
    companions: Mapping[str, Path] = field(default_factory=dict)
    """Files that its maker left beside it, by name. A picture from outside has none."""


@dataclass(frozen=True)
class Attempt:
    """An earlier answer of the same module, and what the person said about it."""

    answer: Any
    feedback: str


@dataclass(frozen=True)
class LanguageAsk:
    """A question that is answered with JSON of a schema."""

    task: str
    """The schema file's name without its ending: ``cc_scene_generation_schema``."""
    system: tuple[str, ...]
    input: tuple[str, ...]
    schema: Mapping[str, Any]
    """JSON Schema (2020-12) that the answer must satisfy."""
    facts: Mapping[str, Any]
    """The state keys, with their values, that the module's templates name."""
    seed: int
    pictures: tuple[Picture, ...] = ()
    history: tuple[Attempt, ...] = ()
    """Earlier answers of this module on this branch, the oldest first."""
    complaints: tuple[str, ...] = ()
    """What was wrong with the first answer, when this is the attempt to repair it."""


@dataclass(frozen=True)
class LanguageAnswer:
    """``text`` is JSON, not yet checked."""

    text: str
    model: str
    input_tokens: int = 0
    output_tokens: int = 0
    usd: float = 0.0
    sources: Mapping[str, Source] = field(default_factory=dict)
    """Where parts of the answer come from, by JSON pointer; a part speaks for all below it."""
    regions: tuple[Region, ...] = ()


class LanguageProvider(Protocol):
    """Writes answers, and looks at pictures."""

    name: str

    def answer(self, ask: LanguageAsk) -> LanguageAnswer:
        """Answer. Raises ProviderUnavailable, ContentRejected, UnreadableMedia."""


class MediaAction(StrEnum):
    """What a media job makes."""

    TXT2IMG = "txt2img"
    IMG2VID = "img2vid"
    TXT2AUDIO = "txt2audio"


@dataclass(frozen=True)
class MediaAsk:
    """One job. Everything a provider may know is here."""

    job_id: str
    action: MediaAction
    prompt: Mapping[str, Any]
    """The entry of the prompts that was chosen, as the language provider wrote it."""
    params: Mapping[str, Any]
    """Checked against ``parameters(action)``, with its defaults filled in."""
    context: Mapping[str, Any]
    """What the module's ``context`` input resolved to when the question was asked."""
    seed: int
    count: int = 1
    source: Picture | None = None
    """The picture that a clip begins with."""
    like: Mapping[str, Any] | None = None
    """``seed``, ``params`` and ``note`` of the medium that this one is to resemble."""


@dataclass(frozen=True)
class Made:
    """One medium, as a file in the job's folder."""

    path: Path
    mime: str
    seed: int
    note: Mapping[str, Any] = field(default_factory=dict)
    """Plain JSON: what it shows and how it was made, for people and for "one more like this"."""
    companions: Mapping[str, Path] = field(default_factory=dict)


@dataclass(frozen=True)
class Estimate:
    """What a job may cost at most, and about how long it takes."""

    usd: float
    seconds: float


@dataclass(frozen=True)
class Pending:
    """Not there yet; ``progress`` is 0 to 1."""

    progress: float
    again_in: float
    """Seconds after which asking again makes sense."""


@dataclass(frozen=True)
class Finished:
    """What was made, and what it cost."""

    media: tuple[Made, ...]
    usd: float = 0.0


Progress = Callable[[float], None]
"""Told the share that is done, 0 to 1; raises JobCancelled when nobody wants it any more."""


class MediaProvider(Protocol):
    """Makes pictures, clips or music."""

    name: str
    idempotent: bool
    """Whether handing in the same job again neither costs nor makes anything twice."""

    def parameters(self, action: MediaAction) -> Mapping[str, Any] | None:
        """JSON Schema of the parameters, each with a default; None: it cannot do that."""

    def estimate(self, ask: MediaAsk) -> Estimate:
        """What the job may cost."""

    def submit(self, ask: MediaAsk) -> str:
        """Hand in; the provider's own id of the job.

        Raises ProviderUnavailable (nothing was accepted), ContentRejected, InvalidInput.
        """

    def poll(
        self, provider_job: str, ask: MediaAsk, folder: Path, progress: Progress
    ) -> Pending | Finished:
        """How far it is; finished media lie in ``folder``.

        Raises ProviderUnavailable, ContentRejected, ProviderFailed, JobCancelled.
        """

    def cancel(self, provider_job: str) -> None:
        """Give it up; a job that has ended stays as it is."""
