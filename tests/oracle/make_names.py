"""How PyTorch names and shapes the weights of a network, and what it computes with ours; recorded in names.json.

    python tests/oracle/make_names.py

The weights are those of appendix A. All sizes differ, so that no transposed table fits by luck.
"""

from __future__ import annotations

import json
from pathlib import Path

RECORDED = Path(__file__).with_name("names.json")

# 2 states, 3 inputs, 4 outputs, and a batch of N = 5 sequences of one instant.
W_XX = [[0.5, -0.8], [1.0, 0.2]]
W_XU = [[0.5, -1.0, 2.0], [1.5, 0.0, -0.5]]
B_X = [0.1, -0.2]
W_YX = [[1.0, 1.0], [0.5, 2.0], [-1.0, 0.3], [0.0, -0.7]]
B_Y = [0.0, 0.1, -0.1, 0.2]
U = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.5, -0.5, 1.0], [-1.0, 0.2, 0.3], [0.0, 0.0, 0.0]]
X_OLD = [[0.0, 0.0], [0.5, -0.5], [1.0, 0.2], [-0.3, 0.9], [0.2, 0.1]]


def answer() -> dict:
    """The names and shapes of all parameters, and the new states and outputs."""
    import torch

    def tensor(numbers):
        return torch.tensor(numbers, dtype=torch.float64)

    hidden = torch.nn.RNN(input_size=3, hidden_size=2, dtype=torch.float64)
    output = torch.nn.Linear(in_features=2, out_features=4, dtype=torch.float64)
    shapes = {
        layer: {name: list(table.shape) for name, table in module.named_parameters()}
        for layer, module in (("RNN", hidden), ("Linear", output))
    }
    hidden.load_state_dict(
        {
            "weight_ih_l0": tensor(W_XU),
            "weight_hh_l0": tensor(W_XX),
            "bias_ih_l0": tensor(B_X),
            "bias_hh_l0": torch.zeros(2),
        }
    )
    output.load_state_dict({"weight": tensor(W_YX), "bias": tensor(B_Y)})
    with torch.no_grad():
        x, _ = hidden(tensor(U)[None], tensor(X_OLD)[None])  # time comes first: (T = 1, N, n)
        y = output(x)
    return {"shapes": shapes, "x": x[0].tolist(), "y": y[0].tolist()}


def recorded() -> dict:
    return json.loads(RECORDED.read_text(encoding="utf-8"))


if __name__ == "__main__":
    RECORDED.write_text(json.dumps(answer()) + "\n", encoding="utf-8")
