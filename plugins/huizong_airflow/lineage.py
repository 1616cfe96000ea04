"""Which files became figures, and figures rollups: told to Airflow's lineage collector, which passes it on as OpenLineage events.

Without a transport in [openlineage] nobody collects, and nothing is asked or told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from airflow.providers.openlineage import conf
from airflow.sdk import BaseHook
from airflow.sdk.lineage import get_hook_lineage_collector

from huizong.settings import Settings

FIGURES = ("core", "figure")
FAULTS = ("quality", "issue")
ROLLUPS = ("mart", "rollup")
# The collector takes a hundred at most and drops the rest: of more files the archive's folder is named instead of each.
MOST_FILES = 90
_PORT = 5432


def is_on() -> bool:
    """Whether events go anywhere: asked of the settings, since asking the collector loads every plugin."""
    return not conf.is_disabled()


def files_became_figures(settings: Settings, archived: Sequence[Path]) -> None:
    """Files of the archive, by the hash of their bytes (a name would tell whose they are), into figures and faults."""
    if not archived:
        return
    files = archived if len(archived) <= MOST_FILES else (settings.archive,)
    collector, hook = get_hook_lineage_collector(), BaseHook()
    _add(partial(collector.add_input_asset, hook), settings, (), files)
    _add(partial(collector.add_output_asset, hook), settings, (FIGURES, FAULTS), ())


def figures_became_rollups(settings: Settings, files: Sequence[Path]) -> None:
    """Figures into rollups, and the files that were published with them."""
    collector, hook = get_hook_lineage_collector(), BaseHook()
    _add(partial(collector.add_input_asset, hook), settings, (FIGURES,), ())
    _add(partial(collector.add_output_asset, hook), settings, (ROLLUPS,), files)


def _add(add: Callable[..., None], settings: Settings, tables: Iterable[tuple[str, str]], files: Iterable[Path]) -> None:
    server = urlsplit(settings.database_url)
    database = {"host": server.hostname or "localhost", "port": server.port or _PORT, "database": server.path.lstrip("/")}
    for schema, table in tables:
        add(scheme="postgres", asset_kwargs={**database, "schema": schema, "table": table})
    for path in files:
        add(scheme="file", asset_kwargs={"path": str(path)})
