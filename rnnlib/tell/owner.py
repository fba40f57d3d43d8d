"""Whose number it is, where two networks stand side by side."""

from collections.abc import Callable

from .told import Told


def of(owner: str, says: Callable[..., Told]) -> Callable[..., Told]:
    """The same words, with the name of what they belong to, so that nothing of another is taken for a part of it.

    >>> of("left", lambda t: Told(f"x_{t} = 1.00", f"x {t} 1", (f"x {t - 1} 1",)))(2)
    Told(words='left: x_2 = 1.00', name='left x 2 1', made_of=('left x 1 1',))
    """

    def owned(*place: int) -> Told:
        words, name, made_of = says(*place)
        return Told(f"{owner}: {words}", f"{owner} {name}" if name else "", tuple(f"{owner} {key}" for key in made_of))

    return owned
