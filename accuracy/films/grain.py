"""Frozen pictures under grain: everything flickers and nothing moves."""

from __future__ import annotations

from collections.abc import Iterator

from accuracy.films.moves import Shot, gliding, standing
from accuracy.films.take import Facts, Take

_STRENGTHS = (4, 8, 16, 32, 64)
_LOSSLESS = ("-c:v", "libx264", "-preset", "ultrafast", "-qp", "0", "-pix_fmt", "yuv444p")
"""An encoder that saves on grain moves it about."""
_FROZEN: dict[str, Facts] = {
    "camera": {"kind": "static", "speed": 0.0},
    "motion": {"level": 0.0, "direction": "none", "rhythm": "still"},
    "transitions": {"all": []},
}


def grain() -> Iterator[Take]:
    """Grain of several strengths on three pictures, and on one that glides."""
    shot = Shot(2.0)
    for still in ("china", "hills", "grey"):
        for strength in _STRENGTHS:
            noisy = f"noise=alls={strength}:allf=t:all_seed=7"
            whole = "color=gray:s=320x240:r=24:d=2" if still == "grey" else standing(shot)
            yield Take(
                f"grain-{still}-{strength}",
                f"{whole},format=yuv444p,{noisy}[v]",
                _FROZEN | {"grain": {"strength": strength}},
                () if still == "grey" else (still,),
                seconds=2.0,
                codec=_LOSSLESS,
            )
    for strength in (8, 32):
        noisy = f"format=yuv444p,noise=alls={strength}:allf=t:all_seed=7"
        yield Take(
            f"grain-gliding-{strength}",
            f"{gliding(shot, 0.1, 0)},{noisy}[v]",
            {
                "camera": {"kind": "pan_right", "speed": 0.1},
                "motion": {"level": 0.1, "direction": "left"},
                "transitions": {"all": []},
            },
            ("china",),
            seconds=2.0,
            codec=_LOSSLESS,
        )
