"""The table of names in appendix A: what PyTorch calls our weights, and how it shapes them."""

import importlib.util
from pathlib import Path

import nbformat
import numpy as np
import pytest

import rnnlib as rl
from tools.notebooks import lessons

spec = importlib.util.spec_from_file_location("make_names", Path(__file__).parent / "oracle" / "make_names.py")
oracle = importlib.util.module_from_spec(spec)
spec.loader.exec_module(oracle)

RECORDED = oracle.recorded()
MODEL = rl.RNN(*map(np.array, (oracle.W_XX, oracle.W_XU, oracle.B_X, oracle.W_YX, oracle.B_Y)))


def agrees(answer):
    """Ours is to-from, and so is PyTorch's: W_xu and W_xx fit as they are, and so does W_yx."""
    shapes = answer["shapes"]
    n_x, n_u, n_y = MODEL.sizes
    assert shapes["RNN"] == {
        "weight_ih_l0": [n_x, n_u],
        "weight_hh_l0": [n_x, n_x],
        "bias_ih_l0": [n_x],
        "bias_hh_l0": [n_x],
    }
    assert shapes["Linear"] == {"weight": [n_y, n_x], "bias": [n_y]}
    x = MODEL.f(np.array(oracle.X_OLD), np.array(oracle.U))
    np.testing.assert_allclose(x, answer["x"], rtol=0, atol=1e-14)
    np.testing.assert_allclose(MODEL.h(x), answer["y"], rtol=0, atol=1e-14)


def test_recorded():
    agrees(RECORDED)


@pytest.mark.torch
def test_live():
    pytest.importorskip("torch")
    now = oracle.answer()
    assert now["shapes"] == RECORDED["shapes"]
    for name in ("x", "y"):
        np.testing.assert_allclose(now[name], RECORDED[name], rtol=0, atol=1e-14)
    agrees(now)


def test_a_recurrent_table_that_is_turned_fits_and_is_wrong():
    turned = MODEL._replace(W_xx=MODEL.W_xx.T)
    assert turned.sizes == MODEL.sizes
    assert not np.allclose(turned.f(np.array(oracle.X_OLD), np.array(oracle.U)), RECORDED["x"])


def table_of_names() -> dict[str, list[str]]:
    """The rows of the table in appendix A: {book: [from input, from old state, letters, shape]}."""
    (path,) = lessons("a-")
    (text,) = [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.id == "names"]
    rows = [[part.strip(" $`") for part in line.split("|")[1:-1]] for line in text.splitlines() if "|" in line]
    return {row[0]: row[1:] for row in rows}


def test_the_table_of_the_appendix():
    table = table_of_names()
    assert table["this course"] == ["W_{xu}", "W_{xx}", "to, from", "(to, from)"]
    assert table["PyTorch"] == ["weight_ih_l0", "weight_hh_l0", "from, to", "(to, from)"]
    assert table["Keras"][:2] == ["kernel", "recurrent_kernel"]
    assert list(RECORDED["shapes"]["RNN"])[:2] == table["PyTorch"][:2]
