"""A class of learners on one machine: `python -m tools.classroom`."""
