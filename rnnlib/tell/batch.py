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
        digits = 2 if distance >= 0.1 else 4
        squares = " + ".join(f"{brief(number, digits)}²" for number in between)
        what = f"distance of the runs {self.names[n]} and {self.names[m]} at t = {t}"
        of = (f"{self.names[i]} x {t} {k}" for i in (n, m) for k in range(1, len(between) + 1))
        return Told(f"{what} = √({squares}) = {brief(distance, digits)}", f"apart {n} {m} {t}", tuple(of))

    def _of(self, n: int, told: Told) -> Told:
        name = self.names[n]
        return Told(f"{name}: {told.words}", f"{name} {told.name}", tuple(f"{name} {other}" for other in told.made_of))
