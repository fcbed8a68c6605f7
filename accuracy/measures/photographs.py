"""``python -m accuracy.measures.photographs FOLDER``: hand out the photographs to be filmed.

They come with scikit-image and scikit-learn (public domain, CC0 and CC BY).
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import skimage
import sklearn

_SHIPPED = {
    skimage: ("data", ("astronaut.png", "chelsea.png", "coffee.png", "hubble_deep_field.jpg",
                       "rocket.jpg")),
    sklearn: ("datasets/images", ("china.jpg", "flower.jpg")),
}  # fmt: skip


def hand_out(folder: Path) -> None:
    """Copy the photographs."""
    folder.mkdir(parents=True, exist_ok=True)
    for package, (place, names) in _SHIPPED.items():
        for name in names:
            shutil.copyfile(Path(str(package.__file__)).parent / place / name, folder / name)


if __name__ == "__main__":
    hand_out(Path(sys.argv[1]))
