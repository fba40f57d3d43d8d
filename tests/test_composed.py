"""Models made of models, against the same written as loops, central differences, and sums by hand."""

import numpy as np
import pytest

import rnnlib as rl
from rnnlib.ssm import Trajectory
from tests.nudges import near


def rng(seed=0):
    return np.random.default_rng(seed)


def disturbed(model, seed=1):
    """No weight is 0."""
    vector, unflatten = rl.flatten(model)
    return unflatten(vector + rng(seed).normal(0, 0.3, vector.shape))


def stack():
    """Three layers of three kinds, with and without a readout of their own; 4 inputs, 2 outputs."""
    layers = (
        rl.LSTM.random(6, 4, None, rng=rng(0)),
        rl.GRU.random(5, 3, 7, rng=rng(1)),
        rl.RNN.random(2, 7, 3, rng=rng(2)),
    )
    return disturbed(rl.Stacked([*layers, rl.GRU.with_reset("before").random(2, 3, None, rng=rng(3))]))


def both():
    """Two layers of both ways: 3 inputs; below, 2 + 4 outputs; above, 1 + 3."""
    below = rl.Bidirectional(rl.GRU.random(2, 3, None, rng=rng(0)), rl.LSTM.random(8, 3, None, rng=rng(1)))
    return disturbed(rl.Bidirectional(rl.RNN.random(5, 6, 1, rng=rng(2)), rl.GRU.random(3, 6, None, rng=rng(3)), below))


@pytest.mark.parametrize("batch", [(), (1,), (3,), (2, 3)])
@pytest.mark.parametrize("T", [1, 6])
def test_a_stack_is_f_after_f_and_one_layer_after_the_other(batch, T):
    model, u, x0 = stack(), rng().normal(size=(*batch, T, 4)), rng(1).normal(size=(*batch, 15))
    assert model.sizes == (15, 4, 2)
    run, x, below, place = rl.simulate(model, u, x0), x0, u, 0
    for t in range(T):
        x = model.f(x, u[..., t, :])
        near(run.x[..., t, :], x, 1e-13)
        near(run.y[..., t, :], model.h(x), 1e-13)
    for layer in model.layers:
        n_x = layer.sizes[0]
        each = rl.simulate(layer, below, x0[..., place : place + n_x])
        near(run.x[..., place : place + n_x], each.x, 0)
        below, place = each.y, place + n_x
    near(run.y, below, 0)


@pytest.mark.parametrize("batch", [(), (3,)])
def test_every_gradient_of_a_stack_agrees_with_central_differences(batch):
    model, u, x0 = stack(), rng().normal(size=(*batch, 4, 4)), rng(1).normal(size=(*batch, 15))
    dy = rng(2).normal(size=(*batch, 4, 2))

    def loss(model=model, u=u, x0=x0):
        return float((dy * rl.simulate(model, u, x0).y).sum())

    run = rl.simulate(model, u, x0)
    gradients = model.backward(run, dy)
    assert type(gradients.params) is rl.Stacked
    near(rl.flatten(gradients.params)[0], rl.flatten(rl.numerical_gradient(loss, model))[0], 1e-7)
    near(gradients.x0, rl.numerical_gradient(lambda x0: loss(x0=x0), x0), 1e-7)
    near(gradients.u, rl.numerical_gradient(lambda u: loss(u=u), u), 1e-7)
    alone = model.backward(Trajectory(*run), dy)
    near(rl.flatten(alone.params)[0], rl.flatten(gradients.params)[0], 1e-12)
    near(alone.x, gradients.x, 1e-12)


def test_the_gradient_of_a_lower_state_goes_through_the_layer_above_too():
    """x1_t = x1_{t-1} + u_t, x2_t = x2_{t-1} + x1_t, y = x2: y_3 holds x1_1 three times, x1_2 twice, x1_3 once."""
    one, zero = np.ones((1, 1)), np.zeros(1)
    add = rl.RNN.with_activation("none")(one, one, zero, None, None)
    model = rl.Stacked([add, add])
    run = rl.simulate(model, np.array([[1.0], [1.0], [1.0]]))
    assert run.x.tolist() == [[1, 1], [2, 3], [3, 6]]
    gradients = model.backward(run, np.array([[0.0], [0.0], [1.0]]))
    assert gradients.x.tolist() == [[3, 1], [2, 1], [1, 1]]
    assert gradients.x0.tolist() == [3, 1] and gradients.u.ravel().tolist() == [3, 2, 1]


def test_a_stack_of_one_is_its_layer_and_stacks_may_be_stacked():
    layers = stack().layers
    u, dy = rng().normal(size=(3, 5, 4)), rng(1).normal(size=(3, 5, 2))
    flat, nested = rl.Stacked(layers), rl.Stacked([rl.Stacked(layers[:2]), rl.Stacked(layers[2:])])
    ours, theirs = rl.simulate(nested, u), rl.simulate(flat, u)
    near(ours.x, theirs.x, 0)
    near(
        rl.flatten(nested.backward(ours, dy).params)[0],
        rl.flatten(flat.backward(theirs, dy).params)[0],
        0,
    )
    single, run = rl.Stacked(layers[:1]), rl.simulate(layers[0], u)
    near(rl.simulate(single, u).x, run.x, 0)


def test_a_stack_writes_in_a_closed_loop_and_learns():
    model = rl.Stacked([rl.GRU.random(8, 4, None, rng=rng()), rl.GRU.random(8, 8, 4, rng=rng(1))])
    loop = rl.rollout(model, np.eye(4)[0], rl.sampler(temperature=0), T=6)
    near(rl.simulate(model, loop.u).y, loop.y, 1e-13)
    u, target = rl.next_symbols("hello", rl.Vocab.of("hello"))

    def loss_and_grads(model):
        run = rl.simulate(model, u)
        loss, dy = rl.cross_entropy(run.y, target)
        return loss, model.backward(run, dy).params

    for step in rl.adam(model, loss_and_grads, lr=0.03):
        if step.k == 150:
            break
    assert type(step.params) is rl.Stacked and step.loss < 0.05


@pytest.mark.parametrize("batch", [(), (1,), (3,)])
@pytest.mark.parametrize("T", [1, 6])
def test_both_ways_are_two_runs_of_which_one_is_turned(batch, T):
    """Written as loops over the instants, one upwards and one downwards."""
    model, u = both().below, rng().normal(size=(*batch, T, 3))
    x0 = rng(1).normal(size=(*batch, 2)), rng(2).normal(size=(*batch, 8))
    reading = model.read(u, x0)
    there, back = x0
    for t in range(T):
        there = model.there.f(there, u[..., t, :])
        near(reading.y[..., t, :2], model.there.h(there), 1e-13)
    for t in reversed(range(T)):
        back = model.back.f(back, u[..., t, :])
        near(reading.y[..., t, 2:], model.back.h(back), 1e-13)
    assert reading.y.shape == (*batch, T, 6)


def test_the_upper_layer_reads_what_both_say_below():
    model, u = both(), rng().normal(size=(3, 5, 3))
    assert model.sizes == (18, 3, 4) and model.read(u).y.shape == (3, 5, 4)
    near(model.read(u).y, model._replace(below=None).read(model.below.read(u).y).y, 0)


@pytest.mark.parametrize("batch", [(), (3,)])
def test_every_gradient_of_both_ways_agrees_with_central_differences(batch):
    model, u, dy = both(), rng().normal(size=(*batch, 4, 3)), rng(1).normal(size=(*batch, 4, 4))
    x0 = tuple(rng(k).normal(size=(*batch, n)) for k, n in enumerate((5, 3)))
    x0 = (*x0, tuple(rng(k).normal(size=(*batch, n)) for k, n in enumerate((2, 8))))

    def loss(model=model, u=u, x0=x0):
        return float((dy * model.read(u, x0).y).sum())

    reading = model.read(u, x0)
    gradients = model.backward(reading, dy)
    near(rl.flatten(gradients.params)[0], rl.flatten(rl.numerical_gradient(loss, model))[0], 1e-7)
    near(rl.flatten(gradients.x0)[0], rl.flatten(rl.numerical_gradient(lambda x0: loss(x0=x0), x0))[0], 1e-7)
    near(gradients.u, rl.numerical_gradient(lambda u: loss(u=u), u), 1e-7)
    assert gradients.x[1].shape == reading.back.x.shape and gradients.x[2][0].shape == reading.below.there.x.shape


def test_both_ways_learn_what_one_way_cannot():
    """Was the last symbol of the text an a? Asked at the first: one way must guess, the other has read it."""
    u = np.eye(2)[rng().integers(0, 2, (32, 6))]
    target, weight = u[:, -1:, 1].astype(int).repeat(6, axis=1), np.eye(6)[:1].repeat(32, axis=0)

    def loss_and_grads(model):
        reading = model.read(u)
        loss, dy = rl.cross_entropy(reading.there.y + reading.back.y[:, ::-1], target, weight)
        return loss, model.backward(reading, np.concatenate([dy, dy], axis=-1)).params

    model = rl.Bidirectional(rl.GRU.random(6, 2, 2, rng=rng(1)), rl.GRU.random(6, 2, 2, rng=rng(2)))
    for step in rl.adam(model, loss_and_grads, lr=0.03):
        if step.k == 150:
            break
    assert type(step.params) is rl.Bidirectional and step.loss < 0.05


U = np.zeros((3, 5, 3))
TANK = rl.Linear(*np.ones((3, 1, 1)))
PAIRED = [rl.Stacked([TANK])] * 2
PAIR = both().below


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: rl.Stacked(5), "Stacked should be made of a list of models. It came as 5. Try Stacked([model])."),
        (lambda: rl.simulate(rl.Stacked([]), U), "Stacked should have at least one layer."),
        (
            lambda: rl.simulate(rl.Stacked([TANK, "GRU"]), U),
            "layer 2 should be a state-space model, with sizes, f and h",
        ),
        (lambda: rl.simulate(rl.Stacked(TANK), U), "layer 1 should be a state-space model"),
        (
            lambda: rl.simulate(rl.Stacked([TANK, rl.GRU.random(2, 3, 1, rng=rng())]), np.zeros((5, 1))),
            "Layer 2 should take what layer 1 gives, 1 number at each instant. It takes 3.",
        ),
        (lambda: rl.simulate(stack(), U), "u, the inputs, should have the shape (T, 4)"),
        (
            lambda: rl.Stacked([TANK]).backward(rl.simulate(rl.Stacked([TANK]), np.zeros((5, 1))), np.zeros((5, 1))),
            "layer 1 should be a network that learns, as RNN, LSTM and GRU are. It is a Linear, which has no backward.",
        ),
        (
            lambda: rl.Stacked([rl.Stacked([TANK])]).backward(rl.simulate(TANK, U[..., :1]), U[..., :1]),
            "layer 1 of layer 1 should be a network that learns, as RNN, LSTM and GRU are. It is a Linear,",
        ),
        (
            lambda: rl.Bidirectional(*PAIRED).backward(rl.Bidirectional(*PAIRED).read(U[..., :1]), U[..., :2]),
            "layer 1 of there should be a network that learns",
        ),
        (
            lambda: rl.Stacked([rl.GRU.random(4, 3, 2, rng=rng())]).backward(
                rl.simulate(rl.RNN.random(4, 3, 2, rng=rng()), U), U[..., :2]
            ),
            "of the kind Stacked. It came from another, of the kind RNN. Try run = simulate(model, u).",
        ),
        (lambda: rl.simulate(PAIR, U), "model should be a state-space model"),
        (lambda: PAIR.read(U[..., :2]), "u, the inputs, should have the shape (T, 3)"),
        (lambda: PAIR.read(np.zeros(3)), "u, the inputs, should have the shape (T, 3): one row for each instant"),
        (lambda: PAIR.read(U, np.zeros(2)), "x0 should be a pair, one for each of there, back. It came as array"),
        (lambda: both().read(U, (None, None)), "x0 should be three, one for each of there, back, below."),
        (
            lambda: PAIR.read(U[0], (np.zeros((2, 2)), np.zeros(8))),
            "x0 should have as many rows for there as for back. They came as (2, 2) and (8,).",
        ),
        (lambda: PAIR._replace(back="GRU").read(U), "back should be a state-space model"),
        (
            lambda: PAIR._replace(back=TANK).read(U),
            "there and back should read the same inputs. there takes 3 numbers at each instant, back takes 1.",
        ),
        (lambda: both()._replace(below=TANK).read(U), "below should be a Bidirectional. It came as Linear"),
        (lambda: PAIR._replace(below=PAIR).read(U), "there and back should take what below gives, 6 numbers at each"),
        (lambda: PAIR.backward(PAIR.read(U), np.zeros((3, 5, 5))), "dy should have the shape of y, (3, 5, 6). It came"),
        (lambda: PAIR.backward(PAIR.read(U).there, U), "reading should be a BothWays. It came as"),
        (
            lambda: PAIR.backward(both().read(U), np.zeros((3, 5, 4))),
            "run should be a run of this model, with 2 states",
        ),
        (lambda: PAIR.backward(PAIR.read(U)._replace(below=PAIR.read(U)), np.zeros((3, 5, 6))), "of as many layers"),
        (
            lambda: PAIR.backward(PAIR.read(U)._replace(back=PAIR.read(U[:, :2]).back), np.zeros((3, 5, 6))),
            "there and back should be of the same instants as y, (3, 5). back came with (3, 2).",
        ),
        (
            lambda: rl.Bidirectional(TANK, TANK).backward(rl.Bidirectional(TANK, TANK).read(U[..., :1]), U[..., :2]),
            "there should be a network that learns",
        ),
    ],
)
def test_what_does_not_fit_is_answered_with_a_sentence(call, sentence):
    with pytest.raises(rl.InputError) as caught:
        call()
    assert sentence in str(caught.value)
