"""Which relations have a text that is known already: a county changes a line of its catalogue, not all of its rules."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from hashlib import sha256

from huizong.catalogue import Catalogue
from huizong.catalogue.form_entries import Form
from huizong.checking.language.binding import BoundRelation


def origins(catalogue: Catalogue, code: str) -> Callable[[BoundRelation], str]:
    """What names all that the text of a relation is made of: equal names have equal texts.

    It is the relation as it is bound, the versions of its forms without their other relations, all indicators, what is owed, and
    `code`, a hash of what turns them into SQL.
    """
    whole = (code, catalogue.indicators, catalogue.obligations, tuple(form.code for form in catalogue.forms))
    shared = sha256(repr(whole).encode()).hexdigest()

    def origin(bound: BoundRelation) -> str:
        values = (getattr(bound, field.name) for field in fields(bound))
        parts = [value.model_copy(update={"relations": ()}) if isinstance(value, Form) else value for value in values]
        return sha256(f"{shared} {parts!r}".encode()).hexdigest()

    return origin
