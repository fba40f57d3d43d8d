"""Speeds, each beside its peer: `make bench`."""

import os

# One thread for each side of a ratio, PyTorch's too: two that share busy processors wait for each other.
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
