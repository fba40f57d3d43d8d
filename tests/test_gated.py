"""LSTM and GRU against one unit by hand, central differences and a loop. PyTorch and Keras: test_frameworks.py."""

import inspect
import pickle
import re
from math import exp, tanh

import numpy as np
import pytest

import rnnlib as rl
from rnnlib.ssm import Trajectory
from tests.nudges import agree, near, rest_of_the_run

KINDS = {"LSTM": rl.LSTM, "GRU": rl.GRU, "GRU before": rl.GRU.with_reset("before")}
SIZES = [(6, 4, 3, 2), (1, 2, 4, 5), (4, 2, 1, 3), (5, 6, 2, None)]  # T, n_x, n_u, n_y


def s(a):
    return 1 / (1 + exp(-a))


def case(kind, batch, T, n_x, n_u, n_y, seed=0):
    rng = np.random.default_rng(seed)
    vector, unflatten = rl.flatten(KINDS[kind].random(n_x, n_u, n_y, rng=rng))
    model = unflatten(vector + rng.normal(0, 0.3, vector.shape))
    u, dy = rng.normal(size=(*batch, T, n_u)), rng.normal(size=(*batch, T, model.sizes[2]))
    return model, u, rng.uniform(-1, 1, (*batch, n_x)), dy


def one(*numbers):
    """Every number as a matrix or a vector of one unit."""
    return [np.array(n, float) for n in numbers]


def test_an_lstm_of_one_unit_by_hand():
    """Two instants; every gate has its own weight, so that none can stand in for another."""
    W_ah, W_au, b_a, W_yh, b_y = one(
        [[0.1], [0.2], [0.3], [0.4]], [[0.5], [-0.6], [0.7], [0.8]], [0.01, 0.02, 0.03, 0.04], [[2.0]], [0.5]
    )
    run = rl.simulate(rl.LSTM(W_ah, W_au, b_a, W_yh, b_y), np.array([[1.0], [-2.0]]), x0=np.array([0.9, -0.5]))
    c, h, states = 0.9, -0.5, []
    for u in (1.0, -2.0):
        i, f = s(0.1 * h + 0.5 * u + 0.01), s(0.2 * h - 0.6 * u + 0.02)
        g, o = tanh(0.3 * h + 0.7 * u + 0.03), s(0.4 * h + 0.8 * u + 0.04)
        c = f * c + i * g
        h = o * tanh(c)
        states.append([c, h])
    near(run.x, np.array(states), 1e-15)
    near(run.y, np.array([[2 * h + 0.5] for _, h in states]), 1e-15)


@pytest.mark.parametrize("reset", ["after", "before"])
def test_a_gru_of_one_unit_by_hand(reset):
    kind, b = rl.GRU.with_reset(reset), 0.6 if reset == "after" else 0.0
    W_ax, W_au, b_a, b_nx, W_yx, b_y = one(
        [[0.1], [0.2], [0.9]], [[0.5], [-0.6], [0.7]], [0.01, 0.02, 0.03], [b], [[2.0]], [0.5]
    )
    model = kind(W_ax, W_au, b_a, b_nx if reset == "after" else None, W_yx, b_y)
    run = rl.simulate(model, np.array([[1.0], [-2.0]]), x0=np.array([0.8]))
    x, states = 0.8, []
    for u in (1.0, -2.0):
        r, z = s(0.1 * x + 0.5 * u + 0.01), s(0.2 * x - 0.6 * u + 0.02)
        n = tanh(0.7 * u + 0.03 + r * (0.9 * x + b))
        x = z * x + (1 - z) * n
        states.append([x])
    near(run.x, np.array(states), 1e-15)
    near(run.y, 2 * np.array(states) + 0.5, 1e-15)


def test_before_and_after_the_product_are_two_networks():
    """W_nx mixes the two units; r = (1, 0), nearly. After: the second of W_nx x falls. Before: the second of x does."""
    W_ax = np.zeros((6, 2))
    W_ax[4:] = [[0.0, 1.0], [1.0, 0.0]]
    b_a = np.array([50.0, -50.0, -50.0, -50.0, 0.0, 0.0])
    x0, u = np.array([0.3, 0.7]), np.zeros((1, 1))
    after = rl.GRU(W_ax, np.zeros((6, 1)), b_a, np.zeros(2), None, None)
    before = rl.GRU.with_reset("before")(W_ax, np.zeros((6, 1)), b_a, None, None, None)
    near(rl.simulate(after, u, x0).x, np.tanh([[0.7, 0.0]]), 1e-15)
    near(rl.simulate(before, u, x0).x, np.tanh([[0.0, 0.3]]), 1e-15)


def test_an_open_cell_keeps_its_number_and_its_blame():
    """f = 1, i = 0 and o = 1, nearly: c stays, and dL/dc_t is what reaches h = tanh(c) at the end, at every t."""
    b_a = np.array([-50.0, 50.0, 0.0, 50.0])
    model = rl.LSTM(np.zeros((4, 1)), np.zeros((4, 1)), b_a, None, None)
    run = rl.simulate(model, np.zeros((30, 1)), x0=np.array([0.7, 0.0]))
    near(run.x, np.tile([0.7, np.tanh(0.7)], (30, 1)), 1e-12)
    dy = np.zeros((30, 1))
    dy[-1] = 1
    gradients = model.backward(run, dy)
    near(gradients.x[:, 0], np.full(30, 1 - np.tanh(0.7) ** 2), 1e-12)
    near(gradients.x0, np.array([1 - np.tanh(0.7) ** 2, 0.0]), 1e-12)


def test_a_closed_gru_keeps_its_state():
    b_a = np.array([0.0, 50.0, 0.0])
    model = rl.GRU(np.ones((3, 1)), np.ones((3, 1)), b_a, np.zeros(1), None, None)
    near(rl.simulate(model, np.ones((30, 1)), x0=np.array([0.7])).x, np.full((30, 1), 0.7), 1e-12)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("batch", [(), (1,), (3,), (2, 3)])
@pytest.mark.parametrize("sizes", SIZES)
def test_every_gradient_agrees_with_central_differences(kind, batch, sizes):
    model, u, x0, dy = case(kind, batch, *sizes)
    run = rl.simulate(model, u, x0)
    agree(model.backward(run, dy), model, u, x0, dy, 1e-7)


@pytest.mark.parametrize("kind", KINDS)
def test_the_gradient_of_a_state_is_that_of_the_rest_of_the_run(kind):
    """x_t begins the rest, and is read out itself; an LSTM's c_t acts through its h_t too."""
    model, u, x0, dy = case(kind, (3,), 5, 4, 3, 2)
    run = rl.simulate(model, u, x0)
    gradients = model.backward(run, dy)
    for t in range(5):
        rest, x_t = rest_of_the_run(model, u, dy, t), run.x[:, t]

        def rest_of_a_cell(c_t, t=t, rest=rest):
            o = model.gates(run.states[:, t], u[:, t]).o
            return rest(np.concatenate([c_t, o * np.tanh(c_t)], axis=-1))

        if kind != "LSTM":
            near(gradients.x[:, t], rl.numerical_gradient(rest, x_t), 1e-7)
        else:
            near(gradients.x[:, t, 2:], rl.numerical_gradient(rest, x_t)[:, 2:], 1e-7)
            near(gradients.x[:, t, :2], rl.numerical_gradient(rest_of_a_cell, x_t[:, :2]), 1e-7)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("batch", [(), (1,), (3,), (2, 3)])
def test_a_run_is_f_after_f_and_the_way_back_needs_nothing_that_was_kept(kind, batch):
    model, u, x0, dy = case(kind, batch, 7, 4, 3, 2)
    run, x = rl.simulate(model, u, x0), x0
    for t in range(7):
        x = model.f(x, u[..., t, :])
        near(run.x[..., t, :], x, 1e-13)
    near(run.y, model.h(run.x), 0)
    kept = model.backward(run, dy)
    for other in (Trajectory(*(part.copy() for part in run)), run._replace(y=run.y)):
        alone = model.backward(other, dy)
        near(rl.flatten(alone.params)[0], rl.flatten(kept.params)[0], 1e-12)
        for name in ("x", "x0", "u"):
            near(getattr(alone, name), getattr(kept, name), 1e-13)
    again = model.backward(run, dy)
    assert np.array_equal(rl.flatten(again.params)[0], rl.flatten(kept.params)[0]), "a run may be asked twice"


@pytest.mark.parametrize("reset", ["after", "before"])
def test_the_way_back_is_that_of_its_help(reset):
    """The equations that `help` shows, read out of it and computed: one unit, one instant, so that * is a product."""
    kind = rl.GRU.with_reset(reset)
    said = inspect.getdoc(kind.backward)
    equations = re.findall(r"(da_z|da_n|dp|ds|da_r) = (.+?)(?:,|\s{3})", said)
    W_ax, b_nx = np.array([[0.1], [0.2], [0.9]]), 0.6 if reset == "after" else 0.0
    model = kind(W_ax, np.ones((3, 1)), np.zeros(3), np.array([b_nx]) if reset == "after" else None, None, None)
    run = rl.simulate(model, np.array([[0.4]]), x0=np.array([0.8]))
    r, z, n = (float(gate[0]) for gate in model.gates(run.x0, run.u[0]))
    known = {"r": r, "z": z, "n": n, "p": 0.9 * 0.8 + b_nx, "x_before": 0.8, "W_nx": 0.9, "dx_t": 1.0}
    for name, right in equations:
        right = right.replace("W_nx^T ", "W_nx * ").replace("x_{t-1}", "x_before").replace("^2", "**2")
        known[name] = eval(re.sub(r"([rz]) \(", r"\1 * (", right), {}, known)
    ours = model.backward(run, np.ones((1, 1))).params
    assert np.allclose(ours.b_a, [known["da_r"], known["da_z"], known["da_n"]], rtol=1e-12) and len(equations) == 4
    assert "Cho et al." in said


@pytest.mark.parametrize("kind", KINDS)
def test_what_one_model_kept_serves_no_other(kind):
    model, u, x0, dy = case(kind, (3,), 5, 4, 3, 2)
    run = rl.simulate(model, u, x0)
    vector, unflatten = rl.flatten(model)
    other = unflatten(2 * vector)
    ours, fresh = other.backward(run, dy), other.backward(Trajectory(*run), dy)
    assert np.array_equal(rl.flatten(ours.params)[0], rl.flatten(fresh.params)[0])


@pytest.mark.parametrize("kind", KINDS)
def test_a_batch_equals_a_loop_over_its_sequences(kind):
    model, u, x0, dy = case(kind, (4,), 5, 6, 3, 2)
    run = rl.simulate(model, u, x0)
    together = model.backward(run, dy)
    runs = [rl.simulate(model, u[i], x0[i]) for i in range(4)]
    alone = [model.backward(each, dy[i]) for i, each in enumerate(runs)]
    for name in rl.Trajectory._fields:
        near(getattr(run, name), np.stack([getattr(each, name) for each in runs]), 1e-13)
    for name in ("x", "x0", "u"):
        near(getattr(together, name), np.stack([getattr(each, name) for each in alone]), 1e-12)
    near(rl.flatten(together.params)[0], sum(rl.flatten(each.params)[0] for each in alone), 1e-12)


@pytest.mark.parametrize("kind", KINDS)
def test_float32_stays_float32_and_near(kind):
    model, u, x0, dy = case(kind, (3,), 6, 4, 3, 2)
    vector, unflatten = rl.flatten(model)
    small = unflatten(vector.astype(np.float32))
    run = rl.simulate(small, u.astype(np.float32), x0.astype(np.float32))
    gradients = small.backward(run, dy.astype(np.float32))
    for array in (*run, rl.flatten(gradients.params)[0], *gradients[1:]):
        assert array.dtype == np.float32
    near(run.y, rl.simulate(model, u, x0).y.astype(np.float32), 1e-5)
    mixed = rl.simulate(small, u, x0.astype(np.float32))
    assert mixed.y.dtype == np.float64, "what is mixed is as precise as the more precise"
    precise = unflatten(vector.astype(np.float32).astype(float))
    near(mixed.y, rl.simulate(precise, u, x0.astype(np.float32).astype(float)).y, 1e-13)


@pytest.mark.parametrize("kind", [rl.RNN, *KINDS.values()])
@pytest.mark.parametrize("n_y", [2, None])
def test_a_slope_in_float32_makes_no_way_back_coarse(kind, n_y):
    """The same slopes, told in float64: number by number the same."""
    rng = np.random.default_rng(0)
    model = kind.random(4, 3, n_y, rng=rng)
    run = rl.simulate(model, rng.normal(size=(6, 3)))
    dy = rng.normal(size=run.y.shape).astype(np.float32)
    coarse, fine = model.backward(run, dy), model.backward(run, dy.astype(float))
    for ours, theirs in zip((*coarse.params, *coarse[1:]), (*fine.params, *fine[1:]), strict=True):
        assert (ours is theirs is None) or (ours.dtype == float and np.array_equal(ours, theirs))


@pytest.mark.parametrize("kind", KINDS)
def test_gates_lie_between_0_and_1_and_a_candidate_between_minus_1_and_1(kind):
    model, u, x0, _ = case(kind, (3,), 5, 4, 3, 2)
    run = rl.simulate(model, 100 * u, x0)
    for name, gate in model.gates(run.states[:, :-1], 100 * u)._asdict().items():
        assert gate.shape == (3, 5, 2 if kind == "LSTM" else 4)
        assert gate.min() >= (-1 if name in "gn" else 0) and gate.max() <= 1


def test_random_weights_are_what_is_promised():
    model = rl.LSTM.random(400, 30, 40, rng=np.random.default_rng(0), gain=0.5, forget=2.0)
    assert model.sizes == (400, 30, 40)
    assert abs(model.W_ah.std() * np.sqrt(200) / 0.5 - 1) < 0.05 and abs(model.W_au.std() - 0.5) < 0.02
    assert model.b_a[200:400].tolist() == [2.0] * 200 and not model.b_a[:200].any() and not model.b_a[400:].any()
    assert rl.LSTM.random(4, 1, 1, rng=np.random.default_rng(0)).b_a[2:4].tolist() == [1.0, 1.0]
    assert not any(rl.GRU.random(4, 1, 1, rng=np.random.default_rng(0))[k].any() for k in (2, 3, 5))


@pytest.mark.parametrize("kind", KINDS)
def test_it_learns_to_spell(kind):
    vocab = rl.Vocab.of("hello")
    u, target = rl.next_symbols("hello", vocab)

    def loss_and_grads(model):
        run = rl.simulate(model, u)
        loss, dy = rl.cross_entropy(run.y, target)
        return loss, model.backward(run, dy).params

    model = KINDS[kind].random(16, 4, 4, rng=np.random.default_rng(0))
    for step in rl.adam(model, loss_and_grads, lr=0.03):
        if step.k == 150:
            break
    assert type(step.params) is KINDS[kind]
    assert step.loss < 0.05 < np.log(2) / 2, "what no memoryless predictor can do"


def test_a_closed_loop_is_the_open_loop_on_the_inputs_it_made():
    for kind in KINDS.values():
        model = kind.random(6, 3, 3, rng=np.random.default_rng(0))
        loop = rl.rollout(model, np.eye(3)[0], rl.sampler(temperature=0), T=8, x0=np.ones(6))
        near(rl.simulate(model, loop.u, x0=np.ones(6)).y, loop.y, 1e-13)


MODELS = {name: kind.random(4, 3, 2, rng=np.random.default_rng(0)) for name, kind in KINDS.items()}


@pytest.mark.parametrize(
    ("kind", "change", "sentence"),
    [
        ("LSTM", {"W_ah": np.zeros((6, 2))}, "W_ah should have the shape (8, 2): 4 rows (to) for each of the 2 hidden"),
        ("LSTM", {"W_ah": np.zeros((2, 8))}, "It came as (2, 8). Try W_ah.T."),
        ("LSTM", {"W_au": np.zeros((3, 8))}, "W_au should have the shape (8, 3): 8 sums (rows, to) by 3 inputs"),
        ("LSTM", {"b_a": np.zeros(4)}, "b_a should have the shape (8,): one number for each of the 8 sums."),
        (
            "LSTM",
            {"W_yh": np.zeros((2, 4))},
            "W_yh should have the shape (4, 2): 4 outputs (rows, to) by 2 hidden",
        ),
        ("LSTM", {"W_yh": None}, "W_yh and b_y make the output together: b_y came, and W_yh is None."),
        ("GRU", {"W_ax": np.zeros((8, 4))}, "W_ax should have the shape (12, 4): 3 rows (to) for each of the 4 states"),
        ("GRU", {"b_nx": None}, "b_nx should be a NumPy array. It came as None."),
        ("GRU", {"b_nx": np.zeros(3)}, "b_nx should have the shape (4,): one number for each of the 4 states."),
        ("GRU", {"W_au": np.full((12, 3), np.nan)}, "W_au should hold finite numbers only, but W_au[0, 0] is nan."),
        ("GRU before", {"b_nx": np.zeros(4)}, "b_nx should be None where the reset gate acts before the recurrent"),
    ],
)
def test_an_unsound_model_is_answered_with_a_sentence(kind, change, sentence):
    with pytest.raises(rl.InputError) as caught:
        rl.simulate(MODELS[kind]._replace(**change), np.zeros((5, 3)))
    assert sentence in str(caught.value)


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (
            lambda: rl.LSTM.random(5, 1, 1, rng=np.random.default_rng(0)),
            "n_x, the number of states, should be even",
        ),
        (lambda: rl.LSTM.random(4, 1, 1, rng=np.random.default_rng(0), forget="x"), "forget, the bias of the forget"),
        (lambda: rl.LSTM.random(4, 0, 1, rng=np.random.default_rng(0)), "n_u, the number of inputs, should be"),
        (lambda: rl.GRU.random(4, 1, 0, rng=np.random.default_rng(0)), "n_y, the number of outputs, should be"),
        (lambda: rl.GRU.random(4, 1, 1, rng=0), "rng, the dice, should be a random generator."),
        (lambda: rl.GRU.with_reset("never"), 'should act "after" or "before" the recurrent product. It came as \'ne'),
        (lambda: MODELS["GRU"].backward(rl.simulate(MODELS["GRU"], np.zeros((5, 3))), np.zeros(3)), "dy should have"),
        (
            lambda: MODELS["GRU"].backward(rl.simulate(MODELS["LSTM"], np.zeros((5, 3))), np.zeros((5, 2))),
            "run should be a run of this model, of the kind GRU. It came from another, of the kind LSTM.",
        ),
        (
            lambda: MODELS["GRU"].backward(rl.simulate(MODELS["GRU before"], np.zeros((5, 3))), np.zeros((5, 2))),
            "of the kind GRU. It came from another, of the kind GRU_before.",
        ),
        (
            lambda: MODELS["LSTM"].backward(rl.simulate(MODELS["LSTM"], np.zeros((5, 3))), np.full((5, 2), 1e308)),
            "The gradient is no longer a number that a computer can hold",
        ),
    ],
)
def test_what_does_not_fit_is_answered_with_a_sentence(make, sentence):
    with pytest.raises(rl.InputError) as caught:
        make()
    assert sentence in str(caught.value)


def test_with_reset_gives_one_class_each():
    before = rl.GRU.with_reset("before")
    assert rl.GRU.with_reset("after") is rl.GRU is before.with_reset("after")
    assert before is rl.GRU.with_reset("before") and issubclass(before, rl.GRU)
    assert repr(MODELS["GRU before"]).startswith("GRU_before(W_ax=")
    assert type(pickle.loads(pickle.dumps(MODELS["GRU before"]))) is before
