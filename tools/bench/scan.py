"""The linear recurrent unit: all instants by a scan or a convolution, against one instant after the other."""

import numpy as np

import rnnlib as rl

from .measure import Row, in_turn

T, UNITS = 4096, 64


def rows():
    model = rl.LRU.random(2 * UNITS, 1, 1, rng=np.random.default_rng(0), r_min=0.9, r_max=0.999)
    u = np.random.default_rng(1).normal(size=(T, 1))
    for name, way, peer, loop, goal in (
        ("scan", rl.scan, "simulate", rl.simulate, "10"),
        ("convolution", rl.convolve, "simulate", rl.simulate, ""),
        ("scan", rl.scan, "plain NumPy loop", plain_loop, ""),
    ):
        ours, theirs = in_turn(lambda way=way: way(model, u), lambda loop=loop: loop(model, u), rounds=7)
        yield Row(f"LRU by {name}, T = {T}, {UNITS} units", ours, peer, theirs, goal)


def plain_loop(model, u):
    """The states of one run, with all that is the same at every instant computed before.

    >>> model, u = rl.LRU.random(4, 3, 2, rng=np.random.default_rng(0)), np.ones((5, 3))
    >>> bool(np.allclose(plain_loop(model, u), rl.as_complex(rl.simulate(model, u).x)))
    True
    """
    pole, v = model.eigenvalues, rl.as_complex(u @ model.W_xu.T)  # (m,), (T, m)
    z, states = 0, np.empty_like(v)
    for t in range(len(u)):
        z = pole * z + v[t]
        states[t] = z
    return states
