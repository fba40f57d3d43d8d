"""Losses, steps and gradients against closed forms and central differences. PyTorch: test_torch.py."""

import itertools
import math
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

import rnnlib as rl

scores = arrays(np.float64, array_shapes(min_dims=1, max_dims=3, max_side=4), elements=st.floats(-50, 50))


class Learned(NamedTuple):
    model: rl.RNN
    x0: np.ndarray


class Nest(NamedTuple):
    a: np.ndarray
    inner: tuple
    b: np.ndarray


def near(a, b, tolerance):
    assert a.shape == b.shape
    assert np.abs(a - b).max(initial=0) <= tolerance


def take(steps, n):
    return list(itertools.islice(steps, n))


@given(scores, st.floats(-1e3, 1e3))
def test_softmax_is_positive_adds_to_one_and_ignores_a_shift(y, shift):
    p = rl.softmax(y)
    assert p.shape == y.shape and (p > 0).all()
    near(p.sum(axis=-1), np.ones(y.shape[:-1]), 1e-12)
    near(rl.softmax(y + shift), p, 1e-10)


def test_softmax_of_two_is_the_logistic_function():
    near(rl.softmax(np.array([1.7, 0.0]))[:1], np.array([1 / (1 + math.exp(-1.7))]), 1e-15)


def test_softmax_of_very_large_scores():
    assert rl.softmax(np.array([1e308, -1e308, 0.0])).tolist() == [1, 0, 0]


@pytest.mark.parametrize("dtype", [np.uint8, np.int8, np.int64, bool])
def test_softmax_of_whole_numbers_does_not_wrap_round(dtype):
    y = np.array([0, 1, 1], dtype)
    near(rl.softmax(y), np.array([1, math.e, math.e]) / (1 + 2 * math.e), 1e-15)
    near(rl.softmax([0, 1, 1]), rl.softmax(y), 0)


def test_a_mean_of_many_half_precision_numbers_is_right():
    """70,000 ones are more than a float16 can hold, which ends at 65504."""
    near(rl.softmax(np.zeros(70_000, np.float16)), np.full(70_000, np.float32(1 / 70_000)), 1e-9)
    y = np.zeros((70_000, 2), np.float16)
    loss, dy = rl.cross_entropy(y, np.zeros(70_000, int), np.ones(70_000, np.float16))
    assert loss == pytest.approx(math.log(2), rel=1e-4)
    near(dy, np.tile(np.float32([-0.5, 0.5]) / 70_000, (70_000, 1)), 1e-9)


@pytest.mark.parametrize("size", [1e308, 1.7e308, 5e-324, 1e-300, 2.0**1023])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_only_the_proportions_of_the_weights_count(size, dtype):
    y, target = np.random.default_rng(0).normal(size=(3, 4)).astype(dtype), np.array([1, 2, 0])
    loss, dy = rl.cross_entropy(y, target, np.full(3, size))
    mean, slope = rl.cross_entropy(y, target)
    assert loss == pytest.approx(mean, rel=1e-6)
    near(dy, slope, 1e-7)
    assert dy.dtype == dtype


@given(scores, st.data())
def test_cross_entropy_and_its_gradient(y, data):
    K = y.shape[-1]
    target = data.draw(arrays(int, y.shape[:-1], elements=st.integers(0, K - 1)))
    weight = data.draw(arrays(float, y.shape[:-1], elements=st.sampled_from([0.0, 1.0, 2.5])))
    for w in (None, weight) if weight.sum() > 0 else (None,):
        loss, dy = rl.cross_entropy(y, target, w)
        share = np.ones(y.shape[:-1]) if w is None else w
        by_hand = -np.log(np.take_along_axis(rl.softmax(y), target[..., None], axis=-1)[..., 0])
        assert loss == pytest.approx((share * by_hand).sum() / share.sum(), rel=1e-9, abs=1e-12)
        assert type(loss) is float and loss >= 0
        near(dy.sum(axis=-1), np.zeros(y.shape[:-1]), 1e-12)
        near(dy, rl.numerical_gradient(lambda y, w=w: rl.cross_entropy(y, target, w)[0], y), 1e-6)


def test_cross_entropy_of_scores_that_are_far_apart():
    loss, dy = rl.cross_entropy(np.array([[0.0, 1e5]]), np.array([0]))
    assert (loss, dy.tolist()) == (1e5, [[-1.0, 1.0]])
    assert rl.cross_entropy(np.array([[0.0, 1e5]]), np.array([1]))[0] == 0


def test_an_instant_of_weight_zero_does_not_count():
    y = np.random.default_rng(0).normal(size=(2, 3, 4))
    target, weight = np.array([[1, 2, 0], [3, 0, 0]]), np.array([[1.0, 1.0, 0.0], [1.0, 0.0, 0.0]])
    loss, dy = rl.cross_entropy(y, target, weight)
    lone = [rl.cross_entropy(y[i, t][None], target[i, t][None])[0] for i, t in ((0, 0), (0, 1), (1, 0))]
    assert loss == pytest.approx(np.mean(lone), rel=1e-12)
    assert not dy[weight == 0].any()


def test_equal_scores_cost_log_k_and_the_best_guess_between_two_costs_log_2():
    assert rl.cross_entropy(np.zeros((5, 7)), np.zeros(5, int))[0] == pytest.approx(math.log(7))
    y = np.log(np.array([[1e-300, 0.5, 0.5], [1e-300, 0.5, 0.5]]))
    assert rl.cross_entropy(y, np.array([1, 2]))[0] == pytest.approx(math.log(2))


@given(scores)
def test_mse_and_its_gradient(y):
    target = np.sin(np.arange(y.size)).reshape(y.shape)
    loss, dy = rl.mse(y, target)
    assert type(loss) is float and loss == pytest.approx(np.mean((y - target) ** 2))
    near(dy, rl.numerical_gradient(lambda y: rl.mse(y, target)[0], y), 1e-5)


def test_losses_keep_float32():
    y = np.random.default_rng(0).normal(size=(3, 4)).astype(np.float32)
    assert rl.cross_entropy(y, [0, 1, 2])[1].dtype == np.float32
    assert rl.cross_entropy(y, [0, 1, 2], np.ones(3))[1].dtype == np.float32
    assert rl.mse(y, np.zeros((3, 4)))[1].dtype == np.float32
    assert rl.softmax(y).dtype == np.float32


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_flatten_there_and_back_keeps_types_shapes_and_numbers(dtype):
    rng = np.random.default_rng(0)
    model = rl.RNN.with_activation("relu").random(3, 2, 4, rng=rng)
    inner = (Learned(model, rng.normal(size=3)), np.array(2.0))
    params = Nest(rng.normal(size=(2, 1, 3)), inner, np.zeros((0, 2)))
    leaves = [params.a, *model, params.inner[0].x0, params.inner[1], params.b]
    vector, unflatten = rl.flatten(params)
    assert vector.tolist() == [number for leaf in leaves for number in np.ravel(leaf)]
    back = unflatten(vector.astype(dtype))
    assert type(back) is Nest and type(back.inner) is tuple and type(back.inner[0]) is Learned
    assert type(back.inner[0].model) is type(model)
    returned = [back.a, *back.inner[0].model, back.inner[0].x0, back.inner[1], back.b]
    for ours, theirs in zip(returned, leaves, strict=True):
        assert ours.dtype == dtype
        near(ours, theirs.astype(dtype), 0)


def test_what_is_none_stays_none():
    start = Learned(rl.RNN.random(2, 1, 1, rng=np.random.default_rng(0)), None)
    vector, unflatten = rl.flatten(start)
    assert vector.shape == (2 * 2 + 2 + 2 + 2 + 1,) and unflatten(vector).x0 is None
    u, dy = np.ones((3, 1)), np.ones((3, 1))

    def loss_and_grads(learned):
        run = rl.simulate(learned.model, u, learned.x0)
        return float(run.y.sum()), Learned(learned.model.backward(run, dy).params, None)

    steps = take(rl.adam(start, loss_and_grads), 3)
    assert all(step.params.x0 is None for step in steps) and steps[2].loss < steps[0].loss
    assert rl.clip(start, 0.1).x0 is None
    assert rl.numerical_gradient(lambda learned: loss_and_grads(learned)[0], start).x0 is None


def test_flatten_makes_floats_of_whole_numbers_and_leaves_the_parameters_alone():
    params = rl.Linear(A=np.array([[1]]), B=np.array([[2]]), C=np.array([[3]]))
    vector, unflatten = rl.flatten(params)
    vector += 1
    assert vector.dtype == np.float64 and params.A[0, 0] == 1 and unflatten(vector).C[0, 0] == 4


def bowl(w):
    """L = w.w / 2, so that the gradient is w."""
    return float(w @ w) / 2, w


def test_gradient_descent_is_a_power_of_one_minus_the_rate():
    steps = take(rl.sgd(np.array([8.0, -4.0]), bowl, lr=0.25), 6)
    assert [step.k for step in steps] == [0, 1, 2, 3, 4, 5]
    for step in steps:
        near(step.params, 0.75**step.k * np.array([8.0, -4.0]), 1e-15)
        assert step.loss == bowl(step.params)[0]
        near(step.grads, step.params, 0)


def test_adam_begins_with_a_step_of_the_rate_whatever_the_gradient():
    for size in (1e-3, 1.0, 1e6):
        first, second = take(rl.adam(np.array([size, -size]), bowl, lr=0.1), 2)
        near(second.params - first.params, np.array([-0.1, 0.1]), 1e-5)


def test_adam_as_it_is_written():
    lr, beta1, beta2, eps = 0.05, 0.8, 0.95, 1e-3
    w, m, v = np.array([1.0, -2.0]), np.zeros(2), np.zeros(2)
    steps = rl.adam(w, lambda w: (float((w**4).sum()), 4 * w**3), lr=lr, beta1=beta1, beta2=beta2, eps=eps)
    for k in range(1, 8):
        near(next(steps).params, w, 1e-14)
        g = 4 * w**3
        m, v = beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
        w = w - lr * (m / (1 - beta1**k)) / (np.sqrt(v / (1 - beta2**k)) + eps)


@pytest.mark.parametrize("train", [rl.sgd, rl.adam])
def test_step_zero_is_the_beginning_and_earlier_steps_keep_their_numbers(train):
    w = np.array([3.0, 1.0])
    steps = take(train(w, bowl, lr=0.1), 4)
    assert steps[0].params.tolist() == [3, 1] == w.tolist()
    assert len({step.params[0] for step in steps}) == 4
    again = take(train(w, bowl, lr=0.1), 4)
    assert all(np.array_equal(a.params, b.params) for a, b in zip(steps, again, strict=True))


@pytest.mark.parametrize("train", [rl.sgd, rl.adam])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_training_keeps_the_dtype(train, dtype):
    vocab = rl.Vocab.of("hello")
    u, target = rl.next_symbols("hello", vocab)
    model = rl.RNN(*(w.astype(dtype) for w in rl.RNN.random(3, 4, 4, rng=np.random.default_rng(0))))

    def loss_and_grads(model):
        run = rl.simulate(model, u.astype(dtype))
        loss, dy = rl.cross_entropy(run.y, target)
        return loss, model.backward(run, dy).params

    for step in take(train(model, loss_and_grads, lr=0.1), 3):
        assert type(step.params) is type(step.grads) is rl.RNN
        assert {w.dtype for w in (*step.params, *step.grads)} == {np.dtype(dtype)}


@pytest.mark.parametrize("train", [rl.sgd, rl.adam])
@pytest.mark.parametrize("lr", [1e30, 1e200, 1.7e308])
def test_a_training_that_runs_away_ends_in_a_sentence(train, lr):
    u, target = rl.next_symbols("hello", rl.Vocab.of("hello"))

    def loss_and_grads(model):
        run = rl.simulate(model, u)
        loss, dy = rl.cross_entropy(run.y, target)
        return loss, model.backward(run, dy).params

    steps = train(rl.RNN.random(3, 4, 4, rng=np.random.default_rng(0)), loss_and_grads, lr=lr)
    try:
        assert all(np.isfinite(step.loss) for step in take(steps, 50))
    except rl.InputError as error:
        assert "smaller" in str(error)
    else:
        assert lr < 1.7e308  # a saturated network may bear very large weights


def test_an_initial_state_is_learned_beside_the_weights():
    rng = np.random.default_rng(0)
    start = Learned(rl.RNN.random(4, 2, 3, rng=rng), rl.initial_state("zero", 4))
    u, target = rng.normal(size=(5, 6, 2)), rng.integers(0, 3, (5, 6))

    def loss_and_grads(learned):
        run = rl.simulate(learned.model, u, learned.x0)  # one x0 for all five
        loss, dy = rl.cross_entropy(run.y, target)
        gradients = learned.model.backward(run, dy)
        return loss, Learned(gradients.params, gradients.x0.sum(axis=0))

    numerical = rl.numerical_gradient(lambda learned: loss_and_grads(learned)[0], start)
    near(loss_and_grads(start)[1].x0, numerical.x0, 1e-8)
    steps = take(rl.adam(start, loss_and_grads, lr=0.05), 60)
    assert type(steps[-1].params) is Learned and type(steps[-1].params.model) is rl.RNN
    assert np.abs(steps[-1].params.x0).min() > 0.01
    assert steps[-1].loss < 0.7 * steps[0].loss


@given(arrays(np.float64, st.integers(1, 5), elements=st.floats(-1e3, 1e3)), st.floats(0.1, 10))
def test_clipping_keeps_the_direction_and_bounds_the_length(g, max_norm):
    clipped = rl.clip(Nest(g, (g[:1],), 2 * g), max_norm)
    before, after = rl.flatten(Nest(g, (g[:1],), 2 * g))[0], rl.flatten(clipped)[0]
    assert type(clipped) is Nest
    assert np.linalg.norm(after) <= max_norm * (1 + 1e-12)
    if np.linalg.norm(before) <= max_norm:
        assert np.array_equal(before, after)
    else:
        near(after / max_norm, before / np.linalg.norm(before), 1e-9)


def test_clipping_what_has_exploded():
    near(rl.clip(np.array([3e200, 4e200]), 1.0), np.array([0.6, 0.8]), 1e-15)
    near(rl.clip(np.full(2, 1.7e308), 1.0), np.full(2, math.sqrt(0.5)), 1e-15)
    near(rl.clip(np.full(4, np.float16(6e4)), 1.0), np.full(4, np.float16(0.5)), 0)
    near(rl.clip(np.array([3e-320, 4e-320]), 1.0), np.array([3e-320, 4e-320]), 0)
    assert rl.clip(np.array([3e30, 4e30], np.float32), 1.0).dtype == np.float32
    assert rl.clip(np.zeros(3), 1.0).tolist() == [0, 0, 0]


def test_the_numerical_gradient_has_the_type_of_the_parameters_and_double_precision():
    params = Nest(np.float32([1.0, 2.0]), (np.float32(3.0),), np.float32([[4.0]]))
    slopes = rl.numerical_gradient(lambda p: float((p.a**2).sum() + p.inner[0] ** 3 + p.b[0, 0]), params)
    assert type(slopes) is Nest and slopes.a.dtype == np.float64
    near(rl.flatten(slopes)[0], np.array([2.0, 4.0, 27.0, 1.0]), 1e-6)


Y = np.zeros((2, 3, 4))
T = np.zeros((2, 3), int)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (
            lambda: rl.cross_entropy(Y, T + 4),
            "target, the number of the right symbol, should be a whole number from 0 to 3. It holds 4.",
        ),
        (lambda: rl.cross_entropy(Y, T - 1), "from 0 to 3. It holds -1."),
        (
            lambda: rl.cross_entropy(Y, T + 0.5),
            "target, the number of the right symbol, should be a whole number",
        ),
        (
            lambda: rl.cross_entropy(Y, T[0]),
            "target should have the shape (2, 3): one number for each instant of y",
        ),
        (lambda: rl.cross_entropy(Y, Y), "should be a whole number from 0 to 3. It came as"),
        (lambda: rl.cross_entropy(Y, T, np.ones(3)), "weight should have the shape (2, 3)"),
        (lambda: rl.cross_entropy(Y, T, np.zeros((2, 3))), "at least one greater than 0."),
        (lambda: rl.cross_entropy(Y, T, -np.ones((2, 3))), "weight should hold numbers of at least 0"),
        (
            lambda: rl.cross_entropy(Y + np.nan, T),
            "y should hold finite numbers only, but y[0, 0, 0] is nan.",
        ),
        (
            lambda: rl.cross_entropy(np.zeros((0, 4)), np.zeros(0, int)),
            "y, the scores, should have the shape (T, K)",
        ),
        (
            lambda: rl.cross_entropy(np.array([[1e308, -1e308]]), [1]),
            "The loss is no longer a number that a computer",
        ),
        (
            lambda: rl.mse(np.array([1e300]), np.zeros(1)),
            "The loss is no longer a number that a computer can hold",
        ),
        (
            lambda: rl.mse(np.zeros(3), np.zeros((3, 1))),
            "target should have the shape of y, (3,). It came as (3, 1).",
        ),
        (
            lambda: rl.adam(np.zeros(2), bowl, lr=0),
            "lr, the learning rate, should be a number greater than 0.",
        ),
        (lambda: rl.adam(np.zeros(2), bowl, beta1=1), "beta1, how much of the mean gradient is kept, should be"),
        (lambda: rl.adam(np.zeros(2), bowl, beta2=1.0), "of at least 0 and less than 1. It came as 1.0."),
        (lambda: rl.adam(np.zeros(2), bowl, beta2=-0.1), "of at least 0 and less than 1. It came as -0.1."),
        (lambda: rl.adam(np.zeros(2), bowl, eps=math.nan), "eps, what keeps the divisor from zero, should be"),
        (lambda: rl.adam(np.zeros(2), bowl, eps=0), "a number greater than 0. It came as 0."),
        (lambda: rl.sgd({"w": np.ones(2)}, bowl), "params should be an array of real numbers, or a NamedTuple"),
        (lambda: rl.sgd(np.array([1.0, math.nan]), bowl), "params should hold finite numbers only"),
        (lambda: take(rl.sgd(np.ones(2), lambda w: None), 1), "the loss and its gradients. It returned None."),
        (lambda: take(rl.sgd(np.ones(2), lambda w: w), 1), "should return two things"),
        (lambda: take(rl.sgd(np.ones(2), lambda w: (0.0, None)), 2), "[(2,)]. They came as []."),
        (lambda: take(rl.sgd(np.ones(2), lambda w: (0.0, 1j * w)), 2), "grads should be an array of real numbers"),
        (
            lambda: take(rl.sgd(np.ones(2), lambda w: (0.0, w * math.nan)), 2),
            "After 1 step a parameter is no longer a number that a computer can hold. Train again with a smaller",
        ),
        (lambda: take(rl.adam(np.ones(2), lambda w: (0.0, w * math.inf)), 2), "After 1 step a parameter is no"),
        (lambda: rl.softmax([]), "y, the scores, should have at least one score in each row. It came as (0,)."),
        (lambda: rl.softmax(3.0), "at least one score in each row. It came as ()."),
        (lambda: rl.softmax("abc"), "y should be an array of numbers. It came as 'abc'."),
        (lambda: rl.softmax([0.0, math.nan]), "y should hold finite numbers only, but y[1] is nan."),
        (lambda: rl.softmax([0.0, math.inf]), "y[1] is inf."),
        (lambda: rl.softmax(np.ma.array([1.0, 2.0], mask=[0, 1])), "y should be an array without a mask"),
        (lambda: rl.cross_entropy(Y, [[0, 1, 2], [0]]), "target should be an array of numbers. Its rows have unequal"),
        (lambda: rl.cross_entropy(Y, T, np.full((2, 3), math.inf)), "weight should hold finite numbers only"),
        (lambda: rl.mse(np.zeros((0, 1)), np.zeros((0, 1))), "should hold at least one number. It came empty"),
        (lambda: rl.flatten(np.ones(2, complex)), "params should be an array of real numbers"),
        (lambda: rl.flatten(None), "params should hold at least one array of numbers. It came as None."),
        (lambda: rl.flatten(()), "params should hold at least one array of numbers. It came as ()."),
        (lambda: rl.flatten("abc"), "params should be an array of real numbers"),
        (lambda: rl.flatten([np.ones(2), np.ones(3)]), "params should be an array of numbers. Its rows have unequal"),
        (lambda: rl.flatten(np.ma.masked_less(np.ones(2), 5)), "params should be an array without a mask"),
        (lambda: rl.flatten(np.ones(3))[1](np.ones(4)), "(3,), one place for each number of the parameters. It came"),
        (lambda: rl.flatten(np.ones(3))[1](np.ones(2)), "It came as (2,)."),
        (lambda: rl.clip(np.array([1.0, math.inf]), 1.0), "grads should hold finite numbers only, but grads[1] is inf"),
        (lambda: rl.clip(np.array([1.0, math.nan]), 1.0), "grads should hold finite numbers only, but grads[1] is nan"),
        (lambda: rl.numerical_gradient(np.sum, np.ones(2), eps=0), "eps, how far each number is moved, should be a"),
        (
            lambda: rl.numerical_gradient(lambda w: math.nan, np.ones(2)),
            "the numerical gradient should hold finite numbers only",
        ),
        (
            lambda: rl.sgd(np.zeros(2), bowl, lr=math.inf),
            "lr, the learning rate, should be a number greater than 0.",
        ),
        (
            lambda: rl.clip(np.ones(2), 0),
            "max_norm, the greatest length of a gradient, should be a number greater",
        ),
        (
            lambda: take(rl.sgd(np.zeros(2), lambda w: (0.0, np.zeros((3, 2)))), 2),
            "the shapes of the parameters, [(2,)]. They came as [(3, 2)]. If one parameter",
        ),
    ],
)
def test_what_does_not_fit_is_answered_with_a_sentence(call, sentence):
    with pytest.raises(rl.InputError) as caught:
        call()
    assert sentence in str(caught.value)
