"""The recurrent network against central differences, a loop, and closed forms. PyTorch: test_torch.py."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import rnnlib as rl
from tests.nudges import agree, near, states_agree, weighted_sum

sizes = st.integers(1, 5)


def case(activation, batch, T, n_x, n_u, n_y, seed=0):
    rng = np.random.default_rng(seed)
    model = rl.RNN.with_activation(activation).random(n_x, n_u, n_y, rng=rng)
    model = model._replace(b_x=rng.normal(size=n_x), b_y=rng.normal(size=n_y))
    u, dy = rng.normal(size=(*batch, T, n_u)), rng.normal(size=(*batch, T, n_y))
    return model, u, rng.uniform(-1, 1, (*batch, n_x)), dy


@pytest.mark.parametrize("activation", rl.ACTIVATIONS)
@pytest.mark.parametrize("batch", [(), (1,), (3,), (2, 3)])
@pytest.mark.parametrize(("T", "n_x", "n_u", "n_y"), [(6, 4, 3, 2), (1, 3, 4, 5), (4, 1, 2, 3), (1, 1, 1, 1)])
def test_every_gradient_agrees_with_central_differences(activation, batch, T, n_x, n_u, n_y):
    model, u, x0, dy = case(activation, batch, T, n_x, n_u, n_y)
    run = rl.simulate(model, u, x0)
    gradients = model.backward(run, dy)
    agree(gradients, model, u, x0, dy, 1e-6)
    states_agree(gradients, run, model, u, dy, 1e-6)


@given(st.sampled_from(list(rl.ACTIVATIONS)), sizes, sizes, sizes, sizes, sizes, st.integers(0, 10**6))
def test_a_batch_equals_a_loop_over_its_sequences(activation, N, T, n_x, n_u, n_y, seed):
    model, u, x0, dy = case(activation, (N,), T, n_x, n_u, n_y, seed)
    run = rl.simulate(model, u, x0)
    together = model.backward(run, dy)
    one_by_one = [rl.simulate(model, u[i], x0[i]) for i in range(N)]
    alone = [model.backward(each, dy[i]) for i, each in enumerate(one_by_one)]
    for name in rl.Trajectory._fields:
        near(getattr(run, name), np.stack([getattr(each, name) for each in one_by_one]), 1e-12)
    for name in ("x", "x0", "u"):
        near(getattr(together, name), np.stack([getattr(each, name) for each in alone]), 1e-11)
    for name in rl.RNN._fields:
        near(getattr(together.params, name), sum(getattr(each.params, name) for each in alone), 1e-10)


def test_one_x0_serves_all_sequences_and_gets_a_gradient_from_each():
    model, u, x0, dy = case("tanh", (3,), 5, 4, 2, 3)
    shared = rl.simulate(model, u, x0[0])
    assert shared.x0.shape == (3, 4)
    gradients = model.backward(shared, dy)
    assert gradients.x0.shape == (3, 4)
    near(
        gradients.x0.sum(axis=0),
        rl.numerical_gradient(lambda x0: weighted_sum(model, u, x0, dy), x0[0]),
        1e-6,
    )


def test_one_sequence_serves_many_x0():
    model, u, x0, _ = case("tanh", (3,), 5, 4, 2, 3)
    run = rl.simulate(model, u[0], x0)
    assert run.u.shape == (3, 5, 2)
    for i in range(3):
        near(run.x[i], rl.simulate(model, u[0], x0[i]).x, 1e-12)


@pytest.mark.parametrize("activation", rl.ACTIVATIONS)
@pytest.mark.parametrize("batch", [(), (1,), (3,), (2, 3)])
def test_a_run_is_f_after_f(activation, batch):
    model, u, x0, _ = case(activation, batch, 6, 4, 3, 2)
    run, x = rl.simulate(model, u, x0), x0
    for t in range(6):
        x = model.f(x, u[..., t, :])
        near(run.x[..., t, :], x, 1e-13)


def test_without_a_readout_the_output_is_the_state():
    model, u, x0, dy = case("tanh", (3,), 6, 4, 2, 4)
    plain, same = model._replace(W_yx=None, b_y=None), model._replace(W_yx=np.eye(4), b_y=np.zeros(4))
    assert plain.sizes == same.sizes == (4, 2, 4)
    runs = rl.simulate(plain, u, x0), rl.simulate(same, u, x0)
    ours, theirs = plain.backward(runs[0], dy), same.backward(runs[1], dy)
    assert np.array_equal(runs[0].y, runs[0].x) and np.array_equal(runs[0].y, runs[1].y)
    assert ours.params.W_yx is ours.params.b_y is None
    for name in ("W_xx", "W_xu", "b_x"):
        near(getattr(ours.params, name), getattr(theirs.params, name), 1e-13)
    for name in ("x", "x0", "u"):
        near(getattr(ours, name), getattr(theirs, name), 1e-13)
    assert rl.RNN.random(4, 2, None, rng=np.random.default_rng(0)).sizes == (4, 2, 4)


def test_a_backward_pass_leaves_what_it_was_given():
    """One sequence of one instant lies in memory as its transpose does, so that a copy may be none."""
    model, u, x0, dy = case("tanh", (), 1, 4, 2, 4)
    for each in (model, model._replace(W_yx=None, b_y=None)):
        given = dy.copy()
        run = rl.simulate(each, u, x0)
        before = [part.copy() for part in run]
        each.backward(run, given)
        assert np.array_equal(given, dy) and all(np.array_equal(a, b) for a, b in zip(run, before, strict=True))


def test_the_equations_by_hand():
    model = rl.RNN(
        W_xx=np.array([[0.0, 1.0], [0.5, 0.0]]),
        W_xu=np.array([[1.0], [2.0]]),
        b_x=np.array([0.1, 0.2]),
        W_yx=np.array([[1.0, -1.0]]),
        b_y=np.array([3.0]),
    )
    x1 = np.tanh([0.0 + 1.0 + 0.1, 0.0 + 2.0 + 0.2])
    x2 = np.tanh([x1[1] + 0.1, 0.5 * x1[0] + 0.2])
    run = rl.simulate(model, np.array([[1.0], [0.0]]))
    near(run.x, np.array([x1, x2]), 1e-15)
    near(run.y, np.array([[x1[0] - x1[1] + 3], [x2[0] - x2[1] + 3]]), 1e-15)


def test_a_linear_scalar_network_has_the_gradient_a_to_the_power_of_what_is_left():
    a, T = 0.8, 12
    linear = rl.RNN.with_activation("none")
    model = linear(np.array([[a]]), np.ones((1, 1)), np.zeros(1), np.ones((1, 1)), np.zeros(1))
    run = rl.simulate(model, np.zeros((T, 1)), x0=np.array([2.0]))
    near(run.x[:, 0], 2 * a ** np.arange(1, T + 1), 1e-14)
    dy = np.zeros((T, 1))
    dy[-1] = 1
    near(model.backward(run, dy).x[:, 0], a ** np.arange(T - 1, -1, -1), 1e-14)
    near(model.backward(run, dy).x0, np.array([a**T]), 1e-14)


def test_the_network_without_activation_is_the_linear_model():
    rng = np.random.default_rng(1)
    model = rl.RNN.with_activation("none").random(4, 3, 2, rng=rng)
    u, x0 = rng.normal(size=(6, 3)), rng.normal(size=4)
    linear = rl.Linear(A=model.W_xx, B=model.W_xu, C=model.W_yx)
    near(rl.simulate(model, u, x0).y, rl.simulate(linear, u, x0).y, 1e-13)


@pytest.mark.parametrize("name", rl.ACTIVATIONS)
def test_slopes_agree_with_central_differences(name):
    activation = rl.ACTIVATIONS[name]
    a = np.array([-3.0, -0.4, 0.3, 2.0])
    rise = (activation.value(a + 1e-6) - activation.value(a - 1e-6)) / 2e-6
    near(activation.slope(activation.value(a)), rise, 1e-9)


@pytest.mark.parametrize("name", rl.ACTIVATIONS)
def test_activations_keep_float32(name):
    _, value, slope = rl.ACTIVATIONS[name]
    x = value(np.linspace(-2, 2, 5, dtype=np.float32))
    assert x.dtype == slope(x).dtype == np.float32


def test_a_sigmoid_of_very_large_numbers_is_0_or_1():
    assert rl.ACTIVATIONS["sigmoid"].value(np.array([-1e4, 0.0, 1e4])).tolist() == [0.0, 0.5, 1.0]


def test_with_activation_gives_one_class_each_and_keeps_it():
    assert rl.RNN.with_activation("tanh") is rl.RNN
    relu = rl.RNN.with_activation("relu")
    assert relu is rl.RNN.with_activation("relu") is rl.RNN.with_activation("sigmoid").with_activation("relu")
    model = relu.random(2, 3, 4, rng=np.random.default_rng(0))
    assert type(model._replace(b_x=np.ones(2))) is relu
    assert type(rl.flatten(model)[1](rl.flatten(model)[0])) is relu
    assert repr(model).startswith("RNN_relu(W_xx=")
    assert rl.RNN.activation.name == "tanh"


def test_random_weights_have_the_size_that_is_promised():
    draws = [rl.RNN.random(200, 30, 40, rng=np.random.default_rng(0), gain=gain) for gain in (1.0, 0.5)]
    for model, gain in zip(draws, (1.0, 0.5), strict=True):
        assert model.sizes == (200, 30, 40)
        assert abs(np.abs(np.linalg.eigvals(model.W_xx)).max() / gain - 1) < 0.15
        assert abs(model.W_xu.std() - 0.5) < 0.02
        assert abs(model.W_yx.std() * np.sqrt(200) - 1) < 0.05
        assert not model.b_x.any() and not model.b_y.any()
    again = rl.RNN.random(200, 30, 40, rng=np.random.default_rng(0))
    assert all(np.array_equal(a, b) for a, b in zip(draws[0], again, strict=True))


MODEL = rl.RNN.random(3, 4, 2, rng=np.random.default_rng(0))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"W_xu": np.zeros((4, 3))},
            "W_xu should have the shape (3, 4): 3 states (rows, to) by 4 inputs (columns, from). "
            "It came as (4, 3). Try W_xu.T.",
        ),
        ({"W_xu": np.zeros((5, 7))}, "W_xu should have the shape (3, 7): 3 states (rows, to) by 7 inputs"),
        ({"W_xu": np.zeros((3, 0))}, "W_xu should have at least one row and one column"),
        ({"W_xx": np.zeros((3, 2))}, "W_xx should be square, as many rows (states, to) as columns"),
        (
            {"W_xx": np.zeros(3)},
            "W_xx should be a matrix with one row for each state (to) and one column for",
        ),
        (
            {"W_xx": np.zeros((3, 3)).view(np.matrix)},
            "W_xx should be a plain NumPy array. It came as a np.matrix. Try np.asarray(W_xx).",
        ),
        ({"b_x": np.ma.masked_less(np.zeros(3), 1)}, "b_x should be a plain NumPy array. It came with a mask."),
        ({"W_xx": [[1.0]]}, "W_xx should be a NumPy array. It came as [[1.0]]. Try np.array(...)."),
        ({"W_xx": np.full((3, 3), "a")}, "W_xx should hold numbers. It holds <U1 values."),
        (
            {"b_x": np.zeros(4)},
            "b_x should have the shape (3,): one number for each of the 3 states. It came as (4,).",
        ),
        ({"b_x": np.zeros((3, 1))}, "b_x should have the shape (3,)"),
        ({"W_yx": np.zeros((3, 2))}, "Try W_yx.T."),
        ({"b_y": None}, "W_yx and b_y make the output together: W_yx came, and b_y is None. Give both."),
        ({"W_yx": None}, "W_yx and b_y make the output together: b_y came, and W_yx is None. Give both."),
        ({"b_y": np.zeros(1)}, "b_y should have the shape (2,): one number for each of the 2 outputs."),
        ({"b_y": np.array([0.0, np.inf])}, "b_y should hold finite numbers only, but b_y[1] is inf."),
        ({"W_yx": np.full((2, 3), np.nan)}, "W_yx should hold finite numbers only, but W_yx[0, 0] is nan."),
    ],
)
def test_an_unsound_model_is_answered_with_a_sentence(change, sentence):
    model = MODEL._replace(**change)
    with pytest.raises(rl.InputError) as caught:
        rl.simulate(model, np.zeros((5, 4)))
    assert sentence in str(caught.value)


def test_a_dy_of_another_shape_is_answered_with_a_sentence():
    run = rl.simulate(MODEL, np.zeros((5, 4)))
    with pytest.raises(rl.InputError, match=r"dy should have the shape of y, \(5, 2\). It came as \(2,\)."):
        MODEL.backward(run, np.zeros(2))


def test_a_dy_may_be_a_list():
    run = rl.simulate(MODEL, np.ones((2, 4)))
    ours, theirs = MODEL.backward(run, [[1, 0], [0, 1]]), MODEL.backward(run, np.eye(2))
    assert all(np.array_equal(a, b) for a, b in zip(ours.params, theirs.params, strict=True))


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (
            lambda run, dy: rl.RNN.random(5, 3, 2, rng=np.random.default_rng(0)).backward(run, dy),
            "with 5 states, 3 inputs and 2 outputs. It came from another, with 3 states, 4 inputs and 2 outputs. "
            "Try run = simulate(model, u).",
        ),
        (lambda run, dy: MODEL.backward(run.y, dy), "run should be what simulate(model, u) gives. It came as array"),
        (lambda run, dy: MODEL.backward(run, dy * np.nan), "dy should hold finite numbers only"),
        (lambda run, dy: MODEL.backward(run, "hello"), "dy should be an array of numbers. It came as 'hello'."),
        (lambda run, dy: MODEL.backward(run, [[1.0], [1.0, 2.0]]), "dy should be an array of numbers. Its rows"),
        (lambda run, dy: MODEL.backward(run, np.ma.masked_less(dy, 5)), "dy should be an array without a mask"),
    ],
)
def test_what_does_not_fit_backwards_is_answered_with_a_sentence(call, sentence):
    run = rl.simulate(MODEL, np.zeros((5, 4)))
    with pytest.raises(rl.InputError) as caught:
        call(run, np.ones((5, 2)))
    assert sentence in str(caught.value)


def test_a_gradient_of_the_weights_that_outgrows_the_computer_is_answered_with_a_sentence():
    """dW_xu = sum_t da_t u_t = 1e200 x 1e200 cannot be held, while dx0 = 0 can: W_xx is 0."""
    linear, one, zero = rl.RNN.with_activation("none"), np.ones((1, 1)), np.zeros((1, 1))
    model = linear(W_xx=zero, W_xu=1e-200 * one, b_x=zero[0], W_yx=one, b_y=zero[0])
    run = rl.simulate(model, np.full((2, 1), 1e200))
    with pytest.raises(rl.InputError, match="The gradient is no longer a number that a computer can hold"):
        model.backward(run, np.full((2, 1), 1e200))


def test_a_gradient_that_outgrows_the_computer_is_answered_with_a_sentence():
    linear = rl.RNN.with_activation("none")
    model = linear(np.full((1, 1), 1e30), np.ones((1, 1)), np.zeros(1), np.ones((1, 1)), np.zeros(1))
    run = rl.simulate(model, np.zeros((20, 1)))
    with pytest.raises(rl.InputError, match="on its way back through time it grew too large"):
        model.backward(run, np.ones((20, 1)))


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (
            lambda: rl.RNN.random(2, 1, 1, rng=0),
            "rng, the dice, should be a random generator. It came as 0. Try rng=np.random.default_rng(0).",
        ),
        (lambda: rl.RNN.with_activation(["tanh"]), 'one of "tanh", "none", "relu", "sigmoid". It came as [\'tanh'),
        (
            lambda: rl.RNN.with_activation("softplus"),
            'one of "tanh", "none", "relu", "sigmoid". It came as \'soft',
        ),
        (
            lambda: rl.RNN.random(0, 1, 1, rng=np.random.default_rng(0)),
            "n_x, the number of states, should be a whole",
        ),
        (
            lambda: rl.RNN.random(2, 1.5, 1, rng=np.random.default_rng(0)),
            "n_u, the number of inputs, should be",
        ),
        (
            lambda: rl.RNN.random(2, 1, 1, rng=np.random.default_rng(0), gain=-1),
            "gain, the size of the recurrent",
        ),
    ],
)
def test_what_cannot_be_made_is_answered_with_a_sentence(make, sentence):
    with pytest.raises(rl.InputError) as caught:
        make()
    assert sentence in str(caught.value)


def test_a_closed_loop_is_the_open_loop_on_the_inputs_it_made():
    model = rl.RNN.random(5, 3, 3, rng=np.random.default_rng(0))
    loop = rl.rollout(model, np.eye(3)[0], rl.sampler(temperature=0), T=8, x0=np.ones(5))
    line = rl.simulate(model, loop.u, x0=np.ones(5))
    for ours, theirs in zip(loop, line, strict=True):
        near(ours, theirs, 1e-13)
    assert np.array_equal(loop.u[1:], np.eye(3)[loop.y[:-1].argmax(axis=-1)])
