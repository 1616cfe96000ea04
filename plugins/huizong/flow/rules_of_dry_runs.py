"""What a server for dry runs holds beforehand, told without loading what makes it: so the server starts while that is loaded."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING

from huizong.storage.cached_files import code_hash
from huizong.storage.content_names import hash_of, key_of_rules
from huizong.warehouse.queries import QUERIES
from huizong.warehouse.server.seed import Contents

if TYPE_CHECKING:
    from huizong.catalogue import Catalogue
    from huizong.settings import Settings
    from huizong.warehouse.server.embedded import EmbeddedServer


def contents(settings: Settings) -> Contents:
    """The catalogue and its rules. Filling raises CatalogueError, RuleInstallError."""

    def fill(server: EmbeddedServer) -> None:
        from huizong.steps import preparing
        from huizong.warehouse import connect
        from huizong.warehouse.schema import catalogue_tables

        urls = server.urls()
        scratch = replace(settings, database_url=urls.loader, owner_url=urls.owner)
        catalogue = preparing.catalogue_of(settings)
        with closing(connect(urls.loader)) as connection:
            catalogue_tables.sync(connection, catalogue)
        install_rules(scratch, catalogue)

    queries = QUERIES.rglob("catalogue_*.sql")
    return Contents(f"{key_of_rules(hash_of(settings.catalogue))} {code_hash(('warehouse',), sorted(queries))}", fill)


def install_rules(scratch: Settings, catalogue: Catalogue) -> None:
    """All rules into the scratch warehouse, while the first file is read; who judges waits for them as it would for any process."""
    from huizong.checking.rules.compiled import compiled
    from huizong.checking.rules.installing import install
    from huizong.warehouse import connect

    made = compiled(catalogue, scratch.home / "cache")
    with closing(connect(scratch.database_url)) as connection:
        install(connection, catalogue, made.rules, made.known)
        connection.commit()
