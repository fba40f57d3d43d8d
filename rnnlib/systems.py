"""Small systems from outside machine learning, as state-space models, and inputs to try them with."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from rnnlib import guard
from rnnlib.guard import Array, InputError
from rnnlib.ssm import Linear

__all__ = ["Counter", "counter", "delay_line", "impulse", "spring", "step", "tank"]


def tank(leak: float = 0.1, area: float = 1.0) -> Linear:
    """x_t = (1 - leak) x_{t-1} + u_t,  y_t = x_t / area

    x volume of water (litres), u water poured in during a step (litres), y height of the water
    (decimetres), leak the part that runs out in a step, area of the ground (square decimetres).
    leak 0 keeps everything, 1 forgets everything; under 0 it grows, as no tank but savings do.
    Source: the leaky integrator, e.g. Luenberger, "Introduction to Dynamic Systems" (1979), chapter 1.

    >>> import rnnlib as rl
    >>> rl.simulate(tank(leak=0.5, area=2.0), step(3)).y.ravel().tolist()
    [0.5, 0.75, 0.875]
    """
    leak = guard.real("leak", leak, "the part that runs out in a step")
    area = guard.real("area", area, "the area of the ground", above=0)
    return Linear(A=np.array([[1 - leak]]), B=np.array([[1.0]]), C=np.array([[1 / area]]))


def spring(mass: float = 1.0, stiffness: float = 1.0, damping: float = 0.1, dt: float = 0.1) -> Linear:
    """mass p'' = u - stiffness p - damping p', in steps of dt; x = (p, v), y = p

    v_t = v_{t-1} + dt (u_t - stiffness p_{t-1} - damping v_{t-1}) / mass,  p_t = p_{t-1} + dt v_t

    p position (m), v velocity (m/s), u force (N), mass (kg), stiffness (N/m), damping (N s/m), dt (s).
    The new velocity moves the position, so that without damping the swing neither grows nor dies.
    Source: symplectic Euler, Hairer, Lubich and Wanner, "Geometric Numerical Integration" (2006), I.1.

    >>> spring(mass=1.0, stiffness=4.0, damping=0.0, dt=0.5).A.tolist()
    [[0.0, 0.5], [-2.0, 1.0]]
    """
    m = guard.real("mass", mass, "the mass in kg", above=0)
    k = guard.real("stiffness", stiffness, "the force of the spring in N per m", low=0)
    c = guard.real("damping", damping, "the force of the friction in N per m/s", low=0)
    dt = guard.real("dt", dt, "the length of a step in seconds", above=0)
    if dt * dt * k / m + 2 * dt * c / m >= 4:
        raise InputError(
            f"A step of dt = {dt:g} s is too coarse for so fast a spring: what one would see comes "
            f"from the steps, not from the spring. Take a smaller dt or stiffness, or a larger mass."
        )
    A = [[1 - dt * dt * k / m, dt * (1 - dt * c / m)], [-dt * k / m, 1 - dt * c / m]]
    return Linear(A=np.array(A), B=np.array([[dt * dt / m], [dt / m]]), C=np.array([[1.0, 0.0]]))


class Counter(NamedTuple):
    """x_t = (x_{t-1} + u_t) mod modulus,  y_t = x_t

    >>> import rnnlib as rl
    >>> rl.simulate(Counter(3), np.ones((5, 1))).y.ravel().tolist()
    [1.0, 2.0, 0.0, 1.0, 2.0]
    """

    modulus: int

    @property
    def sizes(self) -> tuple[int, int, int]:
        guard.whole("modulus", self.modulus, 1, "the number at which it starts again")
        return 1, 1, 1

    def f(self, x: Array, u: Array) -> Array:
        return (x + u) % self.modulus  # (..., 1)

    def h(self, x: Array) -> Array:
        return x  # (..., 1)


def counter(modulus: int = 2) -> Counter:
    """A counter that starts again at `modulus`. A counter of 2 is parity: was the number of ones odd?

    >>> import rnnlib as rl
    >>> rl.simulate(counter(2), np.array([[1.0], [0.0], [1.0], [1.0]])).y.ravel().tolist()
    [1.0, 1.0, 0.0, 1.0]
    """
    return Counter(guard.whole("modulus", modulus, 1, "the number at which it starts again"))


def delay_line(k: int, n_u: int = 1) -> Linear:
    """x_t = (u_t, u_{t-1}, ..., u_{t-k+1}),  y_t = u_{t-k+1}: the state is the last k inputs, and no more

    A shifts the inputs one place on, B puts the new one in front, C reads the oldest. n_u numbers per input.
    Source: the tapped delay line, e.g. Oppenheim and Schafer, "Discrete-Time Signal Processing", chapter 6.

    >>> import rnnlib as rl
    >>> rl.simulate(delay_line(3), np.array([[1.0], [2.0], [3.0], [4.0]])).x[-1].tolist()
    [4.0, 3.0, 2.0]
    """
    k = guard.whole("k", k, 1, "the number of inputs to remember")
    one = np.eye(guard.whole("n_u", n_u, 1, "the number of inputs"))
    shift, front, last = np.eye(k, k=-1), np.eye(k, 1), np.eye(k)[-1:]
    return Linear(A=np.kron(shift, one), B=np.kron(front, one), C=np.kron(last, one))


def step(T: int, at: int = 1, height: float = 1.0) -> Array:
    """u (T, 1): 0 before the instant `at`, `height` from then on.

    >>> step(4, at=3).ravel().tolist()
    [0.0, 0.0, 1.0, 1.0]
    """
    t, at, height = _instants(T, at, height)
    return np.where(t >= at, height, 0.0)


def impulse(T: int, at: int = 1, height: float = 1.0) -> Array:
    """u (T, 1): `height` at the instant `at`, 0 before and after.

    >>> impulse(4, at=2).ravel().tolist()
    [0.0, 1.0, 0.0, 0.0]
    """
    t, at, height = _instants(T, at, height)
    return np.where(t == at, height, 0.0)


def _instants(T: int, at: int, height: float) -> tuple[Array, int, float]:
    T = guard.whole("T", T, 1, "the number of instants")
    at = guard.whole("at", at, 1, "the instant at which it happens")
    return np.arange(1, T + 1)[:, None], at, guard.real("height", height, "the height")
