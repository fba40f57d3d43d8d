"""What a trained predictor, a loss and two networks side by side say, held against sums done by hand."""

import numpy as np

import rnnlib as rl
from rnnlib import predictor, tell
from rnnlib.train import Step

HALF = rl.RNN.with_activation(
    "none"
)(  # x_t = 0.5 x_{t-1} + the place of the symbol read, y_t = (x_t, 0, 0)
    W_xx=np.array([[0.5]]), W_xu=np.array([[1.0, 2.0, 3.0]]), b_x=np.zeros(1), W_yx=np.eye(3)[:, :1], b_y=np.zeros(3)
)


def reported(x0=8.0):
    """Two lines, ·a and ·b, of two symbols each: the places read are 1 and 2, and 1 and 3."""
    steps = [Step(k, loss, predictor.Predictor(HALF, np.array([x0])), None) for k, loss in enumerate((3.0, 2.0))]
    return predictor.report(predictor.read("a\nb"), steps)


def test_a_line_begins_with_x0_again():
    says = tell.report(reported())
    assert [says.before(t) for t in (1, 2, 3, 4)] == [0, 1, 0, 3]
    assert says.x(2, 0).words == "x_2 = 0.50 × 5.00 + 2.00 × 1.00 + 0.00 = 4.50"
    assert says.x(3, 0).words == "x_3 = 0.50 × 8.00 + 1.00 × 1.00 + 0.00 = 5.00", "and not 0.50 × 4.50"
    assert {"x 0 1", "u 3 1"} <= set(says.x(3, 0).made_of) and "x 2 1" not in says.x(3, 0).made_of


def test_of_a_letter_only_its_1_is_told():
    assert tell.report(reported()).x(4, 0).words == "x_4 = 0.50 × 5.00 + 3.00 × 1.00 + 0.00 = 5.50"


def test_inputs_and_scores_bear_their_symbols():
    says = tell.report(reported())
    assert says.u(2, 1).words == "u_2, place of a = 1.00"
    assert says.y(2, 0).words == "y_2, score of · = 1.00 × 4.50 + 0.00 = 4.50"


def test_every_loss_but_the_last_is_its_value_alone():
    says = tell.report(reported())
    assert says.loss(0).words == "loss after 0 updates = 3.00"
    wrong = [5.0, 0.0, 5.0, 0.0]  # the score of · where another symbol is right, whose score is 0
    surprises = [np.log(1 + 2 / np.exp(x)) + lost for x, lost in zip((5.0, 4.5, 5.0, 5.5), wrong, strict=True)]
    parts = " + ".join(f"{surprise:.2f}" for surprise in surprises)
    assert says.loss(1).words == f"loss after 1 update = ({parts}) / 4 = {np.mean(surprises):.2f}"


def test_a_loss_is_told_where_a_probability_is_too_small_to_show():
    assert tell.loss([[0.0, 2000.0], [0.0, 0.0]], [0, 1]).words == "loss = (2000 + 0.69) / 2 = 1000"


def test_all_losses_are_told_if_all_scores_are_known():
    says = tell.losses([0.69, 0.29], np.log([[[1.0, 1.0]], [[3.0, 1.0]]]), [0], counted="move")
    assert [says(k).words for k in (0, 1)] == [
        "loss after 0 moves = (0.69) / 1 = 0.69",
        "loss after 1 move = (0.29) / 1 = 0.29",
    ]


def test_two_networks_do_not_share_their_numbers():
    run = rl.simulate(HALF, np.eye(3)[:2])
    left, right = (tell.of(side, tell.run(run, HALF).x) for side in ("left", "right"))
    assert left(2, 0).words == "left: x_2 = 0.50 × 1.00 + 2.00 × 1.00 + 0.00 = 2.50"
    assert "left x 1 1" in left(2, 0).made_of
    assert not {left(2, 0).name, *left(2, 0).made_of} & {right(2, 0).name, *right(2, 0).made_of}


def test_the_size_of_a_part_is_the_root_of_the_sum_of_its_squares():
    ones = np.ones((2, 2))
    model = rl.RNN.with_activation("none")(0 * ones, ones, np.zeros(2), np.eye(2), np.zeros(2))
    run = rl.simulate(model, np.zeros((1, 2)), np.array([3.0, 4.0]))
    dy = np.array([[1.0, 0.0]])  # the part is (1, 0) times (3, 4): its size is 5
    told = tell.blame(model, run, model.backward(run, dy), dy).size(1)
    assert told.words == "size of the part at t = 1 = √(sum of its 4 squares) = √25.00 = 5.00"
    assert told.made_of == ("part 1 1 1", "part 1 1 2", "part 1 2 1", "part 1 2 2")
