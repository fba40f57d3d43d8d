"""Words for numbers: what each number of a picture is, and what it is made of. The numbers alone, no pictures."""

from .runs import run
from .told import Told, brief, factor, products

__all__ = ["Told", "brief", "factor", "products", "run"]
