"""The numbers of the course: state-space models, the recurrent network, learning, text. Pure NumPy.

Pictures are in `rnnlib.draw`, explorers in `rnnlib.explore`, exercise checks in `rnnlib.check`; each is
imported by its name, so that `import rnnlib` stays small.

>>> import numpy as np, rnnlib as rl
>>> vocab = rl.Vocab.of("hello")
>>> model = rl.RNN.random(n_x=8, n_u=4, n_y=4, rng=np.random.default_rng(0))
>>> rl.simulate(model, vocab.one_hot("hell")).y.shape
(4, 4)
"""

from rnnlib import systems
from rnnlib.bidirectional import Bidirectional, BothWays
from rnnlib.frameworks import Weights, from_keras, from_torch, to_keras, to_torch
from rnnlib.gated import GRU, LSTM
from rnnlib.guard import InputError
from rnnlib.lru import LRU, as_complex, convolve, kernel, scan
from rnnlib.prefix import ScanStep, combine, prefix_scan, scan_steps
from rnnlib.rnn import ACTIVATIONS, RNN, Activation, Gradients
from rnnlib.ssm import Linear, StateSpace, Trajectory, initial_state, rollout, simulate
from rnnlib.stacked import Stacked
from rnnlib.store import Saved, load, save
from rnnlib.text import MARK, Reading, Vocab, batch, corpus, next_symbols, one_hot, perplexity, sampler
from rnnlib.train import Step, adam, clip, cross_entropy, flatten, mse, numerical_gradient, sgd, softmax

__all__ = [
    "ACTIVATIONS",
    "GRU",
    "LRU",
    "LSTM",
    "MARK",
    "RNN",
    "Activation",
    "Bidirectional",
    "BothWays",
    "Gradients",
    "InputError",
    "Linear",
    "Reading",
    "Saved",
    "ScanStep",
    "Stacked",
    "StateSpace",
    "Step",
    "Trajectory",
    "Vocab",
    "Weights",
    "adam",
    "as_complex",
    "batch",
    "clip",
    "combine",
    "convolve",
    "corpus",
    "cross_entropy",
    "flatten",
    "from_keras",
    "from_torch",
    "initial_state",
    "kernel",
    "load",
    "mse",
    "next_symbols",
    "numerical_gradient",
    "one_hot",
    "perplexity",
    "prefix_scan",
    "rollout",
    "sampler",
    "save",
    "scan",
    "scan_steps",
    "sgd",
    "simulate",
    "softmax",
    "systems",
    "to_keras",
    "to_torch",
]
