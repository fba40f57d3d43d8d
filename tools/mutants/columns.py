"""Errors in pictures of cells, bars and columns: what is drawn, or asked, is not what the data say."""

from .mutant import plant

MUTANTS = [
    *plant(
        "rnnlib/draw/heat.py",
        "tests/draw/test_heat.py",
        {
            "heat-upside-down": ("ax.set_ylim(n - 0.5, -0.5)", "ax.set_ylim(-0.5, n - 0.5)"),
            "heat-colours-upside-down": ("self.art.image.set_data(values)", "self.art.image.set_data(values[::-1])"),
            "heat-colours-reversed-in-time": (
                "self.art.image.set_data(values)",
                "self.art.image.set_data(values[:, ::-1])",
            ),
            "heat-numbers-by-column": ("for value in values.flat]", "for value in values.T.flat]"),
            "heat-ink-as-on-white": ("self.art.image.to_rgba(values)", "self.art.image.to_rgba(0 * values)"),
            "heat-box-one-late": ("self.art.box.set_x(first - 0.5)", "self.art.box.set_x(first + 0.5)"),
            "heat-box-one-wide-too-few": ("self.art.box.set_width(t - first)", "self.art.box.set_width(t - first - 1)"),
            "heat-matrix-of-the-instant-before": ("self._fill(self.values[t - 1])", "self._fill(self.values[t - 2])"),
            "heat-boxes-one-column-off": (
                "(j - 0.5, i - 0.5, j + 0.5, i + 0.5)",
                "(j + 0.5, i - 0.5, j + 1.5, i + 0.5)",
            ),
            "heat-words-transposed": (
                "else (j + 1, i) if self.cursor else (i, j)",
                "else (i + 1, j) if self.cursor else (j, i)",
            ),
            "heat-words-one-early": ("(place[1], place[0] - 1) if", "(place[1], place[0] - 2) if"),
            "heat-names-upside-down": (
                "map(style.drawable, rows[::step_row])",
                "map(style.drawable, rows[::-step_row])",
            ),
        },
    ),
    *plant(
        "rnnlib/draw/bars.py",
        "tests/draw/test_bars.py",
        {
            "bars-reversed": (
                "middles + WIDE / 2, ends], axis=1)\n        art",
                "middles + WIDE / 2, ends[::-1]], axis=1)\n        art",
            ),
            "bars-of-the-instant-before": ("return self.heights[t - 1] if", "return self.heights[t - 2] if"),
            "bars-target-one-late": ("return self.target[t - 1] if", "return self.target[t % self.T] if"),
            "bars-mark-on-the-neighbour": ("([answer], [place])", "([answer + 1], [place])"),
            "bars-outline-on-the-neighbour": ("k == answer for k in middles", "k - 1 == answer for k in middles"),
            "bars-numbers-reversed": (
                "art.numbers.write(map(brief, heights),",
                "art.numbers.write(map(brief, heights[::-1]),",
            ),
            "bars-numbers-over-their-neighbours": (
                "places=np.stack([middles, self._tops",
                "places=np.stack([middles[::-1], self._tops",
            ),
            "bars-names-reversed": ("map(style.drawable, self.labels)", "map(style.drawable, self.labels[::-1])"),
            "bars-words-of-the-instant-before": ("brief(self.at(t)[k])", "brief(self.at(max(t - 1, 1))[k])"),
            "bars-boxes-of-the-neighbour": (
                "for k, box in enumerate(boxes + np",
                "for k, box in enumerate(boxes[::-1] + np",
            ),
            "bars-stand-on-their-heads": (
                "0 * ends, middles + WIDE / 2, ends]",
                "0 * ends + high, middles + WIDE / 2, ends]",
            ),
            "bars-colours-reversed": ("art.bars.put(boxes, colours,", "art.bars.put(boxes, colours[::-1],"),
        },
    ),
    *plant(
        "rnnlib/draw/shares.py",
        "tests/draw/test_shares.py",
        {
            "shares-reversed": (
                "lengths, rows + WIDE / 2], axis=1)\n        art",
                "lengths[::-1], rows + WIDE / 2], axis=1)\n        art",
            ),
            "shares-upside-down": ("ax.set_ylim(len(places) - 0.4, -0.6)", "ax.set_ylim(-0.6, len(places) - 0.4)"),
            "shares-numbers-reversed": (
                "art.numbers.write(map(brief, lengths),",
                "art.numbers.write(map(brief, lengths[::-1]),",
            ),
            "shares-line-at-another-row": ("pen[:, :2, 1] = rows[:, None] +", "pen[:, :2, 1] = rows[::-1, None] +"),
            "shares-line-at-the-bar": ("pen[:, :2, 0] = wanted[rows, None]", "pen[:, :2, 0] = lengths[rows, None]"),
            "shares-one-early": (
                "return numbers[t - 1] if numbers.ndim == 2",
                "return numbers[t - 2] if numbers.ndim == 2",
            ),
            "shares-compared-with-themselves": (
                "self._told(self.mark, self.reference, t, k)",
                "self._told(self.mark, self.lengths, t, k)",
            ),
            "shares-names-reversed": ("map(style.drawable, self.labels)", "map(style.drawable, self.labels[::-1])"),
            "shares-boxes-upside-down": ("boxes = self.cells([(0, k", "boxes = self.cells([(0, len(ends) - 1 - k"),
        },
    ),
    *plant(
        "rnnlib/draw/layer.py",
        "tests/draw/test_columns.py",
        {
            "layer-one-late": (
                "window = slice(first, first + self.count)",
                "window = slice(first + 1, first + 1 + self.count)",
            ),
            "layer-start-at-1": (
                "np.concatenate([before[None], values])",
                "np.concatenate([values[:1], before[None], values[1:]])",
            ),
            "layer-frame-in-the-wrong-row": ("self.high - 1 - (row or 0)", "self.low + (row or 0)"),
            "layer-frame-one-late": ("row = layer.marks[first + c]", "row = layer.marks[first + c - 1]"),
            "layer-pointer-at-the-smallest": ("np.argmax(np.nan_to_num(values", "np.argmin(np.nan_to_num(values"),
            "layer-pointer-upside-down": ("heights = self.high - 0.5 - np", "heights = self.low + 0.5 + np"),
            "layer-upside-down": (
                "[(c + self.centre, self.high - 1 - row) for c in columns",
                "[(c + self.centre, self.low + row) for c in columns",
            ),
            "layer-boxes-upside-down": (
                "return column + self.left, self.high - 1 - row, column + self.right, self.high - row",
                "return column + self.left, self.low + row, column + self.right, self.low + row + 1",
            ),
            "layer-colours-negated": (
                "style.signed(layer.limit)(np.nan_to_num(values))",
                "style.signed(layer.limit)(np.nan_to_num(-values))",
            ),
            "layer-numbers-negated": ("brief(number, layer.digits) for", "brief(-number, layer.digits) for"),
            "layer-names-upside-down": ("(x, self.high - 0.53 - row) for", "(x, self.low + 0.47 + row) for"),
            "layer-words-one-early": (
                "brief(self.values[t, k], self.digits)",
                "brief(self.values[t - 1, k], self.digits)",
            ),
        },
    ),
    *plant(
        "rnnlib/draw/columns.py",
        "tests/draw/test_columns.py",
        {
            "columns-light-one-late": ("art.box.set_x(c - BOX)", "art.box.set_x(c + 1 - BOX)"),
            "columns-words-one-early": ('["", *line][first', '[*line, ""][first'),
            "columns-veil-on-the-wrong-side": (
                "art.veil.set_x(-BOX if self.back else c + BOX)",
                "art.veil.set_x(c + BOX if self.back else -BOX)",
            ),
            "columns-veil-over-the-present": (
                "art.veil.set_x(-BOX if self.back else c + BOX)",
                "art.veil.set_x(-BOX if self.back else c - BOX)",
            ),
            "columns-arrows-not-turned-round": ("turn = -1 if self.back else 1", "turn = 1"),
            "columns-arrows-to-no-answer": ("strong.set_visible(lead.layer.there[t])", "strong.set_visible(True)"),
            "columns-faint-arrows-one-late": ("lead.layer.there[first + c])", "lead.layer.there[first + c - 1])"),
            "columns-names-where-there-are-no-numbers": (
                'formula(lead.name, transposed=self.back) if lead.layer.there[t] else ""',
                "formula(lead.name, transposed=self.back)",
            ),
            "columns-backwards-without-the-transpose": ("transposed=self.back", "transposed=False"),
            "columns-told-of-the-next-instant": (
                "layer.says(instant, k) for k",
                "layer.says(min(instant + 1, self.T), k) for k",
            ),
            "columns-boxes-one-off": ("corners += [floor.cell(c, k) for k", "corners += [floor.cell(c + 1, k) for k"),
            "columns-target-called-answer": (
                '"answer" if self.said else "target"',
                '"target" if self.said else "answer"',
            ),
            "columns-bracket-round-the-highest-alone": (
                "((edge, floor.low), (inner, floor.low), (inner",
                "((edge, floor.high - 1), (inner, floor.high - 1), (inner",
            ),
            "columns-bracket-where-nothing-is-told": ("line.set_visible(bracket.layer.there[t])", ""),
            "columns-sharers-change-places": ("RIGHT if layer.beside else LEFT", "LEFT if layer.beside else RIGHT"),
            "columns-arrow-of-time-two-wide": (
                "span = (c - 1 + WIDE / 2, floor.middle)",
                "span = (c - 2 + WIDE / 2, floor.middle)",
            ),
        },
    ),
    *plant(
        "rnnlib/draw/columns.py",
        "tests/draw/test_canvas.py::test_what_was_drawn_before_leaves_no_trace[Columns]",
        {"columns-veil-over-what-was-there-before": ("        art.veil.lift()\n", "")},
    ),
    *plant(
        "rnnlib/draw/veil.py",
        "tests/draw/test_contrast.py",
        {
            "veil-over-the-numbers": ("texts.draw(renderer, style.COMING)", "pass"),
            "veil-over-the-words": ("mark.draw(renderer)", "pass"),
            "veil-too-thick": ("sheet >> 1 | 128", "sheet >> 2 | 192"),
        },
    ),
    *plant(
        "rnnlib/draw/network.py",
        "tests/draw/test_network.py",
        {
            "network-one-column-late": (
                "states = self.states[first : first + self.shown + 1]",
                "states = np.roll(self.states, 1, axis=0)[first : first + self.shown + 1]",
            ),
            "network-rows-upside-down": ("np.array([c, 1 - (k + 1) * height])", "np.array([c, k * height])"),
            "network-numbers-upside-down": (
                "places = [(c, 1 - (k + 0.5) * height) for",
                "places = [(c, (k + 0.5) * height) for",
            ),
            "network-colours-negated": ("style.signed(self.limit)(states)", "style.signed(self.limit)(-states)"),
            "network-captions-one-late": ("x_{{{first + c}}}", "x_{{{first + c + 1}}}"),
            "network-words-one-early": ('["", *line][first', '[*line, ""][first'),
            "network-inputs-and-outputs-swapped": (
                "(art.below, self.inputs), (art.above, self.outputs)",
                "(art.below, self.outputs), (art.above, self.inputs)",
            ),
            "network-light-one-late": ("art.box.set_x(c - (WIDE", "art.box.set_x(c + 1 - (WIDE"),
            "network-veil-on-the-wrong-side": ("art.later.set_x(edge)", "art.later.set_x(-0.5)"),
            "network-names-of-other-arrows": (
                "zip(art.weights, self.arrow_names, places, strict",
                "zip(art.weights, self.arrow_names[::-1], places, strict",
            ),
            "network-letters-upside-down": ("1 - (k + 0.5) * height, f", "(k + 0.5) * height, f"),
            "network-arrow-backwards": (
                "((c - 1 + WIDE / 2, 0.5), (c - WIDE / 2, 0.5))",
                "((c - WIDE / 2, 0.5), (c - 1 + WIDE / 2, 0.5))",
            ),
            "network-boxes-upside-down": (
                "(c - half, 1 - (k + 1) / self.n, c + half, 1 - k / self.n)",
                "(c - half, k / self.n, c + half, (k + 1) / self.n)",
            ),
            "network-told-one-late": ("self.tell.x(first + c, k)", "self.tell.x(max(first + c - 1, 0), k)"),
            "network-input-told-one-early": (
                "self.tell.inputs(first + c, self.inputs[first + c - 1])",
                "self.tell.inputs(first + c, self.inputs[first + c - 2])",
            ),
        },
    ),
]
