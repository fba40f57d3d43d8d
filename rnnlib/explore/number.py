"""What a learner who types a number means; number.js has the same rules, so that a page need not wait to show it."""

import re

from ..guard import InputError

LARGEST = 1000.0

_TYPE = "Type a number such as 0.5, -1.2 or 1/2"
_NUMBER = re.compile(r"[-+]?(\d+(\.\d*)?|\.\d+)(e[-+]?\d+)?", re.IGNORECASE | re.ASCII)
_THOUSANDS = re.compile(r"[-+]?[1-9]\d{0,2},\d{3}", re.ASCII)  # 1,250: is it 1.250 or 1250?
_INFINITE = re.compile(r"[-+]?(inf(inity)?|∞)", re.IGNORECASE | re.ASCII)
# Minus signs of every kind, and the wide letters of Korean and Japanese keyboards.
_PLAIN = {0xFF01 + i: 0x21 + i for i in range(94)} | dict.fromkeys(map(ord, "−–—"), "-")


def parse_number(text: str, limit: float = LARGEST) -> float:
    """Return the number that a learner typed, or raise InputError with a sentence that says what to type.

    A decimal comma, a fraction, a true minus sign, the digits of any script and blanks around it are understood.

    >>> parse_number("0,5"), parse_number(" −1 "), parse_number("1/2")
    (0.5, -1.0, 0.5)
    """
    plain = re.sub(r"\d", lambda digit: str(int(digit[0])), text).translate(_PLAIN).strip()
    if not plain:
        raise InputError(f"{_TYPE} (Escape brings the old one back).")
    if _THOUSANDS.fullmatch(plain):
        either = f"{plain.replace(',', '.')} or {plain.replace(',', '')}"
        raise InputError(f"Type {either}, since {_quoted(text)} can be read as either.")
    if not _INFINITE.fullmatch(plain):
        parts = [part.strip() for part in plain.replace(",", ".").split("/")]
        if len(parts) > 2 or not all(map(_NUMBER.fullmatch, parts)):
            raise InputError(f"{_TYPE} instead of {_quoted(text)}.")
        top, bottom = float(parts[0]), float(parts[1]) if len(parts) == 2 else 1.0
        if bottom == 0:
            raise InputError(f"{_TYPE}, since {_quoted(text)} divides by zero.")
        if abs(top / bottom) <= limit:
            return top / bottom + 0.0  # + 0.0 makes 0 of -0
    raise InputError(f"Type a number from {-limit:g} to {limit:g} instead of {_quoted(text)}.")


def whole(text: str) -> str:
    """Put � for each half of a letter: no message can carry half a letter.

    >>> whole("1\\ud83d")
    '1�'
    """
    return re.sub("[\\ud800-\\udfff]", "�", text)


def _quoted(text: str) -> str:
    words = " ".join(whole(text).split())
    return f"'{words}'" if len(words) <= 24 else f"'{words[:23]}…'"
