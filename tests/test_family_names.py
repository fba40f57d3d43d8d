"""The file of family names, and how names come in: against names written here, and the file read by other means."""

import re
import string
import unicodedata
from pathlib import Path

import numpy as np
import pytest

import rnnlib as rl
from rnnlib import names

FILE = Path(names.__file__).parent / "data" / "names.txt"
FEW = "# a note\n[Korean] Kim Lee\nMa Kim\n[Chinese]\nMa Li"


def test_the_file_has_a_hundred_names_of_each_of_eight_languages():
    """Counted in the text itself."""
    notes, *parts = re.split(r"^\[(\w+)\]$", FILE.read_text(encoding="ascii"), flags=re.MULTILINE)
    assert all(line.startswith("#") for line in notes.splitlines() if line)
    assert "put together" in notes and "Limits" in notes and "nothing about a person" in notes
    written = {language: text.split() for language, text in zip(parts[::2], parts[1::2], strict=True)}
    assert len(written) >= 8 and "Korean" in written
    data = names.of_file()
    for k, (language, each) in enumerate(written.items()):
        assert len(each) == len(set(each)) >= 100, language
        assert all(re.fullmatch("[A-Z][a-z]+", name) for name in each), language
        ours = [name for name, place in zip(data.names, data.target, strict=True) if place == k]
        assert data.languages[k] == language and ours == [name.lower() for name in each]
    assert "".join(data.vocab.symbols) == string.ascii_lowercase


def test_names_come_in_small_and_once_for_each_language():
    data = names.of_text(FEW)
    assert data.languages == ("Korean", "Chinese") and data.names == ("kim", "lee", "ma", "ma", "li")
    assert data.target.tolist() == [0, 0, 0, 1, 1] and data.vocab.symbols == tuple("aeiklm")


@pytest.mark.parametrize("backwards", [False, True])
def test_letters_stand_from_the_first_place_on(backwards):
    data = names.of_text(FEW)
    u, target, last = data.letters(backwards)
    assert u.shape == (5, 3, 6)
    for row, ends, name in zip(u, last, data.names, strict=True):
        read = "".join(data.vocab.symbols[letter.argmax()] for letter in row if letter.any())
        assert read == (name[::-1] if backwards else name)
        assert row.sum(axis=1).tolist() == [float(t <= len(name)) for t in (1, 2, 3)]
        assert ends.tolist() == [float(t == len(name)) for t in (1, 2, 3)]
    assert target.tolist() == [[k] * 3 for k in (0, 0, 0, 1, 1)]


@pytest.mark.parametrize("seed", range(5))
def test_no_name_stands_on_both_sides(seed):
    data = names.of_file()
    seen, unseen = data.split(seed)
    assert not set(seen.names) & set(unseen.names)
    pairs = [(name, int(k)) for part in (seen, unseen) for name, k in zip(part.names, part.target, strict=True)]
    assert sorted(pairs) == sorted((name, int(k)) for name, k in zip(data.names, data.target, strict=True))
    assert len(set(unseen.names)) == round(0.2 * len(set(data.names)))
    assert seen.vocab == unseen.vocab == data.vocab
    again, other = data.split(seed)[1], data.split(seed + 100)[1]
    assert again.names == unseen.names != other.names


def test_a_typed_name_is_read_as_the_file_is():
    data = names.of_text(FEW)
    np.testing.assert_array_equal(data.read(" KiM "), data.letters()[0][0])


def test_an_accent_may_come_as_a_sign_of_its_own():
    """So macOS writes file names, and many programs what is typed; both forms look the same."""
    written = "[Deutsch] Müller [Polski] Łoś Wójcik"
    apart = unicodedata.normalize("NFD", written)
    ours, theirs = names.of_text(apart), names.of_text(written)
    assert apart != written and ours.names == theirs.names == ("müller", "łoś", "wójcik")
    assert ours.vocab == theirs.vocab and len(ours.read(unicodedata.normalize("NFD", "Müll"))) == 4


def test_a_mark_that_is_no_part_of_a_letter_stays():
    """Devanagari has vowels that are marks, and for some accents there is no letter that bears them."""
    data = names.of_text("[Hindi] नेहा [Yoruba] Ọ̀ṣun")
    assert data.names == ("नेहा", "ọ̀ṣun") and data.read("नेहा").shape == (4, len(data.vocab.symbols))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Type a name of 1 to 30 letters. It has 0."),
        ("a" * 31, "Type a name of 1 to 30 letters. It has 31."),
        ("Lim7", "'7' is in none of the names that were read. Use only aeiklm."),
        ("Mü", "'ü' is in none of the names that were read. Use only aeiklm."),
        (5, "name should be a text in quotes. It came as 5."),
    ],
)
def test_what_cannot_be_read_gets_a_sentence(typed, said):
    with pytest.raises(rl.InputError) as error:
        names.of_text(FEW).read(typed)
    assert str(error.value) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "There should be at least two languages with their names"),
        ("[Korean] Kim Lee", "There should be at least two languages with their names"),
        ("Kim [Korean] Lee", "'Kim' stands before the first language. Begin with [Korean]."),
        ("[Korean Kim", "A language should stand in square brackets: [Korean]. It came as 'Korean Kim'."),
        ("[Korean] Kim [Chinese]", "There is no name below [Chinese]. Write some, or take the language out."),
        ("[Korean] Kim [Chinese] O'Li", 'A name should be made of up to 30 letters. It came as "O\'Li".'),
        ("[Korean] Kim [Chinese] \u0301", "A name should be made of up to 30 letters."),
        ("[Korean] Kim [Chinese] " + "a" * 31, "A name should be made of up to 30 letters."),
        (None, "text should be a text in quotes."),
    ],
)
def test_a_file_that_holds_no_names_gets_a_sentence(text, said):
    with pytest.raises(rl.InputError) as error:
        names.of_text(text)
    assert said in str(error.value)


def test_a_file_that_is_none_is_huge_or_is_no_text_gets_a_sentence(tmp_path):
    path = tmp_path / "mine.txt"
    for content, said in (
        (None, r"The file mine\.txt cannot be read: No such file"),
        (b"", r"The file mine\.txt is empty\."),
        (b"\n", "There should be at least two languages"),
        (
            b"[A] " + 500_000 * b"ab ",
            r"The file mine\.txt has 1\.5 MB\. Up to 1 MB can be read here: take a part of it\.",
        ),
        (b"\x89PNG\r\n\x1a\n\xff", r"The file mine\.txt is no text in UTF-8\. Save it as plain text"),
    ):
        if content is not None:
            path.write_bytes(content)
        with pytest.raises(rl.InputError, match=said):
            names.of_file(path)
    path.write_text("[Deutsch] Müller\n[Korean] 김 이\n", encoding="utf-8-sig")
    assert names.of_file(path).names == ("müller", "김", "이")


def test_a_part_that_holds_nothing_cannot_be_held_back():
    with pytest.raises(rl.InputError, match=r"Of 4 names no part of 0\.01 can be held back\. Bring more names\."):
        names.of_text(FEW).split(0, share=0.01)
