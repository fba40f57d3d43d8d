"""The linear recurrent unit: a recurrent network without tanh, whose memories are numbers on the complex disc.

What is linear can be run in three ways that give the same: instant by instant (`simulate`), as a sum over the past
(`convolve`), and as a tree over time (`scan`).
"""

from __future__ import annotations

import math
from typing import NamedTuple

import numpy as np

from rnnlib import guard
from rnnlib.guard import Array, InputError
from rnnlib.instants import sum_of_products
from rnnlib.prefix import joined
from rnnlib.rnn import Gradients
from rnnlib.ssm import Linear, Trajectory

__all__ = ["LRU", "as_complex", "convolve", "kernel", "scan"]


class LRU(NamedTuple):
    """z_t = lambda z_{t-1} + gamma (B u_t),  y_t = Re(C z_t)

    Each of the m units has a complex z, and an eigenvalue lambda = exp(-exp(nu_log) + i exp(theta_log)) of its own:
    whatever the two numbers are, |lambda| < 1, or rounded to 1 where nu_log is less than -36; above 709, where exp
    ends, lambda is 0, but has no way back. gamma = exp(gamma_log) begins as sqrt(1 - |lambda|^2), with which a
    long memory has states no larger than a short one. `simulate` wants real numbers, so the state is
    x = (Re z_1, Im z_1, Re z_2, Im z_2, ...), n_x = 2 m, a pair for each unit; `as_complex` gives z.
    The paper adds D u_t to y_t. Here y_t is read from x_t alone, as in every model of the course; a unit whose
    lambda is 0 keeps u_t for one instant, and so does what D does.
    Source: Orvieto et al., "Resurrecting recurrent neural networks for long sequences", ICML 2023, arXiv:2303.06349.

    >>> import rnnlib as rl
    >>> model = LRU.random(n_x=8, n_u=4, n_y=4, rng=np.random.default_rng(0))
    >>> rl.simulate(model, rl.Vocab.of("hello").one_hot("hell")).y.shape
    (4, 4)
    """

    nu_log: Array  # (m,)
    theta_log: Array  # (m,)
    gamma_log: Array  # (m,)
    B_re: Array  # (m, n_u)
    B_im: Array  # (m, n_u)
    C_re: Array  # (n_y, m)
    C_im: Array  # (n_y, m)

    @classmethod
    def random(
        cls,
        n_x: int,
        n_u: int,
        n_y: int,
        *,
        rng: np.random.Generator,
        r_min: float = 0.0,
        r_max: float = 1.0,
        max_phase: float = 2 * np.pi,
    ) -> LRU:
        """Eigenvalues drawn by `rng` from a ring, r_min <= |lambda| < r_max and 0 <= angle < max_phase.

        They lie evenly over its area: |lambda|^2, with which an area grows, is even between r_min^2 and r_max^2.
        B ~ N(0, 1 / sqrt(2 n_u)) and C ~ N(0, 1 / sqrt(m)), real and imaginary parts alike.
        n_x is even: a real and an imaginary part for each of m = n_x / 2 units.

        >>> model = LRU.random(6, 3, 1, rng=np.random.default_rng(0), r_min=0.9, r_max=0.99)
        >>> model.sizes, np.abs(model.eigenvalues).round(2)
        ((6, 3, 1), array([0.96, 0.93, 0.9 ]))
        """
        n_x = guard.whole("n_x", n_x, 1, "the number of states")
        n_u = guard.whole("n_u", n_u, 1, "the number of inputs")
        n_y = guard.whole("n_y", n_y, 1, "the number of outputs")
        if n_x % 2:
            raise InputError(
                f"n_x, the number of states, should be even: each unit has a real and an imaginary part. "
                f"It came as {n_x}. Try {n_x + 1}."
            )
        r_min = guard.real("r_min", r_min, "the ring's inner radius", low=0, below=1)
        r_max = guard.real("r_max", r_max, "the ring's outer radius", low=r_min)
        if r_max > 1:
            raise InputError(
                f"r_max, the ring's outer radius, should be at most 1: beyond, a memory grows. It came as {r_max:g}."
            )
        max_phase = guard.real("max_phase", max_phase, "the largest angle", above=0)
        rng, m = guard.dice("rng", rng, "normal"), n_x // 2
        r, theta = np.sqrt(rng.uniform(r_min**2, r_max**2, m)), rng.uniform(0, max_phase, m)
        nu_log, theta_log = _logs(r, theta)
        return cls(
            nu_log,
            theta_log,
            gamma_log=0.5 * np.log(-np.expm1(-2 * np.exp(nu_log))),  # 1 - |lambda|^2, exactly also where it is small
            B_re=rng.normal(0, 1 / np.sqrt(2 * n_u), (m, n_u)),
            B_im=rng.normal(0, 1 / np.sqrt(2 * n_u), (m, n_u)),
            C_re=rng.normal(0, 1 / np.sqrt(m), (n_y, m)),
            C_im=rng.normal(0, 1 / np.sqrt(m), (n_y, m)),
        )

    @classmethod
    def of(cls, eigenvalues: Array, B: Array, C: Array) -> LRU:
        """z_t = lambda z_{t-1} + B u_t, y_t = Re(C z_t) with these eigenvalues (m,), B (m, n_u) and C (n_y, m).

        All may be complex; gamma is 1. InputError: an eigenvalue that is not inside the circle, |lambda| < 1.
        A = V diag(eigenvalues) V^-1 makes one of a linear model: LRU.of(eigenvalues, V^-1 B, C V).

        >>> model = LRU.of([0.5j], B=[[1.0]], C=[[1.0]])
        >>> model.eigenvalues.round(12)
        array([0.+0.5j])
        """
        eigenvalues = guard.complexes("eigenvalues", eigenvalues)
        B, C = guard.complexes("B", B), guard.complexes("C", C)
        m, _ = guard.matrix("B", B.real, (None, "unit"), (None, "input"))
        guard.matrix("C", C.real, (None, "output"), (m, "unit"))
        guard.vector("eigenvalues", eigenvalues.real, m, "unit")
        if not (np.abs(eigenvalues) < 1).all():
            far = eigenvalues[np.abs(eigenvalues) >= 1].flat[0]
            raise InputError(
                f"Every eigenvalue should lie inside the circle, |lambda| < 1. {far:g} is {abs(far):g} from the middle."
            )
        nu_log, theta_log = _logs(np.abs(eigenvalues), np.angle(eigenvalues) % (2 * np.pi))
        return cls(nu_log, theta_log, np.zeros(m), B.real, B.imag, C.real, C.imag)

    @property
    def sizes(self) -> tuple[int, int, int]:
        """(n_x, n_u, n_y), n_x = 2 m; InputError if the shapes disagree or an entry is not finite."""
        m, n_u = guard.matrix("B_re", self.B_re, (None, "unit"), (None, "input"))
        guard.matrix("B_im", self.B_im, (m, "unit"), (n_u, "input"))
        n_y, _ = guard.matrix("C_re", self.C_re, (None, "output"), (m, "unit"))
        guard.matrix("C_im", self.C_im, (n_y, "output"), (m, "unit"))
        for name in ("nu_log", "theta_log", "gamma_log"):
            guard.vector(name, getattr(self, name), m, "unit")
        return 2 * m, n_u, n_y

    @property
    def eigenvalues(self) -> Array:
        """lambda = exp(-exp(nu_log) + i exp(theta_log)), complex (m,), never outside the circle."""
        return np.exp(_log_eigenvalues(self))

    @property
    def W_xu(self) -> Array:
        """gamma B as real numbers (n_x, n_u): two rows for each unit."""
        return _real(_gamma_B(self).T).T

    @property
    def W_yx(self) -> Array:
        """C as real numbers (n_y, n_x), two columns for each unit: Re(C z) = C_re Re z - C_im Im z."""
        return _real(self.C_re - 1j * self.C_im)

    @property
    def linear(self) -> Linear:
        """The same as x_t = A x_{t-1} + B u_t, y_t = C x_t. A turns and shrinks each pair: ((Re, -Im), (Im, Re)).

        >>> LRU.of([0.5j], B=[[1.0]], C=[[1.0]]).linear.A.round(12) + 0.0
        array([[ 0. , -0.5],
               [ 0.5,  0. ]])
        """
        pushes = np.eye(2 * len(self.nu_log), dtype=self.W_yx.dtype)  # (n_x, n_x), a 1 in each state in turn
        A = _real(self.eigenvalues * _complex(pushes)).T  # (n_x, n_x), each column what becomes of one of them
        return Linear(A, B=self.W_xu, C=self.W_yx)

    def f(self, x: Array, u: Array) -> Array:
        """z_t = lambda z_{t-1} + gamma (B u_t)"""
        return _real(self.eigenvalues * _complex(x)) + u @ self.W_xu.T  # (..., n_x)

    def h(self, x: Array) -> Array:
        """y_t = Re(C z_t)"""
        return x @ self.W_yx.T  # (..., n_y)

    def backward(self, run: Trajectory, dy: Array) -> Gradients:
        """Backpropagation through time: from dL/dy_t for every t to the gradient of everything else.

        Write dz for dL/dRe z + i dL/dIm z, and * for the conjugate. From the last instant to the first,
            dz_t = C* dy_t + lambda* dz_{t+1},
        which is the same kind of recurrence, run by the same scan; and
            dlambda = sum_t z_{t-1}* dz_t,  dB = gamma sum_t dz_t u_t^T,  dC = sum_t dy_t z_t*^T,
            du_t = Re((gamma B)*^T dz_t),  dgamma_log = Re(sum_t dz_t* gamma (B u_t)),
            dnu_log = -exp(nu_log) Re(lambda* dlambda),  dtheta_log = exp(theta_log) Im(lambda* dlambda).
        InputError: a run that cannot be this model's, a dy without the shape of y, a gradient that grows without bound.

        >>> import rnnlib as rl
        >>> model = LRU.of([0.5], B=[[1.0]], C=[[1.0]])
        >>> model.backward(rl.simulate(model, np.ones((3, 1))), dy=np.array([[0], [0], [1]])).x[:, 0].tolist()
        [0.25, 0.5, 1.0]
        """
        return guard.way_back(self, run, dy)

    def blame(self, run: Trajectory, dy: Array) -> Gradients:
        """What `backward` does after a look at what came: for loops that have looked before they began."""
        back = self.eigenvalues.conj()  # (m,)
        back, own = _alike(back, _complex(dy @ self.W_yx))  # (m,), (..., T, m), what reaches z_t from y_t
        dz = joined(back, own[..., ::-1, :])[..., ::-1, :]  # (..., T, m), with all that comes later
        dx, before = _real(dz), _complex(run.states[..., :-1, :])  # (..., T, n_x), (..., T, m)
        turned = back * (before.conj() * dz).reshape(-1, len(back)).sum(axis=0)  # (m,), lambda* dlambda
        into, into_B = _complex(sum_of_products(dx, run.u).T).T, _gamma_B(self)  # (m, n_u), d(gamma B) and gamma B
        dB = np.exp(self.gamma_log)[:, None] * into  # (m, n_u)
        dC = _complex(sum_of_products(dy, run.x)).conj()  # (n_y, m)
        params = LRU(
            nu_log=-np.exp(self.nu_log) * turned.real,
            theta_log=np.exp(self.theta_log) * turned.imag,
            gamma_log=(into.conj() * into_B).real.sum(axis=1),
            B_re=dB.real,
            B_im=dB.imag,
            C_re=dC.real,
            C_im=dC.imag,
        )
        return Gradients(params, x=dx, x0=_real(back * dz[..., 0, :]), u=dx @ self.W_xu)


def as_complex(x: Array) -> Array:
    """The complex state z (..., m) out of the state x (..., n_x) of an LRU, n_x = 2 m; a view, if it can be.

    >>> as_complex(np.array([1.0, 2.0, 3.0, 4.0]))
    array([1.+2.j, 3.+4.j])
    """
    x = guard.numbers("x", x)
    if x.ndim == 0 or x.shape[-1] % 2:
        raise InputError(f"x, the state, should have two numbers for each unit. It came as {x.shape}.")
    return _complex(x)


def kernel(model: LRU, T: int) -> Array:
    """K_k = Re(C diag(lambda^k gamma) B) for k = 0 .. T - 1: what is left in y of an input k instants ago.

    (T, n_y, n_u). It is the answer to a single push, and all that an LRU does with its inputs.

    >>> kernel(LRU.of([0.5], B=[[2.0]], C=[[1.0]]), T=4).ravel().round(12).tolist()
    [2.0, 1.0, 0.5, 0.25]
    """
    guard.made_as("model", model, LRU, "Try LRU.random(n_x, n_u, n_y, rng=rng).")
    _ = model.sizes
    T = guard.whole("T", T, 1, "the number of instants")
    with guard.quiet():
        return guard.held("kernel", _kernel(model, _powers(model, T)), axis=0)


def convolve(model: LRU, u: Array, x0: Array | None = None, *, fft: bool = True) -> Array:
    """y_t = sum over k of K_k u_{t-k}, and what is left of x0, Re(C lambda^t z_0): the y of `simulate`, and no states.

    u, x0 and y as in `simulate`. With fft=False the sum as it stands, T (T + 1) / 2 products of a K and a u; otherwise
    the same by the fast Fourier transform, about T log2(T). InputError as in `simulate`, and a model that is no LRU.

    >>> convolve(LRU.of([0.5], B=[[1.0]], C=[[1.0]]), np.array([[1.0], [0.0], [4.0]]), fft=False).ravel().tolist()
    [1.0, 0.5, 4.25]
    """
    guard.made_as("model", model, LRU, "Other models run in `simulate`.")
    x0, u = guard.open_loop(model, u, x0)
    with guard.quiet():
        powers = _powers(model, 1 + u.shape[-2], x0, u)  # (1 + T, m)
        x0, u = (each.astype(powers.real.dtype, copy=False) for each in (x0, u))
        y = (_fast_sum if fft else _plain_sum)(_kernel(model, powers[:-1]), u)
        y += (powers[1:] @ (_C(model).T * _complex(x0)[..., None])).real  # (..., T, n_y), what is left of x0
    return guard.held("output", y, axis=-2)


def scan(model: LRU, u: Array, x0: Array | None = None) -> Trajectory:
    """What `simulate` gives, in about 2 log2(T) steps in place of T: see `prefix_scan`.

    u and x0 as in `simulate`. InputError as in `simulate`, and a model that is no LRU.

    >>> scan(LRU.of([0.5], B=[[1.0]], C=[[1.0]]), np.array([[1.0], [0.0], [4.0]])).y.ravel().tolist()
    [1.0, 0.5, 4.25]
    """
    guard.made_as("model", model, LRU, "Other models run in `simulate`.")
    x0, u = guard.open_loop(model, u, x0)
    with guard.quiet():
        eigenvalues, v, z0 = _alike(model.eigenvalues, _complex(u @ model.W_xu.T), _complex(x0))
        v[..., 0, :] += eigenvalues * z0
        x = _real(joined(eigenvalues, v))  # (..., T, n_x)
        return guard.bounded(Trajectory(x0, u, x, y=model.h(x)))


def _complex(x: Array) -> Array:
    """(..., n_x) as (..., m)"""
    kind = np.result_type(x, np.complex64)
    return np.ascontiguousarray(x, np.finfo(kind).dtype).view(kind)


def _real(z: Array) -> Array:
    """(..., m) as (..., n_x)"""
    return np.ascontiguousarray(z).view(z.real.dtype)


def _alike(*arrays: Array) -> tuple[Array, ...]:
    """All of the type that holds each."""
    dtype = np.result_type(*arrays)
    return tuple(array.astype(dtype, copy=False) for array in arrays)


def _log_eigenvalues(model: LRU) -> Array:
    return -np.exp(model.nu_log) + 1j * np.exp(model.theta_log)  # (m,)


def _gamma_B(model: LRU) -> Array:
    return np.exp(model.gamma_log)[:, None] * (model.B_re + 1j * model.B_im)  # (m, n_u)


def _C(model: LRU) -> Array:
    return model.C_re + 1j * model.C_im  # (n_y, m)


def _logs(r: Array, theta: Array) -> tuple[Array, Array]:
    """nu_log and theta_log of r exp(i theta). 0 has no logarithm: the next number serves for r = 0 and theta = 0."""
    tiny = np.finfo(float).tiny
    nu = -np.log(np.maximum(r, tiny))
    return np.log(np.maximum(nu, tiny)), np.log(np.maximum(theta, tiny))


def _powers(model: LRU, n: int, *others: Array) -> Array:
    """lambda^k (n, m) for k = 0 .. n - 1, of the type that holds the model and the others."""
    eigenvalues, some = model.eigenvalues.astype(complex), math.isqrt(n) + 1
    near = np.vander(eigenvalues, some + 1, increasing=True).T  # (some + 1, m), one after the other
    far = np.vander(near[some], some, increasing=True).T  # (some, m), every some-th
    table = far[:, None, :] * near[:some]  # (some, some, m)
    return table.reshape(-1, len(eigenvalues))[:n].astype(np.result_type(np.complex64, *model, *others), copy=False)


def _kernel(model: LRU, powers: Array) -> Array:
    """(T, n_y, n_u) out of the powers (T, m) of the eigenvalues"""
    weights = _C(model).T[:, :, None].astype(powers.dtype) * _gamma_B(model)[:, None, :]  # (m, n_y, n_u)
    return np.tensordot(powers, weights, axes=1).real


def _plain_sum(K: Array, u: Array) -> Array:
    T = len(K)
    y = u @ K[0].T  # (..., T, n_y)
    for k in range(1, T):
        y[..., k:, :] += u[..., : T - k, :] @ K[k].T
    return y


def _fast_sum(K: Array, u: Array) -> Array:
    T = len(K)
    n = 2 ** (2 * T - 1).bit_length()  # room for the end of the sum, which would come round to its beginning
    waves = np.fft.rfft(K, n, axis=0) @ np.fft.rfft(u, n, axis=-2)[..., None]  # (..., n / 2 + 1, n_y, 1)
    return np.fft.irfft(waves[..., 0], n, axis=-2)[..., :T, :]
