"""The words of runs, of several runs and of equations, against sums done by hand."""

import numpy as np
import pytest

import rnnlib as rl
from rnnlib import tell


def value(words: str) -> float:
    return float(words.rpartition(" = ")[2])


def test_a_spring_is_told_in_its_own_letters():
    spring = rl.systems.spring(stiffness=4, damping=0, dt=0.5)  # A is (0, 0.5) and (-2, 1)
    run = rl.simulate(spring, np.zeros((3, 1)), np.array([0.0, 2.0]))  # lesson 1: p is 1, 1, 0
    told = tell.run(run, spring, states="pv")
    assert told.x(2, 0).words == "p_2 = 0.00 × 1.00 + 0.50 × 2.00 + 0.25 × 0.00 = 1.00"
    assert told.x(2, 1).words == "v_2 = (-2.00) × 1.00 + 1.00 × 2.00 + 0.50 × 0.00 = 0.00"
    assert told.x(2, 0).made_of[:2] == ("x 1 1", "x 1 2")


def test_every_unit_of_a_network_is_told_by_its_own_row():
    model = rl.RNN.with_activation("relu")(
        W_xx=np.array([[0.5, -1.0], [0.25, 2.0]]),
        W_xu=np.array([[1.0, 0.5], [-0.5, 3.0]]),
        b_x=np.array([0.1, -0.2]),
        W_yx=np.array([[1.0, 0.0], [2.0, -1.0]]),
        b_y=np.array([0.0, 0.5]),
    )
    run = rl.simulate(model, np.array([[1.0, 2.0], [3.0, 0.0]]), np.array([1.0, 2.0]))
    told = tell.run(run, model)
    # 0.5 - 2 + 1 + 1 + 0.1 = 0.6 and 0.25 + 4 - 0.5 + 6 - 0.2 = 9.55; with these 0.3 - 9.55 + 3 + 0.1 < 0, and 17.55
    made = "0.50 × 1.00 + (-1.00) × 2.00 + 1.00 × 1.00 + 0.50 × 2.00 + 0.10"
    assert told.x(1, 0).words == f"x_1, unit 1 = relu({made}) = 0.60"
    made = "0.50 × 0.60 + (-1.00) × 9.55 + 1.00 × 3.00 + 0.50 × 0.00 + 0.10"
    assert told.x(2, 0).words == f"x_2, unit 1 = relu({made}) = 0.00"
    made = "0.25 × 0.60 + 2.00 × 9.55 + (-0.50) × 3.00 + 3.00 × 0.00 + (-0.20)"
    assert told.x(2, 1).words == f"x_2, unit 2 = relu({made}) = 17.55"
    assert told.point(2).words == f"{told.x(2, 0).words}; unit 2 = relu({made}) = 17.55"
    assert told.point(2).name == "x 2" and told.point(0).words.endswith("unit 2 = 2.00, before the first input")
    assert {"x 2 1", "x 2 2", "x 1 1", "b_x 1", "b_x 2"} < set(told.point(2).made_of)
    weights = {"W_xx 2 1", "W_xx 2 2", "W_xu 2 1", "W_xu 2 2", "b_x 2"}
    assert set(told.x(2, 1).made_of) == {"x 1 1", "x 1 2", "u 2", "u 2 1", "u 2 2", *weights}
    assert told.y(1, 1).words == "y_1, output 2 = 2.00 × 0.60 + (-1.00) × 9.55 + 0.50 = -7.85"
    assert set(told.y(1, 1).made_of) == {"x 1 1", "x 1 2", "W_yx 2 1", "W_yx 2 2", "b_y 2"}


@pytest.mark.parametrize(("kind", "n_x", "shown"), [(rl.RNN, 3, 1), (rl.GRU, 3, 1), (rl.LSTM, 6, 4)])
def test_without_a_readout_an_output_is_the_hidden_state(kind, n_x, shown):
    model = kind.random(n_x, 2, None, rng=np.random.default_rng(0))
    run = rl.simulate(model, np.ones((4, 2)))
    said = tell.run(run, model).y(3, 1)
    assert said.words == f"y_3, output 2 = x_3, unit {shown + 1} = {run.x[2, shown]:.2f}"
    assert said.made_of == (f"x 3 {shown + 1}",)


def test_a_counter_says_what_is_left():
    clock = rl.systems.counter(12)
    run = rl.simulate(clock, np.full((3, 1), 5.0))  # 5, 10, 15 mod 12
    told = tell.run(run, clock, digits=0)
    assert told.x(3, 0).words == "x_3 = (10 + 5) mod 12 = 3"
    assert told.y(3, 0).words == "y_3 = x_3 = 3"


def test_each_run_of_a_batch_is_told_by_its_own_numbers():
    rng = np.random.default_rng(0)
    model, names = rl.RNN.random(3, 2, 1, rng=rng), ["one", "two", "three", "four"]
    u, x0 = rng.normal(size=(4, 5, 2)), rng.normal(size=(4, 3))
    told = tell.batch(rl.simulate(model, u, x0), model, names)
    for n, name in enumerate(names):
        alone = rl.simulate(model, u[n], x0[n])
        for t in range(1, 6):
            for k in range(3):
                said = told.x(k)(t, n)
                assert said.words.startswith(f"{name}: x_{t}, unit {k + 1} = tanh(")
                assert value(said.words) == pytest.approx(alone.x[t - 1, k], abs=0.0051)
                assert said.name == f"{name} x {t} {k + 1}"
                assert f"{name} x {t - 1} 3" in said.made_of
            assert value(told.u(1)(t, n).words) == pytest.approx(u[n, t - 1, 1], abs=0.0051)
        assert value(told.x(2)(0, n).words.partition(",")[2].partition(",")[0]) == pytest.approx(x0[n, 2], abs=0.0051)


def test_one_input_serves_all_runs_of_a_batch():
    tank = rl.systems.tank(leak=0.5)
    told = tell.batch(rl.simulate(tank, np.array([[1.0], [3.0]]), np.array([[0.0], [8.0]])), tank, "KL")
    assert [told.u()(2, n).words for n in (0, 1)] == ["K: u_2 = 3.00", "L: u_2 = 3.00"]
    assert told.x()(2, 1).words == "L: x_2 = 0.50 × 5.00 + 1.00 × 3.00 = 5.50"


def test_two_runs_are_as_far_apart_as_a_ruler_says():
    double = rl.Linear(A=2 * np.eye(2), B=np.zeros((2, 1)), C=np.ones((1, 2)))
    run = rl.simulate(double, np.zeros((2, 1)), np.array([[0.0, 0.0], [3.0, -4.0]]))
    told = tell.batch(run, double, ["from zero", "from x0"])
    for t, made in enumerate(("√(3.00² + 4.00²) = 5.00", "√(6.00² + 8.00²) = 10.00", "√(12.00² + 16.00²) = 20.00")):
        said = told.apart(t, 0, 1)
        assert said.words == f"distance of the runs from zero and from x0 at t = {t} = {made}"
        assert set(said.made_of) == {f"{name} x {t} {k}" for name in ("from zero", "from x0") for k in (1, 2)}


def test_a_small_distance_is_not_told_as_none():
    still = rl.Linear(A=np.eye(1), B=np.zeros((1, 1)), C=np.eye(1))
    run = rl.simulate(still, np.zeros((1, 1)), np.array([[0.0], [0.0032]]))
    assert tell.batch(run, still, "ab").apart(1, 0, 1).words.endswith("√(0.0032²) = 0.0032")


def grid(name, array, shape=None):
    return name, np.asarray(array, float), shape or str(np.shape(array))


def test_an_entry_of_a_product_is_its_row_times_its_column():
    A, B = [[1, 2], [3, 4]], [[5, 6], [7, 8]]  # row 2 times column 1: 3 x 5 + 4 x 7 = 43
    says = tell.equation([grid("A", A), "@", grid("B", B), "=", grid("C", [[19, 22], [43, 50]])], digits=0)
    assert says("C", 1, 0).words == "C[1, 0] = 3 × 5 + 4 × 7 = 43"
    assert says("C", 1, 0).made_of == ("A 2 1", "B 1 1", "A 2 2", "B 2 1")
    assert says("B", 1, 0) == tell.Told("B[1, 0] = 7", "B 2 1")


@pytest.mark.parametrize("bias", [grid("$b$", [[10, 20]], "(2,)"), grid("$b$", [[10], [20]])], ids=["row", "column"])
def test_a_bias_serves_all_rows_or_all_columns(bias):
    one = grid("$I$", [[1, 0], [0, 1]])
    result = np.tanh(np.array([[1, 0], [0, 1]]) + bias[1])
    parts = [grid("$x_t$", result), "=", "tanh(", one, "@", grid("$J$", [[1, 0], [0, 1]]), "+", bias, ")"]
    said = tell.equation(parts, digits=0)("$x_t$", 0, 1)
    wanted, key = ("20", "b 2") if bias[2] == "(2,)" else ("10", "b 1 1")
    assert said.words == f"x_t[0, 1] = tanh(1 × 0 + 0 × 1 + {wanted}) = 1"
    assert said.made_of[-1] == key


def test_an_equation_without_a_result_names_its_numbers():
    says = tell.equation([grid("W", [[1, 2]]), "@", grid("u", [[1], [1], [1]], "(3,)"), "=", "?"])
    assert says("u", 2, 0) == tell.Told("u[2] = 1.00", "u 3")
    assert says("W", 0, 1) == tell.Told("W[0, 1] = 2.00", "W 1 2")


def test_a_bound_grows_by_the_same_factor_at_each_step():
    still = rl.Linear(A=np.eye(2), B=np.zeros((2, 1)), C=np.ones((1, 2)))
    run = rl.simulate(still, np.zeros((2, 1)), np.array([[0.0, 0.0], [3.0, -4.0]]))  # 5 apart at first
    told = tell.batch(run, still, "ab")
    assert told.bound(0, 0, 1, stretch=2.0) == (
        "upper bound at t = 0 = the distance there = 5.00",
        "bound 0 1 0",
        ("apart 0 1 0",),
    )
    assert told.bound(2, 0, 1, stretch=2.0) == (
        "upper bound at t = 2 = 2.00 × 10.00 = 20.00",
        "bound 0 1 2",
        ("bound 0 1 1",),
    )
