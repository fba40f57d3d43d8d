"""What one number of a picture is, in words."""

from typing import NamedTuple


class Told(NamedTuple):
    """A number of a picture, in words.

    words   "x_3, unit 2 = tanh(0.50 × 0.76 + 1.00 × 0.00) = 0.36": its name, what makes it, and its value
    name    the same in every view that draws this number: "x 3 2"; "" for one that nothing else is made of
    made_of the names of the numbers that it is made of

    >>> Told("u_1 = 1.00", "u 1 1").made_of
    ()
    """

    words: str
    name: str = ""
    made_of: tuple[str, ...] = ()


def brief(number: float, digits: int = 2) -> str:
    """Return a number as it fits into a cell: never -0, without decimals from 100 on, short from a million on.

    >>> brief(0.256), brief(-0.001), brief(-123.5), brief(2.5e12)
    ('0.26', '0.00', '-124', '2e12')
    """
    if abs(number) >= 1e6:
        return f"{number:.0e}".replace("e+0", "e").replace("e+", "e")
    return f"{number:z.{digits if abs(number) < 100 else 0}f}"


def factor(number: float, digits: int = 2) -> str:
    """Write a negative number in brackets, as one does by hand inside a sum or a product.

    >>> factor(0.5), factor(-1)
    ('0.50', '(-1.00)')
    """
    text = brief(number, digits)
    return f"({text})" if text.startswith("-") else text


def products(weights, numbers, digits: int = 2) -> str:
    """Write a sum of products.

    >>> products([0.5, -1.0], [0.76, 0.0])
    '0.50 × 0.76 + (-1.00) × 0.00'
    """
    pairs = zip(weights, numbers, strict=True)
    return " + ".join(f"{factor(weight, digits)} × {factor(number, digits)}" for weight, number in pairs)
