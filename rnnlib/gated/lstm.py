"""Long short-term memory: a cell that keeps by adding, and three gates around it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from rnnlib import guard, readout
from rnnlib.first_weights import first_weights
from rnnlib.guard import Array, InputError
from rnnlib.instants import rows, sum_of_products, time_first, time_last
from rnnlib.rnn import ACTIVATIONS, Gradients
from rnnlib.ssm import Kept, Trajectory

from .found import found

__all__ = ["LSTM"]

sigmoid = ACTIVATIONS["sigmoid"].value


class Gates(NamedTuple):
    """What the gates of an LSTM say, each (..., H)."""

    i: Array  # input gate, how much is let in
    f: Array  # forget gate, how much is kept
    g: Array  # candidate, what would be let in
    o: Array  # output gate, how much is shown


class LSTM(NamedTuple):
    """c_t = f_t * c_{t-1} + i_t * g_t,  h_t = o_t * tanh(c_t),  y_t = W_yh h_t + b_y

    i_t = sigmoid(a_i), f_t = sigmoid(a_f), g_t = tanh(a_g), o_t = sigmoid(a_o), where a_i, a_f, a_g and a_o are the
    four quarters, in this order (PyTorch's), of a_t = W_ah h_{t-1} + W_au u_t + b_a, and * is number by number.
    The state is cell and hidden state in one vector, x = (c, h), the cell first: n_x = 2 H.
    Without W_yh and b_y (both None) y_t is h_t.
    Sources: Hochreiter and Schmidhuber, "Long short-term memory", Neural Computation 9 (1997); the forget gate is from
    Gers, Schmidhuber and Cummins, "Learning to forget", Neural Computation 12 (2000).

    >>> import rnnlib as rl
    >>> model = LSTM.random(n_x=16, n_u=4, n_y=4, rng=np.random.default_rng(0))
    >>> run = rl.simulate(model, rl.Vocab.of("hello").one_hot("hell"))
    >>> run.x.shape, run.y.shape
    ((4, 16), (4, 4))
    """

    W_ah: Array  # (4 H, H)
    W_au: Array  # (4 H, n_u)
    b_a: Array  # (4 H,)
    W_yh: Array | None  # (n_y, H)
    b_y: Array | None  # (n_y,)

    @classmethod
    def random(
        cls, n_x: int, n_u: int, n_y: int | None, *, rng: np.random.Generator, gain: float = 1.0, forget: float = 1.0
    ) -> LSTM:
        """Weights drawn by `rng` as those of `RNN.random`; n_y None is without a readout.

        Biases are zero but those of the forget gate, which are `forget`: at 1 the gate keeps about sigmoid(1) = 0.73
        of the cell when training begins, at 0 a half.
        Source: Jozefowicz, Zaremba and Sutskever, "An empirical exploration of recurrent network architectures" (2015).

        >>> model = LSTM.random(4, 3, 1, rng=np.random.default_rng(0))
        >>> model.sizes, model.b_a.tolist()
        ((4, 3, 1), [0.0, 0.0, 1.0, 1.0, 0.0, 0.0, 0.0, 0.0])
        """
        n_x = guard.whole("n_x", n_x, 2, "the number of states")
        if n_x % 2:
            raise InputError(
                f"n_x, the number of states, should be even: an LSTM has a cell and a hidden state of {n_x // 2} or "
                f"{n_x // 2 + 1} numbers each. It came as {n_x}."
            )
        forget = guard.real("forget", forget, "the bias of the forget gate")
        H = n_x // 2
        W_ah, W_au, b_a, W_yh, b_y = first_weights(4, H, n_u, n_y, rng=rng, gain=gain)
        b_a[H : 2 * H] = forget
        return cls(W_ah, W_au, b_a, W_yh, b_y)

    @property
    def sizes(self) -> tuple[int, int, int]:
        """(n_x, n_u, n_y); InputError if the shapes disagree or an entry is not finite."""
        W_ah, W_au, b_a, W_yh, b_y = self
        H = guard.blocks("W_ah", W_ah, 4, "hidden state")
        _, n_u = guard.matrix("W_au", W_au, (4 * H, "sum"), (None, "input"))
        guard.vector("b_a", b_a, 4 * H, "sum")
        return 2 * H, n_u, guard.readout("W_yh", W_yh, b_y, H, "hidden state")

    def gates(self, x: Array, u: Array) -> Gates:
        """The gates between x_{t-1} (..., n_x) and x_t, while u_t (..., n_u) is read.

        >>> import rnnlib as rl
        >>> model = LSTM.random(n_x=16, n_u=2, n_y=1, rng=np.random.default_rng(0))
        >>> run = rl.simulate(model, np.ones((5, 2)))
        >>> model.gates(run.states[:-1], run.u).f.shape     # at every instant
        (5, 8)
        """
        W_ah, W_au, b_a, _, _ = self
        _, h = np.split(x, 2, axis=-1)
        i, f, g, o = np.split(h @ W_ah.T + u @ W_au.T + b_a, 4, axis=-1)  # (..., H) each
        return Gates(sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o))

    def f(self, x: Array, u: Array) -> Array:
        """c_t = f_t * c_{t-1} + i_t * g_t,  h_t = o_t * tanh(c_t)"""
        c, _ = np.split(x, 2, axis=-1)
        i, f, g, o = self.gates(x, u)
        c = f * c + i * g  # (..., H)
        return np.concatenate([c, o * np.tanh(c)], axis=-1)

    def h(self, x: Array) -> Array:
        """y_t = W_yh h_t + b_y"""
        _, h = np.split(x, 2, axis=-1)
        return readout.read_out(h, self.W_yh, self.b_y)  # (..., n_y)

    def unroll(self, x0: Array, u: Array) -> Trajectory:
        """The same as f after f, with one product for the inputs of all instants, and in arrays made beforehand.

        sigmoid(a) = 1/2 + tanh(a / 2) / 2: with the weights of three gates halved, one tanh bends all four.
        """
        W_ah, W_au, b_a, _, _ = self
        H = W_ah.shape[1]
        dtype = np.result_type(x0, u, W_ah, W_au, b_a)
        half = np.repeat(np.array([0.5, 0.5, 1.0, 0.5], dtype), H)  # (4 H,)
        from_h = np.multiply(W_ah.T, half, order="C")  # (H, 4 H)
        inputs = time_first(u)
        T, M, _ = inputs.shape
        a = (rows(inputs) @ (W_au.T * half)).reshape(T, M, 4 * H).astype(dtype, copy=False)  # becomes the gates
        a += b_a * half
        x = np.empty((1 + T, M, 2 * H), dtype)
        x[0] = rows(x0)
        c, h, (i, f, g, o) = x[..., :H], x[..., H:], _quarters(a)
        recurrent, scratch = np.empty((M, 4 * H), dtype), np.empty((M, H), dtype)
        for t in range(T):
            np.matmul(h[t], from_h, out=recurrent)
            a[t] += recurrent
            np.tanh(a[t], out=a[t])
            for gates in (a[t, :, : 2 * H], o[t]):
                gates *= 0.5
                gates += 0.5
            np.multiply(f[t], c[t], out=c[t + 1])
            c[t + 1] += np.multiply(i[t], g[t], out=scratch)
            np.multiply(o[t], np.tanh(c[t + 1], out=scratch), out=h[t + 1])
        states = time_last(x[1:], like=x0)
        return Kept.of(self, Trajectory(x0, u, states, self.h(states)), kept=(x, a))

    def backward(self, run: Trajectory, dy: Array) -> Gradients:
        """Backpropagation through time: from dL/dy_t for every t to the gradient of everything else.

        From the last instant to the first, with dc and dh for dL/dc_t and dL/dh_t along every path,
            dh_t = W_yh^T dy_t + W_ah^T da_{t+1},   dc_t = f_{t+1} * dc_{t+1} + o_t * (1 - tanh(c_t)^2) * dh_t,
            da_i = i (1 - i) * g * dc_t,            da_f = f (1 - f) * c_{t-1} * dc_t,
            da_g = (1 - g^2) * i * dc_t,            da_o = o (1 - o) * tanh(c_t) * dh_t,
        and dW_ah = sum_t da_t h_{t-1}^T, dW_au = sum_t da_t u_t^T, dW_yh = sum_t dy_t h_t^T.
        InputError: a run that cannot be this model's, a dy without the shape of y, a gradient that grows without bound.
        Source: Gers et al. (2000), with the gradient cut nowhere.

        >>> import rnnlib as rl
        >>> model = LSTM.random(n_x=4, n_u=2, n_y=3, rng=np.random.default_rng(0))
        >>> gradients = model.backward(rl.simulate(model, np.ones((5, 2))), dy=np.ones((5, 3)))
        >>> gradients.params.W_ah.shape, gradients.x.shape, gradients.x0.shape
        ((8, 2), (5, 4), (4,))
        """
        return guard.way_back(self, run, dy)

    def blame(self, run: Trajectory, dy: Array) -> Gradients:
        """What `backward` does after a look at what came: for loops that have looked before they began."""
        W_ah, W_au, _, W_yh, _ = self
        H = W_ah.shape[1]
        inputs = time_first(run.u)
        x, a = Kept.recall(run, self) or found(self, run)
        c, h = x[..., :H], x[..., H:]  # (1 + T, M, H)
        i, f, g, o = _quarters(a)
        dh_read, dW_yh, db_y = readout.blame(time_first(dy), h[1:], W_yh)
        dx = np.empty(x[1:].shape, np.result_type(dh_read, a))
        dc, dh = dx[..., :H], dx[..., H:]
        dh[:] = dh_read
        da = np.empty(a.shape, dx.dtype)  # (T, M, 4 H)
        di, df, dg, do = _quarters(da)
        slope = np.empty(da.shape[1:], dx.dtype)  # (M, 4 H)
        scratch, dc_before, dh_before = np.zeros((3, *dh[0].shape), dx.dtype)
        for t in reversed(range(len(dx))):
            dh[t] += dh_before
            bent = np.tanh(c[t + 1], out=scratch)
            np.multiply(bent, dh[t], out=do[t])
            bent *= bent
            np.subtract(1, bent, out=bent)
            bent *= o[t]
            bent *= dh[t]
            np.add(dc_before, bent, out=dc[t])
            np.multiply(g[t], dc[t], out=di[t])
            np.multiply(c[t], dc[t], out=df[t])
            np.multiply(i[t], dc[t], out=dg[t])
            np.multiply(f[t], dc[t], out=dc_before)
            np.subtract(1, a[t], out=slope)  # (1 - s) s, the slope of a sigmoid
            slope *= a[t]
            np.subtract(1, np.multiply(g[t], g[t], out=scratch), out=slope[:, 2 * H : 3 * H])  # that of tanh
            da[t] *= slope
            np.matmul(da[t], W_ah, out=dh_before)
        params = LSTM(
            W_ah=sum_of_products(da, h[:-1]),
            W_au=sum_of_products(da, inputs),
            b_a=rows(da).sum(axis=0),
            W_yh=dW_yh,
            b_y=db_y,
        )
        dx0 = np.concatenate([dc_before, dh_before], axis=-1).reshape(run.x0.shape)
        return Gradients(params, x=time_last(dx, run.x0), x0=dx0, u=time_last(da @ W_au, run.x0))


def _quarters(a: Array) -> list[Array]:
    """Four views (..., H) into an array (..., 4 H)."""
    return np.split(a, 4, axis=-1)
