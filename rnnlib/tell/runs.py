"""What the numbers of a run are made of: inputs, states and outputs of a state-space model."""

from collections.abc import Sequence

import numpy as np

from ..gated import GRU, LSTM
from ..rnn import RNN
from ..ssm import Linear, StateSpace, Trajectory
from ..systems import Counter
from .told import Told, brief, factor, products

MOST = 6  # products that are written out; more of them are told as the sums that they make


class run:
    """The words of the numbers of one run x0 (n_x,), u (T, n_u), x (T, n_x), y (T, n_y).

    x(t, k), u(t, k), y(t, k)   the words of one number; t = 1..T (0 is x0), k counts from 0
    point(t)                    the words of all numbers of x_t, for a state that is drawn as one point
    model                       what made the run; without it a number says its name and value alone
    symbols                     names of inputs and outputs, letters or words: y_3, score of l
    states                      letters for the states, ("p", "v") for a spring: v_3 is said for x_3, unit 2

    >>> from rnnlib import systems
    >>> from rnnlib.ssm import simulate
    >>> tank = systems.tank(leak=0.5, area=2)
    >>> run(simulate(tank, np.array([[4.0], [0.0]])), tank).x(2, 0).words
    'x_2 = 0.50 × 4.00 + 1.00 × 0.00 = 2.00'
    """

    def __init__(
        self, run: Trajectory, model: StateSpace | None = None, digits: int = 2, states: Sequence[str] = (), symbols=()
    ):
        self.model, self.digits, self.letters, self.symbols = model, digits, states, symbols
        self.inputs_, self.outputs_ = np.asarray(run.u, float), np.asarray(run.y, float)
        self.states = np.concatenate([np.reshape(run.x0, (1, -1)), run.x])  # (1 + T, n_x)

    def x(self, t: int, k: int) -> Told:
        value = self._brief(self.states[t, k])
        if t == 0:
            return Told(f"{self._name('x', 0, k)} = {value}, before the first input", f"x 0 {k + 1}")
        made, of = self._state(t, k)
        return Told(f"{self._name('x', t, k)} = {made}{value}", f"x {t} {k + 1}", of)

    def point(self, t: int) -> Told:
        numbers = [self.x(t, k) for k in range(self.states.shape[1])]
        words = "; ".join(number.words.removeprefix(f"x_{t}, " if k else "") for k, number in enumerate(numbers))
        made_of = dict.fromkeys(name for number in numbers for name in (number.name, *number.made_of))
        return Told(words, f"x {t}", tuple(made_of))

    def u(self, t: int, k: int) -> Told:
        return Told(f"{self._name('u', t, k)} = {self._brief(self.inputs_[t - 1, k])}", f"u {t} {k + 1}")

    def y(self, t: int, k: int) -> Told:
        made, of = self._output(t, k)
        words = f"{self._name('y', t, k)} = {made}{self._brief(self.outputs_[t - 1, k])}"
        return Told(words, f"y {t} {k + 1}", of)

    def inputs(self, t: int, word: str) -> Told:
        """All inputs at t: the one number, or the word that stands for them."""
        if self.inputs_.shape[1] == 1:
            return self.u(t, 0)
        places = np.flatnonzero(self.inputs_[t - 1])
        hot = f" = {word}: input {places[0] + 1} is 1, the others are 0" if self._one_hot(t) else f" = {word}"
        return Told(f"u_{t}{hot}", f"u {t}")

    def outputs(self, t: int, word: str) -> Told:
        """All outputs at t: the one number, or the word that stands for them."""
        if self.outputs_.shape[1] == 1:
            return self.y(t, 0)
        scores = ", ".join(map(self._brief, self.outputs_[t - 1][:8]))
        more = ", …" if self.outputs_.shape[1] > 8 else ""
        return Told(f"y_{t} = ({scores}{more}), shown as {word}", f"y {t}", self._all("x", t, self.states))

    def before(self, t: int) -> int:
        """The instant whose state x_t is made of."""
        return t - 1

    def _state(self, t: int, k: int) -> tuple[str, tuple[str, ...]]:
        before, u, read = self.before(t), self.inputs_[t - 1], self._read(t)
        old = self.states[before]
        of = (*self._all("x", before, self.states), *(f"u {t} {j + 1}" for j in read), f"u {t}")
        match self.model:
            case RNN(W_xx=W_xx, W_xu=W_xu, b_x=b_x):
                name = self.model.activation.name
                inside = self._sum([(W_xx[k], old, "old state"), (W_xu[k, read], u[read], "input")], b_x[k])
                of += (*self._row("W_xx", k, W_xx), *(f"W_xu {k + 1} {j + 1}" for j in read), f"b_x {k + 1}")
                return f"{inside} = " if name == "none" else f"{name}({inside}) = ", of
            case Linear(A=A, B=B):
                return self._sum([(A[k], old, "old state"), (B[k, read], u[read], "input")]) + " = ", of
            case Counter(modulus=n):
                return f"({self._brief(old[0])} + {self._brief(u[0])}) mod {n} = ", of
            case None:
                return "", of
        return f"f(x_{before}, u_{t}) = f({self._tuple(old)}, {self._tuple(u)}) = ", of

    def _output(self, t: int, k: int) -> tuple[str, tuple[str, ...]]:
        x, of = self.states[t], self._all("x", t, self.states)
        match self.model:
            case RNN(W_yx=None) | GRU(W_yx=None) | LSTM(W_yh=None):
                shown = len(x) - self.outputs_.shape[1] + k  # of an LSTM the second half of the state
                return f"{self._name('x', t, shown)} = ", (f"x {t} {shown + 1}",)
            case RNN(W_yx=W_yx, b_y=b_y):
                of += (*self._row("W_yx", k, W_yx), f"b_y {k + 1}")
                return self._sum([(W_yx[k], x, "state")], b_y[k]) + " = ", of
            case Linear(C=C):
                return self._sum([(C[k], x, "state")]) + " = ", of
            case Counter():
                return f"x_{t} = ", of
            case None:
                return "", of
        return f"h(x_{t}) = h({self._tuple(x)}) = ", of

    def _sum(self, parts: Sequence[tuple], bias: float | None = None) -> str:
        """Write all products, or where they are many the sum that each part makes."""
        if sum(len(weights) for weights, _, _ in parts) <= MOST:
            terms = [products(weights, numbers, self.digits) for weights, numbers, _ in parts]
        else:
            terms = [f"{self._factor(weights @ numbers)} from the {name}" for weights, numbers, name in parts]
        return " + ".join([*terms, *([] if bias is None else [self._factor(bias)])])

    def _read(self, t: int) -> np.ndarray:
        """The places of the inputs that count: of a letter only its 1, for the zeros remove the rest."""
        places = np.arange(self.inputs_.shape[1])
        return places[self.inputs_[t - 1] == 1] if len(places) > 2 and self._one_hot(t) else places

    def _one_hot(self, t: int) -> bool:
        u = self.inputs_[t - 1]
        return u.max() == 1 and np.count_nonzero(u) == 1

    def _name(self, letter: str, t: int, k: int) -> str:
        if letter == "x" and self.letters:
            return f"{self.letters[k]}_{t}"
        numbers = {"x": self.states, "u": self.inputs_, "y": self.outputs_}[letter]
        if letter != "x" and self.symbols:
            return f"{letter}_{t}, {'place' if letter == 'u' else 'score'} of {self.symbols[k]}"
        kind = {"x": "unit", "u": "input", "y": "output"}[letter]
        return f"{letter}_{t}" if numbers.shape[1] == 1 else f"{letter}_{t}, {kind} {k + 1}"

    def _all(self, letter: str, t: int, numbers) -> tuple[str, ...]:
        return tuple(f"{letter} {t} {k}" for k in range(1, numbers.shape[1] + 1))

    def _row(self, name: str, k: int, weights) -> tuple[str, ...]:
        return tuple(f"{name} {k + 1} {j}" for j in range(1, weights.shape[1] + 1))

    def _tuple(self, numbers) -> str:
        texts = ", ".join(map(self._brief, numbers))
        return texts if len(numbers) == 1 else f"({texts})"

    def _brief(self, number: float) -> str:
        return brief(number, self.digits)

    def _factor(self, number: float) -> str:
        return factor(number, self.digits)
