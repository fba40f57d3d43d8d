"""Errors of explorers: what is shown does not belong to the knobs, or the knobs to what was done."""

from .mutant import plant

EXPLORER, CONTROLS = "rnnlib/explore/explorer.py", "rnnlib/explore/controls.py"


def tests(*names: str) -> str:
    """All tests of explorers would take too long."""
    return " ".join(f"tests/test_explore.py::test_{name}" for name in names)


MUTANTS = [
    *plant(
        EXPLORER,
        tests(
            "it_begins_with_a_picture_and_a_sentence",
            "moving_time_calls_nothing",
            "a_widget_moved_by_hand_does_the_same_as_set",
            "a_sentence_has_no_minus_before_zero",
            "every_control_changes_the_picture_and_reset_brings_all_back",
        ),
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
            "explorer-takes-time-for-a-knob": (
                "if self._tried is None or not all(same(values[name], self._tried[name]) for name in values):",
                "if True:",
            ),
            "explorer-waits-until-all-knobs-moved": (
                "not all(same(values[name], self._tried[name]) for name in values)",
                "not any(same(values[name], self._tried[name]) for name in values)",
            ),
            "explorer-tells-no-knob-what-came-of-it": ("            control.refresh()\n", "            pass\n"),
        },
    ),
    *plant(
        EXPLORER,
        tests("time_may_count_from_elsewhere_and_begin_at_the_end"),
        {
            "explorer-draws-one-late": ("return t - self.first + 1", "return min(t - self.first + 2, self.shown.T)"),
            "explorer-forgets-where-time-begins": ("return t - self.first + 1", "return t"),
            "explorer-leaves-time-behind": ("self.time.reach(self.shown.T)", "pass"),
        },
    ),
    *plant(
        EXPLORER,
        tests(
            "set_is_one_computation",
            "the_time_slider_follows_the_length_of_the_word",
            "set_sets_all_or_nothing",
            "a_time_that_is_refused_brings_the_old_views_and_the_old_time_back",
        ),
        {
            "set-applies-half": ("                self._put(before)", "                pass"),
            "set-time-before-the-views": ("            self._update()\n            refused", "            refused"),
            "set-computes-at-each-knob": ("busy, self._busy = self._busy, True", "busy = self._busy"),
            "set-forgets-what-was-refused": (
                "self.picture.problem = refused or self._wrong()",
                "self.picture.problem = self._wrong()",
            ),
        },
    ),
    *plant(
        EXPLORER,
        tests(
            "a_fault_leaves_everything_in_step_and_stays_told",
            "an_instant_that_cannot_be_said_is_told_at_that_instant_alone",
            "a_bad_number_in_a_matrix_is_told_while_time_moves",
            "a_bad_text_is_not_lost_and_its_problem_stays_while_time_moves",
            "bad_input_becomes_one_sentence_and_the_picture_stays",
        ),
        {
            "faults-forgotten-when-time-moves": (
                'return (*mistyped, self._refused or self._faults.get(self.t, ""))[0]',
                'return (*mistyped, self._faults.get(self.t, ""))[0]',
            ),
            "faults-of-an-instant-told-at-all": (
                'self._refused or self._faults.get(self.t, "")',
                'self._refused or next(iter(self._faults.values()), "")',
            ),
            "faults-of-typing-forgotten": (
                "mistyped = [control.problem for control in self.controls if control.problem]",
                "mistyped = []",
            ),
            "faults-of-values-not-told": (
                "except InputError as error:\n            self._tried, self._refused = values, str(error)",
                'except InputError as error:\n            self._tried, self._refused = values, ""',
            ),
            "faults-shown-in-the-picture": (
                "            keep_figure(self.canvas)\n            self.canvas.draw(views, self._row(t))",
                "            self.shown = shown\n            self.canvas.draw(views, self._row(t))",
            ),
            "faults-of-the-sentence-come-later": ("            shown.say(t)\n", ""),
            "faults-that-interrupt-count-as-done": (
                "self._tried, self._refused = None, INTERRUPTED",
                "self._tried, self._refused = values, INTERRUPTED",
            ),
        },
    ),
    *plant(
        EXPLORER,
        tests(
            "the_page_is_given_the_pictures_that_set_would_show",
            "what_was_asked_of_an_older_version_is_given_up",
            "a_page_is_told_only_the_words_that_it_does_not_know",
        ),
        {
            "page-answered-for-an-older-version": (
                "if version != self.picture.version or self._told is not self.shown:",
                "if self._told is not self.shown:",
            ),
            "page-version-stays": ("self._look(self.picture.version + 1)", "self._look(self.picture.version)"),
            "page-frames-of-the-current-instant": (
                "png, numbers = self._draw(t)",
                "png, numbers = self._draw(self.t)",
            ),
            "page-frames-with-the-current-sentence": (
                '"sentence": self._sentence(t), "problem": ""',
                '"sentence": self._sentence(self.t), "problem": ""',
            ),
            "page-told-the-table-again": ('[*self._words][asked["known"] :]', "[*self._words]"),
            "page-told-of-another-number": (
                "self._words.setdefault(number, len(self._words))",
                "self._words.setdefault(number, len(self._words)) - 1",
            ),
        },
    ),
    *plant(
        EXPLORER,
        tests("a_scoreboard_is_cleared_by_reset"),
        {"reset-plays-on": ("if self.history:", "if not self.history:")},
    ),
    *plant(
        CONTROLS,
        tests(
            "a_widget_moved_by_hand_does_the_same_as_set",
            "every_control_changes_the_picture_and_reset_brings_all_back",
            "the_time_slider_follows_the_length_of_the_word",
            "bad_input_becomes_one_sentence_and_the_picture_stays",
            "choices_of_any_kind_reach_the_function_and_time_calls_nothing",
            "a_function_that_asks_for_it_gets_the_selected_entry_of_a_matrix",
        ),
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
        tests("the_signature_and_the_keywords_make_the_knobs"),
        {"knobs-forget-where-they-begin": ("found.append(knob.bind(name, start))", "found.append(knob.bind(name))")},
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
