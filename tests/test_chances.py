"""What probabilities and surprises say of themselves, held against sums done by hand."""

import warnings

import numpy as np
import pytest

from rnnlib import tell, train

SCORES = np.log([[1.0, 1.0, 2.0], [3.0, 1.0, 6.0]])  # the probabilities are 1/4, 1/4, 1/2 and 3/10, 1/10, 6/10


def test_softmax_says_which_exps_it_divides():
    says = tell.softmax(SCORES, "abc")
    assert says(2, 0) == (
        "probability of a at t = 2 = exp(1.10) / (exp(1.10) + exp(0.00) + exp(1.79)) = 0.30",
        "p 2 1",
        ("y 2 1", "y 2 2", "y 2 3", "y 2"),  # the last where the scores of t = 2 are drawn as one word
    )
    assert np.allclose(says.p, [[0.25, 0.25, 0.5], [0.3, 0.1, 0.6]])


def test_scores_without_time_say_no_instant():
    assert tell.softmax(SCORES[0], ["yes", "no", "I like"])(1, 2).words == (
        "probability of 'I like' = exp(0.69) / (exp(0.00) + exp(0.00) + exp(0.69)) = 0.50"
    )


def test_the_exps_of_many_symbols_are_one_number():
    told = tell.softmax(np.log([[2.0, 1, 1, 1, 1, 1, 1]]), "abcdefg")(1, 0)
    assert told.words == "probability of a at t = 1 = exp(0.69) / 8.00, the sum of all 7 exps, = 0.25"
    assert len(told.made_of) == 8


def test_a_temperature_divides_the_scores():
    says = tell.softmax([[2.0, 0.0]], "ab", temperature=2)
    made = "exp(2.00 / 2.00) / (exp(2.00 / 2.00) + exp(0.00 / 2.00))"  # 1 / (1 + 1/e)
    assert says(1, 0).words == f"probability of a at t = 1 = {made} = 0.73"
    assert np.allclose(says.p, 1 / (1 + np.exp([-1, 1])))


def test_huge_scores_are_told_without_a_warning():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert tell.softmax(np.full((1, 7), 999.0), "abcdefg")(1, 0).words.endswith("= 0.14")
        assert tell.logistic(-2000.0)().words.endswith("= 0.00")


@pytest.mark.parametrize(
    ("p", "words"), [(0.5, "0.50"), (0.004, "0.004"), (1e-5, "1e-5"), (3e-12, "3e-12"), (0, "0.00")]
)
def test_a_small_probability_is_not_called_0(p, words):
    assert f"−ln {words} =" in tell.surprise([[p, 1 - p]], [0], "ab")(1).words


def test_a_surprise_is_made_of_the_probability_of_the_target():
    says = tell.surprise([[0.25, 0.75], [0.9, 0.1]], np.array([0, 1]), "ab")
    assert says(1) == ("surprise of a at t = 1 = −ln 0.25 = 1.39", "s 1", ("p 1 1",))
    assert says(2) == ("surprise of b at t = 2 = −ln 0.10 = 2.30", "s 2", ("p 2 2",))
    assert tell.surprise([[0.0, 1.0]], [0], "ab")(1).words == "surprise of a at t = 1 = −ln 0.00 = ∞"


def test_the_loss_is_the_mean_of_the_surprises():
    loss, _ = train.cross_entropy(SCORES, np.array([0, 2]))  # (ln 4 + ln (10/6)) / 2
    p = train.softmax(SCORES)
    told = tell.mean(-np.log([p[0, 0], p[1, 2]]))
    assert told.words == "loss = (1.39 + 0.51) / 2 = 0.95" and f"{loss:.2f}" == "0.95"
    assert (told.name, told.made_of) == ("loss", ("s 1", "s 2"))
    assert tell.mean([0.5] * 12, "mean").words == "mean = 6.00, the sum of 12 numbers, / 12 = 0.50"


def test_the_logistic_function_says_its_exp():
    assert tell.logistic(np.log(3))().words == "probability of yes = 1 / (1 + exp(-1.10)) = 0.75"
    says = tell.logistic([0.0, -np.log(3)], "rain")
    assert says(2) == ("probability of rain at t = 2 = 1 / (1 + exp(1.10)) = 0.25", "p 2 1", ("y 2 1",))


def test_counting_says_how_often_what_followed():
    says = tell.counted("hello", "helo")
    assert says(3, 3).words == "probability of o at t = 3 = l is followed by o in 1 of 2 places = 0.50"
    assert says(1, 1).words == "probability of e at t = 1 = h is followed by e in 1 of 1 place = 1.00"
    assert says(1, 0).words == "probability of h at t = 1 = h is followed by h in 0 of 1 place = 0.00"
    assert np.allclose(says.p, [[0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0.5, 0.5], [0, 0, 0.5, 0.5]])
    nothing = tell.counted("hello", "helo", k=0)
    assert nothing(3, 2).words == "probability of l at t = 3 = l stands in 2 of 4 places = 0.50"
    pairs = tell.counted("a ba b", "a b", k=2)
    assert pairs(2, 2).words == "probability of b at t = 2 = 'a ' is followed by b in 2 of 2 places = 1.00"
    assert pairs.seen == ["a", "a ", " b", "ba", "a "], "at the beginning the window is shorter"
