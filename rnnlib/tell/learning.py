"""What blame and slopes are made of: words for the numbers of a backward pass and of a training."""

from collections.abc import Sequence

import numpy as np

from ..rnn import RNN, Gradients
from ..ssm import Trajectory
from ..train import softmax
from .runs import MOST
from .told import Told, brief, factor


class blame:
    """The words of a backward pass: dy (T, n_y) at the scores, dx (T, n_x) at the states, the parts of W_xx.

    dy(t, k)       blame of the score k; t = 1..T, k counts from 0
    dx(t, k)       blame of the unit k, from its scores and from the next state; t = 0 is x0
    part(t, i, j)  what the step t adds to the slope of W_xx[i, j]
    size(t)        the size of all that the step t adds: the root of the sum of the squares
    slope(i, j)    the slope of W_xx[i, j], the sum of the parts of all steps
    symbols        n_y names of the scores
    units          n_x names of the units

    >>> import rnnlib as rl
    >>> one = np.ones((1, 1))
    >>> model = rl.RNN.with_activation("none")(0.5 * one, one, 0 * one[0], 2 * one, one[0])
    >>> run, dy = rl.simulate(model, np.ones((2, 1))), np.array([[0.0], [0.5]])
    >>> says = blame(model, run, model.backward(run, dy), dy)
    >>> says.dx(2, 0).words, says.dx(1, 0).words
    ('dx_2 = 2.00 × 0.500 = 1.00', 'dx_1 = 2.00 × 0.000 + 0.50 × 1.000 = 0.50')
    """

    def __init__(self, model: RNN, run: Trajectory, gradients: Gradients, dy, symbols: Sequence[str] = (), units=()):
        self.model, self.dy_, self.p = model, np.asarray(dy, float), softmax(run.y)
        self.symbols, self.units = symbols, units
        self.states = run.states  # (1 + T, n_x)
        self.dx_ = np.concatenate([gradients.x0[None], gradients.x])  # (1 + T, n_x)
        self.slopes = model.activation.slope(self.states)  # (1 + T, n_x)
        self.da_ = self.slopes * self.dx_  # (1 + T, n_x)

    def dy(self, t: int, k: int) -> Told:
        value = self.dy_[t - 1, k]
        return Told(f"{self._score(t, k)} = {self._begins(t, k)}{brief(value)}", f"dy {t} {k + 1}", (f"p {t} {k + 1}",))

    def dx(self, t: int, k: int) -> Told:
        parts, of = [], []
        if t > 0:
            parts.append(("scores", self.model.W_yx[:, k], self.dy_[t - 1]))
            of += [f"dy {t} {j + 1}" for j in range(self.dy_.shape[1])]
        if t < len(self.dy_):
            parts.append(("next state", self.model.W_xx[:, k], self.da_[t + 1]))
            of += [f"dx {t + 1} {j + 1}" for j in range(self.dx_.shape[1])]
        words = f"{self._unit('dx', t, k)} = {_made(parts)} = {brief(self.dx_[t, k])}"
        return Told(words, f"dx {t} {k + 1}", tuple(of))

    def part(self, t: int, i: int, j: int) -> Told:
        da, x = self.da_[t, i], self.states[t - 1, j]
        made = f"da_{t} × x_{t - 1} = {brief(da, 3)} × {factor(x)} = {brief(da * x)}"
        of = f"dx {t} {i + 1}", f"x {t - 1} {j + 1}"
        return Told(f"part of {self._arrow(i, j)}, at t = {t} = {made}", f"part {t} {i + 1} {j + 1}", of)

    def size(self, t: int) -> Told:
        part = np.outer(self.da_[t], self.states[t - 1])  # (n_x, n_x)
        of = tuple(f"part {t} {i + 1} {j + 1}" for i, j in np.ndindex(part.shape))
        made = f"√(sum of its {part.size} squares) = √{brief((part**2).sum())}"
        return Told(f"size of the part at t = {t} = {made} = {brief(np.linalg.norm(part))}", f"size {t}", of)

    def slope(self, i: int, j: int) -> Told:
        parts = self.da_[1:, i] * self.states[:-1, j]  # (T,)
        made = " + ".join(map(factor, parts)) if len(parts) <= MOST else f"the sum of {len(parts)} parts"
        of = tuple(f"part {t} {i + 1} {j + 1}" for t in range(1, len(parts) + 1))
        words = f"slope of {self._arrow(i, j)} = {made} = {brief(parts.sum())}"
        return Told(words, f"dW_xx {i + 1} {j + 1}", of)

    def _begins(self, t: int, k: int) -> str:
        """How the blame of a score comes from its probability, if the loss is the mean surprise."""
        dy, p = self.dy_[t - 1], self.p[t - 1]
        if not dy.any():
            return f"the answer at t = {t} does not count = " if p.max() < 1 else ""
        right = np.arange(len(p)) == dy.argmin()
        if p[right][0] == 1:
            return ""
        share = -dy[right][0] / (1 - p[right][0])  # of this step in the mean
        if not np.allclose(dy, share * (p - right)):
            return ""
        above = f"({brief(p[k])} - 1)" if right[k] else brief(p[k])
        return f"{above} / {1 / share:.4g} = "

    def _score(self, t: int, k: int) -> str:
        if self.symbols:
            return f"dy_{t}, {self.symbols[k]}"
        return f"dy_{t}" if self.dy_.shape[1] == 1 else f"dy_{t}, output {k + 1}"

    def _unit(self, letter: str, t: int, k: int) -> str:
        if self.units:
            return f"{letter}_{t}, unit {self.units[k]}"
        return f"{letter}_{t}" if self.dx_.shape[1] == 1 else f"{letter}_{t}, unit {k + 1}"

    def _arrow(self, i: int, j: int) -> str:
        return arrow("W_xx", i, j, units=self.units)


class weights:
    """The words of the weights of a network while it learns, and of their slopes.

    weight(name, i, j), slope(name, i, j)    one entry: of "W_xx" in row i and column j, of "b_x" at i
    to_state(i, j), slope_to_state(i, j)     the same in the table whose columns are those of W_xx, W_xu and b_x
    run                                      T steps of the network: where it read what
    symbols, units                           names of inputs and outputs, and of the units

    >>> import rnnlib as rl
    >>> model = rl.RNN.random(2, 4, 4, rng=np.random.default_rng(0))
    >>> run = rl.simulate(model, rl.Vocab.of("hello").one_hot("hell"))
    >>> says = weights(model, run, symbols="helo")
    >>> says.weight("W_xx", 1, 0).words, says.to_state(1, 4).words
    ('W_xx, x2 from x1 = 0.45, used at all 4 steps', 'W_xu, x2 from l = -0.31, used at 2 of 4 steps')
    """

    def __init__(
        self, params: RNN, run: Trajectory, grads: RNN | None = None, *, symbols: Sequence[str] = (), units=()
    ):
        self.params, self.grads, self.run, self.symbols, self.units = params, grads, run, symbols, units

    def weight(self, name: str, i: int, j: int | None = None) -> Told:
        used, T = self._used(name, j), len(self.run.u)
        steps = f"at all {T} steps" if used == T else f"at {used} of {T} steps"
        value = brief(_entry(self.params, name, i, j))
        return Told(f"{arrow(name, i, j, self.symbols, self.units)} = {value}, used {steps}", key(name, i, j))

    def slope(self, name: str, i: int, j: int | None = None) -> Told:
        slope = _entry(self.grads, name, i, j)
        answer = ("falls", "hardly moves", "grows")[1 + int(slope >= 0.005) - int(slope <= -0.005)]
        answer = "stays" if slope == 0 else answer
        words = f"slope of {arrow(name, i, j, self.symbols, self.units)} = {brief(slope)}: turned up, the loss {answer}"
        return Told(words, f"d{key(name, i, j)}")

    def to_state(self, i: int, j: int) -> Told:
        return self.weight(*self._place(i, j))

    def slope_to_state(self, i: int, j: int) -> Told:
        return self.slope(*self._place(i, j))

    def _place(self, i: int, j: int) -> tuple:
        n_x, n_u = self.params.W_xu.shape
        if j < n_x:
            return "W_xx", i, j
        return ("W_xu", i, j - n_x) if j < n_x + n_u else ("b_x", i)

    def _used(self, name: str, j: int | None) -> int:
        return np.count_nonzero(self.run.u[:, j]) if name == "W_xu" else len(self.run.u)


def arrow(name: str, i: int, j: int | None = None, symbols: Sequence[str] = (), units: Sequence[str] = ()) -> str:
    """Say where an entry leads to and from, counted from 0.

    >>> arrow("W_xx", 2, 0), arrow("W_xu", 2, 0, "helo", "ABC"), arrow("b_y", 1, symbols="helo")
    ('W_xx, x3 from x1', 'W_xu, C from h', 'b_y of e')
    """

    def node(letter: str, k: int) -> str:
        names = units if letter == "x" else symbols
        return names[k] if names else f"{letter}{k + 1}"

    _, letters = name.split("_")
    if j is None:
        return f"{name} of {node(letters, i)}"
    return f"{name}, {node(letters[0], i)} from {node(letters[1], j)}"


def key(name: str, i: int, j: int | None = None) -> str:
    """The name of an entry in all views.

    >>> key("W_xx", 2, 0), key("b_x", 1)
    ('W_xx 3 1', 'b_x 2')
    """
    return f"{name} {i + 1}" if j is None else f"{name} {i + 1} {j + 1}"


def _entry(params: RNN, name: str, i: int, j: int | None) -> float:
    return getattr(params, name)[i if j is None else (i, j)]


def _made(parts: list[tuple]) -> str:
    """Write all products of weight and blame, or where they are many the sum that each part makes."""
    if sum(len(column) for _, column, _ in parts) > MOST:
        return " + ".join(f"{factor(column @ blames)} from the {name}" for name, column, blames in parts)
    pairs = [pair for _, column, blames in parts for pair in zip(column, blames, strict=True)]
    return " + ".join(f"{factor(weight)} × {factor(number, 3)}" for weight, number in pairs)
