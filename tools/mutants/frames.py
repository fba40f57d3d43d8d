"""Errors of `frame`: a view adopts artists that were drawn for another one."""

from .mutant import plant

TRACE = "tests/draw/test_canvas.py::test_what_was_drawn_before_leaves_no_trace"

MUTANTS = [
    *plant(
        "rnnlib/draw/lines.py",
        f"{TRACE}[Lines]",
        {
            "lines-frame-forgets-its-names": (
                "return self.values.shape, self.first, self.labels, look",
                "return self.values.shape, self.first, look",
            ),
            "lines-frame-forgets-its-limits": ("self.role, tuple(self.ylim), tuple(", "self.role, tuple("),
        },
    ),
    *plant(
        "rnnlib/draw/wires.py",
        f"{TRACE}[Wires]",
        {
            "wires-frame-forgets-its-roles": (
                "return self.W.shape, self.labels, self.roles",
                "return self.W.shape, self.labels",
            ),
        },
    ),
    *plant(
        "rnnlib/draw/equation.py",
        f"{TRACE}[Equation]",
        {
            "equation-frame-forgets-its-names": (
                "else (part[0], part[1].shape, part[2]) for",
                "else (part[1].shape, part[2]) for",
            ),
        },
    ),
    *plant(
        "rnnlib/draw/function.py",
        f"{TRACE}[Function]",
        {
            "function-frame-forgets-its-span": ("self.at.size, self.span, self.ylim", "self.at.size, self.ylim"),
        },
    ),
    *plant(
        "rnnlib/draw/heat.py",
        f"{TRACE}[Heat]",
        {
            "heat-frame-forgets-its-limit": ("self.columns, self.limit, self.cursor", "self.columns, self.cursor"),
        },
    ),
    *plant(
        "rnnlib/draw/bars.py",
        "tests/draw/test_canvas.py::test_options_leave_no_trace_beside_others",
        {
            "bars-frame-forgets-the-name-of-its-mark": (
                "None if self.target is None else self.mark",
                "self.target is None",
            ),
        },
    ),
    *plant(
        "rnnlib/draw/layer.py",
        f"{TRACE}[Columns]",
        {
            "layer-look-forgets-its-rows": (
                "return self.name, self.role, self.rows, self.by",
                "return self.name, self.role, self.by",
            ),
        },
    ),
    *plant(
        "rnnlib/draw/network.py",
        f"{TRACE}[Network]",
        {
            "network-frame-forgets-its-columns": (
                "return self.T, self.n, self.arrow_names, self.letters, self.columns",
                "return self.T, self.n, self.arrow_names, self.letters",
            ),
            "network-frame-forgets-its-letters": ("self.arrow_names, self.letters,", "self.arrow_names,"),
        },
    ),
    *plant(
        "rnnlib/draw/curve.py",
        f"{TRACE}[Curve]",
        {"curve-frame-forgets-its-references": ("tuple(self.reference.items()), look", "look")},
    ),
    *plant(
        "rnnlib/draw/plane.py",
        f"{TRACE}[Plane]",
        {"plane-frame-forgets-its-names": ("return self.labels, self.n > 2,", "return len(self.labels), self.n > 2,")},
    ),
    *plant(
        "rnnlib/draw/regions.py",
        f"{TRACE}[Regions]",
        {"regions-frame-forgets-its-answers": ("self.begins, self.answer is None,", "self.begins,")},
    ),
    *plant(
        "rnnlib/draw/shares.py",
        f"{TRACE}[Shares]",
        {"shares-frame-forgets-its-names": ("return self.labels, self.role,", "return len(self.labels), self.role,")},
    ),
    *plant(
        "rnnlib/draw/eigenvalues.py",
        f"{TRACE}[Eigenvalues]",
        {"eigenvalues-frame-forgets-its-limit": ("return (self.limit,)", "return ()")},
    ),
    *plant(
        "rnnlib/draw/sums.py",
        f"{TRACE}[Sums]",
        {"sums-frame-forgets-its-names": ("return self.W.shape, self.names", "return self.W.shape")},
    ),
    *plant(
        "rnnlib/draw/columns.py",
        f"{TRACE}[Columns]",
        {"columns-frame-forgets-that-it-goes-back": ("words, self.back", "words")},
    ),
]
