"""What must be so before anything else: the catalogue read, the database migrated, both in agreement, the folders there."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock

import psycopg2
from psycopg2.extensions import connection as Connection

from huizong.catalogue import Catalogue, CatalogueError, Checks, load, load_snapshot
from huizong.catalogue.file import CatalogueFile
from huizong.catalogue.folder.drafted import unconfirmed
from huizong.catalogue.form_entries import Form
from huizong.checking import preload
from huizong.checking.language.binding import idle_relations, unbound_relations
from huizong.checking.language.compared_units import units_in_one_comparison
from huizong.checking.language.relation import problems
from huizong.checking.rules.compiled import compiled
from huizong.checking.rules.installing import install
from huizong.intake import Archive, Journal
from huizong.narrative import check_words
from huizong.settings import Settings
from huizong.storage.content_names import hash_of
from huizong.storage.private_folders import close_to_others
from huizong.warehouse import connect
from huizong.warehouse.schema import catalogue_tables, migrate
from huizong.warehouse.schema.orphans import orphaned


def relation_remarks(form: Form, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """What is hardly meant in a form's relations, as id and reason: figures that nobody gives, units that differ."""
    yield from idle_relations(form, catalogue)
    yield from units_in_one_comparison(form, catalogue)


CATALOGUE_CHECKS = Checks(relation=problems, form=unbound_relations, words=check_words, idle=relation_remarks)
log = logging.getLogger(__name__)
_loaded: dict[tuple[Path, str], Catalogue] = {}
_one_at_a_time = Lock()


def load_catalogue(folder: Path, cache: Path | None = None) -> Catalogue:
    """The catalogue with relations and words of prose read; raises CatalogueError with file, line and reason.

    Read and checked once a process as long as none of its files changes, since every step of the flow asks for it; and once
    for all processes where there is a folder for what spares work.
    """
    content = hash_of(folder) if folder.is_dir() else ""
    key = folder.absolute(), content
    with _one_at_a_time:
        if key not in _loaded:
            file = CatalogueFile.of(cache, folder, content) if cache is not None and content else None
            catalogue = file.read() if file is not None else None
            if catalogue is None:
                catalogue = load(folder, CATALOGUE_CHECKS)
                if file is not None and catalogue.hash == content:  # else it was changed while it was read
                    file.write(catalogue)
            _loaded.clear()
            _loaded[key] = catalogue
        return _loaded[key]


def catalogue_of(settings: Settings) -> Catalogue:
    """The catalogue of the system; raises as `load_catalogue` does."""
    return load_catalogue(settings.catalogue, settings.home / "cache")


def last_in_force(settings: Settings) -> Catalogue:
    """The newest catalogue that ever came into force, as archive and journal have it: by it people are told that the folder's is broken.

    Raises CatalogueError where none ever was.
    """
    archive, journal = evidence(settings)
    entries = [entry for entry in journal.entries() if entry.event == "catalogue"]
    if not entries:
        raise CatalogueError((f"{settings.catalogue}: no catalogue ever was in force",))
    with tempfile.TemporaryDirectory(prefix="huizong-catalogue-") as folder:
        return load_snapshot(archive.read(entries[-1].text("snapshot")), Path(folder))


def warm(settings: Settings) -> None:
    """Load what every task needs and none changes, in the process that forks them. Raises CatalogueError for a broken catalogue."""
    compiled(catalogue_of(settings), settings.home / "cache")
    preload()


def prepare(settings: Settings) -> Catalogue:
    """Bring database and catalogue up to date, its rules in their place, and make the folders.

    Raises CatalogueError for a broken catalogue, RuleInstallError for a rule that the database does not take.
    """
    catalogue = catalogue_of(settings)
    for folder in (settings.inbox, settings.outbox, settings.archive, settings.published):
        folder.mkdir(parents=True, exist_ok=True)
    for folder in (settings.outbox, settings.archive, settings.archive / "journal", settings.published):
        close_to_others(folder, settings.group)
    migrate.migrate(settings.owner_url)
    with loader_connection(settings) as connection:
        put_in_force(settings, connection, catalogue)
        rules = compiled(catalogue, settings.home / "cache")
        install(connection, catalogue, rules.rules, rules.known)
        connection.commit()
    return catalogue


def assert_keeps_codes(settings: Settings, catalogue: Catalogue) -> bool:
    """Compare a catalogue with the one in force; False where there is no warehouse yet.

    Raises CatalogueError for one that would take codes from under figures that lie in the warehouse.
    """
    with loader_connection(settings) as connection:
        try:
            lost = orphaned(connection, catalogue)
        except psycopg2.errors.UndefinedTable:  # never migrated: nothing is in force
            return False
    if lost:
        raise CatalogueError(lost)
    return True


def put_in_force(settings: Settings, connection: Connection, catalogue: Catalogue) -> None:
    """Enter the catalogue into the warehouse, and the first time into archive and journal too.

    Raises CatalogueError for one that would take codes from under figures.
    """
    if catalogue_tables.in_force(connection, catalogue):
        return
    if lost := orphaned(connection, catalogue):
        raise CatalogueError(lost)
    archive, journal = evidence(settings)
    with journal.writing():
        if not any(entry.event == "catalogue" and entry.text("hash") == catalogue.hash for entry in journal.entries()):
            snapshot = archive.store_bytes(catalogue.snapshot())
            now = datetime.now(UTC)
            journal.append("catalogue", now.year, hash=catalogue.hash, snapshot=snapshot, at=now.isoformat(timespec="microseconds"))
    catalogue_tables.sync(connection, catalogue)
    if waiting := sum(1 for _ in unconfirmed(catalogue.folder)):
        log.warning("%d lines of the catalogue that came into force are assumed, and nobody has confirmed them: catalogue check", waiting)


def evidence(settings: Settings) -> tuple[Archive, Journal]:
    """Archive and journal of the system."""
    return Archive.of(settings), Journal(settings.archive / "journal")


@contextmanager
def loader_connection(settings: Settings) -> Iterator[Connection]:
    """A connection as the loader, closed at the end."""
    with closing(connect(settings.database_url, role="huizong_loader")) as connection:
        yield connection
