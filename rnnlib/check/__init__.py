"""Questions that are answered before the code runs, and checks of what a learner wrote.

`predict` asks and then explains; `value` compares a number, a text, an array or a tuple of them;
`function` calls the learner's function beside a reference and says in which case they differ.
"""

from rnnlib.check.exercise import Verdict, function, value
from rnnlib.check.predict import Prediction, predict

__all__ = ["Prediction", "Verdict", "function", "predict", "value"]
