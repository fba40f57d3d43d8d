"""The scoreboard of a game counts what a player did, no more and no less."""

import numpy as np
import pytest

from rnnlib import InputError, draw, explore


class Game:
    """An explorer with two tables and a slider; the score is the sum of all their numbers."""

    def __init__(self):
        self.moves = explore.Scoreboard()

        def play(a, b, gain=1.0, free="no"):
            if gain == 2:
                raise InputError("two is too many")
            x = np.concatenate([a, b.ravel(), [gain]])
            self.moves.record(x.sum(), a, b, gain)
            return [draw.Lines(x), draw.Curve(self.moves.path, at=self.moves.count)], f"{self.moves}"

        self.explorer = explore.Explorer(
            play,
            a=explore.Matrix(np.zeros(2), presets={"ones": np.ones(2)}),
            b=explore.Matrix(np.zeros((1, 2))),
            gain=(0, 2.0),
            free=["no", "yes"],
            history=self.moves,
        )
        self.a, self.b = self.explorer.by_name["a"].widget, self.explorer.by_name["b"].widget

    def turn(self, table, place, number):
        """What the browser does: a new matrix, with one entry turned."""
        value = np.array(table.value)
        value[place] = number
        table.value = value.tolist()


@pytest.fixture
def game():
    return Game()


def test_it_begins_with_no_moves_and_the_first_score(game):
    assert (game.moves.count, game.moves.best, game.moves.path) == (0, 1.0, [1.0])
    assert repr(game.moves) == game.explorer.sentence == "0 moves, loss 1.000, best 1.000"
    assert repr(explore.Scoreboard()) == "no moves yet"


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
    game.a.value = game.a.presets["ones"]
    assert game.moves.count == 2
    game.a.value = np.zeros((2, 1)).tolist()
    assert game.moves.count == 4
    game.turn(game.a, (0, 0), 1.0)
    game.a.value = game.a.presets["ones"]
    assert game.moves.count == 6


def test_two_numbers_that_arrive_at_once_are_two_moves(game):
    game.explorer.set(a=np.array([0.5, 0.0]), b=np.array([[0.5, 0.0]]))
    assert game.moves.count == 2


def test_time_and_other_knobs_are_free(game):
    game.turn(game.a, (0, 0), -0.5)
    before = repr(game.moves)
    game.explorer.set(t=3)
    game.explorer.set(free="yes")
    game.explorer.set(free="no")
    assert repr(game.moves) == before
    game.turn(game.a, (0, 0), -0.6)
    assert game.moves.count == 1, "what is free does not end a move"


def test_what_is_refused_is_no_move(game):
    game.a.typed = {"row": 0, "col": 0, "text": "three", "n": 1}
    assert game.explorer.problem
    assert game.moves.count == 0
    game.a.reset()
    game.explorer.set(gain=2.0)
    assert game.explorer.problem == "two is too many"
    assert game.moves.count == 0
    game.explorer.set(gain=1.5)
    assert game.moves.count == 1


def test_a_typed_number_is_a_move(game):
    game.a.typed = {"row": 1, "col": 0, "text": "-1/2", "n": 1}
    assert (game.moves.count, game.moves.best) == (1, 0.5)


def test_reset_begins_anew(game):
    game.turn(game.a, (0, 0), -0.5)
    game.turn(game.b, (0, 1), -0.5)
    game.explorer.reset()
    assert (game.moves.count, game.moves.best, game.moves.path) == (0, 1.0, [1.0])
    game.turn(game.b, (0, 1), 0.5)
    assert (game.moves.count, game.moves.best, game.moves.path) == (1, 1.0, [1.0, 1.5])


def test_the_picture_and_the_sentence_tell_the_present_count(game):
    game.turn(game.a, (0, 0), -0.5)
    assert game.explorer.sentence == "1 move, loss 0.500, best 0.500"
    curve = game.explorer.views[1]
    assert curve.art.line.get_ydata().tolist() == [1.0, 0.5]
