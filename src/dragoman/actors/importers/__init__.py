"""What users have, into a registry folder of their own: PETRARCH dictionaries, Wikidata dumps, CSV."""

from dragoman.actors.importers.csv_files import import_csv
from dragoman.actors.importers.petrarch import import_petrarch
from dragoman.actors.importers.tables import Imported
from dragoman.actors.importers.wikidata import import_wikidata

__all__ = ["Imported", "import_csv", "import_petrarch", "import_wikidata"]
