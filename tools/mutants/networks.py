"""Errors in the networks with gates, in models made of models, and in weights from and to other frameworks."""

from .mutant import plant

MUTANTS = [
    *plant(
        "rnnlib/gated/lstm.py",
        "tests/test_gated.py",
        {
            "lstm-gates-swapped": ("i, f, g, o = np.split(h @", "f, i, g, o = np.split(h @"),
            "lstm-gates-swapped-in-a-run": (
                "x[..., H:], _quarters(a)",
                "x[..., H:], _quarters(np.roll(a, H, axis=-1))",
            ),
            "lstm-hidden-before-cell": ("[c, o * np.tanh(c)]", "[o * np.tanh(c), c]"),
            "lstm-c0-without-gradient": ("[dc_before, dh_before]", "[0 * dc_before, dh_before]"),
            "lstm-cell-blamed-by-itself-alone": ("np.add(dc_before, bent, out=dc[t])", "dc[t] = dc_before"),
            "lstm-cell-one-late": ("np.multiply(c[t], dc[t], out=df[t])", "np.multiply(c[t + 1], dc[t], out=df[t])"),
            "lstm-candidate-bends-as-a-gate": ("out=slope[:, 2 * H : 3 * H])", "out=scratch)"),
            "lstm-forget-bias-at-the-input": ("b_a[H : 2 * H] = forget", "b_a[:H] = forget"),
            "lstm-hidden-state-one-late": ("sum_of_products(da, h[:-1])", "sum_of_products(da, h[1:])"),
        },
    ),
    *plant(
        "rnnlib/gated/gru.py",
        "tests/test_gated.py",
        {
            "gru-after-resets-before": ("r * (x @ W_nx.T + b_nx) + a_n", "(r * x) @ W_nx.T + b_nx + a_n"),
            "gru-before-resets-after": ("np.tanh((r * x) @ W_nx.T + a_n)", "np.tanh(r * (x @ W_nx.T) + a_n)"),
            "gru-reset-spares-the-bias": ("r * (x @ W_nx.T + b_nx) + a_n", "r * (x @ W_nx.T) + b_nx + a_n"),
            "gru-keeps-what-it-should-write": ("return z * x + (1 - z) * n", "return (1 - z) * x + z * n"),
            "gru-before-a-run-resets-the-next": (
                "np.multiply(r[t], x[t], out=seen)",
                "np.multiply(r[t], x[t + 1], out=seen)",
            ),
            "gru-before-state-without-reset": (
                "dx_before += np.multiply(r[t], dseen,",
                "dx_before += np.multiply(1, dseen,",
            ),
            "gru-after-candidate-blamed-past-the-reset": ("np.multiply(r[t], da_n[t], out=dp[t])", "dp[t] = da_n[t]"),
            "gru-inner-bias-without-gradient": ("b_nx=rows(dp).sum(axis=0)", "b_nx=rows(da_n).sum(axis=0)"),
        },
    ),
    *plant(
        "rnnlib/gated/steps.py",
        "tests/test_gated.py",
        {
            "gru-mix-turned": ("    new *= z\n", "    new *= 1 - z\n"),
            "gru-update-blamed-by-the-old-alone": ("np.subtract(old, n, out=dz)", "np.copyto(dz, old)"),
            "gru-gates-without-slope": ("    da -= da * gates\n", ""),
        },
    ),
    *plant(
        "rnnlib/ssm.py",
        "tests/test_gated.py",
        {"kept-by-another-model": ("isinstance(run, Kept) and run.model is model", "isinstance(run, Kept)")},
    ),
    *plant(
        "rnnlib/readout.py",
        "tests/test_gated.py",
        {
            "readout-mean-of-the-bias": ("rows(dy).sum(axis=0)", "rows(dy).mean(axis=0)"),
            "readout-gives-its-own-blame-away": ("copy=W is None)", "copy=False)"),
            "readout-blamed-as-coarsely-as-asked": (
                "dy.astype(np.result_type(dy, h), copy",
                "dy.astype(dy.dtype, copy",
            ),
        },
    ),
    *plant(
        "rnnlib/stacked.py",
        "tests/test_composed.py",
        {
            "stacked-upper-reads-the-inputs": ("            below = runs[-1].y\n", ""),
            "stacked-states-turned": ("[run.x for run in runs]", "[run.x for run in reversed(runs)]"),
            "stacked-blame-turned": ("        backs.reverse()\n", ""),
            "stacked-lower-not-blamed": ("            dy = backs[-1].u\n", "            dy = 0 * backs[-1].u\n"),
        },
    ),
    *plant(
        "rnnlib/bidirectional.py",
        "tests/test_composed.py",
        {
            "back-reads-forwards": ("simulate(self.back, _turned(u), back0)", "simulate(self.back, u, back0)"),
            "back-not-turned-back": ("[there.y, _turned(back.y)]", "[there.y, back.y]"),
            "back-blamed-forwards": ("_turned(dy[..., n:])", "dy[..., n:]"),
            "back-inputs-not-turned-back": ("du = there.u + _turned(back.u)", "du = there.u + back.u"),
            "back-starts-as-there": ("_turned(u), back0)", "_turned(u), there0)"),
        },
    ),
    *plant(
        "rnnlib/frameworks/cell.py",
        "tests/test_torch.py tests/test_frameworks.py",
        {
            "lstm-from-one-bias": ("LSTM(from_h, from_u, b_u + b_h,", "LSTM(from_h, from_u, b_u,"),
            "gru-bias-twice": ("np.concatenate([b_h[: 2 * H], np.zeros(H, b_h.dtype)])", "b_h"),
            "frameworks-leftover-names": ("    if others:\n", "    if False:\n"),
        },
    ),
    *plant(
        "rnnlib/frameworks/pytorch.py",
        "tests/test_torch.py tests/test_frameworks.py",
        {
            "torch-directions-swapped": (
                '{"": network.there, "_reverse": network.back}',
                '{"": network.back, "_reverse": network.there}',
            ),
            "torch-biases-swapped": ('"bias_ih", "bias_hh")))', '"bias_hh", "bias_ih")))'),
            "torch-readout-below": (
                "[(None, None)] * (layers - 1) + [(W_yx, b_y)]",
                "[(W_yx, b_y)] + [(None, None)] * (layers - 1)",
            ),
        },
    ),
    *plant(
        "rnnlib/frameworks/keras.py",
        "tests/test_frameworks.py",
        {
            "keras-gru-in-pytorch-order": ("[second, first, third]", "[first, second, third]"),
            "keras-always-after": (
                'b_u, b_h = bias if after else (bias, None if kind == "gru" else np.zeros_like(bias))',
                "b_u, b_h = bias if after else (bias, np.zeros_like(bias))",
            ),
            "keras-biases-turned": ("np.stack([each.b_u, each.b_h])", "np.stack([each.b_h, each.b_u])"),
        },
    ),
]
