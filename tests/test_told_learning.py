"""The words of blame, slopes and weights: what they write out comes out, and is what a small turn measures."""

import re

import numpy as np
import pytest

import rnnlib as rl
from rnnlib import figure, tell
from rnnlib.tell.learning import arrow

NAMES = "helo"
U, TARGET = rl.next_symbols("hello", rl.Vocab.of("hello"))
MODEL = figure.network()


def pass_back(weight=None, model=MODEL):
    run = rl.simulate(model, U)
    _, dy = rl.cross_entropy(run.y, TARGET, weight)
    back = model.backward(run, dy)
    return run, dy, back, tell.blame(model, run, back, dy, NAMES)


def comes_out(words: str) -> float:
    """What the sum or product in the middle makes, worked out from its letters."""
    middle = words.split(" = ")[-2]
    assert re.fullmatch(r"[-0-9.()+×/ ]+", middle), middle
    return eval(middle.replace("×", "*"))


def value(words: str) -> float:
    return float(words.rpartition(" = ")[2])


def test_a_blame_is_told_with_all_that_makes_it():
    *_, says = pass_back()
    made = "0.80 × 0.027 + 2.08 × 0.005 + (-3.97) × 0.020 + 4.30 × (-0.052)"
    assert says.dx(4, 2).words == f"dx_4, unit 3 = {made} = -0.27"
    assert says.dx(4, 2).made_of == ("dy 4 1", "dy 4 2", "dy 4 3", "dy 4 4")
    assert says.dy(1, 1).words == "dy_1, e = (0.12 - 1) / 4 = -0.22"
    assert says.dy(1, 3).words == "dy_1, o = 0.84 / 4 = 0.21"


@pytest.mark.parametrize("weight", [None, np.array([0, 0, 1, 0]), np.array([1, 3, 0, 1])])
def test_what_is_written_out_comes_out(weight):
    _, dy, back, says = pass_back(weight)
    counts = np.ones(4) if weight is None else weight
    for t in (1, 2, 3, 4):
        for k in range(4):
            words = says.dy(t, k).words
            assert value(words) == pytest.approx(dy[t - 1, k], abs=0.006)
            if counts[t - 1]:
                assert comes_out(words) == pytest.approx(dy[t - 1, k], abs=0.006)
                assert ("- 1" in words) == (k == TARGET[t - 1])
            else:
                assert words == f"dy_{t}, {NAMES[k]} = the answer at t = {t} does not count = 0.00"
        for k in range(3):
            words, of = says.dx(t, k).words, says.dx(t, k).made_of
            assert value(words) == pytest.approx(back.x[t - 1, k], abs=0.006)
            middle = re.sub(" from the (scores|next state)", "", words)
            assert comes_out(middle) == pytest.approx(back.x[t - 1, k], abs=0.015)
            assert (f"dx {t + 1} 1" in of) == ("next state" in words) == (t < 4)
    for k in range(3):
        assert comes_out(says.dx(0, k).words) == pytest.approx(back.x0[k], abs=0.01)
        assert value(says.dx(0, k).words) == pytest.approx(back.x0[k], abs=0.006)


def test_the_two_ways_of_blame_are_kept_apart():
    run, dy, _, says = pass_back()
    from_scores, from_next = (float(number) for number in re.findall(r"\(?(-?[\d.]+)\)? from", says.dx(3, 1).words))
    assert from_scores == pytest.approx(dy[2] @ MODEL.W_yx[:, 1], abs=0.006)

    # what the state at 3 does to the answer at 4 alone, measured
    def loss_at_4(turn):
        y = rl.simulate(MODEL, U[3:], run.x[2] + turn).y
        return rl.cross_entropy(y, TARGET[3:])[0] / 4

    assert from_next == pytest.approx(rl.numerical_gradient(loss_at_4, np.zeros(3))[1], abs=0.006)


def test_the_parts_of_all_steps_make_the_slope_that_is_measured():
    *_, says = pass_back()
    slopes = rl.numerical_gradient(lambda model: rl.cross_entropy(rl.simulate(model, U).y, TARGET)[0], MODEL)
    for i, j in np.ndindex(3, 3):
        parts = [says.part(t, i, j).words for t in (1, 2, 3, 4)]
        for words in parts:
            assert comes_out(words) == pytest.approx(value(words), abs=0.012)
        assert sum(map(value, parts)) == pytest.approx(slopes.W_xx[i, j], abs=0.025)
        assert comes_out(says.slope(i, j).words) == pytest.approx(slopes.W_xx[i, j], abs=0.025)
        assert value(says.slope(i, j).words) == pytest.approx(slopes.W_xx[i, j], abs=0.006)
    assert says.part(2, 2, 0).words.startswith("part of W_xx, x3 from x1, at t = 2 = da_2 × x_1 = ")
    assert says.part(2, 2, 0).made_of == ("dx 2 3", "x 1 1")


def test_of_another_loss_only_the_value_is_told():
    run = rl.simulate(MODEL, U)
    _, dy = rl.mse(run.y, np.zeros_like(run.y))
    says = tell.blame(MODEL, run, MODEL.backward(run, dy), dy)
    assert says.dy(2, 0).words == f"dy_2, output 1 = {dy[1, 0]:.2f}"
    one = rl.RNN.random(2, 1, 1, rng=np.random.default_rng(0))
    run = rl.simulate(one, np.ones((3, 1)))
    dy = np.array([[0.0], [-1.0], [0.5]])
    says = tell.blame(one, run, one.backward(run, dy), dy)
    assert [says.dy(t, 0).words for t in (1, 2, 3)] == ["dy_1 = 0.00", "dy_2 = -1.00", "dy_3 = 0.50"]


def test_without_memory_nothing_comes_from_the_next_state():
    network = MODEL._replace(W_xx=0 * MODEL.W_xx)
    *_, says = pass_back(np.array([0, 0, 0, 1]), network)
    assert says.dx(3, 0).words == "dx_3, unit 1 = 0.00 from the scores + 0.00 from the next state = 0.00"


def test_units_are_called_by_their_names():
    run, dy, back, _ = pass_back()
    says = tell.blame(MODEL, run, back, dy, NAMES, units="ABC")
    assert says.dx(4, 2).words.startswith("dx_4, unit C = ")
    assert says.part(2, 2, 0).words.startswith("part of W_xx, C from A, at t = 2 = ")
    assert says.slope(1, 0).words.startswith("slope of W_xx, B from A = ")
    learning = tell.weights(MODEL, run, back.params, symbols=NAMES, units="ABC")
    assert learning.weight("W_xu", 2, 1).words.startswith("W_xu, C from e = ")
    assert learning.slope("W_yx", 1, 0).words.startswith("slope of W_yx, e from A = ")


def test_weights_say_where_they_lead_and_how_often_they_are_used():
    run, _, back, _ = pass_back()
    says = tell.weights(MODEL, run, back.params, symbols=NAMES)
    assert says.weight("W_xx", 2, 0).words == "W_xx, x3 from x1 = -0.66, used at all 4 steps"
    assert says.weight("W_xu", 1, 2).words == "W_xu, x2 from l = 0.91, used at 2 of 4 steps"  # h, e, l, l are read
    assert says.weight("W_xu", 1, 3).words == "W_xu, x2 from o = 0.00, used at 0 of 4 steps"
    assert says.weight("W_yx", 1, 2).words == "W_yx, e from x3 = 2.08, used at all 4 steps"
    assert says.weight("b_y", 2).words == "b_y of l = 1.32, used at all 4 steps"
    assert [says.weight("W_xx", 2, 0).name, says.weight("b_y", 2).name] == ["W_xx 3 1", "b_y 3"]


def test_a_slope_says_what_the_loss_does_when_its_weight_is_turned_up():
    run, _, back, _ = pass_back()
    says = tell.weights(MODEL, run, back.params, symbols=NAMES)

    def loss_at(name, i, j, by):
        table = getattr(MODEL, name).copy()
        table[i, j] += by
        return rl.cross_entropy(rl.simulate(MODEL._replace(**{name: table}), U).y, TARGET)[0]

    for name, i, j in (("W_xx", 2, 2), ("W_xu", 2, 1), ("W_yx", 1, 2), ("W_xx", 0, 1)):
        change = loss_at(name, i, j, 0.001) - loss_at(name, i, j, -0.001)
        words = says.slope(name, i, j).words
        assert words.startswith(f"slope of {arrow(name, i, j, NAMES)} = {change / 0.002:.2f}")
        assert words.endswith("the loss grows" if change > 0 else "the loss falls")
    assert says.slope("W_xu", 0, 3).words.endswith("= 0.00: turned up, the loss stays"), "o is never read"


def test_the_table_of_all_weights_to_the_state_is_told_column_by_column():
    run, _, back, _ = pass_back()
    says = tell.weights(MODEL, run, back.params, symbols=NAMES)
    table = np.column_stack([MODEL.W_xx, MODEL.W_xu, MODEL.b_x])
    slopes = np.column_stack([back.params.W_xx, back.params.W_xu, back.params.b_x])
    for i, j in np.ndindex(table.shape):
        assert f" = {table[i, j]:z.2f}, " in says.to_state(i, j).words
        assert f" = {slopes[i, j]:z.2f}: " in says.slope_to_state(i, j).words
    begins = [says.to_state(0, j).words.split(" = ")[0] for j in range(8)]
    assert begins == [
        "W_xx, x1 from x1", "W_xx, x1 from x2", "W_xx, x1 from x3",
        "W_xu, x1 from h", "W_xu, x1 from e", "W_xu, x1 from l", "W_xu, x1 from o", "b_x of x1",
    ]  # fmt: skip


def test_a_product_of_many_terms_is_not_written_out():
    W, u = np.ones((1, 7)), np.arange(7.0)
    says = tell.product(W, u, W @ u)
    assert says.total(0).words == "x_1 = the sum of 7 products = 21.00"
    assert len(says.total(0).made_of) == 14
    ten = tell.product(np.ones((2, 10)), np.ones(10), np.full(2, 10.0))
    assert ten.weight(0, 9).words == "W_1,10 = 1.00, from u_10 to x_1, adds 1.00 × 1.00 = 1.00"
