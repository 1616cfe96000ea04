"""What is among the first, the last, or above the average of a range."""

from decimal import Decimal

import pytest

from huizong.reading.spreadsheets.ranked import Average, Rank

NUMBERS = tuple(map(Decimal, (9, 7, 7, 4, 1)))  # on average 5.6


@pytest.mark.parametrize(
    ("asked", "held"),
    [
        (Rank(1), {9}),
        (Rank(2), {9, 7}),
        (Rank(3), {9, 7}),
        (Rank(9), {9, 7, 4, 1}),
        (Rank(1, from_below=True), {1}),
        (Rank(40, is_percent=True), {9, 7}),
        (Rank(10, is_percent=True), {9}),
        (Average(), {9, 7}),
        (Average(is_above=False), {4, 1}),
    ],
)
def test_which_numbers_of_a_range_are_there(asked, held):
    assert {int(number) for number in NUMBERS if asked.holds(number, NUMBERS)} == held


def test_what_equals_the_average_and_what_is_no_number():
    alike = (Decimal(5), Decimal(5))
    assert (Average().holds(alike[0], alike), Average(or_equal=True).holds(alike[0], alike)) == (False, True)
    assert (Rank(1).holds("9", NUMBERS), Average().holds("9", NUMBERS)) == (False, False)
    assert Average(deviations=1).holds(Decimal(9), NUMBERS) is None
