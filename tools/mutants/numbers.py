"""Errors in the numbers: runs, gradients, losses and steps."""

from .mutant import plant

MUTANTS = [
    *plant(
        "rnnlib/rnn.py",
        "tests/test_rnn.py",
        {
            "backward-not-transposed": ("np.matmul(da[t], W_xx, out", "np.matmul(da[t], W_xx.T, out"),
            "backward-slope-one-early": (
                "np.multiply(dx[t], slope[t]",
                "np.multiply(dx[t], slope[t - 1]",
            ),
            "backward-forgets-the-slope": ("np.multiply(dx[t], slope[t], out=da[t])", "da[t] = dx[t]"),
            "backward-state-one-late": ("sum_of_products(da, x[:-1])", "sum_of_products(da, x[1:])"),
            "backward-forgets-the-future": ("dx[t] += dx_before", "dx[t] += 0 * dx_before"),
            "backward-mean-of-the-bias": ("b_x=rows(da).sum(axis=0)", "b_x=rows(da).mean(axis=0)"),
            "forward-without-bias": ("u @ W_xu.T + b_x)", "u @ W_xu.T + 0 * b_x)"),
            "sigmoid-slope-of-tanh": ("lambda x: x * (1 - x)", "lambda x: 1 - x * x"),
        },
    ),
    *plant(
        "rnnlib/ssm.py",
        "tests/test_ssm.py",
        {
            "states-begin-with-x1": (
                "[self.x0[..., None, :], self.x], axis=-2",
                "[self.x[..., :1, :], self.x], axis=-2",
            ),
            "linear-transposed": ("return x @ A.T + u @ B.T", "return x @ A + u @ B.T"),
            "simulate-reads-one-early": ("model.f(x, u[..., t, :])", "model.f(x, u[..., t - 1, :])"),
            "rollout-answers-from-x0": ("y = model.h(x)  # (..., n_y)", "y = model.h(x0)  # (..., n_y)"),
        },
    ),
    *plant(
        "rnnlib/train.py",
        "tests/test_train.py",
        {
            "softmax-overflows": ("np.exp(y - y.max(axis=-1, keepdims=True))  # the", "np.exp(y)  # the"),
            "softmax-over-all-instants": ("return e / e.sum(axis=-1, keepdims=True)", "return e / e.sum()"),
            "cross-entropy-climbs": (
                "return loss, share * (e / total - right)",
                "return loss, share * (right - e / total)",
            ),
            "cross-entropy-forgets-the-weight-in-its-slope": ("return loss, share * (", "return loss, 1 * ("),
            "mse-slope-by-instants": ("2 * difference / difference.size", "2 * difference / len(difference)"),
            "adam-corrects-the-first-step-only": ("1 - beta1**k, 1 - beta2**k", "1 - beta1, 1 - beta2"),
            "clip-by-the-largest": (
                "return unflatten(direction * (max_norm / length))",
                "return unflatten(direction * max_norm)",
            ),
        },
    ),
]
