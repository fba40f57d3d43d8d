"""One loop for every state-space model: against SciPy, closed forms, and a loop written out."""

import numpy as np
import pytest
import scipy.signal
from hypothesis import given
from hypothesis import strategies as st

import rnnlib as rl

sizes = st.integers(1, 5)


def linear(rng, n_x, n_u, n_y):
    A = rng.normal(0, 0.7 / np.sqrt(n_x), (n_x, n_x))
    return rl.Linear(A=A, B=rng.normal(size=(n_x, n_u)), C=rng.normal(size=(n_y, n_x)))


def near(a, b, tolerance):
    assert a.shape == b.shape
    assert np.abs(a - b).max() <= tolerance


@given(sizes, sizes, sizes, st.integers(2, 12), st.integers(0, 10**6))
def test_the_linear_model_agrees_with_scipy(n_x, n_u, n_y, T, seed):
    """SciPy: x_{k+1} = A x_k + B u_k, y_k = C' x_k + D' u_k. Its x_k is our x_{t-1} with t = k + 1, so our
    y_t = C x_t = C A x_{t-1} + C B u_t asks for C' = C A and D' = C B."""
    rng = np.random.default_rng(seed)
    model, u, x0 = linear(rng, n_x, n_u, n_y), rng.normal(size=(T, n_u)), rng.normal(size=n_x)
    A, B, C = model
    run = rl.simulate(model, u, x0)
    _, y, x_before = scipy.signal.dlsim((A, B, C @ A, C @ B, 1), u, x0=x0)
    near(run.y, y, 1e-12)
    near(np.vstack([x0, run.x[:-1]]), x_before, 1e-12)


def test_without_the_shift_scipy_is_one_instant_late():
    rng = np.random.default_rng(0)
    model, u = linear(rng, 3, 2, 4), rng.normal(size=(9, 2))
    A, B, C = model
    _, y, _ = scipy.signal.dlsim((A, B, C, np.zeros((4, 2)), 1), u)
    near(rl.simulate(model, u).y[:-1], y[1:], 1e-12)


@given(st.floats(-1.5, 1.5), st.floats(-10, 10), st.integers(1, 30))
def test_without_input_a_scalar_state_is_a_to_the_t_times_x0(a, x0, T):
    model = rl.Linear(A=np.array([[a]]), B=np.array([[1.0]]), C=np.array([[2.0]]))
    run = rl.simulate(model, np.zeros((T, 1)), np.array([x0]))
    np.testing.assert_allclose(run.x[:, 0], a ** np.arange(1, T + 1) * x0, rtol=1e-12, atol=1e-300)
    np.testing.assert_array_equal(run.y, 2 * run.x)


def test_a_constant_input_fills_up_to_one_over_one_minus_a():
    model = rl.Linear(A=np.array([[0.75]]), B=np.array([[1.0]]), C=np.array([[1.0]]))
    near(rl.simulate(model, np.ones((20, 1))).x[:, 0], (1 - 0.75 ** np.arange(1, 21)) / 0.25, 1e-14)


@given(sizes, sizes, sizes, sizes, sizes, st.integers(0, 10**6))
def test_a_batch_equals_a_loop_over_its_sequences(N, T, n_x, n_u, n_y, seed):
    rng = np.random.default_rng(seed)
    model, u, x0 = linear(rng, n_x, n_u, n_y), rng.normal(size=(N, T, n_u)), rng.normal(size=(N, n_x))
    run = rl.simulate(model, u, x0)
    assert (run.x0.shape, run.u.shape) == ((N, n_x), (N, T, n_u))
    for i in range(N):
        alone = rl.simulate(model, u[i], x0[i])
        near(run.x[i], alone.x, 1e-13)
        near(run.y[i], alone.y, 1e-13)


@given(st.integers(1, 6), st.integers(1, 6), st.integers(0, 10**6))
def test_a_run_can_be_cut_and_carried_on(before, after, seed):
    rng = np.random.default_rng(seed)
    model, u = linear(rng, 3, 2, 4), rng.normal(size=(before + after, 2))
    whole = rl.simulate(model, u)
    first = rl.simulate(model, u[:before])
    second = rl.simulate(model, u[before:], x0=first.x[-1])
    near(whole.y, np.vstack([first.y, second.y]), 1e-13)


def test_any_object_with_f_h_and_sizes_is_a_state_space_model():
    class Largest:
        sizes = 1, 1, 1

        def f(self, x, u):
            return np.maximum(x, u)

        def h(self, x):
            return -x

    run = rl.simulate(Largest(), np.array([[1.0], [3.0], [2.0]]))
    assert run.x.ravel().tolist() == [1, 3, 3]
    assert run.y.ravel().tolist() == [-1, -3, -3]


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_the_dtype_follows_the_inputs(dtype):
    model = rl.Linear(*(m.astype(dtype) for m in linear(np.random.default_rng(0), 3, 2, 4)))
    u, x0 = np.ones((5, 2), dtype), np.ones(3, dtype)
    for run in (rl.simulate(model, u), rl.simulate(model, u, x0)):
        assert {array.dtype for array in run} == {np.dtype(dtype)}
    loop = rl.rollout(model, u[0], lambda y: y[..., :2], T=3)
    assert {array.dtype for array in loop} == {np.dtype(dtype)}
    assert rl.simulate(model, np.ones((5, 2), int)).u.dtype == np.float64


def test_the_run_leaves_its_inputs_alone():
    rng = np.random.default_rng(0)
    model, u, x0 = linear(rng, 3, 2, 4), rng.normal(size=(5, 2)), rng.normal(size=3)
    copies = [array.copy() for array in (*model, u, x0)]
    rl.simulate(model, u, x0)
    rl.rollout(model, u[0], lambda y: y[:2], T=4, x0=x0)
    assert all(np.array_equal(a, b) for a, b in zip(copies, (*model, u, x0), strict=True))


@pytest.mark.parametrize("batch", [(), (3,)])
def test_a_closed_loop_is_the_open_loop_on_the_inputs_it_made(batch):
    rng = np.random.default_rng(0)
    model, u0, x0 = linear(rng, 4, 2, 3), rng.normal(size=(*batch, 2)), rng.normal(size=4)
    loop = rl.rollout(model, u0, lambda y: np.tanh(y[..., :2]), T=6, x0=x0)
    assert loop.u.shape == (*batch, 6, 2)
    near(loop.u[..., 0, :], u0, 0)
    near(loop.u[..., 1:, :], np.tanh(loop.y[..., :-1, :2]), 0)
    for ours, theirs in zip(loop, rl.simulate(model, loop.u, x0), strict=True):
        near(ours, theirs, 1e-13)


@pytest.mark.parametrize("batch", [(), (3,), (2, 3)])
def test_row_t_of_the_states_is_x_t(batch):
    """A = 1 and B = 1 add up what comes in: x_t = x_0 + u_1 + ... + u_t."""
    rng = np.random.default_rng(0)
    u, x0 = rng.normal(size=(*batch, 5, 2)), rng.normal(size=(*batch, 2))
    run = rl.simulate(rl.Linear(np.eye(2), np.eye(2), np.ones((1, 2))), u, x0)
    assert run.states.shape == (*batch, 6, 2)
    for t in range(6):
        near(run.states[..., t, :], x0 + u[..., :t, :].sum(axis=-2), 1e-12)


def test_a_feedback_may_write_into_the_output_it_is_given():
    """Counting by one: y = x, u = 1 always. A feedback that doubles y in place must not touch the run."""
    model = rl.Linear(np.eye(1), np.eye(1), np.eye(1))

    def careless(y):
        y *= 0
        y += 1
        return y

    for each in (model, rl.systems.counter(100)):
        run = rl.rollout(each, np.ones(1), careless, T=5)
        assert run.y.ravel().tolist() == run.x.ravel().tolist() == [1, 2, 3, 4, 5]
        assert run.u.ravel().tolist() == [1, 1, 1, 1, 1]


def test_a_feedback_may_use_one_array_again_and_again():
    model, kept = rl.Linear(np.zeros((1, 1)), np.eye(1), np.eye(1)), np.zeros(1)

    def double(y):
        kept[:] = 2 * y
        return kept

    run = rl.rollout(model, np.ones(1), double, T=4)
    assert run.u.ravel().tolist() == run.y.ravel().tolist() == [1, 2, 4, 8]


def test_one_x0_for_all_costs_no_copy_of_the_inputs():
    u = np.ones((3, 5, 2))
    assert rl.simulate(MODEL, u).u is u


def test_feedback_is_asked_only_for_inputs_that_are_used():
    asked = []
    model = linear(np.random.default_rng(0), 2, 1, 1)
    rl.rollout(model, np.ones(1), lambda y: asked.append(y) or y, T=4)
    assert len(asked) == 3


def test_initial_states():
    assert rl.initial_state("zero", 3).tolist() == [0, 0, 0]
    assert rl.initial_state("one", 3).tolist() == [1, 1, 1]
    many = rl.initial_state("random", 1000, rng=np.random.default_rng(0))
    assert -1 <= many.min() < -0.9 and 0.9 < many.max() <= 1 and abs(many.mean()) < 0.1
    assert np.array_equal(many, rl.initial_state("random", 1000, rng=np.random.default_rng(0)))


MODEL = linear(np.random.default_rng(0), 3, 2, 4)
SCALAR = linear(np.random.default_rng(0), 1, 1, 1)
U = np.zeros((5, 2))


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (
            lambda: rl.simulate(MODEL, np.zeros((5, 3))),
            "(T, 2): the model takes 2 numbers at each instant. It came as (5, 3), with 3.",
        ),
        (
            lambda: rl.simulate(MODEL, np.zeros(5)),
            "one row for each instant, 2 numbers in each row. It came as (5,).",
        ),
        (lambda: rl.simulate(SCALAR, np.zeros(5)), "1 number in each row. It came as (5,). Try u[:, None]."),
        (lambda: rl.simulate(MODEL, 1.0), "It came as ()."),
        (
            lambda: rl.simulate(MODEL, np.zeros((0, 2))),
            "should have at least one instant. It came empty, as (0, 2).",
        ),
        (lambda: rl.simulate(MODEL, np.zeros((0, 5, 2))), "should have at least one instant."),
        (lambda: rl.simulate(MODEL, [[1.0, 2.0], [3.0]]), "Its rows have unequal lengths."),
        (lambda: rl.simulate(MODEL, "hello"), "u should be an array of numbers. It came as 'hello'."),
        (lambda: rl.simulate(MODEL, None), "u should be an array of numbers. It came as None."),
        (lambda: rl.simulate(MODEL, U + np.nan), "u should hold finite numbers only, but u[0, 0] is nan."),
        (
            lambda: rl.simulate(MODEL, U, np.zeros(2)),
            "before the first input, should have the shape (3,): one number for each state. It came as (2,).",
        ),
        (lambda: rl.simulate(MODEL, U, 0.0), "It came as ()."),
        (
            lambda: rl.simulate(rl.RNN.random(3, 2, 1, rng=np.random.default_rng(0)), U, np.zeros((0, 3))),
            "before the first input, should have at least one row. It came empty, as (0, 3).",
        ),
        (lambda: rl.rollout(SCALAR, np.zeros(1), lambda y: y, T=2, x0=np.zeros((0, 1))), "It came empty, as (0, 1)."),
        (lambda: rl.simulate(MODEL, U, np.array([0, 0, np.inf])), "x0[2] is inf."),
        (
            lambda: rl.simulate(MODEL, np.zeros((4, 5, 2)), np.zeros((3, 3))),
            "x0 should have one row for each of the 4 sequences of inputs. It came as (3, 3). "
            "One x0 for all of them has the shape (3,).",
        ),
        (lambda: rl.simulate(MODEL._replace(A=np.zeros((3, 2))), U), "A should be square"),
        (lambda: rl.simulate(MODEL._replace(B=MODEL.B.T), U), "Try B.T."),
        (
            lambda: rl.simulate(MODEL._replace(C=MODEL.C.T), U),
            "(4, 3): 4 outputs (rows, to) by 3 states (columns, from). It came as (3, 4). Try C.T.",
        ),
        (lambda: rl.simulate(rl.Linear([[1.0]], [[1.0]], [[1.0]]), U), "A should be a NumPy array."),
        (lambda: rl.simulate(MODEL._replace(A=np.full((3, 3), np.nan)), U), "A[0, 0] is nan."),
        (
            lambda: rl.simulate(SCALAR._replace(A=np.array([[1e40]])), np.ones((20, 1))),
            "At t = 9 the state is no longer a number that a computer can hold: it grew too large.",
        ),
        (
            lambda: rl.simulate(SCALAR._replace(B=np.array([[1e200]]), C=np.array([[1e200]])), np.ones((2, 1))),
            "At t = 1 the output is no longer a number",
        ),
        (
            lambda: rl.rollout(SCALAR._replace(A=np.array([[1e40]])), np.ones(1), lambda y: y, T=20),
            "the state is no",
        ),
        (
            lambda: rl.rollout(MODEL, np.zeros(3), lambda y: y, T=2),
            "u0, the first input, should have the shape (2,)",
        ),
        (lambda: rl.rollout(MODEL, 0.0, lambda y: y, T=2), "u0, the first input, should have the shape (2,)"),
        (
            lambda: rl.rollout(MODEL, np.zeros(2), lambda y: y, T=2),
            "into the next input, of the shape (2,). It made one of the shape (4,).",
        ),
        (
            lambda: rl.rollout(MODEL, np.zeros(2), lambda y: y, T=0),
            "T, the number of instants, should be a whole",
        ),
        (
            lambda: rl.rollout(SCALAR, np.zeros(1), lambda y: y * np.nan, T=2),
            "feedback(y) should hold finite numbers only, but feedback(y)[0] is nan.",
        ),
        (lambda: rl.rollout(SCALAR, np.zeros(1), lambda y: None, T=2), "feedback(y) should be an array of numbers."),
        (lambda: rl.simulate(U, MODEL), "model should be a state-space model, with sizes, f and h, as RNN and"),
        (lambda: rl.simulate(rl.Linear, U), "model should be a state-space model"),
        (lambda: rl.simulate(MODEL, np.ma.masked_less(U, 1)), "u should be an array without a mask"),
        (lambda: rl.simulate(MODEL, U, np.ma.masked_less(np.zeros(3), 1)), "x0 should be an array without a mask"),
        (
            lambda: rl.simulate(SCALAR._replace(A=np.ones((1, 1)).view(np.matrix)), U[:, :1]),
            "A should be a plain NumPy array.",
        ),
        (lambda: rl.initial_state("random", 3, rng=0), "rng, the dice, should be a random generator. It came as 0."),
        (lambda: rl.initial_state(np.zeros(3), 3), 'one of "zero", "one", "random". It came as array'),
        (lambda: rl.initial_state("two", 3), 'one of "zero", "one", "random". It came as \'two\'.'),
        (lambda: rl.initial_state("random", 3), "needs dice. Try rng=np.random.default_rng(0)."),
        (
            lambda: rl.initial_state("zero", 0),
            "n_x, the number of states, should be a whole number of at least 1.",
        ),
    ],
)
def test_what_does_not_fit_is_answered_with_a_sentence(call, sentence):
    with pytest.raises(rl.InputError) as caught:
        call()
    assert sentence in str(caught.value)
