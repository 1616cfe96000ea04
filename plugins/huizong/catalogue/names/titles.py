"""A catalogue's forms, asked by code, by day and by the title that stands on a report."""

from __future__ import annotations

import re
from datetime import date

from huizong.catalogue.form_entries import Form
from huizong.catalogue.texts import normalise

# What a reporter writes into a title beside its words. A half or quarter is left out of the report's title only: where
# the catalogue's title names one (上半年工作总结), it must be there.
_MONTHS = re.compile(r"\d{4}年度?|\d{1,2}(?:[-~至]\d{1,2})?月(?:份|末|底|止)?|[一二三四五六七八九十]{1,3}月份?|本月")
_SPANS = re.compile(r"第?[一二三四1-4]季度|上半年|下半年|前三季度|全年")
_SHORTEST = 4
_LONGEST_KEPT, _KEPT = 64, 1 << 14  # the lines over and in forms are asked again and again


class Forms:
    """Forms by code and by every spelling of their titles."""

    def __init__(self, forms: tuple[Form, ...], county_names: tuple[str, ...]) -> None:
        self.all = forms
        self._county_names = tuple(sorted({normalise(name) for name in county_names}, key=len, reverse=True))
        self._versions: dict[str, list[Form]] = {}
        for form in sorted(forms, key=lambda form: form.version):
            self._versions.setdefault(form.code, []).append(form)
        self._titles = [
            (normalise(title), self._bare(title), versions[-1])
            for versions in self._versions.values()
            for form in versions
            for title in (form.title, *form.title_aliases)
        ]
        self._found: dict[str, Form | None] = {}
        self._titles.sort(key=lambda title: len(title[1]), reverse=True)

    def get(self, code: str, day: date | None) -> Form:
        """The version in force on the day, the newest without a day; raises KeyError."""
        versions = self._versions[code]
        if day is None:
            return versions[-1]
        for form in versions:
            if form.holds_on(day):
                return form
        raise KeyError(f"no version of {code} is in force on {day}")

    def versions(self, code: str) -> tuple[Form, ...]:
        """All versions of a form, the oldest first; raises KeyError for an unknown code."""
        return tuple(self._versions[code])

    def on(self, day: date) -> tuple[Form, ...]:
        """The forms in force on the day."""
        return tuple(form for form in self.all if form.holds_on(day))

    def titled(self, text: str) -> Form | None:
        """The form whose title or alias the text contains; the longest wins.

        Years, months, quarters and the county's name may stand in the text or in the title, anywhere.
        """
        if len(text) > _LONGEST_KEPT:
            return self._titled(text)
        if text not in self._found:
            if len(self._found) >= _KEPT:
                self._found.clear()
            self._found[text] = self._titled(text)
        return self._found[text]

    def _titled(self, text: str) -> Form | None:
        bare = self._bare(text)
        texts = (normalise(text), bare, _SPANS.sub("", bare))
        for title, bare_title, form in self._titles:
            if any(title in text or (len(bare_title) >= _SHORTEST and bare_title in text) for text in texts):
                return form
        return None

    def _bare(self, text: str) -> str:
        bare = _MONTHS.sub("", normalise(text))
        for name in self._county_names:
            bare = bare.replace(name, "")
        return bare
