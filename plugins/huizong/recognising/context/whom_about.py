"""Whom a table or text is about where its rows name nobody."""

from __future__ import annotations

from collections.abc import Sequence

from huizong.catalogue.form_entries import Form
from huizong.recognising.context.who import Reporter
from huizong.recognising.vocabulary.catalogue_names import Names


def subject_of(texts: Sequence[str], whole: Sequence[str], reporter: Reporter, names: Names, form: Form | None) -> str | None:
    """Whom a table or text is about where its rows name nobody: its title, its sheet, else its reporter.

    `whole` are texts that may be a name and nothing else, also a short one. A bureau's form describes the county unless
    it says otherwise (PRACTICE, Figures).
    """
    catalogue = names.catalogue
    county = catalogue.county.code
    for text in texts:
        exact = catalogue.organisation_named(text) if text in whole else None
        code = exact.code if exact else names.organisation_in(text)
        if code is not None and code != county and (reporter.code is None or catalogue.answers_for(reporter.code, code)):
            return code
    if form is not None and form.subject == "county":
        return county
    if reporter.code is None:
        return None
    says_reporter = form is not None and "subject" in form.model_fields_set and form.subject == "reporter"
    is_bureau = catalogue.organisation(reporter.code).kind == "bureau"
    return county if is_bureau and not says_reporter else reporter.code
