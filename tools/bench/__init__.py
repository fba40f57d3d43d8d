"""Speeds, each beside its peer: `make bench`."""
