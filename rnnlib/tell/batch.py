"""What the numbers of several runs of one model are made of: two masses, three starts."""

from collections.abc import Callable, Sequence

import numpy as np

from ..ssm import StateSpace, Trajectory
from .runs import run
from .told import Told, brief

Says = Callable[[int, int], Told]


class batch:
    """The words of N runs x0 (N, n_x), u (N, T, n_u) or (T, n_u), x (N, T, n_x), y (N, T, n_y), each with its name.

    x(k), u(k)       says(t, n): the state, the input k of the run n, for lines that stand one for each run
    apart(t, n, m)   how far x_t of the run n is from x_t of the run m
    bound(t, n, m, stretch)   how far at most, if no step makes the distance more than `stretch` times as long

    >>> from rnnlib import systems
    >>> from rnnlib.ssm import simulate
    >>> tank = systems.tank(leak=0.5)
    >>> told = batch(simulate(tank, np.zeros((3, 1)), np.array([[4.0], [8.0]])), tank, names="KL")
    >>> told.x()(2, 1).words
    'L: x_2 = 0.50 × 4.00 + 1.00 × 0.00 = 2.00'
    >>> told.apart(2, 0, 1).words
    'distance of the runs K and L at t = 2 = √(1.00²) = 1.00'
    """

    def __init__(self, runs: Trajectory, model: StateSpace, names: Sequence[str], states: Sequence[str] = ()):
        self.names, self.states = tuple(map(str, names)), runs.states  # (N, 1 + T, n_x)
        inputs = np.broadcast_to(runs.u, (len(self.names), *np.shape(runs.u)[-2:]))
        each = zip(runs.x0, inputs, runs.x, runs.y, strict=True)
        self.each = [run(Trajectory(*parts), model, states=states) for parts in each]

    def x(self, k: int = 0) -> Says:
        return lambda t, n: self._of(n, self.each[n].x(t, k))

    def u(self, k: int = 0) -> Says:
        return lambda t, n: self._of(n, self.each[n].u(t, k))

    def apart(self, t: int, n: int, m: int) -> Told:
        between = abs(self.states[n, t] - self.states[m, t])
        distance = np.linalg.norm(between)
        squares = " + ".join(f"{brief(number, digits(distance))}²" for number in between)
        what = f"distance of the runs {self.names[n]} and {self.names[m]} at t = {t}"
        of = (f"{self.names[i]} x {t} {k}" for i in (n, m) for k in range(1, len(between) + 1))
        return Told(f"{what} = √({squares}) = {brief(distance, digits(distance))}", f"apart {n} {m} {t}", tuple(of))

    def bound(self, t: int, n: int, m: int, stretch: float) -> Told:
        first = np.linalg.norm(self.states[n, 0] - self.states[m, 0])
        before, value = first * stretch ** max(t - 1, 0), first * stretch**t
        made = f"{brief(stretch)} × {brief(before, digits(before))}" if t else "the distance there"
        of = f"bound {n} {m} {t - 1}" if t else f"apart {n} {m} 0"
        return Told(f"upper bound at t = {t} = {made} = {brief(value, digits(value))}", f"bound {n} {m} {t}", (of,))

    def _of(self, n: int, told: Told) -> Told:
        name = self.names[n]
        return Told(f"{name}: {told.words}", f"{name} {told.name}", tuple(f"{name} {other}" for other in told.made_of))


def digits(length: float) -> int:
    """How many decimals say something of a length: more for a small one.

    >>> digits(0.12), digits(0.0032)
    (2, 4)
    """
    return 2 if length >= 0.1 else 4
