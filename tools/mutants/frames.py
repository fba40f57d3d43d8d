"""Errors of `frame`: a view adopts artists that were drawn for another one."""

from collections.abc import Mapping

from .mutant import Mutant, plant

TRACE = "tests/draw/test_canvas.py::test_what_was_drawn_before_leaves_no_trace"


def forgets(view: str, errors: Mapping[str, tuple[str, str]]) -> list[Mutant]:
    return plant(f"rnnlib/draw/{view.lower()}.py", f"{TRACE}[{view}]", errors)


MUTANTS = [
    *forgets(
        "Lines",
        {
            "lines-frame-forgets-its-names": (
                "return self.values.shape, self.first, self.labels, look",
                "return self.values.shape, self.first, look",
            ),
            "lines-frame-forgets-its-limits": ("self.role, tuple(self.ylim), tuple(", "self.role, tuple("),
        },
    ),
    *forgets(
        "Wires",
        {
            "wires-frame-forgets-its-roles": (
                "return self.W.shape, self.labels, self.roles",
                "return self.W.shape, self.labels",
            ),
        },
    ),
    *forgets(
        "Equation",
        {
            "equation-frame-forgets-its-names": (
                "else (part[0], part[1].shape, part[2]) for",
                "else (part[1].shape, part[2]) for",
            ),
        },
    ),
    *forgets(
        "Function",
        {
            "function-frame-forgets-its-span": ("self.at.size, self.span, self.ylim", "self.at.size, self.ylim"),
        },
    ),
    *forgets(
        "Heat",
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
    *forgets(
        "Network",
        {
            "network-frame-forgets-its-columns": (
                "return self.T, self.n, self.arrow_names, self.letters, self.columns",
                "return self.T, self.n, self.arrow_names, self.letters",
            ),
            "network-frame-forgets-its-letters": ("self.arrow_names, self.letters,", "self.arrow_names,"),
        },
    ),
    *forgets(
        "Curve",
        {"curve-frame-forgets-its-references": ("tuple(self.reference.items()), look", "look")},
    ),
    *forgets(
        "Plane",
        {
            "plane-frame-forgets-its-names": ("return self.labels, self.axes,", "return len(self.labels), self.axes,"),
            "plane-frame-forgets-its-axes": ("return self.labels, self.axes,", "return self.labels,"),
            "plane-frame-forgets-its-trail": ("self.limit, self.trail", "self.limit"),
        },
    ),
    *forgets(
        "Regions",
        {"regions-frame-forgets-its-answers": ("self.begins, self.answer is None,", "self.begins,")},
    ),
    *forgets(
        "Shares",
        {"shares-frame-forgets-its-names": ("return self.labels, self.role,", "return len(self.labels), self.role,")},
    ),
    *forgets(
        "Eigenvalues",
        {
            "eigenvalues-frame-forgets-its-limit": ("return self.limit, self.fates", "return self.fates"),
            "eigenvalues-frame-forgets-its-fates": ("return self.limit, self.fates", "return self.limit"),
        },
    ),
    *forgets("Joins", {"joins-frame-forgets-its-length": ("return self.n\n", "return ()\n")}),
    *forgets(
        "Sums",
        {"sums-frame-forgets-its-names": ("return self.W.shape, self.names", "return self.W.shape")},
    ),
    *forgets(
        "Columns",
        {"columns-frame-forgets-that-it-goes-back": ("words, self.back", "words")},
    ),
]
