"""Words are readable, inside the safe area, and arrive one after another."""

import itertools

import numpy as np
import pytest

from kinora.model.spec import TextOverlay
from kinora.picture import Painter
from kinora.picture.words.text import set_text
from kinora.picture.words.typeset import wrapped

LONG = TextOverlay(
    title="Donaudampfschifffahrtsgesellschaftskapitaensmuetze and other long words",
    points=(
        "Incomprehensibilities are counterrevolutionary",
        "Short",
        "A point that goes on for quite a while, since nobody stopped its author in time",
    ),
)
SIZES = [(64, 64), (64, 240), (640, 64), (360, 640), (512, 512), (1920, 1080), (3840, 2160)]


@pytest.mark.parametrize(("width", "height"), SIZES)
@pytest.mark.parametrize("text", [LONG, TextOverlay(title="Hi"), TextOverlay(title="W" * 80)])
def test_no_letter_leaves_the_safe_area(width, height, text):
    pieces = set_text(text, width, height, 6.0)
    assert pieces
    margin = 2
    for piece in pieces:
        rows, columns = np.nonzero(piece.cover > 0.02)
        assert rows.size
        assert piece.left + columns.min() >= margin
        assert piece.top + rows.min() >= margin
        assert piece.left + columns.max() < width - margin
        assert piece.top + rows.max() < height - margin


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_letters_are_whole(width, height):
    """Ink never touches the border of the area it is drawn on, where it would be cut."""
    for piece in set_text(LONG, width, height, 6.0):
        border = np.concatenate(
            [piece.cover[0], piece.cover[-1], piece.cover[:, 0], piece.cover[:, -1]]
        )
        assert border.max() < 0.02


def test_pieces_do_not_overlap():
    inks = []
    for piece in set_text(LONG, 640, 360, 6.0):
        rows = np.flatnonzero(piece.cover.max(axis=1) > 0.02) + piece.top
        inks.append((rows.min(), rows.max()))
    assert all(a[1] < b[0] for a, b in itertools.pairwise(inks))


def test_all_words_are_kept_where_there_is_room():
    block = wrapped("one two three four five six", 20.0, 90.0)
    assert " ".join(block.lines) == "one two three four five six"
    broken = wrapped("abcdefghijklmnopqrstuvwxyz", 20.0, 60.0)
    assert "".join(broken.lines) == "abcdefghijklmnopqrstuvwxyz"
    assert len(broken.lines) > 2


def test_title_and_points_appear_one_after_another_even_in_a_short_clip():
    for length in (1.0, 6.0, 60.0):
        pieces = set_text(LONG, 512, 512, length)
        starts = [piece.appears for piece in pieces]
        assert starts == sorted(starts)
        assert len(set(starts)) == 4
        assert pieces[-1].appears + pieces[-1].takes < 0.9 * length


def test_words_fade_in_and_out_and_touch_only_their_place(spec):
    text = TextOverlay(title="Tides", points=("The moon pulls",))
    bare, titled = Painter(spec()), Painter(spec(text=text))
    change = [np.abs(titled.frame(i).astype(int) - bare.frame(i)).sum() for i in (0, 9, 20, 30, 47)]
    assert change[0] < 0.2 * change[1]
    assert change[1] < change[2]
    assert change[4] < 0.1 * change[3]
    corner = np.abs(titled.frame(30).astype(int) - bare.frame(30))[:8]
    assert corner.max() == 0


def test_words_stand_out_from_a_bright_sky(spec):
    text = TextOverlay(title="Readable")
    frame = Painter(spec(text=text, weather="snow")).frame(30)
    piece = set_text(text, 160, 160, 4.0)[0]
    height, width = piece.cover.shape
    area = frame[piece.top : piece.top + height, piece.left : piece.left + width].mean(axis=2)
    ink = area[piece.cover > 0.95].mean()
    rim = area[(piece.cover < 0.02) & (piece.shadow > 0.5)].mean()
    assert ink > 235
    assert ink - rim > 90
