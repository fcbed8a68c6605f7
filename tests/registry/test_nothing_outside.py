"""Nothing that is seen or heard lies outside of the reachable cells."""

import numpy as np

from kinora.language.names import cell_name
from kinora.measure.colour import frame_colour
from kinora.measure.composition import composition
from kinora.measure.gradient import gradient
from kinora.measure.graphics import edge_density, graphics
from kinora.measure.light import light
from kinora.measure.luma import luma_map
from kinora.registry.codebooks import CODEBOOKS
from kinora.registry.measures import cells as observed
from tests.registry.drawing import band, lab_measure, quantised

SIDE = 160


def test_nothing_seen_in_random_pictures_lies_outside(chance):
    noise = np.random.default_rng(4)
    for _ in range(300):
        frame = random_frame(noise, chance)
        grey = np.ascontiguousarray(frame.mean(axis=2).astype(np.uint8))
        colour, luma = frame_colour(frame).measure, luma_map(grey)
        measures = {
            "static_colors": lab_measure(colour.dominant),
            "lighting": light([colour]).model_dump(),
            "composition": composition(luma).model_dump(),
            "gradient": gradient(luma).model_dump(),
            "graphics": graphics(edge_density(grey), luma).model_dump(),
        }
        for category, measure in measures.items():
            book = CODEBOOKS[category]
            assert book.reachable(book.quantise(measure)), (category, measure)


def random_frame(noise, chance):
    """Noise of some coarseness, between two colours, somewhere, of some hardness."""
    size = chance.choice((2, 5, 20, 40, 160))
    field = noise.standard_normal((size, size, chance.choice((1, 3))))
    field = field.repeat(SIDE // size, axis=0).repeat(SIDE // size, axis=1)
    hard = 10 ** chance.uniform(-2, 2)
    share = 1 / (1 + np.exp(-np.clip(hard * (field + chance.uniform(-2, 2)), -50, 50)))
    one, other = noise.integers(0, 256, 3), noise.integers(0, 256, 3)
    frame = one + share * (other - one)
    if chance.random() < 0.3:
        frame[:, : chance.randrange(1, SIDE)] = 0
    if chance.random() < 0.3:
        frame[: chance.randrange(1, SIDE)] = 255
    return np.ascontiguousarray(frame.astype(np.uint8))


def test_nothing_heard_in_random_sounds_lies_outside():
    book, noise = CODEBOOKS["static_sound"], np.random.default_rng(6)
    for _ in range(600):
        low = 20 * 10 ** noise.uniform(0, 2.9)
        wave = band(noise, low, low * 10 ** noise.uniform(0.05, 1.5))
        wave += noise.choice([0, 1, 5]) * np.sin(np.arange(4096) * noise.uniform(0.001, 2.5))
        wave *= 10 ** noise.uniform(-4.5, 0) / np.abs(wave).max()
        cell = quantised(book, wave)
        assert book.reachable(cell), book.centre(cell)


def test_nothing_measured_in_our_own_clips_lies_outside(clips):
    seen = set()
    for _, *takes in clips:
        for features in takes:
            for book, cell in observed(features, ()):
                assert book.reachable(cell), (book.category, book.domain, cell)
                seen.add(book.category)
                assert cell_name(book.registry, book.category, book.family(book.centre(cell)), 0)
    assert set(CODEBOOKS) - seen <= {"transition"}
