"""What the world publishes: systems, radars, missiles, threats and transfers, as claims with sources.

`load()` returns the catalogue. An `Entry` holds a `AdoptedValue` for every figure the model asks of it: the
value the model takes, its spread, its grade and its sources, by the rule in `airdef.catalogue.rule`.
"""

from airdef.catalogue.book import Catalogue as Catalogue
from airdef.catalogue.book import load as load
from airdef.catalogue.errors import CatalogueError as CatalogueError
from airdef.catalogue.errors import UnknownEntryError as UnknownEntryError
from airdef.catalogue.errors import UnknownNameError as UnknownNameError
from airdef.catalogue.model import AdoptedValue as AdoptedValue
from airdef.catalogue.model import Attribute as Attribute
from airdef.catalogue.model import Claim as Claim
from airdef.catalogue.model import Entry as Entry
from airdef.catalogue.model import Part as Part
from airdef.catalogue.model import Source as Source
from airdef.catalogue.model import Transfer as Transfer
from airdef.catalogue.model import Treatment as Treatment
