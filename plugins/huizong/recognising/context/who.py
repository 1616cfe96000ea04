"""Who reports: the folder, the line 填报单位, the title and the file's name say it, and what says it must agree."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from huizong.model import Finding, Severity, Unmatched
from huizong.recognising.vocabulary.catalogue_names import Names


@dataclass(frozen=True, slots=True)
class Declared:
    """A name after 填报单位：, where it stands, and whose it is; None if nobody's.

    `as_maker` says that it stands after 制表单位：, where some write who reports and others who made the form.
    """

    name: str
    place: str
    organisation: str | None
    as_maker: bool = False


@dataclass(frozen=True, slots=True)
class Reporter:
    """The reporter found, None if unknown, and what is wrong.

    `subjects` says that the declared names are those the sheets are about: one sheet a town, handed in by a bureau.
    """

    code: str | None
    findings: tuple[Finding, ...] = ()
    subjects: bool = False

    @property
    def unmatched(self) -> tuple[Unmatched, ...]:
        """The declared names that the catalogue lacks: the whole file waits for each."""
        unknown = (finding for finding in self.findings if finding.rule == "organisation-unknown")
        return tuple(Unmatched("organisation", finding.fields["observed"], finding.place) for finding in unknown)


def find_reporter(folder: str | None, declared: Sequence[Declared], titles: Iterable[str], file_name: str, names: Names) -> Reporter:
    """The reporter: the folder's organisation, which every declaration must confirm; else what the file says of itself."""
    catalogue = names.catalogue
    unknown = [_unknown(item, names) for item in declared if item.name and item.organisation is None]
    known = _without_makers([item for item in declared if item.organisation is not None], names)
    codes = {item.organisation for item in known if item.organisation is not None}
    titles = list(titles)
    named = [(title, code) for title in titles if (code := names.organisation_in(title)) is not None]
    in_titles = {code for _, code in named}
    in_name = names.organisation_in(file_name)
    if folder is not None:
        if len(codes) > 1 and all(catalogue.answers_for(folder, code) for code in codes):
            return Reporter(folder, tuple(unknown), subjects=True)
        expected = catalogue.organisation(folder).name
        # A bureau that writes the county's name says whom its form describes.
        own = {folder, catalogue.county.code} if catalogue.organisation(folder).kind == "bureau" else {folder}
        others = [(item.name, item.place) for item in known if item.organisation not in own]
        # Beside a declaration, the name of a neighbour in a title may be part of it; in the title of a form it says whose form it is.
        counted = {code for title, code in named if not known or catalogue.form_titled(title) is not None}
        others += [(catalogue.organisation(code).name, "") for code in sorted(counted) if not _may_stand(code, folder, names)]
        places = {name: ", ".join(dict.fromkeys(place for other, place in others if other == name)) for name, _ in others}
        wrong = [Finding("organisation-mismatch", place, {"observed": name, "expected": expected}) for name, place in places.items()]
        return Reporter(folder, (*unknown, *wrong, *_file_name(in_name, folder, names)))
    if len(codes) > 1:
        observed = "、".join(dict.fromkeys(item.name for item in known))
        fields = {"observed": observed, "expected": known[0].name}
        return Reporter(None, (*unknown, Finding("organisation-mismatch", known[-1].place, fields)))
    if codes:
        code = codes.pop()
        strangers = {other for title, other in named if catalogue.form_titled(title) is not None and not _may_stand(other, code, names)}
        if strangers:
            fields = {"observed": catalogue.organisation(min(strangers)).name, "expected": known[0].name}
            return Reporter(None, (*unknown, Finding("organisation-mismatch", known[0].place, fields)))
        return Reporter(code, (*unknown, *_file_name(in_name, code, names)))
    if unknown:
        return Reporter(None, tuple(unknown))
    if len(in_titles) == 1:
        return Reporter(in_titles.pop())
    if not in_titles and in_name is not None:
        return Reporter(in_name)
    return Reporter(None, (Finding("organisation-missing"),))


def _without_makers(known: list[Declared], names: Names) -> list[Declared]:
    """The declarations, without the county or bureau that made the form, where somebody else is named as who reports."""
    if all(item.as_maker for item in known):
        return known
    makers = {"county", "bureau"}
    return [item for item in known if not (item.as_maker and names.catalogue.organisation(item.organisation or "").kind in makers)]


def _may_stand(code: str, reporter: str, names: Names) -> bool:
    """Whether a title may name the organisation above a report of the reporter: it answers for it, or is part of it."""
    return names.catalogue.answers_for(reporter, code) or names.catalogue.is_below(reporter, code)


def _unknown(item: Declared, names: Names) -> Finding:
    similar = names.similar_organisation(item.name)
    return Finding("organisation-unknown", item.place, {"observed": item.name, "expected": similar.name if similar else ""})


def _file_name(in_name: str | None, reporter: str, names: Names) -> tuple[Finding, ...]:
    """A file named after somebody whom the reporter does not answer for is asked about; what stands inside counts."""
    catalogue = names.catalogue
    if in_name is None or catalogue.answers_for(reporter, in_name) or catalogue.is_below(reporter, in_name):
        return ()
    fields = {"observed": catalogue.organisation(in_name).name, "expected": catalogue.organisation(reporter).name, "detail": "文件名"}
    return (Finding("organisation-mismatch", "", fields, Severity.QUERY),)
