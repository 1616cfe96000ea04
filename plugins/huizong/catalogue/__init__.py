"""A county's reference data (DESIGN §5): a folder of tables and forms in, what every room asks of it out.

That is organisations, indicators, forms, obligations, words and texts.
Knock at `catalogue` to ask one that is loaded, at `from_folder` to load or check one, at `entries` for what a line may say, at `owed`
for who owes what; `names` knows what a text names, `folder` its files.
"""

from huizong.catalogue.catalogue import Catalogue, CatalogueError
from huizong.catalogue.from_folder import Checks, check, load, load_snapshot
from huizong.catalogue.names.headers import HeaderMatch
from huizong.catalogue.period import Period

__all__ = ["Catalogue", "CatalogueError", "Checks", "HeaderMatch", "Period", "check", "load", "load_snapshot"]
