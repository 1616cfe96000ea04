"""What a file says of how far its figures are settled: 初步数, 预计数, a period that has not ended."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from huizong.catalogue import Period
from huizong.catalogue.form_entries import Form
from huizong.catalogue.texts import normalise
from huizong.model import Finding, Maturity
from huizong.recognising.vocabulary.when import without_times
from huizong.word_lists import word_lists

_LISTS = word_lists("recognising", "preliminary")
_PRELIMINARY = _LISTS.pattern("preliminary")
_BRACKETS = re.compile(r"\([^()]*\)")
_FORECAST = _LISTS.pattern("forecast")
_ESTIMATED = _LISTS.pattern("estimated")
_ALL_PRELIMINARY = _LISTS.pattern("all_preliminary")


def how_settled(texts: Sequence[str], form: Form | None, period: Period | None, received: date) -> tuple[list[Finding], Maturity | None]:
    """初步数 and the like in a note, which the county is told; the maturity of all figures where all are meant.

    Figures of a period that has not ended are estimates (PRACTICE, Checks: Early).
    """
    findings: list[Finding] = []
    maturity = form.maturity if form else None
    if period is not None and period.first_day <= received < period.last_day:
        maturity = maturity or Maturity.ESTIMATE
        findings.append(Finding("period-early", "", {"observed": period.words}))
    for text in texts:
        if _FORECAST.search(_BRACKETS.sub("", without_times(text))) or _ESTIMATED.search(normalise(text)):
            findings.append(Finding("preliminary", "", {"observed": text[:80]}))
            maturity = Maturity.ESTIMATE
        if found := _PRELIMINARY.search(text):
            findings.append(Finding("preliminary", "", {"observed": text[:80]}))
            if _ALL_PRELIMINARY.match(normalise(text)):
                maturity = Maturity.FLASH if found["flash"] else Maturity.ESTIMATE
    return findings, maturity
