"""How many arrivals are judged together."""

import pytest

from huizong.steps.trying import _parts


@pytest.mark.parametrize(
    ("arrivals", "sizes"),
    [(0, []), (1, [1]), (240, [240]), (241, [121, 120]), (500, [167, 167, 166]), (960, [240, 240, 240, 240])],
)
def test_a_wave_is_judged_in_even_parts_of_at_most_240(arrivals: int, sizes: list[int]) -> None:
    parts = _parts(list(range(arrivals)))
    assert [len(part) for part in parts] == sizes
    assert [arrival for part in parts for arrival in part] == list(range(arrivals))
