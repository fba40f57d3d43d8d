"""Words for numbers: what each number of a picture is, and what it is made of. The numbers alone, no pictures."""

from .batch import batch
from .chances import counted, logistic, mean, softmax, surprise
from .equation import equation
from .learning import blame, weights
from .losses import loss, losses
from .owner import of
from .product import product
from .report import report
from .runs import run
from .told import Told, brief, factor, products

__all__ = [
    "Told",
    "batch",
    "blame",
    "brief",
    "counted",
    "equation",
    "factor",
    "logistic",
    "loss",
    "losses",
    "mean",
    "of",
    "product",
    "products",
    "report",
    "run",
    "softmax",
    "surprise",
    "weights",
]
