"""One error, planted on purpose."""

from collections.abc import Mapping
from typing import NamedTuple


class Mutant(NamedTuple):
    """`old`, which stands once in `file`, becomes `new`; one of the `tests` must notice.

    >>> Mutant("late", "clock.py", "t", "t + 1", ("test_clock.py",)).planted("x[t]")
    'x[t + 1]'
    """

    name: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]

    def stale(self, source: str) -> str:
        """Why it cannot be planted in this source, or ""."""
        times = source.count(self.old)
        if times != 1:
            return f"{self.old!r} stands {times} times in {self.file}, not once"
        return "" if self.old != self.new else "it changes nothing"

    def planted(self, source: str) -> str:
        return source.replace(self.old, self.new)


def plant(file: str, tests: str, errors: Mapping[str, tuple[str, str]]) -> list[Mutant]:
    """The mutants of one file, {name: (old, new)}; `tests` are paths with blanks between them.

    >>> plant("clock.py", "test_clock.py test_day.py", {"late": ("t", "t + 1")})[0].tests
    ('test_clock.py', 'test_day.py')
    """
    return [Mutant(name, file, old, new, tuple(tests.split())) for name, (old, new) in errors.items()]
