"""The catalogue in force as tables of core, so that SQL can ask it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from hashlib import sha256

from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue
from huizong.catalogue.entries import Obligation, Organisation
from huizong.catalogue.form_entries import Form
from huizong.warehouse.locks import LOAD, lock_transaction
from huizong.warehouse.queries import query

Record = Mapping[str, object]
_REFERENCE = ("organisations", "indicators", "forms", "form_rows", "form_subjects", "obligations", "shares")


def in_force(connection: Connection, catalogue: Catalogue) -> bool:
    """Whether the tables of core hold exactly this catalogue."""
    with connection.cursor() as cursor:
        cursor.execute(query("catalogue_in_force"), {"hash": catalogue.hash})
        found = cursor.fetchone()
    connection.commit()
    return found is not None


def sync(connection: Connection, catalogue: Catalogue, used_at: datetime | None = None) -> None:
    """Make the tables of core a mirror of the catalogue and note its hash; one transaction, committed.

    `used_at` (default: now) is kept for a hash that was not used before. Where what rollups read of it is not what it was, every
    period that has figures becomes dirty.
    """
    content: dict[str, Iterable[Record]] = {
        "organisations": (o.model_dump(mode="json") for o in catalogue.organisations),
        "indicators": (i.model_dump(mode="json") for i in catalogue.indicators),
        "units": (u.model_dump(mode="json") for u in catalogue.units),
        "forms": (_form(form) for form in catalogue.forms),
        "form_rows": (row for form in catalogue.forms for row in _form_rows(form)),
        "form_subjects": _form_subjects(catalogue),
        "shares": (share.model_dump(mode="json") for share in catalogue.shares),
        "scoring": (weight.model_dump(mode="json") for weight in catalogue.scoring),
        "obligations": (row for o in catalogue.obligations for row in _obligations(o, catalogue.organisations)),
    }
    parameters: dict[str, object] = {name: json.dumps(list(rows), ensure_ascii=False) for name, rows in content.items()}
    parameters["reference_hash"] = sha256("\n".join(str(parameters[name]) for name in _REFERENCE).encode()).hexdigest()
    parameters["hash"] = catalogue.hash
    parameters["snapshot_sha256"] = sha256(catalogue.snapshot()).hexdigest()
    parameters["used_at"] = used_at or datetime.now(UTC)
    lock_transaction(connection, LOAD)
    with connection.cursor() as cursor:
        cursor.execute(query("catalogue_clear"))
        cursor.execute(query("catalogue_fill"), parameters)
        cursor.execute(query("catalogue_note"), parameters)
        cursor.execute(query("catalogue_count"))
    connection.commit()


def _form(form: Form) -> Record:
    return form.model_dump(mode="json", exclude={"rows", "relations", "subject", "subjects"})


def _form_rows(form: Form) -> Iterable[Record]:
    """A row an indicator and basis; an indicator that stands twice is owed if one of its rows is owed."""
    rows: dict[tuple[str, str], Record] = {}
    for row in form.rows:
        for basis in row.bases:
            key = (row.indicator, basis.value)
            if key not in rows or (row.required and not rows[key]["required"]):
                rows[key] = {
                    "form": form.code,
                    "version": form.version,
                    "indicator": row.indicator,
                    "basis": basis.value,
                    "required": row.required,
                    "months": list(row.months),
                    "exempt": list(row.exempt),
                }
    return rows.values()


def _form_subjects(catalogue: Catalogue) -> Iterable[Record]:
    """Whom each version of a form describes, a row a reporter that owes the form at any time."""
    for form in catalogue.forms:
        for reporter in catalogue.reporters_of(form.code):
            described = [organisation.code for organisation in catalogue.subjects(form, reporter)]
            yield {"form": form.code, "version": form.version, "reporter": reporter.code, "organisations": described}


def _obligations(obligation: Obligation, organisations: Iterable[Organisation]) -> Iterable[Record]:
    fields = obligation.model_dump(mode="json", exclude={"kind", "exempt"})
    if obligation.organisation:
        yield fields
    else:
        for organisation in organisations:
            if organisation.kind == obligation.kind and organisation.code not in obligation.exempt:
                yield {**fields, "organisation": organisation.code}
