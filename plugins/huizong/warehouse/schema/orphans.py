"""What a new catalogue would take from under figures that lie in the warehouse (DESIGN §5: kind, unit and aggregation never change).

A figure is stored in its indicator's own unit, under codes. With another unit under the same code 200 万元 reads as 200 亿元; with an
organisation gone, its figures leave every rollup and nobody is missing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue, Period
from huizong.warehouse.queries import query


def orphaned(connection: Connection, catalogue: Catalogue) -> tuple[str, ...]:
    """What must not come into force, as "file: reason", compared with the catalogue that is; nothing for the first one.

    Only codes in use count: a figure lies under them, or a report came from them or for them. Ends the transaction.
    """
    with connection.cursor() as cursor:
        cursor.execute(query("catalogue_known"))
        doubtful = {(kind, code): reason for kind, code, fixed in cursor.fetchall() for reason in _doubts(kind, code, fixed, catalogue)}
        named = sorted(key for key in doubtful if key[0] != "form")
        cursor.execute(query("catalogue_used"), {"kinds": [kind for kind, _ in named], "codes": [code for _, code in named]})
        used = [doubtful[kind, code] for kind, code in cursor.fetchall()]
        cursor.execute(query("catalogue_reported_periods"))
        reported = cursor.fetchall()
    connection.rollback()
    return (*sorted(used), *_versionless(reported, catalogue))


def _doubts(kind: str, code: str, fixed: Mapping[str, str], catalogue: Catalogue) -> Iterator[str]:
    """What the new catalogue does to one code."""
    if kind == "organisation" and all(one.code != code for one in catalogue.organisations):
        yield f"organisations.csv: {code} is gone, but has reported: keep it, with valid_to and, where it was merged, successor"
    if kind == "indicator":
        found = next((one for one in catalogue.indicators if one.code == code), None)
        if found is None:
            yield f"indicators.csv: {code} is gone, but figures lie under it: keep it, with valid_to"
            return
        now = {"kind": found.kind, "unit": found.unit, "aggregation": found.aggregation}
        changed = [f"{name} {fixed[name]} would become {now[name]}" for name in now if fixed[name] != now[name]]
        if changed:
            yield f"indicators.csv: {code}: {', '.join(changed)}, but figures lie under it: end it with valid_to and take a new code"


def _versionless(reported: list[tuple[str, str]], catalogue: Catalogue) -> Iterator[str]:
    """The forms that lose the version under which reports were judged, each once with its periods."""
    lost: dict[str, list[str]] = {}
    for form, period in reported:
        day = Period.parse(period).last_day
        if not any(one.code == form and one.holds_on(day) for one in catalogue.forms):
            lost.setdefault(form, []).append(period)
    for form, periods in lost.items():
        shown = ", ".join(periods[:3]) + (f" and {len(periods) - 3} more" if len(periods) > 3 else "")
        yield f"forms/{form}: no version holds for {shown}, for which reports lie in the warehouse: keep the version, with valid_to"
