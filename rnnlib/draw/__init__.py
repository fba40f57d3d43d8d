"""Pictures: views that draw into given axes, and the canvas that holds them. matplotlib only, never pyplot."""

from .bars import Bars
from .canvas import Canvas, picture
from .columns import Columns
from .curve import Curve
from .curves import Curves
from .eigenvalues import Eigenvalues
from .equation import Equation
from .function import Function
from .heat import Heat
from .joins import Joins
from .layer import Layer
from .lines import Lines
from .network import Network
from .plane import Plane
from .regions import Regions
from .shares import Shares
from .sums import Sums
from .view import View
from .wires import Wires

__all__ = [
    "Bars",
    "Canvas",
    "Columns",
    "Curve",
    "Curves",
    "Eigenvalues",
    "Equation",
    "Function",
    "Heat",
    "Joins",
    "Layer",
    "Lines",
    "Network",
    "Plane",
    "Regions",
    "Shares",
    "Sums",
    "View",
    "Wires",
    "picture",
]
