"""One forward and backward pass of larger networks against torch.nn, all gradients, those of the inputs too."""

from collections.abc import Iterator

import numpy as np

import rnnlib as rl

from .measure import Row, in_turn

SIZES = (128, 256, 512)  # H
N, T, D = 32, 100, 64
NETWORKS = (  # ours, PyTorch's, numbers of the state for each of H, precision, goal
    (rl.RNN, "RNN", 1, "float64", "1.25"),
    (rl.RNN, "RNN", 1, "float32", "1.25"),
    (rl.LSTM, "LSTM", 2, "float64", "0.83"),
    (rl.LSTM, "LSTM", 2, "float32", "0.5"),
    (rl.GRU, "GRU", 1, "float64", "0.83"),
    (rl.GRU, "GRU", 1, "float32", ""),
)


def rows() -> Iterator[Row]:
    import torch

    torch.set_num_threads(1)
    for kind, name, parts, dtype, goal in NETWORKS:
        for H in SIZES:
            ours, theirs = in_turn(*passes(torch, kind, name, parts * H, H, dtype), rounds=3000 // H)
            yield Row(f"{name} forward + backward, H = {H}, {dtype}", ours, f"torch.nn.{name}", theirs, goal)


def passes(torch, kind, name: str, n_x: int, H: int, dtype: str):
    """The same work of both, each a function without arguments."""
    rng = np.random.default_rng(0)
    vector, unflatten = rl.flatten(kind.random(n_x, D, 1, rng=rng))
    model = unflatten(vector.astype(dtype))
    u, dy = rng.normal(size=(N, T, D)).astype(dtype), np.ones((N, T, 1), dtype)
    net = getattr(torch.nn, name)(D, H, batch_first=True).to(getattr(torch, dtype))
    out = torch.nn.Linear(H, 1).to(getattr(torch, dtype))
    weights = rl.to_torch(model)
    net.load_state_dict({key: torch.tensor(array) for key, array in weights.arrays.items()})
    out.load_state_dict({"weight": torch.tensor(weights.W_yx), "bias": torch.tensor(weights.b_y)})
    u_torch = torch.tensor(u, requires_grad=True)

    def ours():
        return model.backward(rl.simulate(model, u), dy)

    def theirs():
        for parameter in (*net.parameters(), *out.parameters(), u_torch):
            parameter.grad = None
        out(net(u_torch)[0]).sum().backward()
        return u_torch.grad.numpy()

    near = np.abs(ours().u - theirs()).max()
    assert near <= {"float64": 1e-9, "float32": 1e-2}[dtype], f"they compute different things: {near}"
    return ours, theirs
