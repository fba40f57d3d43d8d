"""The page of a lesson, which holds all it needs but the pictures of moved knobs, and the index."""

import html
import json
import re
from pathlib import Path
from typing import NamedTuple

import jinja2

from rnnlib import check, explore

from . import markup
from .reel import reel
from .run import Ran

HERE = Path(__file__).parent
RNNLIB = HERE.parents[1] / "rnnlib"
STYLES = RNNLIB / "explore/picture.css", RNNLIB / "check/predict.css", HERE / "page.css"  # the last one has its way

TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(HERE / "templates"),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


class Title(NamedTuple):
    """A lesson as the others name it."""

    number: str  # "04", or the letter of an appendix
    page: str
    html: str

    @property
    def text(self) -> str:
        return html.unescape(re.sub(r"<[^>]*>", "", self.html))

    @property
    def short(self) -> str:
        return self.number.lstrip("0").upper() or "0"


def title(path: Path) -> Title:
    """The first heading of a lesson."""
    cells = json.loads(path.read_text("utf-8"))["cells"]
    first = "".join(next(cell["source"] for cell in cells if cell["cell_type"] == "markdown"))
    heading = re.search(r"^# (.*)", first, re.MULTILINE)[1]
    inner = re.search(r"<h1[^>]*>(.*)</h1>", markup.markdown(f"# {heading}"))[1]
    return Title(path.stem.partition("-")[0], f"{path.stem}.html", inner)


def beside(titles: list[Title], here: int, step: int) -> Title | None:
    """The neighbour of a lesson; the last one does not lead into an appendix.

    >>> start, last, a, b = (Title(number, "", "") for number in ("00", "16", "a", "b"))
    >>> [beside([start, last, a, b], here, 1) == after for here, after in enumerate([last, None, b, None])]
    [True, True, True, True]
    """
    there = here + step
    found = titles[there] if 0 <= there < len(titles) else None
    return found if found and found.number.isdigit() == titles[here].number.isdigit() else None


def lesson(ran: list[Ran], titles: list[Title], here: int, folder: Path) -> str:
    """The page of a lesson that was run; its films go into the folder."""
    names = (str(n) for n in range(1, 1000))
    blocks = [block for cell in ran for block in cell_blocks(*cell, folder, names)]
    contents = [heading for block in blocks if block["kind"] == "text" for heading in headings(block["html"])]
    return TEMPLATES.get_template("lesson.html").render(
        title=titles[here],
        before=beside(titles, here, -1),
        after=beside(titles, here, 1),
        contents=contents,
        blocks=blocks,
        style=style(),
        script=script(),
    )


def index(titles: list[Title]) -> str:
    return TEMPLATES.get_template("index.html").render(titles=titles, style=style())


def cell_blocks(cell, live: list, folder: Path, names) -> list[dict]:
    """What a cell is on the page: its text, or its code and what it shows."""
    if cell.cell_type == "markdown":
        return [{"kind": "text", "html": markup.markdown(cell.source)}]
    blocks = []
    if not any(isinstance(thing, check.Prediction) for thing in live):  # its code holds the answer
        blocks.append({"kind": "code", "html": markup.code(cell.source), "summary": summary(cell)})
    for number, (output, thing) in enumerate(zip(cell.get("outputs", []), live, strict=True)):
        blocks.append(output_block(output, thing, folder, names, f"{cell.id}-{number}"))
    return blocks


def summary(cell) -> str:
    """What stands for folded code: the remark at its top."""
    if not cell.metadata.get("jupyter", {}).get("source_hidden"):
        return ""
    first = cell.source.split("\n", 1)[0]
    return f"code: {first.removeprefix('# ')}" if first.startswith("# ") else "code"


def output_block(output, thing, folder: Path, names, key: str) -> dict:
    match thing:
        case explore.Explorer():
            return explorer_block(reel(thing, folder, next(names)))
        case check.Prediction():
            data = {name: getattr(thing, name) for name in ("question", "choices", "answer", "replies")}
            return {"kind": "question", "data": in_script({"key": f"{folder.name}/{key}", **data}), "text": repr(thing)}
    if output.output_type == "stream":
        return {"kind": "words", "text": output.text.rstrip("\n")}
    text = output.data["text/plain"]
    if "image/png" in output.data:
        width = output.metadata.get("image/png", {}).get("width", 1000)
        return {"kind": "picture", "picture": output.data["image/png"].strip(), "text": text, "width": width}
    return {"kind": "words", "text": text}


def explorer_block(begin: dict) -> dict:
    """The first picture stands in the page itself, so that there is something to see without any script."""
    picture = begin.pop("picture")
    text, width = begin["frame"]["sentence"], begin["width"]
    return {"kind": "explorer", "data": in_script(begin), "picture": picture, "text": text, "width": width}


def headings(made: str) -> list[tuple[str, str]]:
    """The sections that begin in some text: anchor and words."""
    found = re.findall(r'<h2 id="([^"]*)">(.*?)</h2>', made)
    return [(anchor, html.unescape(re.sub(r"<[^>]*>", "", inner))) for anchor, inner in found]


def in_script(data) -> str:
    """Data for a script element, in which no "<" may end it."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")


def style() -> str:
    return "\n".join(path.read_text("utf-8") for path in STYLES)


def script() -> str:
    """The scripts of questions and pictures as the notebooks have them, each in a room of its own, and ours."""
    predict = (RNNLIB / "check/predict.js").read_text("utf-8").replace("export default", "return")
    stage = "\n".join((RNNLIB / f"explore/{part}.js").read_text("utf-8") for part in ("roving", "manners", "stage"))
    ours = [(HERE / f"{part}.js").read_text("utf-8") for part in ("nodes", "reel", "knobs", "page")]
    return "\n".join(
        [f"const predict = (() => {{\n{predict}}})();", f"const view = (() => {{\n{stage}return view;\n}})();", *ours]
    )
