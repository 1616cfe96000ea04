"""A sample of the mutations that `make faults` tries by the ten thousand; and that what they are held against can tell."""

from __future__ import annotations

import pytest

from huizong.catalogue import Catalogue
from huizong.reading import read_bytes
from tests.faults.fuzzing import Case, faults_of, made_up, significand
from tests.faults.good_files import KINDS, good_file
from tests.faults.mutations import case

SEED, EACH = 7, 2


@pytest.mark.parametrize("name", KINDS)
def test_what_is_done_to_a_good_file_never_gives_a_number_that_is_not_in_it(name: str, catalogue: Catalogue) -> None:
    assert faults_of(Case(-1, name, "sound", good_file(name)), catalogue) == []
    first = list(KINDS).index(name)
    tried = [case(SEED, first + len(KINDS) * turn) for turn in range(EACH)]
    assert {one.name for one in tried} == {name}
    assert {one.number: faults for one in tried if (faults := faults_of(one, catalogue))} == {}


def test_a_case_is_made_again_by_its_number() -> None:
    assert case(SEED, 3) == case(SEED, 3)
    assert case(SEED, 3).data != case(SEED, 23).data
    assert {case(SEED, number).done for number in range(60)} == {"of_bytes", "of_values", "of_package", "of_parts", "of_markup"}


@pytest.mark.parametrize("name", KINDS)
def test_numbers_that_no_byte_of_the_file_says_are_found(name: str) -> None:
    documents = read_bytes(good_file(name), name)
    assert made_up(good_file(name), documents, []) == []
    numbers = [cell for document in documents for sheet in document.sheets for cell in sheet.cells.values() if cell.kind == "number"]
    # Another file of no number: every cell that was read is made up then, 7 and 70 in one line.
    told = made_up(b"nothing", documents, [])
    assert len(told) == len({significand(str(cell.value)) for cell in numbers if cell.value and not cell.computed})
    assert bool(told) == bool(numbers)
