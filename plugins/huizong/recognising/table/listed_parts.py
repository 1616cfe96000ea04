"""Which organisations of a table are parts of which others, so that a total over them can be told from a part."""

from __future__ import annotations

from functools import cached_property

from huizong.catalogue import Catalogue
from huizong.recognising.table.layout import Layout


class ListedParts:
    """The organisations that one table lists."""

    def __init__(self, layout: Layout, catalogue: Catalogue) -> None:
        self._layout, self._catalogue = layout, catalogue
        self.listed = frozenset(meaning.organisation for meaning in layout.meanings if meaning.organisation)

    def has_parts(self, organisation: str | None) -> bool:
        """Whether the table also lists organisations below this one, so that its own row is a total over them."""
        return organisation in self.listed and organisation in self.over

    @cached_property
    def over(self) -> frozenset[str]:
        """The organisations somewhere above one that the table lists; 其中 lists some parts only, over which nothing is a total."""
        rows = [row.meaning for row in self._layout.rows if not (row.names and row.names[-1].lstrip(" 　#").startswith("其中"))]
        listed = {meaning.organisation for meaning in (*rows, *(column.meaning for column in self._layout.values)) if meaning.organisation}
        return frozenset(above for code in listed for above in self._parents(code))

    @cached_property
    def common_parent(self) -> str | None:
        """The lowest organisation above all that are listed; one that is listed with its parts is above itself."""
        chains = [([code] if self.has_parts(code) else []) + self._parents(code) or [code] for code in sorted(self.listed)]
        return next((code for code in chains[0] if all(code in chain for chain in chains)), None) if chains else None

    def _parents(self, code: str) -> list[str]:
        """The organisations above, the lowest first."""
        chain = []
        parent = self._catalogue.organisation(code).parent
        while parent is not None:
            chain.append(parent)
            parent = self._catalogue.organisation(parent).parent
        return chain
