"""An invented county: ordinary department files with ordinary dirt, and the truth about every row."""

from flows.county.county import County, make_county
from flows.county.dirt import Dirt

__all__ = ["County", "Dirt", "make_county"]
