"""A county's reference data: organisations, indicators, forms, obligations, words and texts (DESIGN §5)."""

from huizong.catalogue.catalogue import Catalogue, CatalogueError, load
from huizong.catalogue.period import Period

__all__ = ["Catalogue", "CatalogueError", "Period", "load"]
