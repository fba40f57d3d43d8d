"""What PyTorch computes for the cases of `cases()`, recorded in torch.npz beside this file.

    python tests/oracle/make_torch.py

The recorded numbers make PyTorch unnecessary for the tests; the live comparison in tests/test_torch.py
computes them again with the same functions.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np

RECORDED = Path(__file__).with_name("torch.npz")

# name: (activation, batch shape, T, n_x, n_u, n_y); the sizes differ, so that no transposed matrix fits by luck
NETWORKS = {
    "tanh": ("tanh", (3,), 7, 5, 4, 6),
    "relu": ("relu", (3,), 7, 5, 4, 6),
    "none": ("none", (3,), 7, 5, 4, 6),
    "sigmoid": ("sigmoid", (3,), 7, 5, 4, 6),
    "one sequence": ("tanh", (), 6, 4, 3, 2),
    "batch of one": ("tanh", (1,), 6, 4, 3, 2),
    "one instant": ("tanh", (4,), 1, 3, 2, 5),
    "one state": ("tanh", (2,), 5, 1, 3, 4),
    "one of everything": ("relu", (1,), 1, 1, 1, 1),
    "longer than wide": ("tanh", (2,), 30, 3, 2, 4),
}

# name: (kind, layers, directions, batch shape, T, hidden states H, n_u, n_y or 0 for no readout)
LAYERS = {
    "lstm": ("lstm", 1, 1, (3,), 7, 5, 4, 6),
    "gru": ("gru", 1, 1, (3,), 7, 5, 4, 6),
    "lstm without readout": ("lstm", 1, 1, (3,), 6, 4, 7, 0),
    "gru without readout": ("gru", 1, 1, (3,), 6, 4, 7, 0),
    "lstm, one sequence": ("lstm", 1, 1, (), 6, 4, 3, 2),
    "gru, one sequence": ("gru", 1, 1, (), 6, 4, 3, 2),
    "lstm, one instant of one": ("lstm", 1, 1, (1,), 1, 3, 2, 5),
    "gru, one instant of one": ("gru", 1, 1, (1,), 1, 3, 2, 5),
    "lstm, one of everything": ("lstm", 1, 1, (1,), 1, 1, 1, 1),
    "gru, one of everything": ("gru", 1, 1, (1,), 1, 1, 1, 1),
    "lstm, longer than wide": ("lstm", 1, 1, (2,), 40, 3, 2, 4),
    "gru, longer than wide": ("gru", 1, 1, (2,), 40, 3, 2, 4),
    "three lstms": ("lstm", 3, 1, (2,), 5, 4, 6, 3),
    "two grus": ("gru", 2, 1, (2,), 5, 6, 3, 4),
    "two networks with relu": ("relu", 2, 1, (2,), 5, 6, 3, 4),
    "lstm both ways": ("lstm", 1, 2, (2,), 6, 3, 5, 0),
    "gru both ways": ("gru", 1, 2, (2,), 6, 3, 5, 0),
    "tanh both ways": ("tanh", 1, 2, (2,), 6, 3, 5, 0),
    "gru both ways, one sequence": ("gru", 1, 2, (), 6, 3, 5, 0),
    "two lstms both ways": ("lstm", 2, 2, (2,), 5, 3, 4, 0),
    "three grus both ways, one instant": ("gru", 3, 2, (2,), 1, 3, 4, 0),
}
SUMS = {"tanh": 1, "relu": 1, "lstm": 4, "gru": 3}  # rows for each hidden state


def network_case(seed: int, activation: str, batch: tuple, T: int, n_x: int, n_u: int, n_y: int) -> dict:
    """Random weights, inputs, initial state, and dL/dy."""
    rng = np.random.default_rng(seed)
    return {
        "W_xx": rng.normal(0, 1 / np.sqrt(n_x), (n_x, n_x)),
        "W_xu": rng.normal(0, 1, (n_x, n_u)),
        "b_x": rng.normal(0, 1, n_x),
        "W_yx": rng.normal(0, 1, (n_y, n_x)),
        "b_y": rng.normal(0, 1, n_y),
        "x0": rng.uniform(-1, 1, (*batch, n_x)),
        "u": rng.normal(0, 1, (*batch, T, n_u)),
        "dy": rng.normal(0, 1, (*batch, T, n_y)),
        "activation": np.array(activation),
    }


def layers_case(seed: int, kind: str, layers: int, directions: int, batch: tuple, T: int, H: int, n_u: int, n_y: int):
    """Weights under PyTorch's names, inputs, h_0, c_0 of an LSTM, a readout or none, and dL/dy."""
    rng = np.random.default_rng(seed)
    case = {"kind": np.array(kind)}
    for k in range(layers):
        for direction in ("", "_reverse")[:directions]:
            rows, from_below = SUMS[kind] * H, n_u if k == 0 else directions * H
            case |= {
                f"weight_ih_l{k}{direction}": rng.normal(0, 1, (rows, from_below)),
                f"weight_hh_l{k}{direction}": rng.normal(0, 1 / np.sqrt(H), (rows, H)),
                f"bias_ih_l{k}{direction}": rng.normal(0, 1, rows),
                f"bias_hh_l{k}{direction}": rng.normal(0, 1, rows),
            }
    if n_y:
        case |= {"W_yx": rng.normal(0, 1, (n_y, H)), "b_y": rng.normal(0, 1, n_y)}
    for start in ("h0", "c0") if kind == "lstm" else ("h0",):
        case[start] = rng.uniform(-1, 1, (layers * directions, *batch, H))
    case["u"] = rng.normal(0, 1, (*batch, T, n_u))
    return case | {"dy": rng.normal(0, 1, (*batch, T, n_y or directions * H))}


def loss_case(seed: int) -> dict:
    """Scores, targets, and weights of which some are 0."""
    rng = np.random.default_rng(seed)
    return {
        "y": rng.normal(0, 3, (3, 5, 4)),
        "target": rng.integers(0, 4, (3, 5)),
        "weight": rng.integers(0, 3, (3, 5)).astype(float),
        "wanted": rng.normal(0, 1, (3, 5, 4)),
    }


def training_case(seed: int) -> dict:
    """A network that is to spell a word: u, target, and where it starts."""
    case = network_case(seed, "tanh", (), 6, 5, 3, 3)
    target = np.random.default_rng(seed).integers(0, 3, 6)
    return case | {"u": np.eye(3)[np.roll(target, 1)], "target": target}


def network_answer(case: dict) -> dict:
    """The forward pass, and the gradients of L = sum(dy * y)."""
    import torch

    leaf = {k: torch.tensor(v, requires_grad=True) for k, v in case.items() if k not in ("dy", "activation")}
    activation = str(case["activation"])
    n_x, n_u = case["W_xu"].shape
    many = case["u"].ndim == 3

    if activation in ("tanh", "relu"):  # torch.nn.RNN itself, with our bias split over its two
        net = torch.nn.RNN(n_u, n_x, nonlinearity=activation, batch_first=True, dtype=torch.float64)

        def run(u, x):
            own = {
                "weight_hh_l0": leaf["W_xx"],
                "weight_ih_l0": leaf["W_xu"],
                "bias_ih_l0": 0.25 * leaf["b_x"],
                "bias_hh_l0": 0.75 * leaf["b_x"],
            }
            return torch.func.functional_call(net, own, (u, x[None]))[0]
    else:  # torch.nn.RNN knows only tanh and relu
        bend = torch.sigmoid if activation == "sigmoid" else (lambda a: a)

        def run(u, x):
            states = []
            for u_t in u.unbind(dim=-2):
                x = bend(x @ leaf["W_xx"].T + u_t @ leaf["W_xu"].T + leaf["b_x"])
                states.append(x)
            return torch.stack(states, dim=-2)

    def output(x):
        return torch.nn.functional.linear(x, leaf["W_yx"], leaf["b_y"])

    x = run(leaf["u"], leaf["x0"])  # all instants in one call
    y = output(x)
    (y * torch.tensor(case["dy"])).sum().backward()
    answer = {"x": x, "y": y} | {f"d{k}": v.grad.clone() for k, v in leaf.items()}

    states = [leaf["x0"]]  # instant by instant, to hold on to every state
    for t in range(case["u"].shape[-2]):
        u_t = leaf["u"][:, t : t + 1] if many else leaf["u"][t : t + 1]
        states.append(run(u_t, states[-1])[..., 0, :])
        states[-1].retain_grad()
    stepwise = output(torch.stack(states[1:], dim=-2))
    assert torch.allclose(stepwise, y, rtol=0, atol=1e-13)
    (stepwise * torch.tensor(case["dy"])).sum().backward()
    answer["dx"] = torch.stack([x_t.grad for x_t in states[1:]], dim=-2)
    return {k: v.detach().numpy() for k, v in answer.items()}


def layers_answer(case: dict) -> dict:
    """The outputs of torch.nn.RNN, LSTM or GRU, and the gradients of L = sum(dy * y)."""
    import torch

    leaf = {k: torch.tensor(v, requires_grad=True) for k, v in case.items() if k not in ("dy", "kind")}
    own = {k: v for k, v in leaf.items() if k.startswith(("weight", "bias"))}
    kind, H = str(case["kind"]), case["weight_hh_l0"].shape[1]
    options = {"nonlinearity": kind} if kind in ("tanh", "relu") else {}
    net = {"lstm": torch.nn.LSTM, "gru": torch.nn.GRU}.get(kind, torch.nn.RNN)(
        case["u"].shape[-1],
        H,
        num_layers=max(int(k[len("bias_ih_l")]) + 1 for k in own if k.startswith("bias_ih_l")),
        bidirectional="weight_ih_l0_reverse" in own,
        batch_first=True,
        dtype=torch.float64,
        **options,
    )
    assert {k: v.shape for k, v in net.state_dict().items()} == {k: v.shape for k, v in own.items()}
    start = (leaf["h0"], leaf["c0"]) if "c0" in leaf else leaf["h0"]
    y, _ = torch.func.functional_call(net, own, (leaf["u"], start))
    if "W_yx" in leaf:
        y = torch.nn.functional.linear(y, leaf["W_yx"], leaf["b_y"])
    (y * torch.tensor(case["dy"])).sum().backward()
    return {"y": y.detach().numpy()} | {f"d{k}": v.grad.numpy() for k, v in leaf.items()}


def loss_answer(case: dict) -> dict:
    """Cross-entropy without and with weights, and the mean squared error, each with its gradient."""
    import torch
    from torch.nn.functional import cross_entropy, mse_loss

    target, weight = torch.tensor(case["target"]).flatten(), torch.tensor(case["weight"]).flatten()
    losses = {
        "plain": lambda y: cross_entropy(y.flatten(0, 1), target),
        "weighted": lambda y: cross_entropy(y.flatten(0, 1), target, reduction="none") @ weight / weight.sum(),
        "mse": lambda y: mse_loss(y, torch.tensor(case["wanted"])),
    }
    answer = {}
    for name, loss in losses.items():
        y = torch.tensor(case["y"], requires_grad=True)
        value = loss(y)
        value.backward()
        answer |= {f"{name} loss": value.detach().numpy(), f"{name} dy": y.grad.numpy()}
    return answer


def training_answer(case: dict) -> dict:
    """The losses of 25 steps of Adam and of gradient descent, and a clipped gradient."""
    import torch

    names = ("W_xx", "W_xu", "b_x", "W_yx", "b_y")
    u, target, x0 = (torch.tensor(case[k]) for k in ("u", "target", "x0"))

    def loss_of(W_xx, W_xu, b_x, W_yx, b_y):
        x, scores = x0, []
        for u_t in u:
            x = torch.tanh(W_xx @ x + W_xu @ u_t + b_x)
            scores.append(W_yx @ x + b_y)
        return torch.nn.functional.cross_entropy(torch.stack(scores), target)

    def fresh():
        return [torch.tensor(case[k], requires_grad=True) for k in names]

    answer = {}
    for name, optimizer in (
        ("adam", lambda w: torch.optim.Adam(w, lr=0.03)),
        ("sgd", lambda w: torch.optim.SGD(w, lr=0.2)),
    ):
        weights, losses = fresh(), []
        move = optimizer(weights)
        for _ in range(25):
            move.zero_grad()
            loss = loss_of(*weights)
            loss.backward()
            losses.append(loss.item())
            move.step()
        answer |= {f"{name} losses": np.array(losses), f"{name} W_xx": weights[0].detach().numpy()}

    weights = fresh()
    loss_of(*weights).backward()
    torch.nn.utils.clip_grad_norm_(weights, 0.1)
    return answer | {f"clipped {k}": w.grad.numpy() for k, w in zip(names, weights, strict=True)}


def cases() -> dict[str, dict]:
    """Every case by its name; the first word says which answer it takes."""
    networks = {f"network/{name}": network_case(i, *sizes) for i, (name, sizes) in enumerate(NETWORKS.items())}
    layers = {f"layers/{name}": layers_case(300 + i, *sizes) for i, (name, sizes) in enumerate(LAYERS.items())}
    return networks | layers | {"loss/random": loss_case(100), "training/word": training_case(200)}


def answer(name: str, case: dict) -> dict:
    answers = {"network": network_answer, "layers": layers_answer, "loss": loss_answer, "training": training_answer}
    return answers[name.split("/")[0]](case)


def recorded() -> dict[str, tuple[dict, dict]]:
    """{name: (case, answer)} as they were written."""
    pairs: dict[str, tuple[dict, dict]] = {}
    with np.load(RECORDED) as file:
        for key in file.files:
            kind, name, part, field = key.split("/")
            pair = pairs.setdefault(f"{kind}/{name}", ({}, {}))
            pair[part == "answer"][field] = file[key]
    return pairs


def main() -> None:
    arrays = {}
    for name, case in cases().items():
        arrays |= {f"{name}/case/{field}": value for field, value in case.items()}
        arrays |= {f"{name}/answer/{field}": value for field, value in answer(name, case).items()}
    np.savez_compressed(RECORDED, **arrays)


if __name__ == "__main__":
    main()
