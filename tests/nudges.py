"""What every model's way back is held against: each number nudged alone, and how the loss answers."""

import numpy as np

import rnnlib as rl


def near(a, b, tolerance):
    assert a.shape == b.shape
    assert np.abs(a - b).max() <= tolerance, np.abs(a - b).max()


def weighted_sum(model, u, x0, dy):
    """L = sum(dy * y), so that dL/dy = dy."""
    return float((dy * rl.simulate(model, u, x0).y).sum())


def rest_of_the_run(model, u, dy, t):
    """x_t -> what it adds to L: it is read out itself, and starts all that comes after; t counts from 0 here."""

    def rest(x_t):
        later = slice(t + 1, None)
        own = float((dy[..., t, :] * model.h(x_t)).sum())
        return own + (weighted_sum(model, u[..., later, :], x_t, dy[..., later, :]) if t + 1 < u.shape[-2] else 0)

    return rest


def agree(gradients, model, u, x0, dy, tolerance):
    """The gradients of all weights, of x0 and of u are those of central differences."""
    by_hand = rl.numerical_gradient(lambda w: weighted_sum(w, u, x0, dy), model)
    assert type(gradients.params) is type(by_hand) is type(model)
    for name, ours, theirs in zip(model._fields, gradients.params, by_hand, strict=True):
        assert (ours is None) == (theirs is None), name
        if ours is not None:
            near(ours, theirs, tolerance)
    near(gradients.x0, rl.numerical_gradient(lambda x0: weighted_sum(model, u, x0, dy), x0), tolerance)
    near(gradients.u, rl.numerical_gradient(lambda u: weighted_sum(model, u, x0, dy), u), tolerance)


def states_agree(gradients, run, model, u, dy, tolerance):
    """The gradient of each state is that of the rest of the run which it starts."""
    for t in range(u.shape[-2]):
        rest = rest_of_the_run(model, u, dy, t)
        near(gradients.x[..., t, :], rl.numerical_gradient(rest, run.x[..., t, :]), tolerance)
