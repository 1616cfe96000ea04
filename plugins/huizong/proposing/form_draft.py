"""One table of a blank form as a form of the catalogue: each place that asks for a figure, and the text of its file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

import yaml

from huizong.catalogue.entries import Indicator, Obligation, Organisation
from huizong.catalogue.folder.adding import TableLine
from huizong.catalogue.form_entries import Form
from huizong.catalogue.texts import indicator_name, normalise
from huizong.model import Basis
from huizong.proposing.blank_forms import BlankTable
from huizong.proposing.county_draft import CountyDraft, FormSoFar
from huizong.proposing.form_columns import ColumnDrafts, ColumnSays
from huizong.proposing.printed_names import (
    frequency_in,
    heads_organisations,
    is_listed,
    kind_of_organisation,
    measured,
    title_in,
)
from huizong.recognising.table.axes import Column, Row
from huizong.recognising.vocabulary import form_words as words
from huizong.recognising.vocabulary import margin_words as margins
from huizong.recognising.vocabulary.bases import compose

_DUE_DAY, _DUE_TIME = 8, "17:00"
_AT_END = re.compile(r"^[年期月季]末")


@dataclass(frozen=True, slots=True)
class AskedPlace:
    """A place of a form that asks for a figure: whose (None: the reporter's), of what, on which basis."""

    row: int
    column: int
    organisation: str | None
    indicator: str
    basis: Basis


class FormDraft:
    """A form drafted from one table. After it is made, `asked` are its places, `rows` its rows, and `county` knows its names."""

    def __init__(self, county: CountyDraft, table: BlankTable) -> None:
        """Draft the form."""
        self.county, self.table, self.code = county, table, county.new_form_code()
        self.asked: list[AskedPlace] = []
        self.rows: dict[str, tuple[list[Basis], str]] = {}
        self.left_out: list[str] = []
        self._kinds: list[str] = []
        texts = [text for text in (*table.found.titles, *table.found.around) if text]
        self.title = title_in(table.found.titles) or table.path.stem
        self._title_origin = table.origin_of(next((text for text in texts if title_in([text]) == self.title), self.title))
        self._often = frequency_in((*texts, *self._header_words()))
        self._listed = self._rows_are_organisations()
        self._reporter = self._declared()
        names = Counter(row.names[-1].strip() for row in table.layout.rows if row.names)
        self._repeated = {name for name, count in names.items() if count > 1} if not self._listed else set()
        self._read()
        self.form = self._form()
        county.add_form(self.form)
        self._owe()

    def text(self) -> str:
        """The form's file, each row with the cell that it comes from."""
        head = {"code": self.code, "title": self.title, "frequency": self.form.frequency, "version": 1}
        head |= {"valid_from": None, "valid_to": None, "subject": self.form.subject}
        written = yaml.safe_dump(head, allow_unicode=True, sort_keys=False)
        if self._kinds:
            written += f"subjects: [{', '.join(self._kinds)}]\n"
        written += "rows:\n"
        for code, (bases, origin) in self.rows.items():
            name = self.county.catalogue.indicator(code).name
            written += f"  - {{indicator: {code}, required: true, bases: [{', '.join(bases)}]}}  # {name}: {origin}\n"
        return f"# drafted from {self._title_origin}; what is assumed stands in drafted.csv\n{written}"

    # --- what the table says ---

    def _rows_are_organisations(self) -> bool:
        """Whether the rows list organisations: by what stands over their names, or because most names end like those of some."""
        labels = [column for column in self.table.layout.columns if column.role.value == "label"]
        if any(heads_organisations(text) for column in labels for text in column.words):
            return True
        names = [row.names[-1] for row in self.table.layout.rows if row.names and not row.meaning.total]
        return bool(names) and 2 * sum(map(is_listed, names)) > len(names)

    def _declared(self) -> Organisation | None:
        """Who reports, where the blank form prints it already: 填报单位：县农业农村局."""
        for said in self.table.found.declared:
            if kind_of_organisation(said.name) is not None and not margins.is_nobody(said.name):
                return self.county.organisation(said.name, f"{self.table.path.name}, {said.place}")
        return None

    def _header_words(self) -> Iterator[str]:
        for column in self.table.layout.columns:
            yield from (text for text in column.words if margins.declared_name(text) is None)

    def _read(self) -> None:
        columns = ColumnDrafts(self.county, self.table, self.code, listed=self._listed)
        says = {column.column: columns.says(column) for column in self.table.values}
        self.left_out += columns.left_out
        has_cumulative = any(Basis.CUMULATIVE in said.bases for said in says.values())
        heading = ""
        for row in self.table.layout.rows:
            if not row.names or row.meaning.total or any(map(words.is_kind, row.names)):
                continue
            organisation, name = self._row(row)
            part = name is not None and normalise(name).startswith("其中")
            heading, over = (heading, heading) if part or name is None else (name, "")
            for column in self.table.values:
                said = says[column.column]
                if said.left_out:
                    continue
                found = self._indicator(row, column, said, name, over)
                own = measured(name, self.county.catalogue).basis if name is not None else None
                composed = compose((*([own] if own else ()), *said.bases), has_cumulative=has_cumulative)
                if found is None or composed is None:  # 累计 of 期末存栏: nobody can say what it would be
                    reason = "row and column say different bases" if found else "what is measured is not said"
                    self.left_out.append(f"{self.table.origin(row.row, column.column)}: {reason}")
                    continue
                whose = organisation or said.organisation
                self._ask(row, column, whose, *found, self._of_period(composed.basis))
        if not self.asked and self._listed:
            self._read_without_rows(says, has_cumulative=has_cumulative)

    def _of_period(self, basis: Basis) -> Basis:
        """The basis in a form of its frequency: a year's total and its January-to-December value are one figure."""
        return Basis.CURRENT if basis is Basis.CUMULATIVE and self._often is not None and self._often[0] == "year" else basis

    def _read_without_rows(self, says: dict[int, ColumnSays], *, has_cumulative: bool) -> None:
        """A form whose organisations are written in by hand: what its columns measure, and the towns to be added."""
        for column in self.table.values:
            said = says[column.column]
            composed = compose(said.bases, has_cumulative=has_cumulative)
            found = self._indicator(self.table.layout.rows[0], column, said, None, "") if composed and not said.left_out else None
            if found is not None and composed is not None:
                self._row_of_form(*found, self._of_period(composed.basis))
        self._kinds.append("town")
        question = "its rows are blank, so whom it lists is not known: add them to organisations.csv"
        self.county.note(f"forms/{self.code}.yaml", "", self._title_origin, ("subjects=['town']",), question)

    def _ask(self, row: Row, column: Column, whose: Organisation | None, found: Indicator, origin: str, basis: Basis) -> None:
        self.asked.append(AskedPlace(row.row, column.column, whose.code if whose else None, found.code, basis))
        if whose is not None and whose.kind not in self._kinds and whose.kind != "county":
            self._kinds.append(whose.kind)
        self._row_of_form(found, origin, basis)

    def _row_of_form(self, found: Indicator, origin: str, basis: Basis) -> None:
        bases, _ = self.rows.setdefault(found.code, ([], origin))
        if basis not in bases:
            bases.append(basis)

    def _row(self, row: Row) -> tuple[Organisation | None, str | None]:
        """Whose a row is, and what it measures; either may be said by the columns instead."""
        if not self._listed:
            return None, row.names[-1]
        names = list(row.names)
        labels = [column.column for column in self.table.layout.columns if column.role.value == "label"]
        whose = next((name for name in reversed(names) if is_listed(name) or self._known(name)), names[0])
        rest = [name for name in names if name != whose]
        within = self._above(whose)
        cell = self.table.origin(row.row, labels[0] if labels else 1)
        found = self.county.organisation(whose, cell, within=within, sure=is_listed(whose))
        return found, rest[-1] if rest else None

    def _known(self, name: str) -> bool:
        return self.county.catalogue.organisation_named(name) is not None

    def _above(self, name: str) -> str | None:
        """Under which organisation a new one stands; None for the county. A village is below the town that reports, else the first."""
        if kind_of_organisation(name) != "village":
            return None
        if self._reporter is not None and self._reporter.kind == "town":
            return self._reporter.code
        towns = [one.code for one in self.county.catalogue.organisations if one.kind == "town"]
        return towns[0] if towns else self.county.organisation("（待定）镇", self._title_origin, sure=False).code

    def _indicator(self, row: Row, column: Column, said: ColumnSays, name: str | None, over: str) -> tuple[Indicator, str] | None:
        """The indicator of a place and where its name stands: the row's, or the column's where the rows are organisations."""
        corner = self.table.found.corner
        if name is not None and said.measured is None:
            of = measured(name, self.county.catalogue)
            unit = row.unit or of.unit or row.unit_of_section or said.unit or corner
            labels = [one.column for one in self.table.layout.columns if one.role.value == "label"]
            origin = self.table.origin(row.row, labels[-1] if labels else 1)
        elif said.measured is not None:
            of, unit, origin = said.measured, said.unit or corner, self.table.header_origin(column.column)
        else:
            return None
        of = replace(of, unit=unit)
        several = len(self.county.catalogue.units_in(unit)) > 1
        at_end = any(map(_AT_END.match, map(normalise, (*column.words, name or ""))))
        question = ""
        if name is not None and name.strip() in self._repeated:  # nobody can tell which it is: no figure is better
            of = replace(of, name=indicator_name(f"{over}{of.name}", ()))
            question = f"{name.strip()} stands in {self.code} more than once: print {of.name} there, else its figures wait"
        found = self.county.indicator(
            of, origin, FormSoFar(self.code, self.rows.keys()), at_end=at_end, sure_unit=not several, question=question
        )
        return found, origin

    # --- the form and who owes it ---

    def _form(self) -> Form:
        often, said = self._often or ("month", "")
        assumed = () if said else (f"frequency={often}",)
        self.county.note(f"forms/{self.code}.yaml", "", self._title_origin, assumed)
        for code, (_, origin) in self.rows.items():
            self.county.note(f"forms/{self.code}.yaml", code, origin)
        listed = self._listed or any(asked.organisation is not None for asked in self.asked)
        rows = [{"indicator": code, "bases": tuple(bases)} for code, (bases, _) in self.rows.items()]
        form = {"code": self.code, "title": self.title, "frequency": often, "version": 1, "rows": rows}
        return Form.model_validate(form | {"subject": "listed" if listed else "reporter", "subjects": self._kinds})

    def _owe(self) -> None:
        """Who owes the form and when it is due: no paper says it, so all of it is assumed but a printed reporter."""
        who = {"organisation": self._reporter.code} if self._reporter else {"kind": "town"}
        if self._reporter is None and self.form.subject == "listed":
            who = {"organisation": self.county.catalogue.county.code}
        due = {"due_day": str(_DUE_DAY), "due_time": _DUE_TIME, "due_month": "1"}
        assumed = [f"{column}={value}" for column, value in (*(() if self._reporter else who.items()), *due.items())]
        values = {"form": self.code, **who, **due, "reason": self.title}
        self.county.line(TableLine("obligations.csv", values), self.code, self._title_origin, tuple(assumed))
        obligation = Obligation.model_validate({**values, "due_day": _DUE_DAY})
        self.county.catalogue = replace(self.county.catalogue, obligations=(*self.county.catalogue.obligations, obligation))
