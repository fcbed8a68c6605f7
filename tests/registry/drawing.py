"""Reachable cells by chance, and sounds to fill them with."""

import random

import numpy as np

from kinora.colour.scalar import oklab_from_hex
from kinora.measure.hearing import readings, sound
from kinora.registry.codebooks import CODEBOOKS
from kinora.registry.measures import decibels


def some(category, count, seed=5):
    """Random reachable cells of a codebook; all of them where there are few."""
    book, draw = CODEBOOKS[category], random.Random(seed)
    every = [cell for cell in _all(book) if book.reachable(cell)]
    assert len(every) == book.reachable_cells
    return book, draw.sample(every, min(count, len(every)))


def _all(book):
    return np.ndindex(*(axis.cells for axis in book.axes))


def lab_measure(colour):
    lab = oklab_from_hex(colour)
    return {"l": lab.lightness, "a": lab.a, "b": lab.b}


def band(noise, low, high):
    spectrum = np.fft.rfft(noise.standard_normal(8192))
    hertz = np.fft.rfftfreq(8192, 1 / 48_000)
    spectrum[(hertz < low) | (hertz > min(high, 20_000))] = 0
    wave = np.fft.irfft(spectrum)[2048:6144]
    return wave / max(wave.std(), 1e-9)


def quantised(book, wave):
    stereo = np.stack([wave, wave]).astype(np.float32)
    heard = sound(readings(stereo[None])[0])
    measure = heard.model_dump() | {"level_db": decibels(heard.amplitude)}
    return book.quantise(measure)
