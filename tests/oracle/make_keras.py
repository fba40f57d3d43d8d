"""What Keras computes for the cases of `cases()`, recorded in keras.npz beside this file.

    KERAS_BACKEND=torch python tests/oracle/make_keras.py

Keras need not be installed for the tests. Recorded with Keras 3.15.1 on PyTorch 2.13.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

RECORDED = Path(__file__).with_name("keras.npz")

# name: (kind, N, T, hidden states H, n_u, n_y or 0 for no readout); a blank and `before`: reset_after=False
CASES = {
    "simple": ("simple", 3, 7, 5, 4, 6),
    "relu": ("relu", 3, 7, 5, 4, 6),
    "lstm": ("lstm", 3, 7, 5, 4, 6),
    "gru": ("gru", 3, 7, 5, 4, 6),
    "gru before": ("gru before", 3, 7, 5, 4, 6),
    "lstm without readout": ("lstm", 2, 5, 4, 7, 0),
    "gru without readout": ("gru", 2, 5, 4, 7, 0),
    "gru before, without readout": ("gru before", 2, 5, 4, 7, 0),
    "simple, one instant of one": ("simple", 1, 1, 3, 2, 4),
    "lstm, one instant of one": ("lstm", 1, 1, 3, 2, 4),
    "gru, one instant of one": ("gru", 1, 1, 3, 2, 4),
    "gru before, one instant of one": ("gru before", 1, 1, 3, 2, 4),
    "lstm, longer than wide": ("lstm", 2, 40, 3, 2, 4),
    "gru, longer than wide": ("gru", 2, 40, 3, 2, 4),
    "gru before, longer than wide": ("gru before", 2, 40, 3, 2, 4),
    "gru before, one of everything": ("gru before", 1, 1, 1, 1, 1),
}
SUMS = {"simple": 1, "relu": 1, "lstm": 4, "gru": 3, "gru before": 3}


def case(seed: int, kind: str, N: int, T: int, H: int, n_u: int, n_y: int) -> dict:
    """Weights under Keras's names, inputs, states before the first, a readout or none, and dL/dy."""
    rng, sums = np.random.default_rng(seed), SUMS[kind] * H
    made = {
        "kind": np.array(kind),
        "kernel": rng.normal(0, 1, (n_u, sums)),
        "recurrent_kernel": rng.normal(0, 1 / np.sqrt(H), (H, sums)),
        "bias": rng.normal(0, 1, (2, sums) if kind == "gru" else sums),
        "u": rng.normal(0, 1, (N, T, n_u)),
        "h0": rng.uniform(-1, 1, (N, H)),
        "dy": rng.normal(0, 1, (N, T, n_y or H)),
    }
    if kind == "lstm":
        made["c0"] = rng.uniform(-1, 1, (N, H))
    if n_y:
        made |= {"dense kernel": rng.normal(0, 1, (H, n_y)), "dense bias": rng.normal(0, 1, n_y)}
    return made


def answer(case: dict) -> dict:
    """The outputs of the layer, and of a Dense after it, and the gradients of L = sum(dy * y)."""
    import keras
    import torch
    from keras.src.backend.common import dtypes

    dtypes.BIT64_TO_BIT32_DTYPE["float64"] = "float64"  # as it is on TensorFlow; elsewhere Keras multiplies in float32
    keras.config.set_floatx("float64")
    keras.config.set_dtype_policy("float64")
    kind, H, options = str(case["kind"]), case["h0"].shape[1], {"return_sequences": True}
    if kind == "relu":
        options["activation"] = "relu"
    if kind == "gru before":
        options["reset_after"] = False
    make = {"lstm": keras.layers.LSTM, "gru": keras.layers.GRU}.get(kind.split()[0], keras.layers.SimpleRNN)
    layers = [(make(H, **options), ("kernel", "recurrent_kernel", "bias"))]
    if "dense kernel" in case:
        layers.append((keras.layers.Dense(case["dense bias"].size), ("dense kernel", "dense bias")))
    leaf = {k: torch.tensor(case[k], requires_grad=True) for k in ("u", "h0", "c0") if k in case}
    y = leaf["u"]
    for layer, names in layers:
        layer.build(tuple(y.shape))
        layer.set_weights([case[name] for name in names])
        start = {"initial_state": [leaf[k] for k in ("h0", "c0") if k in leaf]} if "kernel" in names else {}
        y = layer(y, **start)
        leaf |= {name: weight.value for name, weight in zip(names, layer.weights, strict=True)}
    (y * torch.tensor(case["dy"])).sum().backward()
    return {"y": y.detach().numpy()} | {f"d{name}": value.grad.numpy() for name, value in leaf.items()}


def cases() -> dict[str, dict]:
    return {name: case(400 + i, *sizes) for i, (name, sizes) in enumerate(CASES.items())}


def recorded() -> dict[str, tuple[dict, dict]]:
    """{name: (case, answer)} as they were written."""
    pairs: dict[str, tuple[dict, dict]] = {}
    with np.load(RECORDED) as file:
        for key in file.files:
            name, part, field = key.split("/")
            pairs.setdefault(name, ({}, {}))[part == "answer"][field] = file[key]
    return pairs


def main() -> None:
    arrays = {}
    for name, made in cases().items():
        arrays |= {f"{name}/case/{field}": value for field, value in made.items()}
        arrays |= {f"{name}/answer/{field}": value for field, value in answer(made).items()}
    np.savez_compressed(RECORDED, **arrays)


if __name__ == "__main__":
    main()
