from __future__ import annotations

from huizong.settings import REPOSITORY
from huizong.warehouse.schema.dictionary import data_dictionary
from tests.database.warehouse.county import County


def test_the_data_dictionary_in_the_docs_is_current(county: County) -> None:
    """To renew it: write what `data_dictionary` returns to docs/data_dictionary.md."""
    made = data_dictionary(county.connection)
    assert "## mart.rollup\n" in made
    assert "| `full_coverage` | boolean |" in made
    assert "## mart.figure_as_of(instant timestamp with time zone)" in made
    assert (REPOSITORY / "docs" / "data_dictionary.md").read_text(encoding="utf-8") == made
