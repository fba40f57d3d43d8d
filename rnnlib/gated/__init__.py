"""Networks whose gates decide what is kept, what is let in and what is shown: LSTM and GRU."""

from .gru import GRU
from .lstm import LSTM

__all__ = ["GRU", "LSTM"]
