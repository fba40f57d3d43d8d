"""The choice of a text: one that is there, a file that is named, or one that comes from the page."""

import pytest

from rnnlib import InputError, draw, explore
from rnnlib.explore.textfile import MISSING, OWN

SHEEP, COWS, OWN_TEXT = "baa " * 60, "moo " * 70, "quack " * 80


@pytest.fixture
def explorer():
    def count(text):
        return [draw.Bars([[len(text)]], [text[:3]])], f"{text[:3]}, {len(text)} letters"

    return explore.Explorer(count, text=explore.TextFile({"sheep": SHEEP, "cows": COWS}), size=(4, 2))


def give(explorer, content: bytes, size: int | None = None) -> None:
    """As the page does it."""
    upload = explorer.by_name["text"].upload
    given = {"size": len(content) if size is None else size, "count": upload.given.get("count", 0) + 1}
    upload.set_state({"content": memoryview(content), "given": given})


def test_the_texts_that_are_there(explorer):
    assert explorer.sentence == "baa, 240 letters" and explorer.values == {"text": SHEEP}
    explorer.set(text="cows")
    assert explorer.sentence == "moo, 280 letters"
    explorer.reset()
    assert explorer.sentence == "baa, 240 letters"
    explorer.by_name["text"].choice.widget.value = "cows"
    assert explorer.sentence == "moo, 280 letters"


def test_a_file_from_the_page_becomes_the_text_and_stays_at_hand(explorer):
    control = explorer.by_name["text"]
    give(explorer, OWN_TEXT.encode())
    assert explorer.sentence == "qua, 479 letters" and control.choice.value == OWN and explorer.problem == ""
    explorer.set(text="cows")
    control.choice.widget.value = OWN
    assert explorer.sentence == "qua, 479 letters"
    give(explorer, COWS.encode() * 2)
    assert explorer.sentence == "moo, 559 letters", "another file in its place"


@pytest.mark.parametrize(
    ("content", "size", "said"),
    [(b"", None, "empty"), (b"", 30_000_000, "30.0 MB"), (b"\xff" * 300, None, "UTF-8"), (b"a" * 300, None, "only")],
)
def test_a_file_that_cannot_be_read_is_told_and_nothing_is_lost(explorer, content, size, said):
    give(explorer, OWN_TEXT.encode())
    picture = explorer.png()
    give(explorer, content, size)
    assert said in explorer.problem and explorer.png() == picture and explorer.sentence == "qua, 479 letters"
    explorer.set(text="cows")
    assert explorer.problem == "" and explorer.sentence == "moo, 280 letters"
    explorer.set(text=OWN)
    assert explorer.sentence == "qua, 479 letters"


def test_no_file_yet_says_what_to_do(explorer):
    explorer.by_name["text"].choice.widget.value = OWN
    assert explorer.problem == MISSING and explorer.sentence == "baa, 240 letters"
    give(explorer, OWN_TEXT.encode())
    assert explorer.problem == "" and explorer.sentence == "qua, 479 letters"


def test_a_file_may_be_named(explorer, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.txt").write_text(OWN_TEXT, "utf-8")
    (tmp_path / "large.txt").write_bytes(b"ab" * 600_000)
    field = explorer.by_name["text"].field
    field.value = "nowhere.txt"
    assert "nowhere.txt" in explorer.problem and explorer.sentence == "baa, 240 letters"
    field.value = ' "mine.txt" '
    assert explorer.problem == "" and explorer.sentence == "qua, 479 letters"
    field.value = "large.txt"
    assert "1.2 MB" in explorer.problem and explorer.sentence == "qua, 479 letters"
    field.value = str(tmp_path)
    assert "No file" in explorer.problem, "a folder"


def test_a_text_may_be_set(explorer):
    explorer.set(text=OWN_TEXT)
    assert explorer.sentence == "qua, 480 letters"
    explorer.set(text=COWS)
    assert explorer.by_name["text"].choice.value == "cows", "it is one of those that are there"
    for wrong in ("short", 5, "a" * 300):
        with pytest.raises(InputError):
            explorer.by_name["text"].checked(wrong)
        explorer.set(text=wrong)
        assert explorer.problem and explorer.sentence == "moo, 280 letters"
