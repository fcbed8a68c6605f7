"""Composition: where the light lies in the frame."""

from __future__ import annotations

import numpy as np

from kinora.measure.luma import CELLS, LumaMap
from kinora.model.features import CompositionMeasure


def composition(luma: LumaMap) -> CompositionMeasure:
    """Centre of mass of luma, and the right half's light against the left's.

    A black frame has its centre in the middle and balances.
    """
    total = float(luma.mean.sum())
    if total <= 1e-6:
        return CompositionMeasure(centre_x=0.5, centre_y=0.5, balance=0.0)
    places = (np.arange(CELLS) + 0.5) / CELLS
    columns = luma.mean.sum(axis=0, dtype=np.float64)
    rows = luma.mean.sum(axis=1, dtype=np.float64)
    left, right = float(columns[: CELLS // 2].sum()), float(columns[CELLS // 2 :].sum())
    return CompositionMeasure(
        centre_x=min(1.0, float(columns @ places) / total),
        centre_y=min(1.0, float(rows @ places) / total),
        balance=(right - left) / (right + left),
    )
