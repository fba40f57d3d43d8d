"""Many networks that learn at once, one for each seed: the formulas written out, nothing taken from the library.

weights are those of an RNN, each with an axis (S, ...) in front; lines (N, T + 1) are the places of symbols, each of
which is read and should be answered by the next.
"""

import itertools

import numpy as np

import rnnlib as rl


def drawn(n, K, seeds=range(21)):
    """First weights as the lessons draw them: n units, K symbols."""
    models = [rl.RNN.random(n, K, K, rng=np.random.default_rng(seed)) for seed in seeds]
    return [np.stack(each) for each in zip(*models, strict=True)]


def run(weights, lines):
    """The states (S, N, T + 1, n), x0 first, and the probabilities (S, N, T, K)."""
    W_xx, W_xu, b_x, W_yx, b_y = weights
    x = [np.zeros((len(W_xx), len(lines), W_xx.shape[-1]))]
    for t in range(lines.shape[1] - 1):
        from_symbol = W_xu[:, :, lines[:, t]].swapaxes(1, 2)
        x.append(np.tanh(x[-1] @ W_xx.swapaxes(1, 2) + from_symbol + b_x[:, None]))
    x = np.stack(x, axis=2)
    y = x[:, :, 1:] @ W_yx.swapaxes(1, 2)[:, None] + b_y[:, None, None]
    e = np.exp(y - y.max(axis=-1, keepdims=True))
    return x, e / e.sum(axis=-1, keepdims=True)


def slopes(weights, lines, share, x, p):
    """The gradient of the surprises weighed with share (N, T)."""
    W_xx, W_xu, _, W_yx, _ = weights
    one_hot = np.eye(W_xu.shape[-1])
    u, right = one_hot[lines[:, :-1]], one_hot[lines[:, 1:]]  # (N, T, K)
    dy = (p - right) * share[:, :, None]
    dx = dy @ W_yx[:, None]
    da = np.zeros_like(dx)
    later = 0
    for t in reversed(range(lines.shape[1] - 1)):
        da[:, :, t] = (1 - x[:, :, t + 1] ** 2) * (dx[:, :, t] + later)
        later = da[:, :, t] @ W_xx
    return (
        products(da, x[:, :, :-1]),
        products(da, np.broadcast_to(u, (len(x), *u.shape))),
        da.sum(axis=(1, 2)),
        products(dy, x[:, :, 1:]),
        dy.sum(axis=(1, 2)),
    )


def products(to, from_):
    """The sum over all lines and steps of what (S, N, T, i) and (S, N, T, j) make: (S, i, j)."""
    flat = [each.reshape(len(each), -1, each.shape[-1]) for each in (to, from_)]
    return flat[0].swapaxes(1, 2) @ flat[1]


def learning(weights, lines, lr, *, counts=1.0, adam=False):
    """Yield weights, states and probabilities before the first update and after each; counts (N, T) or less."""
    share = np.broadcast_to(counts, (len(lines), lines.shape[1] - 1))
    share = share / share.sum()
    means, squares = [np.zeros_like(w) for w in weights], [np.zeros_like(w) for w in weights]
    for k in itertools.count(1):
        x, p = run(weights, lines)
        yield weights, x, p
        gradient = slopes(weights, lines, share, x, p)
        if adam:
            means = [0.9 * m + 0.1 * g for m, g in zip(means, gradient, strict=True)]
            squares = [0.999 * s + 0.001 * g * g for s, g in zip(squares, gradient, strict=True)]
            gradient = [
                (m / (1 - 0.9**k)) / (np.sqrt(s / (1 - 0.999**k)) + 1e-8) for m, s in zip(means, squares, strict=True)
            ]
        weights = [w - lr * g for w, g in zip(weights, gradient, strict=True)]
