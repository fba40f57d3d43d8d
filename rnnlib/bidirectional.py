"""Two networks that read the same text, one from its beginning and one from its end."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from rnnlib import guard
from rnnlib.guard import Array, InputError
from rnnlib.rnn import Gradients
from rnnlib.ssm import StateSpace, Trajectory, simulate

__all__ = ["Bidirectional", "BothWays"]


class BothWays(NamedTuple):
    """What two networks made of one text. In `back` time runs from the last input to the first, as it read them.

    >>> import rnnlib as rl
    >>> echo = rl.Linear(A=np.zeros((1, 1)), B=np.ones((1, 1)), C=np.ones((1, 1)))
    >>> Bidirectional(echo, echo).read(np.array([[1.0], [2.0]])).back.y.ravel().tolist()
    [2.0, 1.0]
    """

    there: Trajectory
    back: Trajectory
    y: Array  # (..., T, n_y of there + n_y of back); row t - 1 is what both say at the input t
    below: BothWays | None


class Bidirectional(NamedTuple):
    """y_t = (what `there` says after u_1 .. u_t, what `back` says after u_T .. u_t)

    It is no state-space model: y_t depends on inputs that come later, so the whole text must be known first.
    `below` is another Bidirectional, whose y is read in the place of u.
    Source: Schuster and Paliwal, "Bidirectional recurrent neural networks", IEEE Trans. Signal Processing 45 (1997).

    >>> import rnnlib as rl
    >>> total = rl.Linear(A=np.ones((1, 1)), B=np.ones((1, 1)), C=np.ones((1, 1)))
    >>> Bidirectional(total, total).read(np.array([[1.0], [2.0], [4.0]])).y.tolist()
    [[1.0, 7.0], [3.0, 6.0], [7.0, 4.0]]
    """

    there: StateSpace
    back: StateSpace
    below: Bidirectional | None = None

    @property
    def sizes(self) -> tuple[int, int, int]:
        """(n_x, n_u, n_y), states and outputs of both directions counted; InputError if they do not fit."""
        there, back = guard.sizes("there", self.there), guard.sizes("back", self.back)
        if there[1] != back[1]:
            raise InputError(
                f"there and back should read the same inputs. there takes {guard.count(there[1], 'number')} at each "
                f"instant, back takes {back[1]}."
            )
        n_x, n_u, n_y = there[0] + back[0], there[1], there[2] + back[2]
        if self.below is None:
            return n_x, n_u, n_y
        x_below, u_below, y_below = guard.made_as(
            "below", self.below, Bidirectional, "Leave it out for one layer."
        ).sizes
        if y_below != n_u:
            raise InputError(
                f"there and back should take what below gives, {guard.count(y_below, 'number')} at each instant. "
                f"They take {n_u}."
            )
        return n_x + x_below, u_below, n_y

    def read(self, u: Array, x0=None) -> BothWays:
        """Read u (T, n_u) or (N, T, n_u) from both ends.

        x0 is a pair, the state of `there` before the first input and that of `back` before the last, each as in
        `simulate`; with a `below`, its x0 is the third.
        InputError: a model, u or x0 that does not fit or is not finite; a state that grows without bound.

        >>> import rnnlib as rl
        >>> rng = np.random.default_rng(0)
        >>> model = Bidirectional(rl.GRU.random(8, 4, None, rng=rng), rl.LSTM.random(6, 4, 2, rng=rng))
        >>> model.read(np.ones((7, 5, 4))).y.shape
        (7, 5, 10)
        """
        _ = self.sizes  # a look at whether the model is sound
        there0, back0, below0 = self._starts(x0)
        below = None if self.below is None else self.below.read(u, below0)
        u = guard.numbers("u", u) if below is None else below.y
        there, back = simulate(self.there, u, there0), simulate(self.back, _turned(u), back0)
        if there.x0.shape[:-1] != back.x0.shape[:-1]:
            raise InputError(
                f"x0 should have as many rows for there as for back. They came as {np.shape(there0)} and "
                f"{np.shape(back0)}."
            )
        return BothWays(there, back, np.concatenate([there.y, _turned(back.y)], axis=-1), below)

    def backward(self, reading: BothWays, dy: Array) -> Gradients:
        """From dL/dy_t for every t to the gradient of everything else.

        x and x0 are pairs, of `there` and of `back` (and of `below`, if there is one), each with its time as it read.
        InputError: a reading that cannot be this model's, a dy without the shape of y, a gradient that grows without
        bound.

        >>> import rnnlib as rl
        >>> rng = np.random.default_rng(0)
        >>> model = Bidirectional(rl.GRU.random(8, 4, None, rng=rng), rl.LSTM.random(6, 4, 2, rng=rng))
        >>> gradients = model.backward(model.read(np.ones((5, 4))), np.ones((5, 10)))
        >>> [x0.shape for x0 in gradients.x0], gradients.u.shape
        ([(8,), (6,)], (5, 4))
        """
        dy = self._look(reading, dy)
        with guard.quiet():
            return guard.bounded_gradients(self.blame(reading, dy))

    def blame(self, reading: BothWays, dy: Array) -> Gradients:
        """What `backward` does after a look at what came: for loops that have looked before they began."""
        n = reading.there.y.shape[-1]
        there = self.there.blame(reading.there, dy[..., :n])
        back = self.back.blame(reading.back, _turned(dy[..., n:]))
        du = there.u + _turned(back.u)
        if self.below is None:
            params = Bidirectional(there.params, back.params)
            return Gradients(params, x=(there.x, back.x), x0=(there.x0, back.x0), u=du)
        below = self.below.blame(reading.below, du)
        return Gradients(
            Bidirectional(there.params, back.params, below.params),
            x=(there.x, back.x, below.x),
            x0=(there.x0, back.x0, below.x0),
            u=below.u,
        )

    def _starts(self, x0) -> tuple:
        """x0 of there, of back, and of what is below."""
        wanted = ("there", "back") if self.below is None else ("there", "back", "below")
        if x0 is None:
            return None, None, None
        if not isinstance(x0, tuple | list) or len(x0) != len(wanted):
            raise InputError(
                f"x0 should be {'a pair' if self.below is None else 'three'}, one for each of {', '.join(wanted)}. "
                f"It came as {guard.short(x0)}."
            )
        return (*x0, None)[:3]

    def _look(self, reading: BothWays, dy) -> Array:
        """dL/dy that fits a reading of this model."""
        guard.made_as("reading", reading, BothWays, "Try reading = model.read(u).")
        dy, level, model = guard.slope_of(reading.y, dy), reading, self
        while model is not None and level is not None:
            for name in ("there", "back"):
                one, run = getattr(model, name), getattr(level, name)
                guard.learns(name, one)
                guard.blame(one, run, np.zeros_like(run.y))
                if run.y.shape[:-1] != reading.y.shape[:-1]:
                    raise InputError(
                        f"there and back should be of the same instants as y, {reading.y.shape[:-1]}. "
                        f"{name} came with {run.y.shape[:-1]}. Try reading = model.read(u)."
                    )
            level, model = level.below, model.below
        if level is not model:
            raise InputError("reading should be one of this model, of as many layers. Try reading = model.read(u).")
        return dy


def _turned(a: Array) -> Array:
    """(..., T, n), the last instant first."""
    return np.flip(a, axis=-2)
