"""Predict first, then run: a question with choices, and the reason once a choice is made."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import anywidget
import traitlets

_HERE = Path(__file__).parent


class Prediction(anywidget.AnyWidget):
    """The widget of one question. `chosen` is None until a choice is made, and may change after that.

    All sentences are made here and sent along at the start, so a question answers while the kernel is busy.
    """

    _esm = _HERE / "predict.js"
    _css = _HERE / "predict.css"

    question = traitlets.Unicode().tag(sync=True)
    choices = traitlets.List(traitlets.Unicode()).tag(sync=True)
    answer = traitlets.Int().tag(sync=True)
    replies = traitlets.List().tag(sync=True)  # one (verdict, reason) per choice
    chosen = traitlets.Int(None, allow_none=True).tag(sync=True)

    @traitlets.validate("chosen")
    def _is_a_choice(self, proposal):
        chosen = proposal["value"]
        if chosen is not None and chosen not in range(len(self.choices)):
            raise traitlets.TraitError(f"chosen must be one of 0 to {len(self.choices) - 1}, got {chosen}")
        return chosen

    @property
    def sentence(self) -> str:
        """What the learner reads now: nothing before a choice, then the verdict and the reason."""
        return "" if self.chosen is None else " ".join(self.replies[self.chosen])

    def __repr__(self) -> str:
        choices = (f"  {number}. {choice}" for number, choice in enumerate(self.choices, start=1))
        return "\n".join([f"Predict first: {self.question}", *choices])


def predict(
    question: str,
    choices: Sequence[object],
    answer: int,
    why: str,
    *,
    whys: Mapping[int, str] | None = None,
) -> Prediction:
    """A question to answer before the next cell runs; `choices[answer]` is right, and `why` says the reason.

    `whys` may explain wrong choices, e.g. {0: "That is the input."}; `why` follows. All is plain text, in
    which `backticks` set names such as `W_xu` in monospace. Raises ValueError if the question cannot work.

    >>> predict("What is passed on?", ["y_t", "x_t"], answer=1, why="The state is the memory.")
    Predict first: What is passed on?
      1. y_t
      2. x_t
    """
    choices = [] if isinstance(choices, str) else [str(choice) for choice in choices]
    whys = dict(whys or {})
    if not question or not why:
        raise ValueError("a question needs its text and its why")
    if len(choices) < 2:
        raise ValueError(f"a question needs a list of two or more choices, got {choices}")
    if len(set(choices)) < len(choices) or not all(choices):
        raise ValueError(f"every choice needs a text of its own, got {choices}")
    if isinstance(answer, bool) or answer not in range(len(choices)):
        raise ValueError(f"answer must be an index from 0 to {len(choices) - 1}, got {answer!r}")
    if not set(whys) <= set(range(len(choices))) - {answer}:
        raise ValueError(f"whys explains wrong choices by index; {answer} is the answer; got {sorted(whys)}")

    missed = f"Not quite: the answer is “{choices[answer].rstrip('.')}”."
    replies = [(missed, f"{whys.get(i, '')} {why}".strip()) for i in range(len(choices))]
    replies[answer] = ("Right.", why)
    return Prediction(question=question, choices=choices, answer=int(answer), replies=replies)
