import pytest

from benchmarks.clip import clip
from kinora.loop.beat import counted


def heard_at(bpm):
    features = clip(3)
    audio = features.whole.audio.model_copy(update={"tempo_bpm": bpm})
    windows = tuple(window.model_copy(update={"audio": audio}) for window in features.windows)
    whole = features.whole.model_copy(update={"audio": audio, "tempo_bpm": bpm})
    return features.model_copy(update={"windows": windows, "whole": whole})


@pytest.mark.parametrize(
    ("heard", "decided", "written"),
    [(112.5, 56.0, 56.25), (61.0, 122.0, 122.0), (92.0, 92.0, 92.0), (100.0, 75.0, 100.0), (0.0, 80.0, 0.0)],
)  # fmt: skip
def test_the_octave_is_the_specs_and_the_figure_is_the_sounds(heard, decided, written):
    features = counted(heard_at(heard), decided)
    tempi = {window.audio.tempo_bpm for window in features.windows}
    assert tempi == {features.whole.tempo_bpm} == {features.whole.audio.tempo_bpm} == {written}
