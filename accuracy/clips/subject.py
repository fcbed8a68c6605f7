"""One clip of the suite: what is asked for, and how it is set up for its examination."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from kinora.language.interpret import interpret
from kinora.model.format import VideoFormat
from kinora.model.knowledge import Snapshot
from kinora.model.spec import SceneSpec
from kinora.model.taxonomy import CameraKind, ShotSize, TransitionKind
from kinora.scene.compose import compose

Facts = Mapping[str, Any]
"""What a check needs to know of the wish: JSON."""


class View(StrEnum):
    """What becomes of the composed shots."""

    COMPOSED = "composed"
    ONE_SHOT = "one shot"
    """One wide shot with the first shot's camera: nothing but its move moves the view."""
    STILL = "still"
    """One wide shot from a static camera."""


@dataclass(frozen=True)
class Subject:
    """A prompt with a seed; ``asked`` says for each check what the words ask for."""

    name: str
    prompt: str
    seed: int
    asked: Mapping[str, Facts]
    view: View = View.COMPOSED
    seconds: float = 4.0
    side: int = 256
    fps: int = 24
    without: tuple[str, ...] = ()
    """Fields of the spec that are put back to their defaults: a twin to compare with."""

    def spec(self) -> SceneSpec:
        """The scene as the product decides it, then its view."""
        form = VideoFormat(
            width=self.side, height=self.side, fps=self.fps, duration_seconds=self.seconds
        )
        spec = compose(interpret(self.prompt, Snapshot()), Snapshot(), self.seed, form)
        kept = spec.model_dump(exclude=set(self.without))
        return SceneSpec.model_validate(kept | self._shots(spec))

    def _shots(self, spec: SceneSpec) -> dict[str, Any]:
        """The shots, where they are not to stay as they were composed."""
        if self.view is View.COMPOSED:
            return {}
        shot = spec.shots[0].model_dump() | {
            "frames": spec.format.frames,
            "size": ShotSize.WIDE,
            "transition": TransitionKind.CUT,
            "transition_frames": 0,
        }
        if self.view is View.STILL:
            shot["camera"] = CameraKind.STATIC
        return {"shots": [shot]}
