"""The choice of a text: one that is there, or a file of the learner's, which is named, or chosen, or dropped."""

from collections.abc import Mapping
from pathlib import Path

import anywidget
import ipywidgets
import traitlets

from ..book import decode, open_book
from ..guard import InputError, short
from ..plain_text import LARGEST, beginning
from .controls import BARE, Choice, Control

OWN = "a file of yours"
BLANK = " \t\n\"'"  # what may stand round a name
MISSING = "Choose a file, drop it on the field, or type its name."


class Upload(anywidget.AnyWidget):
    """A field for a file: choose one, or drop it.

    given     {"content": its bytes, "size": how many, "count": how many files were given so far}; observe it. Of a file
              that is larger than `largest` there is no content.
    """

    _esm = Path(__file__).with_name("upload.js")
    _css = ".rnn-upload { max-width: 100%; min-height: 28px; font: inherit; }"
    label = traitlets.Unicode().tag(sync=True)
    accept = traitlets.Unicode().tag(sync=True)
    largest = traitlets.Int().tag(sync=True)
    given = traitlets.Dict().tag(sync=True, echo_update=False)

    def take(self) -> tuple[bytes, int]:
        """The content and the size of the file, which goes: the content would be saved with the notebook."""
        content, size = bytes(self.given["content"]), self.given["size"]
        self.given = {"count": self.given["count"]}
        return content, size


class TextFile(Control):
    """One of several texts, or a text file up to 1 MB of the learner's. Its value is the text.

    texts   {label: text}

    A file that cannot be read is told in a sentence, and changes nothing: the text that was chosen before stays.

    >>> TextFile({"sheep": "baa " * 60}).bind("text").value[:8]
    'baa baa '
    """

    def __init__(self, texts: Mapping[str, str], label=None):
        self.texts, self.label = dict(texts), label

    def build(self, label, default):
        self.choice = Choice([*self.texts, OWN], label=label).bind(self.name)
        self.upload = Upload(label=OWN, accept=".txt,.md,.csv,text/*", largest=LARGEST, layout={"max_width": "100%"})
        self.field = ipywidgets.Text(description="or the name of a file", continuous_update=False, style=BARE)
        self.field.placeholder, self.field.layout.width = "my-text.txt", "400px"
        self.own, self.problem, self.changed = "", "", lambda: None
        self.last = self.texts[self.choice.value]
        self.choice.observe(self._choose)
        self.upload.observe(lambda change: "content" in change["new"] and self._take(self._given), "given")
        self.field.observe(lambda _: self._name(), "value")
        self.field.on_msg(lambda _, letter, __: letter.get("event") == "submit" and self.field.value and self._name())
        box = ipywidgets.HBox([self.choice.widget, self.upload, self.field])
        box.layout.flex_flow = "row wrap"
        return box

    @property
    def sources(self):
        return [self.choice.widget, self.upload, self.field]

    @property
    def value(self):
        return self.last

    def checked(self, value):
        if not isinstance(value, str):
            raise InputError(f"{self.name} is a text, in quotes; a {type(value).__name__} is not.")
        if value not in self.choice.labels:
            open_book(value)
        return value

    def assign(self, value):
        """The label of a text, or a text."""
        value = self.checked(value)
        if value in self.texts.values():
            value = next(label for label, text in self.texts.items() if text == value)
        if value in self.choice.labels:
            self.problem = ""
            self.choice.assign(value)
            self._choose()
        else:
            self._take(lambda: value)

    def forgive(self):
        self.problem = ""
        self.choice.assign(next((label for label, text in self.texts.items() if text == self.last), OWN))

    def observe(self, changed):
        self.changed = changed

    def places(self):
        return list(self.texts)

    def _given(self) -> str:
        return decode(*self.upload.take())

    def _name(self) -> None:
        """Take the file that is named, and empty the field; a name that is refused stays, and Enter tries it again."""
        if self.field.value.strip(BLANK):
            self._take(self._named)
            if not self.problem:
                self.field.value = ""
        else:
            self.forgive()
            self.changed()

    def _named(self) -> str:
        name = self.field.value.strip(BLANK)
        try:
            path = Path(name).expanduser()
            content, size = beginning(path) if path.is_file() else (None, 0)
        except (OSError, ValueError, RuntimeError):  # it may not be read, or can be no name, or there is no such ~user
            content = None
        if content is None:
            raise InputError(f"No file {short(Path(name).name or name)} that can be read lies beside this page.")
        return decode(content, size)

    def _take(self, find) -> None:
        """Let a text of the learner's be the one, if it can."""
        try:
            self.own, self.problem = find(), ""
        except InputError as error:
            self.problem = str(error)
            self.changed()
            return
        self.choice.assign(OWN)
        self._choose()

    def _choose(self) -> None:
        wanted = self.texts.get(self.choice.value, self.own)
        self.problem = "" if wanted else MISSING
        self.last = wanted or self.last
        self.changed()
