"""Print one table; each row is a ratio against a peer that was measured in turn, in the same run.

python -m tools.bench [pictures] [browser] [learning] [networks] [scan] [course]
"""

import sys

from . import browser, course, learning, networks, pictures, scan

ROOMS = {
    "pictures": pictures,
    "browser": browser,
    "learning": learning,
    "networks": networks,
    "scan": scan,
    "course": course,
}


def main() -> None:
    print(f"{'what':<48} {'ours':>10} {'peer':>10}  {'ratio':>7}  against (goal)")
    for name in sys.argv[1:] or ROOMS:
        try:
            for row in ROOMS[name].rows():
                print(
                    f"{row.what:<48} {1e3 * row.ours:>7.1f} ms {1e3 * row.theirs:>7.1f} ms  {row.ratio:>6.2f}x"
                    f"  {row.peer}{f' ({row.goal})' if row.goal else ''}",
                    flush=True,
                )
        except ModuleNotFoundError as missing:
            print(f"{name}: not measured, {missing.name} is not installed")


if __name__ == "__main__":
    main()
