"""Pictures: views that draw into given axes, and the canvas that holds them. matplotlib only, never pyplot."""

from .canvas import Canvas, picture
from .lines import Lines
from .network import Network
from .view import View
