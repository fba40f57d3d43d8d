"""The words of a number, computed again: every printed number stands for all that are rounded to it."""

import ast
import math
import re
from typing import NamedTuple

PRINTED = re.compile(r"\d+(?:\.\d+)?(?:e[-+]?\d+)?")


class Between(NamedTuple):
    """All numbers from low to high."""

    low: float
    high: float

    def meets(self, other) -> bool:
        return self.low <= other.high + 1e-12 and other.low <= self.high + 1e-12


def printed(text: str) -> Between:
    """What a printed number may stand for: half a digit to both sides."""
    mantissa, _, power = text.partition("e")
    half = 0.5 * 10.0 ** (int(power or 0) - len(mantissa.partition(".")[2]))
    return Between(float(text) - half, float(text) + half)


def corners(one: Between, other: Between, operation) -> Between:
    found = [operation(a, b) for a in one for b in other]
    return Between(min(found), max(found))


def rising(function):
    return lambda x: Between(function(x.low), function(x.high))


FUNCTIONS = {
    "exp": rising(math.exp),
    "tanh": rising(math.tanh),
    "sqrt": rising(lambda x: math.sqrt(max(x, 0))),
    "ln": rising(lambda x: math.log(max(x, 1e-300))),
    "relu": rising(lambda x: max(x, 0)),
    "sigmoid": rising(lambda x: 1 / (1 + math.exp(-x))),
}
OPERATIONS = {
    ast.Add: lambda a, b: Between(a.low + b.low, a.high + b.high),
    ast.Sub: lambda a, b: Between(a.low - b.high, a.high - b.low),
    ast.Mult: lambda a, b: corners(a, b, lambda x, y: x * y),
    ast.Div: lambda a, b: corners(a, b, lambda x, y: x / y if y else math.copysign(math.inf, x)),
}


def evaluate(node: ast.AST, source: str) -> Between:
    match node:
        case ast.Expression(body):
            return evaluate(body, source)
        case ast.Constant():
            return printed(ast.get_source_segment(source, node))
        case ast.UnaryOp(ast.USub(), operand):
            inner = evaluate(operand, source)
            return Between(-inner.high, -inner.low)
        case ast.BinOp(left, ast.Pow(), ast.Constant(2)):
            low, high = evaluate(left, source)
            ends = sorted((low * low, high * high))
            return Between(0 if low < 0 < high else ends[0], ends[1])
        case ast.BinOp(left, operation, right) if type(operation) in OPERATIONS:
            return OPERATIONS[type(operation)](evaluate(left, source), evaluate(right, source))
        case ast.Call(ast.Name(name), [inner]) if name in FUNCTIONS:
            return FUNCTIONS[name](evaluate(inner, source))
    raise ValueError(ast.unparse(node))


def computed(words: str) -> tuple[Between, Between] | None:
    """What the words compute, and the value that they end with; None where nothing is computed.

    >>> made, value = computed("x_1 = tanh(0.50 × 1.00 + (-0.25) × 2.00) = 0.00")
    >>> made.meets(value), made.meets(printed("0.05"))
    (True, False)
    """
    *_, made, value = words.split(" = ") if words.count(" = ") > 1 else ("", "", "")
    value = re.match(r"-?" + PRINTED.pattern, value)
    made = re.sub(r" (from|at) the [a-z ]+|, the sum of all \d+ exps,", "", made)
    made = re.sub(r".* (adds|in) (?=\S+ (×|of) )| places$", "", made).replace(" of ", " / ")
    made = made.replace("×", "*").replace("−", "-").replace("√", "sqrt").replace("²", "**2")
    made = re.sub(r"ln (\d[\d.]*)", r"ln(\1)", made)
    try:
        tree = ast.parse(made.strip(), mode="eval")
    except SyntaxError:
        return None
    if not value or not any(isinstance(node, ast.BinOp | ast.Call) for node in ast.walk(tree)):
        return None
    try:
        ends = printed(value[0].lstrip("-"))
        return evaluate(tree, made.strip()), Between(-ends.high, -ends.low) if value[0].startswith("-") else ends
    except ValueError:
        return None
