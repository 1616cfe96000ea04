"""A county's reference data: organisations, indicators, forms, obligations, words and texts (DESIGN §5)."""

from huizong.catalogue.catalogue import Catalogue, CatalogueError
from huizong.catalogue.from_folder import Checks, check, load, load_snapshot
from huizong.catalogue.headers import HeaderMatch
from huizong.catalogue.period import Period

__all__ = ["Catalogue", "CatalogueError", "Checks", "HeaderMatch", "Period", "check", "load", "load_snapshot"]
