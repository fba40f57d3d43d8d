"""Errors in what numbers say of themselves."""

from .mutant import plant

MUTANTS = [
    *plant(
        "rnnlib/tell/told.py",
        "tests/test_told_runs.py",
        {
            "factor-without-brackets": ('return f"({text})" if text.startswith("-") else text', "return text"),
            "products-in-another-order": (
                "pairs = zip(weights, numbers, strict=True)",
                "pairs = zip(numbers, weights, strict=True)",
            ),
        },
    ),
    *plant(
        "rnnlib/tell/runs.py",
        "tests/test_told_runs.py tests/test_told_learned.py",
        {
            "run-words-of-the-same-instant": ("old = self.states[before]", "old = self.states[t]"),
            "run-weights-of-the-wrong-row": ("self._sum([(W_xx[k], old,", "self._sum([(W_xx[:, k], old,"),
            "run-input-one-early": (
                "before, u, read = self.before(t), self.inputs_[t - 1]",
                "before, u, read = self.before(t), self.inputs_[t - 2]",
            ),
            "run-output-of-the-state-before": (
                "x, of = self.states[t], self._all",
                "x, of = self.states[t - 1], self._all",
            ),
            "run-made-of-itself": (
                'of = (*self._all("x", before, self.states)',
                'of = (*self._all("x", t, self.states)',
            ),
            "run-bias-of-another-unit": ('"input")], b_x[k])', '"input")], b_x[k - 1])'),
            "run-linear-transposed": ("self._sum([(A[k], old,", "self._sum([(A[:, k], old,"),
            "run-input-weights-transposed-keys": (
                'f"W_xu {k + 1} {j + 1}" for j in read',
                'f"W_xu {j + 1} {k + 1}" for j in read',
            ),
            "run-output-weights-of-the-wrong-row": (
                'self._sum([(W_yx[k], x, "state")], b_y[k])',
                'self._sum([(W_yx[k - 1], x, "state")], b_y[k])',
            ),
            "run-activation-is-always-tanh": ('f"{name}({inside}) = "', 'f"tanh({inside}) = "'),
            "run-says-the-value-before": (
                "value = self._brief(self.states[t, k])",
                "value = self._brief(self.states[max(t - 1, 0), k])",
            ),
        },
    ),
    *plant(
        "rnnlib/tell/batch.py",
        "tests/test_told_runs.py",
        {
            "batch-words-of-the-first-run": (
                "return lambda t, n: self._of(n, self.each[n].x(t, k))",
                "return lambda t, n: self._of(n, self.each[0].x(t, k))",
            ),
            "batch-distance-one-early": (
                "self.states[n, t] - self.states[m, t]",
                "self.states[n, t - 1] - self.states[m, t - 1]",
            ),
            "batch-bound-one-late": ("first * stretch**t", "first * stretch ** (t + 1)"),
        },
    ),
    *plant(
        "rnnlib/tell/report.py",
        "tests/test_told_learned.py",
        {"report-lines-run-on": ("return 0 if t in self.begins else t - 1", "return t - 1")},
    ),
    *plant(
        "rnnlib/tell/losses.py",
        "tests/test_told_learned.py",
        {"losses-words-of-the-last-at-the-first": ("{len(self.values) - 1: y}", "{0: y}")},
    ),
    *plant(
        "rnnlib/tell/owner.py",
        "tests/test_told_learned.py",
        {"owner-shares-its-parts": ('tuple(f"{owner} {key}" for key in made_of)', "made_of")},
    ),
    *plant(
        "rnnlib/tell/product.py",
        "tests/draw/test_wires.py tests/draw/test_sums.py",
        {
            "product-arrow-turned-round": (
                'f"from {self._name(0, j)} to {self._name(1, i)}"',
                'f"from {self._name(1, i)} to {self._name(0, j)}"',
            ),
            "product-total-of-another-row": (
                "made = products(self.W[i], self.source_)",
                "made = products(self.W[i - 1], self.source_)",
            ),
            "product-keys-transposed": (
                'for key in (f"{self.key} {i + 1} {j + 1}", self',
                'for key in (f"{self.key} {j + 1} {i + 1}", self',
            ),
        },
    ),
    *plant(
        "rnnlib/tell/equation.py",
        "tests/test_told_runs.py tests/draw/test_equation.py",
        {
            "equation-words-of-the-other-column": ("self.grids[u][0][:, j]", "self.grids[u][0][:, j - 1]"),
            "equation-keys-transposed": ("(self._key(W, i, k), self", "(self._key(W, k, i), self"),
            "equation-place-transposed": ('.endswith(",)") else (i, j)', '.endswith(",)") else (j, i)'),
        },
    ),
    *plant(
        "rnnlib/tell/chances.py",
        "tests/test_chances.py",
        {
            "softmax-words-without-exp": (
                'return f"exp({brief(score)}{divided})"',
                'return f"{brief(score)}{divided}"',
            ),
            "softmax-words-one-early": ("scores, p = row(self.scores, t)", "scores, p = row(self.scores, t - 1)"),
            "softmax-divides-by-another": ("f\"({' + '.join(exps)})\"", "f\"({' + '.join(exps[1:])})\""),
            "softmax-multiplies-by-the-temperature": (
                "train.softmax(self.scores / temperature)",
                "train.softmax(self.scores * temperature)",
            ),
            "surprise-of-the-likeliest": ("place = int(self.target[t - 1])", "place = int(self.p[t - 1].argmax())"),
            "surprise-one-early": (
                "p, s = self.p[t - 1, place], self.s[t - 1]",
                "p, s = self.p[t - 1, place], self.s[t - 2]",
            ),
            "logistic-exp-of-the-score": ("exp({brief(-score)})", "exp({brief(score)})"),
            "counted-before-swapped": (
                "{quoted(seen)} is followed by {name}",
                "{name} is followed by {quoted(seen)}",
            ),
            "counted-sees-what-follows": ("text[max(0, t - k) : t] for", "text[max(0, t - k) : t + 1] for"),
        },
    ),
    *plant(
        "rnnlib/tell/learning.py",
        "tests/test_told_learning.py",
        {
            "blame-not-transposed": ("self.model.W_xx[:, k], self.da_[t + 1]", "self.model.W_xx[k], self.da_[t + 1]"),
            "blame-of-the-same-instant": (
                "self.model.W_xx[:, k], self.da_[t + 1]",
                "self.model.W_xx[:, k], self.da_[t]",
            ),
            "blame-forgets-the-slope": ("self.da_ = self.slopes * self.dx_", "self.da_ = self.dx_"),
            "blame-made-of-the-step-before": ('f"dx {t + 1} {j + 1}" for j', 'f"dx {t - 1} {j + 1}" for j'),
            "blame-of-an-output-plus-one": ("({brief(p[k])} - 1)", "({brief(p[k])} + 1)"),
            "part-of-the-state-after": (
                "da, x = self.da_[t, i], self.states[t - 1, j]",
                "da, x = self.da_[t, i], self.states[t, j]",
            ),
            "slope-of-the-states-after": (
                "self.da_[1:, i] * self.states[:-1, j]",
                "self.da_[1:, i] * self.states[1:, j]",
            ),
            "slope-falls-where-it-grows": ('("falls", "hardly moves", "grows")', '("grows", "hardly moves", "falls")'),
            "weight-used-like-its-neighbour": (
                "np.count_nonzero(self.run.u[:, j])",
                "np.count_nonzero(self.run.u[:, j - 1])",
            ),
            "weight-arrow-turned-round": (
                "{node(letters[0], i)} from {node(letters[1], j)}",
                "{node(letters[1], j)} from {node(letters[0], i)}",
            ),
            "weights-table-one-column-off": ('return ("W_xu", i, j - n_x) if', 'return ("W_xu", i, j - n_x - 1) if'),
        },
    ),
]
