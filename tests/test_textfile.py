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
    size, count = len(content) if size is None else size, upload.given.get("count", 0) + 1
    upload.set_state({"given": {"content": memoryview(content), "size": size, "count": count}})


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
    assert control.upload.get_state("given") == {"given": {"count": 2}}, "or it would be saved with the notebook"


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


def enter(explorer, name: str) -> None:
    """Type a name and press Enter: the page tells of the key first, and then of the text, if it is another one."""
    field = explorer.by_name["text"].field
    field._handle_custom_msg({"event": "submit"}, [])
    field.value = name


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
    assert field.value == "large.txt", "it may be mended"
    enter(explorer, "later.txt")
    assert explorer.problem == "No file 'later.txt' that can be read lies beside this page."
    (tmp_path / "later.txt").write_text(COWS, "utf-8")
    enter(explorer, "later.txt")
    assert explorer.problem == field.value == "" and explorer.sentence == "moo, 279 letters"
    (tmp_path / "later.txt").write_text(COWS * 2, "utf-8")
    enter(explorer, "later.txt")
    assert explorer.sentence == "moo, 559 letters", "the same name again"


@pytest.mark.parametrize("name", ["/", "/dev/zero", "~nosuchuser/mine.txt", "a\0b", "a" * 5000, "~"])
def test_a_name_that_is_no_file_is_told(explorer, name):
    """A folder, what has no end, nobody's home, no name at all."""
    explorer.by_name["text"].field.value = name
    assert explorer.problem.startswith("No file '") and "No file ''" not in explorer.problem
    assert len(explorer.problem) < 120 and explorer.sentence == "baa, 240 letters"


@pytest.mark.parametrize("blank", ["", '""', "  "])
def test_an_emptied_field_takes_back_what_was_refused(explorer, blank):
    control = explorer.by_name["text"]
    control.choice.widget.value = OWN
    control.field.value = "nowhere.txt"
    assert "nowhere.txt" in explorer.problem
    control.field.value = blank
    assert explorer.problem == "" and control.choice.value == "sheep", "the text that is read"
    control.field.value = "nowhere.txt"
    control.field.value = blank
    assert explorer.problem == "", "nor was anything chosen"


def test_the_page_hears_of_all_that_may_lose_its_kernel(explorer):
    control = explorer.by_name["text"]
    assert explorer.picture.knobs[:3] == [control.choice.widget, control.upload, control.field]


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
