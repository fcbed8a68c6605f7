"""The visual engine: a :class:`~kinora.model.spec.SceneSpec` becomes frames, one at a time.

``Painter`` is loaded on first use, so that a light function which imports this package never pays
for OpenCV.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kinora.picture.painter import Painter

__all__ = ["Painter"]


def __getattr__(name: str) -> Any:
    if name == "Painter":
        from kinora.picture.painter import Painter  # noqa: PLC0415 - lazy: this import loads OpenCV

        return Painter
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
