"""Pictures: views that draw into given axes, and the canvas that holds them. matplotlib only, never pyplot."""

from .bars import Bars
from .canvas import Canvas, picture
from .curve import Curve
from .eigenvalues import Eigenvalues
from .heat import Heat
from .lines import Lines
from .network import Network
from .plane import Plane
from .shares import Shares
from .view import View
