"""Errors in pictures: what is drawn, or asked, is not what the data say."""

from .mutant import plant

CANVAS = " ".join(  # all tests of the canvas would take too long
    f"tests/draw/test_canvas.py::test_{name}"
    for name in (
        "what_was_drawn_before_leaves_no_trace[Lines]",
        "what_was_drawn_before_leaves_no_trace[Heat]",
        "moving_is_the_same_as_drawing_anew[Lines]",
        "moving_is_the_same_as_drawing_anew[Heat]",
        "a_view_may_stand_on_two_canvases",
        "a_fault_in_the_very_first_picture_leaves_the_next_one_right",
        "after_a_fault_the_next_picture_is_right[start-error-late]",
        "numbers_are_places_in_the_picture_from_its_upper_left",
        "rows_stand_one_above_another_and_widths_are_kept",
        "pages_turn_with_time",
        "panels_stay_where_they_are_while_the_data_change",
    )
)
ARRANGEMENT = " ".join(
    f"tests/draw/test_canvas.py::test_{name}"
    for name in (
        "nothing_is_cut_off_when_the_data_grow_and_all_is_back_when_they_shrink",
        "panels_stay_where_they_are_while_the_data_change",
        "rows_stand_one_above_another_and_widths_are_kept",
    )
)

MUTANTS = [
    *plant(
        "rnnlib/draw/lines.py",
        "tests/draw/test_lines.py",
        {
            "lines-one-late": (
                "instants = np.arange(self.first, self.first + len(self.values))",
                "instants = 1 + np.arange(self.first, self.first + len(self.values))",
            ),
            "lines-large-mark-one-early": (
                "zip(self.art.here, self.values[t - self.first], strict=True)",
                "zip(self.art.here, self.values[t - 1], strict=True)",
            ),
            "lines-hollow-at-1": (
                "set_data(np.zeros(self.values.shape[1]),",
                "set_data(np.ones(self.values.shape[1]),",
            ),
            "lines-cursor-late": ("self.art.cursor.set_xdata([t, t])", "self.art.cursor.set_xdata([t + 1, t + 1])"),
            "lines-words-one-early": ("brief(self.values[t - self.first, k])", "brief(self.values[t - 1, k])"),
            "lines-boxes-one-late": (
                "points = [(instant, self.values[instant - self.first, k])",
                "points = [(instant + 1, self.values[instant - self.first, k])",
            ),
            "lines-in-the-wrong-order": (
                "zip(self.art.steady, self.values.T,",
                "zip(self.art.steady, self.values.T[::-1],",
            ),
            "lines-limits-mirrored": ("return (-style.nice_limit(-low) if", "return (-top if"),
        },
    ),
    *plant(
        "rnnlib/draw/curve.py",
        "tests/draw/test_curve.py",
        {
            "curve-mark-late": ("return self.at[t - 1] if", "return self.at[t % self.T] if"),
            "curve-one-late": (
                "set_data(np.arange(len(self.values)), self",
                "set_data(1 + np.arange(len(self.values)), self",
            ),
            "curve-mark-at-another-height": ("([k], [self.values[k]])", "([k], [self.values[k - 1]])"),
            "curve-boxes-one-late": ("self.dots([(k, self.values[k]) for", "self.dots([(k + 1, self.values[k]) for"),
            "curve-words-of-the-next": (
                'Told(f"{called(self.title, self.xlabel)} {k} =',
                'Told(f"{called(self.title, self.xlabel)} {k + 1} =',
            ),
            "curve-reference-upside-down": (
                "ax.axhline(height, color=style.FAINT",
                "ax.axhline(-height, color=style.FAINT",
            ),
        },
    ),
    *plant(
        "rnnlib/draw/plane.py",
        "tests/draw/test_plane.py",
        {
            "plane-ring-one-late": ("*self.points[[t - 1]].T", "*self.points[[t % self.T]].T"),
            "plane-axes-swapped": (
                "artist.set_data(*self.points[first - 1 : last].T)",
                "artist.set_data(*self.points[first - 1 : last].T[::-1])",
            ),
            "plane-trail-too-long": ("t - self.trail + 1", "t - self.trail"),
            "plane-words-of-the-first-points": (
                "self.dots(self.points[first - 1 : last]), start=first",
                "self.dots(self.points[first - 1 : last]), start=1",
            ),
            "plane-names-at-the-next-point": (
                "zip(self.art.names, self.points, strict",
                "zip(self.art.names, np.roll(self.points, 1, axis=0), strict",
            ),
            "plane-directions-swapped": ("full_matrices=True)[2][:2]", "full_matrices=True)[2][1::-1]"),
            "plane-not-centred": ("centred = points - points.mean(0)", "centred = points"),
            "plane-flips": ("(directions * np.sign(largest)).T", "directions.T"),
            "plane-words-of-the-point-before": ("self.points[t - 1, : self.n]", "self.points[t - 2, : self.n]"),
        },
    ),
    *plant(
        "rnnlib/draw/joins.py",
        "tests/draw/test_joins.py",
        {
            "joins-all-rounds-at-once": (
                "self.art, list(np.ndindex(t, self.n))",
                "self.art, list(np.ndindex(self.T, self.n))",
            ),
            "joins-lines-from-the-own-row": ("(source + 1, row - 1), (k + 1, row)", "(source + 1, row), (k + 1, row)"),
            "joins-the-later-one-first": ("combine(*pair)", "combine(*pair[::-1])"),
            "joins-all-dark": ("self.begin[place] == 1 for", "self.begin[place] > 0 for"),
            "joins-words-share-of-the-left": ("self.a[row - 1, k], self", "self.a[row - 1, left], self"),
            "joins-keeps-what-it-was": ("self.begin[row:, right] = self.begin[row, left]", "pass"),
            "joins-rounds-upwards": ("set_ylim(self.T - 0.5, -0.5)", "set_ylim(-0.5, self.T - 0.5)"),
        },
    ),
    *plant(
        "rnnlib/draw/regions.py",
        "tests/draw/test_regions.py",
        {
            "regions-upside-down": ("set_data(colours[::-1])", "set_data(colours)"),
            "regions-names-mirrored": ("(across[column], up[row])", "(across[-1 - column], up[row])"),
            "regions-names-on-states": ("< 2 * NEAR * self.limit", "< 0"),
            "regions-without-lines-between": ("np.where(_borders(self.fine), 0,", "np.where(_borders(self.fine), 1,"),
            "regions-path-without-its-start": (
                "art.path.set_data(*self.walk.T)",
                "art.path.set_data(*self.points.T)",
            ),
            "regions-arrow-one-late": ("self.begins + t - 1  #", "self.begins + t - 2  #"),
            "regions-net-of-the-first-step": ("self._net(t)", "self._net(1)"),
            "regions-edge-of-the-first-step": ("self.moves(self._edge(), t)", "self.moves(self._edge(), 1)"),
            "regions-net-across-only": ("np.concatenate([upright, upright[..., ::-1]])", "upright"),
            "regions-words-of-the-corner-itself": ("square = {_pair(to)}", "square = {_pair(corner)}"),
            "regions-least-number-said": ("np.max(self.answer(self.middles)", "np.min(self.answer(self.middles)"),
        },
    ),
    *plant(
        "rnnlib/draw/areas.py",
        "tests/draw/test_regions.py",
        {
            "areas-only-their-first-piece-named": ("left &= ~piece", "left[:] = False"),
            "areas-names-at-an-edge": ("while (inner := _inner(mask)).any():", "while (inner := mask[:0]).any():"),
        },
    ),
    *plant(
        "rnnlib/draw/eigenvalues.py",
        "tests/draw/test_eigenvalues.py",
        {
            "eigenvalues-re-and-im-swapped": (
                "[values.real, values.imag]",
                "[values.imag, values.real]",
            ),
            "eigenvalues-fates-swapped": ("if size < 1 else", "if size > 1 else"),
            "eigenvalues-turn-backwards": ("turn = np.degrees(np.angle(value))", "turn = -np.degrees(np.angle(value))"),
            "eigenvalues-words-of-the-border": (
                "zip(self.dots(self.points), self.values, strict",
                "zip(self.dots(self.points), self.points @ (1, 1j), strict",
            ),
            "eigenvalues-rings-at-the-dots": ("rings.set_data(*self.rings.T)", "rings.set_data(*self.points.T)"),
            "eigenvalues-boxes-of-another": (
                "zip(self.dots(self.points), self.values, strict",
                "zip(self.dots(self.points[::-1]), self.values, strict",
            ),
        },
    ),
    *plant(
        "rnnlib/draw/wires.py",
        "tests/draw/test_wires.py",
        {
            "wires-signs-swapped": ("sign = int(weight > 0)", "sign = int(weight < 0)"),
            "wires-transposed-entry-lit": (
                "None if lit is None else at == lit",
                "None if lit is None else at[::-1] == lit",
            ),
            "wires-upside-down": ("return 1 - (np.arange(n) + 0.5) / n", "return (np.arange(n) + 0.5) / n"),
            "wires-numbers-of-other-nodes": (
                "art.numbers.write(map(brief, values),",
                "art.numbers.write(map(brief, values[::-1]),",
            ),
            "wires-thick-where-small": ("width = 0.8 + 4.2 * size", "width = 5.0 - 4.2 * size"),
            "wires-transposed": (
                "for head in heights(n_to) for tail in heights(n_from)]",
                "for tail in heights(n_from) for head in heights(n_to)]",
            ),
            "wires-label-of-the-neighbour": ("brief(self.W[lit])", "brief(self.W[lit[0], lit[1] - 1])"),
            "wires-label-at-the-other-end": ("self.W.shape)], LABEL))", "self.W.shape)], 1 - LABEL))"),
            "wires-sides-swapped": ("for side, names, role in zip((0, 1),", "for side, names, role in zip((1, 0),"),
            "wires-box-of-the-lit-weight-on-another": (
                "boxes[np.ravel_multi_index(tuple(self.lit), self.W.shape)] =",
                "boxes[np.ravel_multi_index(tuple(self.lit), self.W.shape) - 1] =",
            ),
        },
    ),
    *plant(
        "rnnlib/draw/sums.py",
        "tests/draw/test_sums.py",
        {
            "sums-total-of-the-wrong-row": (
                "zip(art.totals, self.totals, strict",
                "zip(art.totals, self.totals[::-1], strict",
            ),
            "sums-lit-transposed": ("i, j = self.lit", "j, i = self.lit"),
            "sums-source-reversed": (
                "np.resize(self.source, self.W.size)",
                "np.resize(self.source[::-1], self.W.size)",
            ),
            "sums-words-by-column": (
                "[self.tell.term(i, j) for i, j in np.ndindex(self.W.shape)]",
                "[self.tell.term(i, j) for j, i in np.ndindex(self.W.shape[::-1])]",
            ),
            "sums-words-of-another-total": (
                "self.tell.total(i) for i in range",
                "self.tell.total(i - 1) for i in range",
            ),
            "sums-letters-transposed": (
                "{self.tell.place(1, i)}{self.tell.place(0, j)}",
                "{self.tell.place(0, j)}{self.tell.place(1, i)}",
            ),
            "sums-without-brackets": ('f"{factor(weight)} · {factor(number)}"', 'f"{brief(weight)} · {brief(number)}"'),
        },
    ),
    *plant(
        "rnnlib/draw/equation.py",
        "tests/draw/test_equation.py",
        {
            "equation-colours-negated": (
                "style.SIGNED(style.signed(self.limit)(values))",
                "style.SIGNED(style.signed(self.limit)(-values))",
            ),
            "equation-numbers-negated": ("[brief(value, self.digits) for", "[brief(-value, self.digits) for"),
            "equation-transposed": ("np.concatenate([array.ravel() for", "np.concatenate([array.ravel('F') for"),
            "equation-lit-upside-down": ("(left + column, top - row - 1)", "(left + column, row - top)"),
            "equation-lit-transposed": ("row, column = self.lit[name]", "column, row = self.lit[name]"),
            "equation-upside-down": (
                "(left + j, top - i - 1, left + j + 1, top - i)",
                "(left + j, i - top, left + j + 1, i - top + 1)",
            ),
            "equation-boxes-one-column-off": ("self.cells(self._boxes())", "self.cells(self._boxes() + (1, 0, 1, 0))"),
            "equation-shapes-reversed": (
                "return said or str(np.shape(array))",
                "return said or str(np.shape(array)[::-1])",
            ),
        },
    ),
    *plant(
        "rnnlib/draw/function.py",
        "tests/draw/test_function.py",
        {
            "function-shifted": ("line.set_data(self.places, curve)", "line.set_data(self.places + 0.5, curve)"),
            "function-tangent-leans-the-other-way": (
                "heights[0] + (self.slope or 0) * ends",
                "heights[0] - (self.slope or 0) * ends",
            ),
            "function-tangent-at-another-point": ("(at[0] + ends, heights[0]", "(at[-1] + ends, heights[-1]"),
            "function-point-reflected": (
                "art.dot.set_data(at[:1], heights[:1])",
                "art.dot.set_data(heights[:1], at[:1])",
            ),
            "function-number-is-the-place": ('text.set_text(f"{height:.3f}")', 'text.set_text(f"{a:.3f}")'),
            "function-heights-of-the-second": (
                "first = next(iter(functions.values()))",
                "*_, first = functions.values()",
            ),
            "function-words-of-another-point": ("({brief(self.at[k])}) =", "({brief(self.at[k - 1])}) ="),
        },
    ),
    *plant(
        "rnnlib/draw/unrolled.py",
        "tests/draw/test_network.py tests/draw/test_columns.py",
        {"pages-off-by-one": ("(t - 1) // columns * columns", "t // columns * columns")},
    ),
    *plant(
        "rnnlib/draw/style.py",
        "tests/draw/test_heat.py tests/draw/test_bars.py tests/draw/test_lines.py tests/draw/test_equation.py",
        {
            "colours-signs-swapped": (
                '["#08519C", "#6BAED6", "#FFFFFF", "#FDAE61", "#B35806"]',
                '["#B35806", "#FDAE61", "#FFFFFF", "#6BAED6", "#08519C"]',
            ),
            "colours-from-zero": (
                "return Normalize(-limit, limit, clip=True)",
                "return Normalize(0, limit, clip=True)",
            ),
            "colours-for-twice-the-limit": (
                "return Normalize(-limit, limit, clip=True)",
                "return Normalize(-2 * limit, 2 * limit, clip=True)",
            ),
            "ink-dark-on-dark": ("luminance(colours) > CHANGE", "luminance(colours) < CHANGE"),
            "smallest-is-deep": ("value >= np.max(values) - 0.005 * span", "value <= np.min(values) + 0.005 * span"),
            "limits-leave-out-two": ("for step in (1, 2, 5, 10)", "for step in (1, 5, 10)"),
        },
    ),
    *plant(
        "rnnlib/draw/style.py",
        "tests/draw/test_contrast.py",
        {
            "tints-reversed": ("np.linspace(0, palest, count)", "np.linspace(palest, 0, count)"),
            "input-too-pale": ('"input": "#00805D"', '"input": "#009E73"'),
            "second-line-too-pale": ("luminance(shades) <= PALEST", "luminance(shades) <= 2 * PALEST"),
            "frames-without-a-white-edge": ("linewidth=width + 2", "linewidth=width"),
        },
    ),
    *plant(
        "rnnlib/draw/view.py",
        "tests/draw/test_lines.py tests/draw/test_heat.py",
        {
            "boxes-of-cells-one-off": (
                "transform(corners.reshape(-1, 2)).",
                "transform(corners.reshape(-1, 2) + (1, 0)).",
            ),
            "boxes-of-dots-aside": ("[pixels - radius, pixels + radius]", "[pixels, pixels + 2 * radius]"),
            "boxes-of-levels-below": (
                "self.art.ax.transData.transform((1, height))[1]",
                "self.art.ax.transData.transform((1, 0.9 * height))[1]",
            ),
            "time-axis-one-off": (
                "ax.set_xticks([t for t in range(first, T + 1)",
                "ax.set_xticks([t + 0.5 for t in range(first, T + 1)",
            ),
        },
    ),
    *plant(
        "rnnlib/draw/canvas.py",
        CANVAS,
        {
            "canvas-keeps-what-moved": ("self.here.agg.restore_region(self.lasting)", "self.lasting"),
            "canvas-keeps-the-old-data": ("self.here.agg.restore_region(self.still)", "self.still"),
            "canvas-never-turns-the-page": ("if pages != self.pages:", "if self.pages is None:"),
            "canvas-time-stands-still": ("if self.t != t or not self._holds(panels):", "if not self._holds(panels):"),
            "canvas-keeps-the-old-frame": (
                "if frames != self.frames:",
                "if self.frames is None or frames[0] != self.frames[0]:",
            ),
            "canvas-keeps-the-old-title": ("(type(view), view.title, view.frame())", "(type(view), view.frame())"),
            "canvas-boxes-upside-down": (
                "left / width, 1 - top / height, right / width, 1 - bottom / height",
                "left / width, bottom / height, right / width, top / height",
            ),
            "canvas-lends-nothing": ("            view.art = art\n", "            pass\n"),
            "canvas-trusts-what-is-half-drawn": (
                "                self._stale()\n                self.first",
                "                self.first",
            ),
            "canvas-draws-below-what-moves": (
                "key=lambda artist: artist.get_zorder()",
                "key=lambda artist: -artist.get_zorder()",
            ),
            "canvas-words-of-the-first-instant": ("view.numbers(self.t)", "view.numbers(1)"),
            "canvas-never-goes-home": ("panels is first or self.home.takes(panels)", "panels is first"),
        },
    ),
    *plant(
        "rnnlib/draw/arrangement.py",
        ARRANGEMENT,
        {
            "arrangement-rows-reversed": (
                "zip(panels, self.axes, strict=True)",
                "zip(panels, self.axes[::-1], strict=True)",
            ),
            "arrangement-takes-what-is-cut-off": (
                "fits = not self._cut_off()",
                "fits = True",
            ),
            "arrangement-moves-its-panels": (
                "zip(self.axes, self.rooms, strict=True)",
                "zip(self.axes[:0], self.rooms, strict=False)",
            ),
        },
    ),
]
