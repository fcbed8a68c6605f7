from kinora.cli.bars import curve


def test_heights_follow_values():
    assert curve([0, 0.5, 1], 1) == "▁▅█"
    assert curve([1, 2, 4]) == "▃▅█"


def test_nothing_and_zeros_and_beyond():
    assert curve([]) == ""
    assert curve([0, 0]) == "▁▁"
    assert curve([-3, 9], 1) == "▁█"


def test_many_values_are_brought_together():
    shown = curve([0.0] * 300 + [1.0] * 300, 1, widest=10)
    assert shown == "▁▁▁▁▁█████"
