"""The gated recurrent unit: a state that is partly kept and partly written anew."""

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
from .steps import bend, blame_mix, mix, straighten

__all__ = ["GRU"]

sigmoid = ACTIVATIONS["sigmoid"].value


class Gates(NamedTuple):
    """What the gates of a GRU say, each (..., n_x)."""

    r: Array  # reset gate, how much of the old state the candidate may see
    z: Array  # update gate, how much is kept
    n: Array  # candidate, what would be written


class GRU(NamedTuple):
    """x_t = z_t * x_{t-1} + (1 - z_t) * n_t,  y_t = W_yx x_t + b_y

    r_t = sigmoid(a_r), z_t = sigmoid(a_z), n_t = tanh(a_n + r_t * (W_nx x_{t-1} + b_nx)), where the rows of W_ax are
    W_rx, W_zx, W_nx in this order (PyTorch's), so are those of W_au and b_a, and * is number by number:
        a_r = W_rx x_{t-1} + W_ru u_t + b_r,   a_z = W_zx x_{t-1} + W_zu u_t + b_z,   a_n = W_nu u_t + b_n.
    The reset gate acts after the recurrent product; `with_reset("before")` is the other variant.
    Without W_yx and b_y (both None) y_t is x_t.
    Sources: Cho et al., "Learning phrase representations using RNN encoder-decoder" (2014), where the reset acts before
    the product; Chung et al., "Empirical evaluation of gated recurrent neural networks" (2014), whose z is our 1 - z.

    >>> import rnnlib as rl
    >>> model = GRU.random(n_x=8, n_u=4, n_y=4, rng=np.random.default_rng(0))
    >>> rl.simulate(model, rl.Vocab.of("hello").one_hot("hell")).y.shape
    (4, 4)
    """

    W_ax: Array  # (3 n_x, n_x)
    W_au: Array  # (3 n_x, n_u)
    b_a: Array  # (3 n_x,)
    b_nx: Array | None  # (n_x,); None where the reset acts before the product: b_n does all there
    W_yx: Array | None  # (n_y, n_x)
    b_y: Array | None  # (n_y,)

    reset = "after"

    @classmethod
    def random(cls, n_x: int, n_u: int, n_y: int | None, *, rng: np.random.Generator, gain: float = 1.0) -> GRU:
        """Weights drawn by `rng` as those of `RNN.random`, biases zero; n_y None is without a readout.

        >>> GRU.random(2, 3, 1, rng=np.random.default_rng(0)).sizes
        (2, 3, 1)
        """
        n_x = guard.whole("n_x", n_x, 1, "the number of states")
        W_ax, W_au, b_a, W_yx, b_y = first_weights(3, n_x, n_u, n_y, rng=rng, gain=gain)
        return cls(W_ax, W_au, b_a, np.zeros(n_x) if cls.reset == "after" else None, W_yx, b_y)

    @classmethod
    def with_reset(cls, when: str) -> type[GRU]:
        """The GRU whose reset gate acts "after" the recurrent product or "before" it.

        Before: n_t = tanh(a_n + W_nx (r_t * x_{t-1})), and b_nx is None. So it is in Cho et al. (2014), and in Keras
        with reset_after=False; after, in PyTorch, cuDNN, and in Keras as it comes.

        >>> model = GRU.with_reset("before").random(2, 3, 1, rng=np.random.default_rng(0))
        >>> model.reset, model.b_nx
        ('before', None)
        """
        if not isinstance(when, str) or when not in RESETS:
            raise InputError(f'The reset should act "after" or "before" the recurrent product. It came as {when!r}.')
        return RESETS[when]

    @property
    def sizes(self) -> tuple[int, int, int]:
        """(n_x, n_u, n_y); InputError if the shapes disagree or an entry is not finite."""
        W_ax, W_au, b_a, b_nx, W_yx, b_y = self
        n_x = guard.blocks("W_ax", W_ax, 3, "state")
        _, n_u = guard.matrix("W_au", W_au, (3 * n_x, "sum"), (None, "input"))
        guard.vector("b_a", b_a, 3 * n_x, "sum")
        if self.reset == "after":
            guard.vector("b_nx", b_nx, n_x, "state")
        elif b_nx is not None:
            raise InputError(
                f"b_nx should be None where the reset gate acts before the recurrent product: b_a does its work there. "
                f"It came as {guard.short(b_nx)}."
            )
        return n_x, n_u, guard.readout("W_yx", W_yx, b_y, n_x, "state")

    def gates(self, x: Array, u: Array) -> Gates:
        """The gates between x_{t-1} (..., n_x) and x_t, while u_t (..., n_u) is read.

        >>> import rnnlib as rl
        >>> model = GRU.random(n_x=8, n_u=2, n_y=1, rng=np.random.default_rng(0))
        >>> run = rl.simulate(model, np.ones((5, 2)))
        >>> model.gates(run.states[:-1], run.u).z.shape     # at every instant
        (5, 8)
        """
        W_ax, W_au, b_a, b_nx, _, _ = self
        (a_r, a_z, a_n), (W_rx, W_zx, W_nx) = np.split(u @ W_au.T + b_a, 3, axis=-1), np.split(W_ax, 3)
        r, z = sigmoid(x @ W_rx.T + a_r), sigmoid(x @ W_zx.T + a_z)  # (..., n_x) each
        return Gates(r, z, np.tanh(r * (x @ W_nx.T + b_nx) + a_n))

    def f(self, x: Array, u: Array) -> Array:
        """x_t = z_t * x_{t-1} + (1 - z_t) * n_t"""
        _, z, n = self.gates(x, u)
        return z * x + (1 - z) * n  # (..., n_x)

    def h(self, x: Array) -> Array:
        """y_t = W_yx x_t + b_y"""
        return readout.read_out(x, self.W_yx, self.b_y)  # (..., n_y)

    def unroll(self, x0: Array, u: Array) -> Trajectory:
        """The same as f after f, with one product for the inputs of all instants, and in arrays made beforehand.

        sigmoid(a) = 1/2 + tanh(a / 2) / 2: the weights of both gates are halved, and tanh bends them.
        """
        from_x, a, x = self._begin(x0, u)
        b_nx, n_x = self.b_nx, x.shape[-1]
        p, recurrent, scratch = np.empty(x[1:].shape, x.dtype), np.empty(a[0].shape, x.dtype), np.empty_like(x[0])
        r, z, n = _thirds(a)
        for t in range(len(a)):
            np.matmul(x[t], from_x, out=recurrent)
            np.add(recurrent[:, 2 * n_x :], b_nx, out=p[t])  # W_nx x_{t-1} + b_nx
            bend(a[t, :, : 2 * n_x], recurrent[:, : 2 * n_x])
            n[t] += np.multiply(r[t], p[t], out=scratch)
            mix(x[t], z[t], n[t], new=x[t + 1])
        return self._run(x0, u, x, kept=(x, a, p))

    def backward(self, run: Trajectory, dy: Array) -> Gradients:
        """Backpropagation through time: from dL/dy_t for every t to the gradient of everything else.

        From the last instant to the first, with p_t = W_nx x_{t-1} + b_nx,
            dx_t = W_yx^T dy_t + z_{t+1} * dx_{t+1} + W_rx^T da_r + W_zx^T da_z + W_nx^T dp (these three of t + 1),
            da_z = z (1 - z) * (x_{t-1} - n) * dx_t,   da_n = (1 - n^2) * (1 - z) * dx_t,
            dp = r * da_n,                             da_r = r (1 - r) * p * da_n,
        and dW_rx = sum_t da_r x_{t-1}^T, dW_nx = sum_t dp x_{t-1}^T, dW_nu = sum_t da_n u_t^T and so on.
        InputError: a run that cannot be this model's, a dy without the shape of y, a gradient that grows without bound.
        Sources: Cho et al. (2014) and Chung et al. (2014), derived for the reset after the product.

        >>> import rnnlib as rl
        >>> model = GRU.random(n_x=4, n_u=2, n_y=3, rng=np.random.default_rng(0))
        >>> gradients = model.backward(rl.simulate(model, np.ones((5, 2))), dy=np.ones((5, 3)))
        >>> gradients.params.W_ax.shape, gradients.x.shape, gradients.x0.shape
        ((12, 4), (5, 4), (4,))
        """
        return guard.way_back(self, run, dy)

    def blame(self, run: Trajectory, dy: Array) -> Gradients:
        """What `backward` does after a look at what came: for loops that have looked before they began."""
        W_ax, W_au, _, b_nx, W_yx, _ = self
        inputs, kept = time_first(run.u), Kept.recall(run, self)
        x, a = kept[:2] if kept else found(self, run)
        p = kept[2] if kept else x[:-1] @ W_ax[-x.shape[-1] :].T + b_nx
        dx, dW_yx, db_y = readout.blame(time_first(dy), x[1:], W_yx)
        n_x, (r, z, n) = x.shape[-1], _thirds(a)
        dm, da_n = np.empty(a.shape, dx.dtype), np.empty(p.shape, dx.dtype)  # what W_ax receives: da_r, da_z, dp
        da_r, da_z, dp = _thirds(dm)
        dx_before, scratch = np.zeros((2, *dx.shape[1:]), dx.dtype)
        for t in reversed(range(len(a))):
            dx[t] += dx_before
            blame_mix(x[t], z[t], n[t], dx[t], da_z[t], da_n[t])
            np.multiply(p[t], da_n[t], out=da_r[t])
            np.multiply(r[t], da_n[t], out=dp[t])
            straighten(dm[t, :, : 2 * n_x], a[t, :, : 2 * n_x])
            np.matmul(dm[t], W_ax, out=dx_before)
            dx_before += np.multiply(z[t], dx[t], out=scratch)
        da_rz = dm[..., : 2 * n_x]
        params = type(self)(
            W_ax=sum_of_products(dm, x[:-1]),
            W_au=np.concatenate([sum_of_products(da_rz, inputs), sum_of_products(da_n, inputs)]),
            b_a=np.concatenate([rows(da_rz).sum(axis=0), rows(da_n).sum(axis=0)]),
            b_nx=rows(dp).sum(axis=0),
            W_yx=dW_yx,
            b_y=db_y,
        )
        du = rows(da_rz) @ W_au[: 2 * n_x]
        du += rows(da_n) @ W_au[2 * n_x :]
        return _gradients(run, params, dx, dx_before, du)

    def _begin(self, x0: Array, u: Array) -> tuple[Array, Array, Array]:
        """W_ax from the state to the sums, what the inputs add to the sums of all instants, and room for all states."""
        W_ax, W_au, b_a, b_nx, _, _ = self
        n_x, inputs = W_ax.shape[1], time_first(u)
        dtype = np.result_type(x0, u, W_ax, W_au, b_a, *([] if b_nx is None else [b_nx]))
        half = np.repeat(np.array([0.5, 0.5, 1.0], dtype), n_x)
        a = (rows(inputs) @ (W_au.T * half)).reshape(*inputs.shape[:-1], 3 * n_x)  # (T, M, 3 n_x), becomes the gates
        a += b_a * half
        x = np.empty((1 + len(a), a.shape[1], n_x), dtype)
        x[0] = rows(x0)
        return np.multiply(W_ax.T, half, order="C"), a, x

    def _run(self, x0: Array, u: Array, x: Array, kept: tuple) -> Trajectory:
        states = time_last(x[1:], like=x0)  # (..., T, n_x)
        return Kept.of(self, Trajectory(x0, u, states, self.h(states)), kept)


class GRU_before(GRU):
    """x_t = z_t * x_{t-1} + (1 - z_t) * n_t,  y_t = W_yx x_t + b_y, with n_t = tanh(a_n + W_nx (r_t * x_{t-1}))"""

    __slots__ = ()
    reset = "before"

    def gates(self, x: Array, u: Array) -> Gates:
        W_ax, W_au, b_a, _, _, _ = self
        (a_r, a_z, a_n), (W_rx, W_zx, W_nx) = np.split(u @ W_au.T + b_a, 3, axis=-1), np.split(W_ax, 3)
        r, z = sigmoid(x @ W_rx.T + a_r), sigmoid(x @ W_zx.T + a_z)
        return Gates(r, z, np.tanh((r * x) @ W_nx.T + a_n))

    def unroll(self, x0: Array, u: Array) -> Trajectory:
        from_x, a, x = self._begin(x0, u)
        n_x = x.shape[-1]
        to_gates, to_n = np.ascontiguousarray(from_x[:, : 2 * n_x]), np.ascontiguousarray(from_x[:, 2 * n_x :])
        recurrent, seen, scratch = np.empty((x.shape[1], 2 * n_x), x.dtype), np.empty_like(x[0]), np.empty_like(x[0])
        r, z, n = _thirds(a)
        for t in range(len(a)):
            bend(a[t, :, : 2 * n_x], np.matmul(x[t], to_gates, out=recurrent))
            np.multiply(r[t], x[t], out=seen)
            n[t] += np.matmul(seen, to_n, out=scratch)
            mix(x[t], z[t], n[t], new=x[t + 1])
        return self._run(x0, u, x, kept=(x, a))

    def backward(self, run: Trajectory, dy: Array) -> Gradients:
        """Backpropagation through time: from dL/dy_t for every t to the gradient of everything else.

        From the last instant to the first, with s_t = r_t * x_{t-1},
            dx_t = W_yx^T dy_t + z_{t+1} * dx_{t+1} + W_rx^T da_r + W_zx^T da_z + r * ds (these three of t + 1),
            da_z = z (1 - z) * (x_{t-1} - n) * dx_t,   da_n = (1 - n^2) * (1 - z) * dx_t,
            ds = W_nx^T da_n,                          da_r = r (1 - r) * x_{t-1} * ds,
        and dW_rx = sum_t da_r x_{t-1}^T, dW_nx = sum_t da_n s_t^T, dW_nu = sum_t da_n u_t^T and so on.
        InputError: a run that cannot be this model's, a dy without the shape of y, a gradient that grows without bound.
        Sources: Cho et al. (2014) and Chung et al. (2014), where the reset acts before the product as here.
        """
        return super().backward(run, dy)

    def blame(self, run: Trajectory, dy: Array) -> Gradients:
        W_ax, W_au, _, _, W_yx, _ = self
        inputs = time_first(run.u)
        x, a = Kept.recall(run, self) or found(self, run)
        dx, dW_yx, db_y = readout.blame(time_first(dy), x[1:], W_yx)
        n_x, (r, z, n) = x.shape[-1], _thirds(a)
        W_gates, W_nx = W_ax[: 2 * n_x], W_ax[2 * n_x :]
        da = np.empty(a.shape, dx.dtype)
        da_r, da_z, da_n = _thirds(da)
        dx_before, dseen, scratch = np.zeros((3, *dx.shape[1:]), dx.dtype)
        for t in reversed(range(len(a))):
            dx[t] += dx_before
            blame_mix(x[t], z[t], n[t], dx[t], da_z[t], da_n[t])
            np.matmul(da_n[t], W_nx, out=dseen)  # dL/d(r_t * x_{t-1})
            np.multiply(x[t], dseen, out=da_r[t])
            straighten(da[t, :, : 2 * n_x], a[t, :, : 2 * n_x])
            np.matmul(da[t, :, : 2 * n_x], W_gates, out=dx_before)
            dx_before += np.multiply(r[t], dseen, out=scratch)
            dx_before += np.multiply(z[t], dx[t], out=scratch)
        params = type(self)(
            W_ax=np.concatenate([sum_of_products(da[..., : 2 * n_x], x[:-1]), sum_of_products(da_n, r * x[:-1])]),
            W_au=sum_of_products(da, inputs),
            b_a=rows(da).sum(axis=0),
            b_nx=None,
            W_yx=dW_yx,
            b_y=db_y,
        )
        return _gradients(run, params, dx, dx_before, rows(da) @ W_au)


RESETS = {"after": GRU, "before": GRU_before}


def _thirds(a: Array) -> list[Array]:
    """Three views (..., n_x) into an array (..., 3 n_x)."""
    return np.split(a, 3, axis=-1)


def _gradients(run: Trajectory, params: GRU, dx: Array, dx_before: Array, du: Array) -> Gradients:
    du = du.reshape(*dx.shape[:-1], -1)
    return Gradients(params, x=time_last(dx, run.x0), x0=dx_before.reshape(run.x0.shape), u=time_last(du, run.x0))
