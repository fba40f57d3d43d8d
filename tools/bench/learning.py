"""Training "hello", against PyTorch and against plain NumPy."""

import itertools
from collections.abc import Iterator

import numpy as np

import rnnlib as rl
from rnnlib import book
from rnnlib.predictor import learn, read

from .measure import Row, in_turn

STEPS = 150
UPDATES = 20  # of a text


def rows():
    import torch

    torch.set_num_threads(1)
    yield plain_hello()
    yield hello(torch)
    yield from text(torch)


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


def text(torch) -> Iterator[Row]:
    """A text in pieces with the state carried over, as appendix C learns it: 16 lines, 32 letters at an update."""
    pages = book.open_book("\n".join(rl.corpus("tale")))
    K, n_x, lines, piece = len(pages.vocab.symbols), 64, 16, 32
    seen = torch.tensor(pages.seen)
    width = (len(seen) - 1) // lines // piece * piece
    letters, follow = (seen[a : a + lines * width].reshape(lines, width) for a in (0, 1))

    def ours(kind):
        steps = book.learn(pages, kind=kind, n_x=n_x, rng=np.random.default_rng(0), every=10**9)
        *_, last = itertools.islice(steps, UPDATES)
        return last

    def theirs(layer):
        network, out = layer(K, n_x, batch_first=True).double(), torch.nn.Linear(n_x, K).double()
        optimizer = torch.optim.Adam([*network.parameters(), *out.parameters()], lr=0.01)
        x = None
        for k in range(UPDATES):
            first = k * piece % width
            x = x.detach() if first else None
            optimizer.zero_grad()
            u = torch.nn.functional.one_hot(letters[:, first : first + piece], K).double()
            states, x = network(u, x)
            target = follow[:, first : first + piece]
            torch.nn.functional.cross_entropy(out(states).transpose(1, 2), target).backward()
            optimizer.step()

    for kind, layer in ((rl.RNN, torch.nn.RNN), (rl.GRU, torch.nn.GRU)):
        times = in_turn(lambda kind=kind: ours(kind), lambda layer=layer: theirs(layer), rounds=7)
        speed = UPDATES * lines * piece / times[0]
        what = f"a text, {kind.__name__}: {round(speed, -3):,.0f} letters a second"
        yield Row(what, *_beside("PyTorch eager", times), "")


def plain_hello() -> Row:
    """The same steps written down for this one network, without models, checks or losses to choose from."""
    reading = read("hello")

    def ours():
        *_, last = itertools.islice(learn(reading, n_x=8, rng=np.random.default_rng(0)), STEPS)
        return last

    def theirs():
        *_, loss = plain_losses(reading.u[0], reading.target[0])
        return loss

    return Row(f'"hello", {STEPS} steps', *_beside("plain NumPy", in_turn(ours, theirs, rounds=7)), "0.74")


def plain_losses(u, target, n_x=8, lr=0.01):
    """The loss before each step of Adam, of an RNN in plain NumPy.

    >>> import rnnlib as rl
    >>> vocab = rl.Vocab.of("hello")
    >>> *_, last = plain_losses(*rl.next_symbols("hello", vocab))
    >>> *_, same = itertools.islice(learn(read("hello"), n_x=8, rng=np.random.default_rng(0)), STEPS)
    >>> bool(np.isclose(last, same.loss))
    True
    """
    (T, K), rng = u.shape, np.random.default_rng(0)
    W_xx, W_xu = rng.normal(0, 1 / np.sqrt(n_x), (n_x, n_x)), rng.normal(0, 0.5, (n_x, K))
    W_yx, b_x, b_y = rng.normal(0, 1 / np.sqrt(n_x), (K, n_x)), np.zeros(n_x), np.zeros(K)
    weights = [W_xx, W_xu, b_x, W_yx, b_y]
    m, v = [np.zeros_like(w) for w in weights], [np.zeros_like(w) for w in weights]
    for k in range(1, STEPS + 1):
        x = np.zeros((T + 1, n_x))
        for t in range(T):
            x[t + 1] = np.tanh(W_xx @ x[t] + W_xu @ u[t] + b_x)
        y = x[1:] @ W_yx.T + b_y
        p = np.exp(y - y.max(axis=1, keepdims=True))
        p /= p.sum(axis=1, keepdims=True)
        yield -np.log(p[np.arange(T), target]).mean()
        dy = (p - np.eye(K)[target]) / T
        dx, da, back = dy @ W_yx, np.zeros((T, n_x)), np.zeros(n_x)
        for t in reversed(range(T)):
            da[t] = (dx[t] + back) * (1 - x[t + 1] ** 2)
            back = da[t] @ W_xx
        slopes = [da.T @ x[:-1], da.T @ u, da.sum(axis=0), dy.T @ x[1:], dy.sum(axis=0)]
        for i, (w, g) in enumerate(zip(weights, slopes, strict=True)):
            m[i] = 0.9 * m[i] + 0.1 * g
            v[i] = 0.999 * v[i] + 0.001 * g * g
            w -= lr * (m[i] / (1 - 0.9**k)) / (np.sqrt(v[i] / (1 - 0.999**k)) + 1e-8)


def _beside(peer: str, times: tuple[float, float]) -> tuple[float, str, float]:
    return times[0], peer, times[1]
