"""Weights from and to the names and orders of other frameworks, which need not be installed: arrays come, arrays go."""

from .cell import Weights
from .keras import from_keras, to_keras
from .pytorch import from_torch, to_torch

__all__ = ["Weights", "from_keras", "from_torch", "to_keras", "to_torch"]
