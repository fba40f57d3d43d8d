"""What lesson 15 says of networks that read names, and what its PyTorch cells say with PyTorch and without."""

import os
from importlib import import_module

import nbformat
import numpy as np
import pytest

import rnnlib as rl
from rnnlib import names
from rnnlib.ssm import unroll
from tools.notebooks import lessons

DATA = names.of_file()
SPLITS = range(20)
# How many unseen names were right in each of the 20 splits: a network that reads backwards, two that both read
# forwards, and the pair that reads from both ends. They take long, so a test repeats some of them.
BACKWARDS = [140, 139, 149, 146, 142, 136, 139, 151, 148, 147, 146, 146, 130, 139, 139, 140, 152, 142, 148, 122]
TWICE = [144, 150, 149, 160, 155, 151, 145, 151, 153, 154, 151, 149, 147, 143, 150, 151, 150, 146, 152, 144]
BOTH = [145, 147, 154, 156, 156, 152, 149, 140, 146, 149, 166, 145, 147, 139, 135, 158, 148, 154, 158, 146]
REPEATED = (0, 17)


def trained(seen, seed, sides):
    """The networks after 100 updates, one for each side: True for one that reads backwards."""
    dice = np.random.default_rng(seed)
    inputs, targets, ends = zip(*(seen.letters(side) for side in sides), strict=True)
    target, last = targets[0], ends[0]

    def loss_and_grads(networks):
        some = dice.integers(0, len(last), 64)
        T = int(last[some].argmax(axis=1).max()) + 1
        runs = [unroll(network, np.zeros((64, 24)), u[some, :T]) for network, u in zip(networks, inputs, strict=True)]
        loss, dy = rl.cross_entropy(sum(run.y for run in runs), target[some, :T], last[some, :T])
        return loss, tuple(network.blame(run, dy).params for network, run in zip(networks, runs, strict=True))

    first = tuple(rl.GRU.random(24, 26, 8, rng=dice) for _ in sides)
    return next(step.params for step in rl.adam(first, loss_and_grads, lr=0.02) if step.k == 100)


def scores(network, unseen, side=False):
    """One name after the other, without anything behind its end."""
    return np.array([rl.simulate(network, DATA.read(name)[:: -1 if side else 1]).y[-1] for name in unseen.names])


def right(said, unseen):
    return int((said.argmax(axis=1) == unseen.target).sum())


def bag_of(names_):
    """Counted letter by letter."""
    return np.array([[name.count(letter) for letter in DATA.vocab.symbols] for name in names_.names], float)


def bag(seen):
    counts, target = bag_of(seen), rl.one_hot(seen.target, 8)

    def loss_and_grads(params):
        W, b = params
        p = rl.softmax(counts @ W.T + b)
        dy = (p - target) / len(p)
        return float(-np.log(p[target == 1]).mean()), (dy.T @ counts, dy.sum(axis=0))

    steps = rl.adam((np.zeros((8, 26)), np.zeros(8)), loss_and_grads, lr=0.1)
    return next(step.params for step in steps if step.k == 200)


@pytest.fixture(scope="module")
def splits():
    """[(seen, unseen, the network that reads forwards)]"""
    parts = [DATA.split(seed) for seed in SPLITS]
    return [(seen, unseen, *trained(seen, seed, [False])) for seed, (seen, unseen) in enumerate(parts)]


@pytest.fixture(scope="module")
def forwards(splits):
    return np.array([right(scores(network, unseen), unseen) for _, unseen, network in splits])


@pytest.fixture(scope="module")
def sizes(splits):
    return np.array([len(unseen.names) for _, unseen, _ in splits])


def test_the_order_of_the_letters_is_worth_something(splits, forwards, sizes):
    counted = []
    for seen, unseen, _ in splits:
        W, b = bag(seen)
        counted.append(right(bag_of(unseen) @ W.T + b, unseen))
    network, letters = forwards / sizes, np.array(counted) / sizes
    assert (forwards > counted).sum() == 20
    assert [network.mean(), network.min(), network.max()] == pytest.approx([0.68, 0.63, 0.72], abs=0.006)
    assert [letters.mean(), letters.min(), letters.max()] == pytest.approx([0.61, 0.54, 0.66], abs=0.006)
    p, n = network[0], sizes[0]
    assert n == 211 and p == pytest.approx(0.66, abs=0.006)
    assert 1.96 * np.sqrt(p * (1 - p) / n) == pytest.approx(0.06, abs=0.005)


def test_untrained_networks_are_near_dice(splits):
    _, unseen, _ = splits[0]
    first = (rl.GRU.random(24, 26, 8, rng=np.random.default_rng(seed)) for seed in SPLITS)
    share = np.array([right(scores(network, unseen), unseen) for network in first]) / len(unseen.names)
    assert [share[0], share.min(), share.max()] == pytest.approx([0.21, 0.07, 0.22], abs=0.006)
    assert share.mean() == pytest.approx(0.14, abs=0.006)


@pytest.mark.parametrize("seed", REPEATED)
def test_what_two_networks_say_together(splits, seed):
    seen, unseen, network = splits[seed]
    (other,) = trained(seen, seed + 100, [False])
    there, back = trained(seen, seed, [False, True])
    (backwards,) = trained(seen, seed, [True])
    assert right(scores(backwards, unseen, True), unseen) == pytest.approx(BACKWARDS[seed], abs=1)
    assert right(scores(network, unseen) + scores(other, unseen), unseen) == pytest.approx(TWICE[seed], abs=1)
    assert right(scores(there, unseen) + scores(back, unseen, True), unseen) == pytest.approx(BOTH[seed], abs=1)


def test_both_ways_wins_no_more_than_twice_forwards(forwards, sizes):
    backwards, twice, both = np.array(BACKWARDS), np.array(TWICE), np.array(BOTH)
    assert (backwards / sizes).mean() == pytest.approx(0.67, abs=0.006)
    assert (both > forwards).sum() == 15 and (both == forwards).sum() == 1
    assert (twice > forwards).sum() == 20
    assert ((both > twice).sum(), (both < twice).sum()) == (10, 9)
    assert [(twice / sizes).mean(), (both / sizes).mean()] == pytest.approx([0.71, 0.71], abs=0.006)


class Lesson:
    """The cells of the lesson that PyTorch needs, run here."""

    def __init__(self):
        (path,) = lessons("15")
        self.cells = {cell.id: cell.source for cell in nbformat.read(path, as_version=4).cells}
        self.space = {}
        self.run("imports", "data", "learn", "bag")

    def run(self, *ids):
        for each in ids:
            exec(compile(self.cells[each], each, "exec"), self.space)


def said_by(lesson, capsys):
    """What the cells for PyTorch print, and how many unseen names the network is right about that they leave."""
    capsys.readouterr()
    lesson.run("torch-here", "to-torch", "torch-train")
    said, space = capsys.readouterr().out, lesson.space
    return said, right(scores(space["theirs"], space["unseen"]), space["unseen"])


@pytest.mark.torch
def test_the_cells_for_pytorch_run(capsys):
    try:
        torch = import_module("torch")
    except ImportError as error:
        if "torch" in os.environ.get("RNNLIB_REQUIRE", ""):
            pytest.fail(f"RNNLIB_REQUIRE names torch, but it cannot be imported: {error}")
        pytest.skip("torch is not installed: the cells of lesson 15 ran without it only")
    threads, lesson = torch.get_num_threads(), Lesson()
    try:
        said, count = said_by(lesson, capsys)
        stored = rl.load(names.FROM_PYTORCH).model
        net, out = torch.nn.GRU(26, 24, batch_first=True).double(), torch.nn.Linear(24, 8).double()
        weights = rl.to_torch(stored)
        net.load_state_dict({name: torch.tensor(array) for name, array in weights.arrays.items()})
        out.load_state_dict({"weight": torch.tensor(weights.W_yx), "bias": torch.tensor(weights.b_y)})
        u = DATA.read("Padilla")
        theirs = out(net(torch.tensor(u))[0]).detach().numpy()
    finally:
        torch.set_num_threads(threads)
    assert said == "True\n" and count == 148
    for name, array in stored._asdict().items():
        np.testing.assert_allclose(getattr(lesson.space["theirs"], name), array, rtol=0, atol=1e-6, err_msg=name)
    np.testing.assert_allclose(rl.simulate(stored, u).y, theirs, rtol=0, atol=1e-11)


def test_without_pytorch_they_say_what_to_do_and_take_the_stored_network(capsys):
    lesson = Lesson()

    def missing(name):
        raise ImportError(f"No module named {name!r}")

    lesson.space["import_module"] = missing
    assert said_by(lesson, capsys) == (
        "PyTorch is not here. In a terminal: pip install torch. Then restart the kernel, and run all cells.\n",
        148,
    )
