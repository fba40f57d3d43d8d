"""Family names of several languages: read from a file, held back in part, and given to a network letter by letter."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from rnnlib import guard, plain_text
from rnnlib.guard import Array, InputError
from rnnlib.text import DATA, Vocab

__all__ = ["Names", "of_file", "of_text"]

FROM_PYTORCH = DATA / "names-pytorch.json"  # a GRU that lesson 15 trained in PyTorch, for those who have none
LONGEST = 30  # letters of a name


class Names(NamedTuple):
    """N names, in small letters, and their languages. A name may come once for each of several languages.

    >>> names = of_text("[Korean] Kim Ma [Chinese] Ma")
    >>> names.names, names.target.tolist()
    (('kim', 'ma', 'ma'), [0, 0, 1])
    """

    languages: tuple[str, ...]  # K
    vocab: Vocab  # the letters of all names that were read, in alphabetical order
    names: tuple[str, ...]  # N
    target: Array  # (N,), the place of each name's language

    def split(self, seed: int, share: float = 0.2) -> tuple[Names, Names]:
        """The names to learn from, and those held back: dice choose a share of the different names.

        What is held back under one language is held back under all, so no name stands on both sides.

        >>> seen, unseen = of_text("[Korean] Kim Lee Park Han [Chinese] Li Wang Ma Han").split(seed=0, share=0.5)
        >>> set(seen.names) & set(unseen.names), len(seen.names), len(unseen.names)
        (set(), 4, 4)
        """
        share = guard.real("share", share, "the part that is held back", above=0, below=1)
        different = sorted(set(self.names))
        held = round(share * len(different))
        if not 0 < held < len(different):
            raise InputError(f"Of {len(different)} names no part of {share:g} can be held back. Bring more names.")
        dice = np.random.default_rng(guard.whole("seed", seed, 0, "which throw of the dice"))
        back = set(dice.permutation(different)[:held].tolist())
        return self._where([name not in back for name in self.names]), self._where([n in back for n in self.names])

    def letters(self, backwards: bool = False) -> tuple[Array, Array, Array]:
        """u (N, T, letters), one-hot, zeros behind the end of a shorter name; target (N, T), its language at each
        letter; last (N, T), 1 at its last letter and 0 elsewhere: the weight of a network that is asked once.

        Backwards, each name begins with its last letter.

        >>> u, target, last = of_text("[Korean] Kim Ma [Chinese] Ma").letters()
        >>> u.shape, target[:, 0].tolist(), last.tolist()
        ((3, 3, 4), [0, 0, 1], [[0.0, 0.0, 1.0], [0.0, 1.0, 0.0], [0.0, 1.0, 0.0]])
        """
        lengths = np.array([len(name) for name in self.names])
        u = np.zeros((len(self.names), lengths.max(), len(self.vocab.symbols)))
        for row, name in zip(u, self.names, strict=True):
            row[: len(name)] = self.vocab.one_hot(name[::-1] if backwards else name)
        last = (np.arange(1, u.shape[1] + 1) == lengths[:, None]).astype(float)
        return u, np.repeat(self.target[:, None], u.shape[1], axis=1), last

    def read(self, typed: str) -> Array:
        """u (T, letters) of one name that somebody typed.

        >>> of_text("[Korean] Kim [Chinese] Ma").read("Mia")
        array([[0., 0., 0., 1.],
               [0., 1., 0., 0.],
               [1., 0., 0., 0.]])
        """
        name = _text("name", typed).strip().lower()
        if not 0 < len(name) <= LONGEST:
            raise InputError(f"Type a name of 1 to {LONGEST} letters. It has {len(name)}.")
        for letter in name:
            if letter not in self.vocab.symbols:
                raise InputError(
                    f"{letter!r} is in none of the names that were read. Use only {''.join(self.vocab.symbols)}."
                )
        return self.vocab.one_hot(name)

    def _where(self, kept: Sequence[bool]) -> Names:
        places = np.flatnonzero(kept)
        return self._replace(names=tuple(self.names[k] for k in places), target=self.target[places])


def of_file(path: str | Path = DATA / "names.txt") -> Names:
    """The names of a text file, as `of_text` reads them; without a path those of the course, rnnlib/data/names.txt.

    >>> of_file().languages
    ('Chinese', 'English', 'German', 'Italian', 'Japanese', 'Korean', 'Polish', 'Spanish')
    """
    path = Path(path)
    try:
        content, size = plain_text.beginning(path)
    except OSError as error:
        raise InputError(f"The file {path.name} cannot be read: {error.strerror}.") from None
    return of_text(plain_text.decode(content, size, f"The file {path.name}"))


def of_text(text: str) -> Names:
    """Names between blanks or new lines, below their language in square brackets; lines that begin with # are notes.

    Capitals become small. A name that comes twice in a language counts once.
    InputError: fewer than two languages, one without names, a name before the first language, or one that has other
    signs than letters.

    >>> of_text("# two of each\\n[Korean] Kim Lee\\n[Chinese] Li Ma").target.tolist()
    [0, 0, 1, 1]
    """
    lines = [line for line in _text("text", text).splitlines() if not line.lstrip().startswith("#")]
    before, *parts = "\n".join(lines).split("[")
    if before.strip():
        raise InputError(f"{guard.short(before.split()[0])} stands before the first language. Begin with [Korean].")
    found: dict[str, list[str]] = {}
    for part in parts:
        language, bracket, names = part.partition("]")
        if not (bracket and language.strip()):
            raise InputError(f"A language should stand in square brackets: [Korean]. It came as {guard.short(part)}.")
        found.setdefault(language.strip(), []).extend(map(_name, names.split()))
    if len(found) < 2:
        raise InputError("There should be at least two languages with their names: [Korean] Kim Lee [Chinese] Li Ma.")
    for language, names in found.items():
        if not names:
            raise InputError(f"There is no name below [{language}]. Write some, or take the language out.")
    pairs = [(name, k) for k, names in enumerate(found.values()) for name in dict.fromkeys(names)]
    vocab = Vocab(sorted({letter for name, _ in pairs for letter in name}))
    return Names(tuple(found), vocab, tuple(name for name, _ in pairs), np.array([k for _, k in pairs]))


def _text(name: str, value) -> str:
    """A text in which a letter and its accent are one sign, wherever there is such a sign."""
    return unicodedata.normalize("NFC", guard.text(name, value))


def _name(written: str) -> str:
    letters = "".join(sign for sign in written if not unicodedata.category(sign).startswith("M"))  # accents may stand
    if not (letters.isalpha() and len(written) <= LONGEST):
        raise InputError(f"A name should be made of up to {LONGEST} letters. It came as {guard.short(written)}.")
    return written.lower()
