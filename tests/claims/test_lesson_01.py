"""What lesson 1 says of the tank, the spring and the lamp, by loops written here."""

import itertools

import numpy as np
import pytest

from tools.notebooks import lessons


def tank(u, x=0.0, a=0.5):
    states = [x]
    for now in u:
        states.append(a * states[-1] + now)
    return states


def spring(v, pushes):
    p, swing = 0.0, []
    for push in pushes:
        v = v + 0.5 * (push - 4 * p)
        p = p + 0.5 * v
        swing.append((p, v))
    return swing


def test_what_is_missing_to_two_litres_is_halved_and_never_gone():
    missing = [2 - x for x in tank([1] * 40)]
    assert missing[1:4] == [1, 0.5, 0.25] and min(missing) > 0
    assert [2 - x for x in tank([1] * 3, x=1.0)][1:] != [1, 0.5, 0.25], "only from zero"
    assert "With x0 *zero*, pour *1 at every step*" in lessons("01")[0].read_text("utf-8")


def test_of_the_heights_passed_on_only_the_first_is_right():
    right, y, wrong = [x / 2 for x in tank([4, 0, 2, 0])[1:]], 0.0, []
    for now in [4, 0, 2, 0]:
        y = tank([now], y)[1] / 2
        wrong.append(y)
    assert right == [2, 1, 1.5, 0.75]
    assert [a == b for a, b in zip(right, wrong, strict=True)] == [True, False, False, False]


def test_a_fifth_added_ten_times_is_six_and_not_three():
    assert tank([0] * 10, 1.0, 1.2)[10] == pytest.approx(6.19, abs=0.005)


@pytest.mark.parametrize(("a", "fate"), [(0.0, "forgets"), (0.5, "forgets"), (1.0, "keeps"), (1.2, "explodes")])
def test_the_distance_of_two_starts_is_forgotten_kept_or_explodes(a, fate):
    pours = np.random.default_rng(1).random(100)
    apart = tank(pours, 1.0, a)[-1] - tank(pours, 0.0, a)[-1]
    assert {"forgets": apart < 1e-6, "keeps": abs(apart - 1) < 1e-9, "explodes": apart > 1e6}[fate]


def test_pasts_with_one_state_and_the_one_that_cannot_have_it():
    for first, second in [(4, 0), (2, 1), (0, 2)]:
        assert tank([first, second])[2] == 2
    assert min(tank([5, second])[2] for second in np.arange(0, 5.5, 0.5)) == 2.5


def test_the_masses_meet_in_the_photos_and_part():
    one, two = spring(2, [0] * 12), spring(-2, [0] * 12)
    assert [p for p, _ in one[:3]] == [1, 1, 0]
    alike = [t for t in range(1, 13) if one[t - 1][0] == two[t - 1][0]]
    assert alike == [3, 6, 9, 12]
    assert all(one[t - 1][1] == -two[t - 1][1] != 0 for t in alike)


@pytest.mark.parametrize("seed", range(5))
def test_two_photos_give_the_velocity_whatever_the_pushes(seed):
    swing = spring(2, np.random.default_rng(seed).normal(size=20))
    for (before, _), (p, v) in itertools.pairwise(swing):
        assert (p - before) / 0.5 == pytest.approx(v)


def test_two_lamps_differ_for_ever():
    off, on = 0, 1
    for pushes in np.random.default_rng(1).integers(0, 10, 50):
        off, on = (off + pushes) % 2, (on + pushes) % 2
        assert off != on


@pytest.mark.parametrize("begins", [0, 1])
def test_two_pushes_undo_each_other(begins):
    lamp = list(itertools.accumulate([2, 0, 2, 2, 0, 0, 0, 2], lambda x, u: (x + u) % 2, initial=begins))
    assert set(lamp) == {begins}
