"""Which column a text stands under or over."""

from __future__ import annotations

from huizong.reading.text.aligned import Piece
from huizong.reading.text.standing import is_plain_header, stand_over, under

SPANS = [(0.0, 4.0), (10.0, 14.0), (20.0, 24.0)]


def test_a_text_stands_under_one_column_or_none():
    assert [under(Piece(start, end, ""), SPANS) for start, end in ((1, 3), (9, 11), (5, 9), (13, 21))] == [0, 1, -1, -1]


def test_heads_stand_over_their_own_columns_alone():
    assert stand_over([Piece(0, 4, ""), Piece(8, 12, ""), Piece(18, 22, "")], SPANS)
    assert not stand_over([Piece(0, 4, ""), Piece(8, 21, ""), Piece(22, 26, "")], SPANS)


def test_one_group_of_a_header_is_clear_and_several_are_not():
    assert is_plain_header((0, 1, 2), 3)
    assert is_plain_header((0, 1), 4)
    assert not is_plain_header((0, 1, 3), 5)
