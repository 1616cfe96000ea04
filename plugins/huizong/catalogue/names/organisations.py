"""The tree of a county's organisations, asked by code, by name and by who answers for whom."""

from __future__ import annotations

from datetime import date

from huizong.catalogue.entries import Organisation, OrganisationAlias
from huizong.catalogue.names.spellings import coded, only_counts, plainer
from huizong.catalogue.texts import likeness, normalise

_SIMILAR = 0.6


class Organisations:
    """Organisations by code and by every spelling of their names."""

    def __init__(self, organisations: tuple[Organisation, ...], aliases: tuple[OrganisationAlias, ...]) -> None:
        self.all = organisations
        self._by_code = {organisation.code: organisation for organisation in organisations}
        self._places = {organisation.code: place for place, organisation in enumerate(organisations)}
        self._children: dict[str, list[Organisation]] = {}
        self._named: dict[str, list[str]] = {}
        for organisation in organisations:
            if organisation.parent is not None:
                self._children.setdefault(organisation.parent, []).append(organisation)
        spellings = [(text, o.code) for o in organisations for text in (o.name, o.code)] + [(a.alias, a.code) for a in aliases]
        for text, code in spellings:
            codes = self._named.setdefault(normalise(text), [])
            if code not in codes:
                codes.append(code)
        self.has_namesakes = any(len(codes) > 1 for codes in self._named.values())
        self.county = next(organisation for organisation in organisations if organisation.kind == "county")

    def get(self, code: str) -> Organisation:
        """The organisation of that code; raises KeyError."""
        return self._by_code[code]

    def children(self, code: str, day: date) -> tuple[Organisation, ...]:
        """The organisations directly below that hold on the day."""
        return tuple(child for child in self._children.get(code, ()) if child.holds_on(day))

    def is_below(self, code: str, above: str) -> bool:
        """Whether the first is somewhere below the second."""
        parent = self._by_code[code].parent
        while parent is not None:
            if parent == above:
                return True
            parent = self._by_code[parent].parent
        return False

    def answers_for(self, reporter_code: str, subject_code: str) -> bool:
        """Whether the reporter may report about the subject (DESIGN §5); raises KeyError for unknown codes."""
        reporter, subject = self._by_code[reporter_code], self._by_code[subject_code]
        if reporter.code == subject.code:
            return True
        if reporter.kind in ("county", "bureau"):
            return subject.kind != "bureau"
        return self.is_below(subject.code, reporter.code)

    def answered_for(self, reporter_code: str) -> tuple[Organisation, ...]:
        """All that the reporter may report about, in the catalogue's order; raises KeyError for an unknown code."""
        reporter = self._by_code[reporter_code]
        if reporter.kind in ("county", "bureau"):
            return tuple(o for o in self.all if o.kind != "bureau" or o.code == reporter.code)
        found, below = [reporter], [reporter]
        while below:
            below = [child for above in below for child in self._children.get(above.code, ())]
            found += below
        return tuple(sorted(found, key=lambda organisation: self._places[organisation.code]))

    def named(self, text: str, day: date | None, within: str | None) -> Organisation | None:
        """The organisation of that exact spelling, also with a code or an office beside it; None if none or several are left.

        Several are told apart by day and `within`. A code that is another organisation's, or no number and nobody's, names none.
        """
        found = [self._by_code[code] for code in self._spelt(text)]
        if len(found) > 1 and day is not None:
            found = [organisation for organisation in found if organisation.holds_on(day)] or found
        if len(found) > 1 and within is not None:
            found = [o for o in found if o.code == within or self.is_below(o.code, within)] or found
        return found[0] if len(found) == 1 else None

    def contradicting_code(self, text: str) -> tuple[str, Organisation | None] | None:
        """The code beside a name that is not the named one's, and whose it is; None if nothing contradicts."""
        for code, name in coded(text):
            named, owner = self._without_office(name), self._by_code.get(code)
            if named and not (owner.code in named if owner else only_counts(code)):
                return code, owner
        return None

    def _spelt(self, text: str) -> list[str]:
        if found := self._without_office(normalise(text)):
            return found
        for code, name in coded(text):
            if named := self._without_office(name):
                owner = self._by_code.get(code)
                if owner is not None:
                    return [owner.code] if owner.code in named else []
                return named if only_counts(code) else []
        return []

    def _without_office(self, name: str) -> list[str]:
        """The codes of a spelling, as it stands or without office and county."""
        if name in self._named:
            return self._named[name]
        return next((self._named[text] for text in plainer(name, self.county.name) if text in self._named), [])

    def similar(self, text: str) -> Organisation | None:
        """The one organisation whose spelling is closest, if close at all: a suggestion for a person."""
        wanted = normalise(text)
        if not wanted:
            return None
        best, found = 0.0, None
        for name, codes in self._named.items():
            if len(codes) == 1 and (ratio := likeness(wanted, name, _SIMILAR)) > best:
                best, found = ratio, self._by_code[codes[0]]
        return found
