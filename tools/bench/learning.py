"""The numbers against PyTorch: training "hello", and one forward and backward pass of larger networks."""

import itertools

import numpy as np

import rnnlib as rl
from rnnlib.predictor import learn, read

from .measure import Row, in_turn

STEPS = 150
SIZES = (128, 256, 512)
N, T, D = 32, 100, 64


def rows():
    import torch

    torch.set_num_threads(1)
    yield hello(torch)
    for dtype in ("float32", "float64"):
        for H in SIZES:
            yield forward_backward(torch, H, dtype)


def hello(torch) -> Row:
    reading = read("hello")

    def ours():
        *_, last = itertools.islice(learn(reading, n_x=8, rng=np.random.default_rng(0)), STEPS)
        return last

    u, target = torch.tensor(reading.u), torch.tensor(reading.target[0])

    def theirs():
        rnn, out = torch.nn.RNN(4, 8, batch_first=True).double(), torch.nn.Linear(8, 4).double()
        optimizer = torch.optim.Adam([*rnn.parameters(), *out.parameters()], lr=0.01)
        for _ in range(STEPS):
            optimizer.zero_grad()
            torch.nn.functional.cross_entropy(out(rnn(u)[0])[0], target).backward()
            optimizer.step()

    return Row(f'"hello", {STEPS} steps', *_beside("PyTorch eager", in_turn(ours, theirs, rounds=7)), "")


def forward_backward(torch, H: int, dtype: str) -> Row:
    rng = np.random.default_rng(0)
    model = rl.RNN(*(array.astype(dtype) for array in rl.RNN.random(H, D, 1, rng=rng)))
    u = rng.normal(size=(N, T, D)).astype(dtype)
    dy = np.ones((N, T, 1), dtype)
    rnn = torch.nn.RNN(D, H, batch_first=True).to(getattr(torch, dtype))
    out = torch.nn.Linear(H, 1).to(getattr(torch, dtype))
    u_torch = torch.tensor(u, requires_grad=True)

    def ours():
        model.backward(rl.simulate(model, u), dy)

    def theirs():
        for parameter in (*rnn.parameters(), *out.parameters(), u_torch):
            parameter.grad = None
        out(rnn(u_torch)[0]).sum().backward()

    return Row(f"RNN forward + backward, H = {H}, {dtype}", *_beside("torch.nn.RNN", in_turn(ours, theirs, 7)), "")


def _beside(peer: str, times: tuple[float, float]) -> tuple[float, str, float]:
    return times[0], peer, times[1]
