"""Build the pages of the lessons: python -m tools.site [NN ...]

They go into the folder `site`: an index, one page a lesson, and beside it a folder with the pictures of its explorers,
which the page loads when one is touched.
"""

import argparse
import os
import sys

from ..notebooks import FOLDER, lessons
from .build import SITE, build_all


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.site")
    parser.add_argument("numbers", nargs="*", metavar="NN", help="only lessons whose names begin so")
    chosen = lessons(*parser.parse_args().numbers)
    if not chosen:
        print("There is no such lesson in", FOLDER)
        return 1
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # two processes on two cores
    build_all(chosen, SITE)
    return 0


if __name__ == "__main__":
    sys.exit(main())
