"""The element types that the engine passes around."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float32]
Bytes: TypeAlias = NDArray[np.uint8]
Radiance: TypeAlias = NDArray[np.uint16]
"""(height, width, 4): linear blue, green, red and coverage in fixed point, see :mod:`.radiance`."""
