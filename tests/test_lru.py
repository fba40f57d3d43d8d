"""The linear recurrent unit, run in three ways: against SciPy, closed forms, PyTorch, and central differences."""

import numpy as np
import pytest
import scipy.signal
import scipy.stats
from hypothesis import given
from hypothesis import strategies as st

import rnnlib as rl
from tests.nudges import agree, near, states_agree

sizes = st.integers(1, 5)
batches = st.sampled_from([(), (1,), (3,), (2, 3)])

WAYS = {
    "loop": lambda model, u, x0=None: rl.simulate(model, u, x0).y,
    "scan": lambda model, u, x0=None: rl.scan(model, u, x0).y,
    "sum": lambda model, u, x0=None: rl.convolve(model, u, x0, fft=False),
    "fft": lambda model, u, x0=None: rl.convolve(model, u, x0),
}


def case(batch, T, m, n_u, n_y, seed=0):
    """Sizes that differ, gamma that is not what it began with, x0 that is not 0, and dL/dy."""
    rng = np.random.default_rng(seed)
    model = rl.LRU.random(2 * m, n_u, n_y, rng=rng)._replace(gamma_log=rng.normal(0, 0.5, m))
    u, dy = rng.normal(size=(*batch, T, n_u)), rng.normal(size=(*batch, T, n_y))
    return model, u, rng.uniform(-1, 1, (*batch, 2 * m)), dy


def one_unit(pole, b=1.0, c=1.0):
    return rl.LRU.of([pole], B=[[b]], C=[[c]])


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("pole", [0.9 * np.exp(0.7j), 0.99 * np.exp(-2j), -0.5, 0.3, 0.0])
def test_one_unit_agrees_with_scipys_filter(way, pole):
    """z_t = pole z_{t-1} + b u_t is the filter b / (1 - pole q^-1), and x0 comes in as pole z_0."""
    rng = np.random.default_rng(0)
    u, z0, b, c = rng.normal(size=(61, 1)), 2 - 3j, 0.5 + 1.5j, -1 + 0.7j
    z, _ = scipy.signal.lfilter([b], [1, -pole], u[:, 0], zi=np.array([pole * z0]))
    y = WAYS[way](one_unit(pole, b, c), u, np.array([z0.real, z0.imag]))
    near(y[:, 0], (c * z).real, 1e-12)


@pytest.mark.parametrize("way", WAYS)
def test_a_push_leaves_the_powers_of_lambda(way):
    T, pole = 200, 0.97 * np.exp(0.4j)
    push, k = np.eye(T)[:, :1], np.arange(T)
    near(WAYS[way](one_unit(pole), push)[:, 0], 0.97**k * np.cos(0.4 * k), 1e-12)
    near(rl.kernel(one_unit(pole), T)[:, 0, 0], 0.97**k * np.cos(0.4 * k), 1e-12)
    left = WAYS[way](one_unit(pole), 0 * push, np.array([1.0, 0.0]))[:, 0]
    near(left, 0.97 ** (1 + k) * np.cos(0.4 * (1 + k)), 1e-12)


@given(batches, st.integers(1, 40), sizes, sizes, sizes, st.integers(0, 10**6))
def test_all_ways_agree(batch, T, m, n_u, n_y, seed):
    model, u, x0, _ = case(batch, T, m, n_u, n_y, seed)
    for start in (x0, x0[(0,) * len(batch)], None):
        run = rl.simulate(model, u, start)
        for way in WAYS.values():
            near(way(model, u, start), run.y, 1e-10)
        for ours, theirs in zip(rl.scan(model, u, start), run, strict=True):
            near(ours, theirs, 1e-10)


@pytest.mark.parametrize("T", [4095, 4096])
def test_all_ways_agree_on_long_sequences(T):
    rng = np.random.default_rng(0)
    model = rl.LRU.random(128, 2, 3, rng=rng, r_min=0.9, r_max=0.999)
    u, x0 = rng.normal(size=(T, 2)), rng.normal(size=128)
    run = rl.simulate(model, u, x0)
    for way in WAYS.values():
        near(way(model, u, x0), run.y, 1e-10)
    near(rl.scan(model, u, x0).x, run.x, 1e-10)


@given(batches, st.integers(1, 8), sizes, sizes, sizes, st.integers(0, 10**6))
def test_it_is_a_linear_model(batch, T, m, n_u, n_y, seed):
    """Against the matrices that a real state of pairs must have, and the one loop for all models."""
    model, u, x0, _ = case(batch, T, m, n_u, n_y, seed)
    lam = np.exp(-np.exp(model.nu_log)) * np.array([np.cos(np.exp(model.theta_log)), np.sin(np.exp(model.theta_log))])
    A, B, C = np.zeros((2 * m, 2 * m)), np.zeros((2 * m, n_u)), np.zeros((n_y, 2 * m))
    for k, (re, im) in enumerate(lam.T):
        A[2 * k : 2 * k + 2, 2 * k : 2 * k + 2] = [[re, -im], [im, re]]
        B[2 * k], B[2 * k + 1] = (np.exp(model.gamma_log[k]) * part[k] for part in (model.B_re, model.B_im))
        C[:, 2 * k], C[:, 2 * k + 1] = model.C_re[:, k], -model.C_im[:, k]
    for ours, theirs in zip(model.linear, (A, B, C), strict=True):
        near(ours, theirs, 1e-12)
    for ours, theirs in zip(rl.simulate(model, u, x0), rl.simulate(rl.Linear(A, B, C), u, x0), strict=True):
        near(ours, theirs, 1e-10)


@given(st.integers(1, 6), sizes, sizes, st.integers(0, 10**6))
def test_a_linear_model_becomes_one_by_its_eigenvalues(n, n_u, n_y, seed):
    rng = np.random.default_rng(seed)
    A = rng.normal(0, 1, (n, n))
    A /= 1.1 * np.abs(np.linalg.eigvals(A)).max()
    linear = rl.Linear(A, B=rng.normal(size=(n, n_u)), C=rng.normal(size=(n_y, n)))
    eigenvalues, V = np.linalg.eig(A)
    model = rl.LRU.of(eigenvalues, np.linalg.solve(V, linear.B), linear.C @ V)
    near(model.eigenvalues, eigenvalues.astype(complex), 1e-14)
    u, y = rng.normal(size=(30, n_u)), WAYS["scan"]
    scale = np.linalg.cond(V)
    near(y(model, u), rl.simulate(linear, u).y, 1e-11 * scale)


def test_the_spring_is_two_units():
    spring = rl.systems.spring()
    eigenvalues, V = np.linalg.eig(spring.A)
    model = rl.LRU.of(eigenvalues, np.linalg.solve(V, spring.B), spring.C @ V)
    u = np.random.default_rng(0).normal(size=(100, 1))
    for way in WAYS.values():
        near(way(model, u), rl.simulate(spring, u).y, 1e-10)


def test_the_kernel_is_the_answer_to_a_push_at_each_input():
    model, *_ = case((), 1, 3, 2, 4)
    pushes = np.zeros((2, 9, 2))
    pushes[[0, 1], 0, [0, 1]] = 1
    near(rl.kernel(model, 9).transpose(2, 0, 1), rl.simulate(model, pushes).y, 1e-12)


@pytest.mark.parametrize("batch", [(), (1,), (3,), (2, 3)])
@pytest.mark.parametrize(("T", "m", "n_u", "n_y"), [(6, 4, 3, 2), (1, 3, 4, 5), (5, 1, 2, 3), (1, 1, 1, 1)])
def test_every_gradient_agrees_with_central_differences(batch, T, m, n_u, n_y):
    model, u, x0, dy = case(batch, T, m, n_u, n_y)
    run = rl.scan(model, u, x0)
    gradients = model.backward(run, dy)
    agree(gradients, model, u, x0, dy, 1e-6)
    states_agree(gradients, run, model, u, dy, 1e-6)


def torch_answer(model, u, x0, dy):
    """The states, outputs and gradients that PyTorch finds for the paper's equations, with complex numbers."""
    torch = pytest.importorskip("torch")
    leaf = {
        name: torch.tensor(array, requires_grad=True) for name, array in {**model._asdict(), "u": u, "x0": x0}.items()
    }
    pole = torch.exp(torch.complex(-torch.exp(leaf["nu_log"]), torch.exp(leaf["theta_log"])))
    B = torch.exp(leaf["gamma_log"])[:, None] * torch.complex(leaf["B_re"], leaf["B_im"])
    C = torch.complex(leaf["C_re"], leaf["C_im"])
    z, states = torch.complex(leaf["x0"][..., 0::2], leaf["x0"][..., 1::2]), []
    for u_t in leaf["u"].unbind(dim=-2):
        z = pole * z + u_t.to(B.dtype) @ B.T
        states.append(z)
    z = torch.stack(states, dim=-2)
    z.retain_grad()
    y = (z @ C.T).real
    (y * torch.tensor(dy)).sum().backward()
    return z.detach().numpy(), y.detach().numpy(), {name: each.grad.numpy() for name, each in leaf.items()}


@pytest.mark.torch
@pytest.mark.parametrize("seed", range(10))
def test_forward_and_backward_agree_with_pytorch(seed):
    rng = np.random.default_rng(seed)
    T, m, n_u, n_y = (int(n) for n in rng.permutation(np.arange(1, 10))[:4])
    T = 1 if seed == 0 else 150 if seed == 1 else T
    model, u, x0, dy = case(((), (1,), (11,), (2, 3))[seed % 4], T, m, n_u, n_y, seed)
    z, y, theirs = torch_answer(model, u, x0, dy)
    for run in (rl.simulate(model, u, x0), rl.scan(model, u, x0)):
        near(rl.as_complex(run.x), z, 1e-11)
        near(run.y, y, 1e-11)
        ours = model.backward(run, dy)
        for name in rl.LRU._fields:
            near(getattr(ours.params, name), theirs[name], 1e-9)
        near(ours.x0, theirs["x0"], 1e-9)
        near(ours.u, theirs["u"], 1e-9)


RINGS = [(0.0, 1.0, 2 * np.pi), (0.9, 0.999, 0.3), (0.5, 0.7, 3.0)]


@pytest.mark.parametrize(("r_min", "r_max", "max_phase"), RINGS)
def test_eigenvalues_lie_evenly_over_the_area_of_the_ring(r_min, r_max, max_phase):
    """Where points are even over an area, r^2 is even between r_min^2 and r_max^2, and so is the angle."""
    rng = np.random.default_rng(0)
    poles = rl.LRU.random(40_000, 1, 1, rng=rng, r_min=r_min, r_max=r_max, max_phase=max_phase).eigenvalues
    r, angle = np.abs(poles), np.angle(poles) % (2 * np.pi)
    assert r_min - 1e-12 <= r.min() and r.max() <= r_max + 1e-12
    square = scipy.stats.uniform(r_min**2, r_max**2 - r_min**2)
    assert scipy.stats.kstest(r**2, square.cdf).pvalue > 0.01
    assert scipy.stats.kstest(angle, scipy.stats.uniform(0, max_phase).cdf).pvalue > 0.01


@pytest.mark.parametrize(("r_min", "r_max", "max_phase"), RINGS)
def test_noise_of_size_one_makes_states_of_the_size_of_b(r_min, r_max, max_phase):
    """White noise adds up in squares: E |z_t|^2 = |gamma b|^2 sum_{k < t} |lambda|^2k = |b|^2 (1 - |lambda|^2t)."""
    T, n_u = 50, 3
    model = rl.LRU.random(20, n_u, 1, rng=np.random.default_rng(0), r_min=r_min, r_max=r_max, max_phase=max_phase)
    pushes = np.zeros((n_u, T, n_u))
    pushes[range(n_u), 0, range(n_u)] = 1
    spread = (np.abs(rl.as_complex(rl.simulate(model, pushes).x)) ** 2).sum(axis=0).cumsum(axis=0)  # (T, m)
    b = (model.B_re**2 + model.B_im**2).sum(axis=1)
    t = 1 + np.arange(T)[:, None]
    near(spread, b * (1 - np.abs(model.eigenvalues) ** (2 * t)), 1e-12)


def test_random_weights_have_the_size_that_is_promised():
    model = rl.LRU.random(400, 30, 40, rng=np.random.default_rng(0))
    assert model.sizes == (400, 30, 40)
    for part in (model.B_re, model.B_im):
        assert abs(part.std() * np.sqrt(2 * 30) - 1) < 0.03
    for part in (model.C_re, model.C_im):
        assert abs(part.std() * np.sqrt(200) - 1) < 0.03
    again = rl.LRU.random(400, 30, 40, rng=np.random.default_rng(0))
    assert all(np.array_equal(a, b) for a, b in zip(model, again, strict=True))


@pytest.mark.parametrize("r", [0.0, 0.5, 1 - 1e-12])
def test_a_ring_may_be_as_thin_as_a_circle(r):
    model = rl.LRU.random(6, 1, 1, rng=np.random.default_rng(0), r_min=r, r_max=r)
    near(np.abs(model.eigenvalues), np.full(3, r), 1e-14)
    assert all(np.isfinite(part).all() for part in model)


def test_whatever_is_learned_no_memory_grows():
    rng = np.random.default_rng(0)
    model = rl.LRU.random(200, 1, 1, rng=rng)
    wild = model._replace(nu_log=rng.normal(0, 20, 100), theta_log=rng.normal(0, 5, 100))
    assert np.abs(wild.eigenvalues).max() <= 1


@pytest.mark.parametrize("batch", [(), (3,)])
def test_float32_stays_float32_and_near(batch):
    model, u, x0, dy = case(batch, 30, 4, 3, 2)
    small = rl.LRU(*(part.astype(np.float32) for part in model))
    u32, x32, dy32 = (array.astype(np.float32) for array in (u, x0, dy))
    for way in WAYS.values():
        y = way(small, u32, x32)
        assert y.dtype == np.float32
        near(y, way(model, u, x0), 1e-4)
    gradients = small.backward(rl.scan(small, u32, x32), dy32)
    for array in (*rl.scan(small, u32), *gradients.params, *gradients[1:], rl.kernel(small, 5), *small.linear):
        assert array.dtype == np.float32
    for ours, theirs in zip(gradients.params, model.backward(rl.scan(model, u, x0), dy).params, strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-3, atol=1e-3 * np.abs(theirs).max())


@pytest.mark.parametrize("kinds", [(4, 8, 8), (4, 4, 8), (4, 8, 4), (8, 4, 8), (8, 8, 4), (8, 4, 4)])
def test_what_is_mixed_is_as_precise_as_in_the_loop(kinds):
    """The bytes of a number in the model, in u and in x0; the loop of f after f says what is right."""
    model, u, x0, dy = case((3,), 400, 4, 3, 2)
    model, u, x0 = (
        [part.astype(f"f{n}") for part in parts] for n, parts in zip(kinds, (model, [u], [x0]), strict=True)
    )
    model, (u,), (x0,) = rl.LRU(*model), u, x0
    loop, run = rl.simulate(model, u, x0), rl.scan(model, u, x0)
    for ours, theirs in zip(run, loop, strict=True):
        assert ours.dtype == theirs.dtype
    fine = 1e-12 if kinds[1:] == (8, 8) or kinds[0] == 8 else 2e-6  # else the loop itself rounds a product
    for way in WAYS.values():
        y = way(model, u, x0)
        assert y.dtype == float
        near(y, loop.y, fine)
    dz, back, to_z = 0, rl.as_complex(model.backward(loop, dy).x), rl.as_complex(dy @ model.W_yx)
    for t in reversed(range(400)):
        dz = model.eigenvalues.conj().astype(complex) * dz + to_z[:, t]
        near(back[:, t], dz, 1e-12)


def test_a_memory_of_no_length_keeps_nothing():
    """exp(-exp(800)) is 0: K_0 is C B, and all that comes later is 0."""
    model, u, x0, _ = case((), 5, 3, 4, 2)
    model = model._replace(nu_log=np.full(3, 800.0))
    gamma_B = np.exp(model.gamma_log)[:, None] * (model.B_re + 1j * model.B_im)
    straight = ((model.C_re + 1j * model.C_im) @ gamma_B).real
    near(rl.kernel(model, 4), np.stack([straight, *np.zeros((3, *straight.shape))]), 1e-12)
    for way in WAYS.values():
        near(way(model, u, x0), u @ straight.T, 1e-12)


def test_a_run_leaves_its_inputs_alone():
    model, u, x0, dy = case((3,), 9, 4, 3, 2)
    copies = [array.copy() for array in (*model, u, x0, dy)]
    for way in WAYS.values():
        way(model, u, x0)
    model.backward(rl.scan(model, u, x0), dy)
    assert all(np.array_equal(a, b) for a, b in zip(copies, (*model, u, x0, dy), strict=True))


def test_whole_numbers_are_numbers():
    ones = [[1], [2]], [[3, 4]]
    whole = rl.LRU(*(np.array(part) for part in ([0, -1], [0, 1], [0, 0], ones[0], ones[0], ones[1], ones[1])))
    model = rl.LRU(*(part.astype(float) for part in whole))
    x, u = np.array([1, 0, -2, 3]), np.array([5])
    near(whole.f(x, u), model.f(x.astype(float), u.astype(float)), 1e-14)
    near(whole.linear.A, model.linear.A, 1e-14)
    near(rl.as_complex([1, 0, -2, 3]), np.array([1, -2 + 3j]), 0)


def test_it_learns_a_memory_of_another():
    """The squared distance to another model's outputs falls a hundredfold: all gradients point the right way."""
    rng = np.random.default_rng(0)
    teacher = rl.LRU.of([0.9 * np.exp(0.5j)], B=[[1.0]], C=[[1.0]])
    u = rng.normal(size=(4, 60, 1))
    wanted = rl.scan(teacher, u).y

    def loss_and_grads(model):
        run = rl.scan(model, u)
        loss, dy = rl.mse(run.y, wanted)
        return loss, model.backward(run, dy).params

    steps = rl.adam(rl.LRU.random(16, 1, 1, rng=rng), loss_and_grads, lr=0.03)
    losses = [next(steps).loss for _ in range(150)]
    assert losses[-1] < losses[0] / 100


MODEL, U, _, _ = case((), 5, 3, 4, 2)


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (
            lambda: rl.simulate(MODEL._replace(B_im=np.zeros((4, 3))), U),
            "B_im should have the shape (3, 4): 3 units (rows, to) by 4 inputs (columns, from). "
            "It came as (4, 3). Try B_im.T.",
        ),
        (lambda: rl.scan(MODEL._replace(C_re=np.zeros((2, 4))), U), "C_re should have the shape (2, 3): 2 outputs"),
        (lambda: rl.scan(MODEL._replace(C_im=np.zeros((3, 3))), U), "C_im should have the shape (2, 3): 2 outputs"),
        (lambda: rl.convolve(MODEL._replace(nu_log=np.zeros(2)), U), "nu_log should have the shape (3,)"),
        (lambda: rl.kernel(MODEL._replace(theta_log=np.full(3, np.nan)), 2), "theta_log[0] is nan"),
        (lambda: rl.kernel(MODEL._replace(gamma_log=np.zeros(1)), 2), "gamma_log should have the shape (3,)"),
        (lambda: rl.kernel(MODEL._replace(gamma_log=np.full(3, 800.0)), 2), "At t = 1 the kernel is no longer a"),
        (lambda: rl.convolve(MODEL._replace(gamma_log=np.full(3, 800.0)), U), "the output is no longer a number"),
        (lambda: rl.scan(MODEL._replace(gamma_log=np.full(3, 800.0)), U), "At t = 1 the state is no longer a number"),
        (lambda: rl.scan(MODEL, U[:, 1:]), "the model takes 4 numbers at each instant. It came as (5, 3), with 3."),
        (lambda: rl.convolve(MODEL, U, np.zeros(3)), "should have the shape (6,): one number for each state."),
        (lambda: rl.kernel(MODEL, 0), "T, the number of instants, should be a whole number of at least 1."),
        (lambda: rl.kernel(rl.systems.tank(), 3), "model should be a LRU. It came as Linear("),
        (lambda: rl.scan(rl.systems.tank(), U), "Other models run in `simulate`."),
        (lambda: rl.convolve(None, U), "model should be a LRU. It came as None."),
        (lambda: rl.LRU.random(5, 1, 1, rng=np.random.default_rng(0)), "should be even: each unit has a real and"),
        (lambda: rl.LRU.random(0, 1, 1, rng=np.random.default_rng(0)), "n_x, the number of states, should be a whole"),
        (lambda: rl.LRU.random(2, 0, 1, rng=np.random.default_rng(0)), "n_u, the number of inputs, should be a whole"),
        (lambda: rl.LRU.random(2, 1, "1", rng=np.random.default_rng(0)), "n_y, the number of outputs, should be"),
        (lambda: rl.LRU.random(2, 1, 1, rng=0), "rng, the dice, should be a random generator."),
        (
            lambda: rl.LRU.random(2, 1, 1, rng=np.random.default_rng(0), r_min=1),
            "r_min, the ring's inner radius, should be a number of at least 0 and less than 1. It came as 1.",
        ),
        (
            lambda: rl.LRU.random(2, 1, 1, rng=np.random.default_rng(0), r_min=0.5, r_max=0.4),
            "r_max, the ring's outer radius, should be a number of at least 0.5. It came as 0.4.",
        ),
        (
            lambda: rl.LRU.random(2, 1, 1, rng=np.random.default_rng(0), r_max=1.1),
            "r_max, the ring's outer radius, should be at most 1: beyond, a memory grows. It came as 1.1.",
        ),
        (
            lambda: rl.LRU.random(2, 1, 1, rng=np.random.default_rng(0), max_phase=0),
            "max_phase, the largest angle, should be a number greater than 0. It came as 0.",
        ),
        (lambda: one_unit(1.0), "Every eigenvalue should lie inside the circle, |lambda| < 1. 1 is 1 from the middle."),
        (lambda: one_unit(0.9 + 0.8j), "0.9+0.8j is 1.20416 from the middle."),
        (lambda: one_unit(np.nan), "eigenvalues should hold finite numbers only"),
        (lambda: rl.LRU.of([0.5], [[1.0], [2.0]], [[1.0, 1.0]]), "eigenvalues should have the shape (2,)"),
        (lambda: rl.LRU.of([0.5], [1.0], [[1.0]]), "B should be a matrix with one row for each unit (to)"),
        (lambda: rl.LRU.of([0.5], [[1.0]], [[1.0], [2.0, 3.0]]), "C should be an array of numbers. Its rows have"),
        (lambda: rl.as_complex(np.ones(3)), "x, the state, should have two numbers for each unit. It came as (3,)."),
        (lambda: MODEL.backward(rl.scan(MODEL, U), np.ones(2)), "dy should have the shape of y, (5, 2)."),
        (lambda: MODEL.backward(rl.convolve(MODEL, U), U), "run should be what simulate(model, u) gives."),
    ],
)
def test_what_does_not_fit_is_answered_with_a_sentence(call, sentence):
    with pytest.raises(rl.InputError) as caught:
        call()
    assert sentence in str(caught.value)
