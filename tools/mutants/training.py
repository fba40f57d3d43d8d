"""Errors of trainings: numbers that no loop would give, threads that go on, pieces that forget, files that get lost."""

from .mutant import plant

TRAINING, WORKER = "rnnlib/explore/training.py", "rnnlib/explore/worker.py"
TEXTFILE, BOOK, CURVES = "rnnlib/explore/textfile.py", "rnnlib/book.py", "rnnlib/draw/curves.py"

MUTANTS = [
    *plant(
        TRAINING,
        "tests/test_training.py",
        {
            "training-forgets-the-thread-of-an-earlier-run": ("        self._wanted = False\n", "        return\n"),
            "training-goes-on-with-old-numbers-after-a-reset": (
                "            self._anew = True\n",
                "",
            ),
            "training-shows-the-first-loss": ("        return self.newest[1]", "        return self.kept[0][1]"),
            "training-takes-the-unseen-for-seen": (
                "self.unseen.add(k, float(unseen))",
                "self.unseen.add(k, float(seen))",
            ),
            "training-speaks-while-it-trains": ("self.picture.quiet = running", "self.picture.quiet = False"),
            "training-draws-at-every-update": ("max(PAUSE, 3 * (time", "min(0, 3 * (time"),
            "training-forgets-what-went-wrong": ("return super()._wrong() or self._failed", "return super()._wrong()"),
            "training-trains-on-with-a-refused-knob": (
                "            if self._refused and self.worker:\n                self.worker.stop()",
                "            pass",
            ),
            "training-draws-what-a-refused-knob-makes": ("if self._goes_on(self._knob_values()):", "if True:"),
            "training-keeps-what-was-refused": ("            control.forgive()\n", "            pass\n"),
            "training-goes-on-unseen": ("            self._wanted = True  # also", "            # also"),
            "training-loses-the-old-one-when-interrupted": (
                "            self._anew = True\n",
                "            self._anew, self.course = True, None\n",
            ),
            "training-takes-any-number-of-updates": ("        if updates != math.inf:\n", "        if False:\n"),
            "training-begins-late": ("while course.k < self.begin and", "while course.k <= self.begin and"),
            "training-lets-numbers-pile-up": ("            if len(self.kept) == self.most:", "            if False:"),
        },
    ),
    *plant(
        WORKER,
        "tests/test_training.py",
        {
            "worker-takes-one-step-more": (
                "if not self.over and self._wanted > 0",
                "if not self.over and self._wanted >= 0",
            ),
            "worker-starts-a-second-thread": ("if self._thread is None and not self.over:", "if not self.over:"),
            "worker-swallows-an-interrupt": (
                "            self._rest.wait()\n            raise",
                "            self._rest.wait()",
            ),
        },
    ),
    *plant(
        CURVES,
        "tests/draw/test_curves.py",
        {
            "curves-over-their-own-places": (
                "line.set_data(places, values)",
                "line.set_data(range(len(values)), values)",
            ),
            "curves-names-swapped": ("list(self.curves), ncols", "list(self.curves)[::-1], ncols"),
            "curves-say-another-number": (
                "{places[k]:.0f} = {brief(values[k])}",
                "{places[k]:.0f} = {brief(values[k - 1])}",
            ),
            "curves-lose-the-newest": (
                "len(places) - 1, min(len(places), POINTS)",
                "len(places) - 2, min(len(places), POINTS)",
            ),
            "curves-keep-the-old-axes": (
                "return tuple(self.curves), self.xlim, self.ylim,",
                "return tuple(self.curves), self.xlim,",
            ),
        },
    ),
    *plant(
        BOOK,
        "tests/test_book.py",
        {
            "book-begins-each-piece-at-zero": ("x = run.x[:, -1] if place else", "x ="),
            "book-carries-the-first-state": ("x = run.x[:, -1] if place", "x = run.x[:, 0] if place"),
            "book-carries-over-its-end": ("if place else np.zeros((N, n_x))", "if True else np.zeros((N, n_x))"),
            "book-learns-what-is-held-back": ("return Book(vocab, numbers[:cut],", "return Book(vocab, numbers,"),
            "book-measures-what-is-seen": (
                "letters, follow = (book.unseen[a : a + N * length]",
                "letters, follow = (book.seen[a : a + N * length]",
            ),
            "book-asks-for-the-present-letter": (
                "(book.seen[a : a + N * width].reshape(N, width) for a in (0, 1))",
                "(book.seen[a : a + N * width].reshape(N, width) for a in (0, 0))",
            ),
        },
    ),
    *plant(
        "rnnlib/plain_text.py",
        "tests/test_book.py tests/test_family_names.py tests/test_textfile.py",
        {
            "file-too-large-is-read": ("    if size > LARGEST:", "    if False:"),
            "file-read-however-large": (
                "return content, max(len(content), path.stat().st_size)",
                "return content[:LARGEST], LARGEST",
            ),
        },
    ),
    *plant(
        TEXTFILE,
        "tests/test_textfile.py",
        {
            "file-refused-takes-the-text-along": (
                "self.problem = str(error)\n            self.changed()",
                'self.problem, self.last = str(error), ""\n            self.changed()',
            ),
            "file-refused-in-silence": ("            self.problem = str(error)\n", '            self.problem = ""\n'),
            "file-forgotten-when-another-text-is-read": (
                "wanted = self.texts.get(self.choice.value, self.own)",
                'wanted, self.own = self.texts.get(self.choice.value, self.own), ""',
            ),
            "file-read-without-end": ("if path.is_file() else", "if path.exists() else"),
            "file-saved-with-the-notebook": ('        self.given = {"count": self.given["count"]}\n', ""),
            "file-tried-once": ('letter.get("event") == "submit" and', "False and"),
            "file-refused-for-good": (
                '        self.problem = ""\n        self.choice.assign(next',
                "        self.choice.assign(next",
            ),
        },
    ),
]
