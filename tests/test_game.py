"""The counter of a game counts what a player did, no more and no less, and `compute` knows nothing of it."""

import ipywidgets
import numpy as np
import pytest

from rnnlib import InputError, draw, explore


class Game:
    """An explorer with two vectors and a slider; the score is the sum of all their numbers."""

    def __init__(self):
        self.calls = []
        self.a = explore.Matrix("a", np.zeros(2), presets={"ones": np.ones(2)})
        self.b = explore.Matrix("b", np.zeros((1, 2)))
        self.gain = explore.Number("gain", 0, 2, 1.0)
        self.free = explore.Choice("free", ("no", "yes"))
        self.moves = explore.Moves([self.a, self.b, self.gain], score=np.sum)
        controls = [self.a, self.b, self.gain, self.free, self.moves, explore.Time(len)]
        self.explorer = explore.Explorer(
            self.compute, [draw.Lines(lambda x: x)], controls, lambda x, t: f"{self.moves}"
        )

    def compute(self, **values):
        self.calls.append(values)
        if values["gain"] == 2:
            raise InputError("two is too many")
        return np.concatenate([values["a"], values["b"].ravel(), [values["gain"] + 10 * (values["free"] == "yes")]])

    def turn(self, control, place, number):
        """What the browser does: the whole new matrix, with one entry turned."""
        value = np.array(control.widget.value)
        value[place] = number
        control.widget.value = value.tolist()


@pytest.fixture
def game():
    return Game()


def test_it_begins_with_no_moves_and_the_first_score(game):
    assert (game.moves.count, game.moves.best, game.moves.path) == (0, 1.0, [1.0])
    assert repr(game.moves) == game.moves.widget.value == "0 moves, loss 1.000, best 1.000"


def test_one_number_turned_on_and_on_is_one_move(game):
    for number in (0.1, 0.2, 0.3, -0.5, 0.4):
        game.turn(game.a, (0, 0), number)
    assert game.moves.count == 1
    assert game.moves.path == [1.0, 1.4]
    assert game.moves.best == 0.5, "the best score may be passed on the way"


def test_another_number_is_another_move_and_coming_back_is_one_more(game):
    game.turn(game.a, (0, 0), -0.1)
    game.turn(game.a, (1, 0), -0.1)
    game.turn(game.b, (0, 0), -0.1)
    game.explorer.set(gain=0.5)
    game.turn(game.a, (0, 0), -0.2)
    assert game.moves.count == 5
    assert game.moves.path == pytest.approx([1.0, 0.9, 0.8, 0.7, 0.2, 0.1])


def test_what_turns_several_numbers_is_as_many_moves(game):
    ones = game.a.widget.presets["ones"]
    game.a.widget.value = ones
    assert game.moves.count == 2
    game.a.widget.value = np.zeros((2, 1)).tolist()
    assert game.moves.count == 4
    game.turn(game.a, (0, 0), 1.0)
    game.a.widget.value = ones
    assert game.moves.count == 6


def test_two_numbers_that_arrive_at_once_are_two_moves(game):
    game.explorer.set(a=np.array([0.5, 0.0]), b=np.array([[0.5, 0.0]]))
    assert game.moves.count == 2


def test_time_and_other_controls_are_free(game):
    game.turn(game.a, (0, 0), -0.5)
    before = repr(game.moves)
    game.explorer.set(t=3)
    assert repr(game.moves) == before
    game.explorer.set(free="yes")
    game.explorer.set(free="no")
    assert repr(game.moves) == before
    game.turn(game.a, (0, 0), -0.6)
    assert game.moves.count == 1, "what is free does not end a move"


def test_what_is_refused_is_no_move(game):
    game.a.widget.typed = {"row": 0, "col": 0, "text": "three", "n": 1}
    assert game.explorer.problem
    assert game.moves.count == 0
    game.a.widget.reset()
    game.explorer.set(gain=2.0)
    assert game.explorer.problem == "two is too many"
    assert game.moves.count == 0
    game.explorer.set(gain=1.5)
    assert game.moves.count == 1


def test_a_typed_number_is_a_move(game):
    game.a.widget.typed = {"row": 1, "col": 0, "text": "-1/2", "n": 1}
    assert (game.moves.count, game.moves.best) == (1, 0.5)


def test_reset_begins_anew(game):
    game.turn(game.a, (0, 0), -0.5)
    game.turn(game.b, (0, 1), -0.5)
    game.explorer.reset()
    assert (game.moves.count, game.moves.best, game.moves.path) == (0, 1.0, [1.0])
    game.turn(game.b, (0, 1), 0.5)
    assert (game.moves.count, game.moves.best, game.moves.path) == (1, 1.0, [1.0, 1.5])


def test_the_sentence_tells_the_present_count(game):
    game.turn(game.a, (0, 0), -0.5)
    assert game.explorer.sentence == "1 move, loss 0.500, best 0.500"


def test_compute_stays_pure(game):
    game.turn(game.a, (0, 0), -0.5)
    assert all(set(call) == {"a", "b", "gain", "free"} for call in game.calls)
    assert game.moves.positions() == []
    assert "moves" not in game.explorer.values


def test_the_count_stands_among_the_controls(game):
    rows = game.explorer.widget.children
    shown = [child for row in rows if isinstance(row, ipywidgets.HBox) for child in row.children]
    assert game.moves.widget in shown


def test_a_curve_can_show_the_path():
    gain = explore.Number("gain", 0, 2, 1.0)
    moves = explore.Moves([gain], score=lambda data: data)
    explorer = explore.Explorer(
        lambda gain: gain, [draw.Curve(lambda data: moves.path, xlabel="move")], [gain, moves], lambda data, t: ""
    )
    before = explorer.png()
    explorer.set(gain=0.5)
    assert moves.path == [1.0, 0.5]
    assert explorer.png() != before
