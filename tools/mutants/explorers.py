"""Errors of explorers: what is shown does not belong to the knobs, or the knobs to what was done."""

from .mutant import plant

MUTANTS = [
    *plant(
        "rnnlib/explore/explorer.py",
        "tests/test_explore.py tests/test_game.py",
        {
            "explorer-keeps-the-old-sentence": (
                "png, sentence = self._draw(t), self._sentence(t)",
                "png, sentence = self._draw(t), self.picture.sentence or self._sentence(t)",
            ),
            "explorer-keeps-the-old-picture": (
                "png, sentence = self._draw(t), self._sentence(t)",
                "png, sentence = self.picture.png or self._draw(t), self._sentence(t)",
            ),
            "explorer-sentence-of-the-next-instant": (
                'return MINUS_ZERO.sub("", self.shown.say(t))',
                'return MINUS_ZERO.sub("", self.shown.say(t % self.shown.T + 1))',
            ),
            "explorer-minus-before-zero": ('return MINUS_ZERO.sub("", self.shown.say(t))', "return self.shown.say(t)"),
            "explorer-draws-one-late": ("return t - self.first + 1", "return t - self.first + 2"),
            "explorer-forgets-where-time-begins": ("return t - self.first + 1", "return t"),
            "explorer-trusts-a-sentence-that-breaks": ("            shown.say(t)\n", ""),
            "set-applies-half": ("for name in [*before][:-1]:", "for name in []:"),
            "set-keeps-the-rest-of-a-refused-time": (
                "            if refused:\n                self._assign(before)",
                "            if refused and 't' not in values:\n                self._assign(before)",
            ),
            "set-time-before-the-views": (
                "                self._update()  # first the views",
                "                pass  # first the views",
            ),
            "faults-forgotten-when-time-moves": (
                'return (*mistyped, self._refused or self._faults.get(self.t, ""))[0]',
                'return (*mistyped, self._faults.get(self.t, ""))[0]',
            ),
            "faults-of-an-instant-told-at-all": (
                'self._refused or self._faults.get(self.t, "")',
                'self._refused or next(iter(self._faults.values()), "")',
            ),
            "typing-errors-forgotten": (
                "mistyped = [control.problem for control in self.controls if control.problem]",
                "mistyped = []",
            ),
            "refused-values-shown": (
                "except InputError as error:\n            self._tried, self._refused = values, str(error)",
                "except InputError as error:\n            self._tried, self._refused = values, ''",
            ),
            "an-interrupt-counts-as-done": (
                "self._tried, self._refused = None, INTERRUPTED",
                "self._tried, self._refused = values, INTERRUPTED",
            ),
            "older-version-answered": (
                "if version != self.picture.version or self._told is not self.shown:",
                "if self._told is not self.shown:",
            ),
            "version-stays": ("self._look(self.picture.version + 1)", "self._look(self.picture.version)"),
            "frames-of-the-current-instant": ("pictures.append(self._draw(t))", "pictures.append(self._draw(self.t))"),
            "frames-with-the-current-sentence": (
                "sentence = self._sentence(t)\n            return",
                "sentence = self._sentence(self.t)\n            return",
            ),
            "table-told-again-and-again": ('[*self._words][asked["known"] :]', "[*self._words]"),
            "time-calls-the-function": (
                "if self._tried is None or not all(same(values[name], self._tried[name]) for name in values):",
                "if True:",
            ),
            "knobs-call-nothing": (
                "not all(same(values[name], self._tried[name]) for name in values)",
                "not any(same(values[name], self._tried[name]) for name in values)",
            ),
            "reset-plays-on-the-old-score": (
                "            if self.history:\n                self.history.clear()",
                "            if not self.history:\n                pass",
            ),
        },
    ),
    *plant(
        "rnnlib/explore/controls.py",
        "tests/test_explore.py tests/test_matrix.py",
        {
            "time-reaches-too-far": ("self.hi = self.first + instants - 1", "self.hi = self.first + instants"),
            "slider-forgets-its-end": ("if not self.lo <= number <= self.hi:", "if not self.lo <= number:"),
            "integer-cuts-off": ("if number != int(number):", "if number > int(number) + 1:"),
            "choice-of-the-neighbour": (
                "return self.options[self.labels.index(self.widget.value)]",
                "return self.options[self.labels.index(self.widget.value) - 1]",
            ),
            "dice-always-fall-alike": ("return np.random.default_rng(self.roll)", "return np.random.default_rng(0)"),
            "dice-show-the-old-x0": (
                "x0 = self.given.made\n        if x0 is not None:",
                "x0 = self.given.made\n        if x0 is not None and not self.told.value:",
            ),
            "selected-entry-transposed": (
                "return tuple(self.widget.selected)",
                "return tuple(self.widget.selected)[::-1]",
            ),
            "toggle-takes-any-text": ("if not isinstance(value, bool | np.bool_):", "if value is None:"),
            "same-shape-is-the-same": (
                "return type(value) is type(other) and np.array_equal(value, other)",
                "return type(value) is type(other) and value.shape == other.shape",
            ),
        },
    ),
    *plant(
        "rnnlib/explore/knobs.py",
        "tests/test_explore.py",
        {
            "knobs-forget-where-they-begin": ("found.append(knob.bind(name, start))", "found.append(knob.bind(name))"),
        },
    ),
    *plant(
        "rnnlib/explore/scoreboard.py",
        "tests/test_game.py",
        {
            "score-counts-every-touch": ("turned[0] == self._turning", "turned[0] != self._turning"),
            "score-best-is-the-last": ("min(self.best, score)", "score"),
        },
    ),
]
