"""Run the lessons and store their pictures: python -m tools.notebooks [--check] [NN ...]

A stored lesson has stable cell ids, no widgets, small pictures and nothing of the machine that ran it, so that
a difference in git is a difference in the lesson. What is left of an explorer is its first picture, below a line that
says how to move it. Running a lesson twice changes nothing. `--check` runs nothing and names the lessons that are not
stored so.
"""

import argparse
import base64
import hashlib
import io
import os
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from matplotlib import font_manager
from nbclient import NotebookClient
from nbformat import NotebookNode
from PIL import Image, ImageDraw, ImageFont

from rnnlib.explore.explorer import STILL

FOLDER = Path(__file__).resolve().parents[1] / "notebooks"
COLOURS = 64  # of one stored picture: enough for lines, letters and a colour map, a quarter of the size
WIDGET = "application/vnd.jupyter.widget-view+json"
NOTE, LETTERS = 56, 24  # pixels: the height of the note above an explorer's picture, and of its letters


def lessons(*numbers: str, folder: Path = FOLDER) -> list[Path]:
    """The files whose names begin with one of the numbers; all without one."""
    return [path for path in sorted(folder.glob("*.ipynb")) if path.name.startswith(numbers or "")]


def execute(path: Path) -> NotebookNode:
    """Run all cells in a fresh kernel, in the folder of the lesson; an error in a cell is raised."""
    notebook = nbformat.read(path, as_version=4)
    with tempfile.TemporaryDirectory() as nobodys_settings:
        client = NotebookClient(
            notebook,
            timeout=300,
            kernel_name="python3",
            resources={"metadata": {"path": str(path.parent)}},
            store_widget_state=False,
            record_timing=False,
        )
        client.execute(env={**os.environ, "IPYTHONDIR": nobodys_settings})
    return notebook


def normal(notebook: NotebookNode) -> NotebookNode:
    """The same lesson as it is to be stored."""
    cells = []
    for given in notebook.cells:
        cell = NotebookNode(cell_type=given.cell_type, source=given.source.rstrip())
        cell.id = given.get("id") or fresh_id(cell.source, {other.id for other in cells})
        cell.metadata = kept_metadata(given)
        if cell.cell_type == "code":
            cell.execution_count = 1 + sum(other.cell_type == "code" for other in cells)
            cell.outputs = normal_outputs(given.outputs, cell.execution_count)
        cells.append(cell)
    metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return nbformat.from_dict({"cells": cells, "metadata": metadata, "nbformat": 4, "nbformat_minor": 5})


def fresh_id(source: str, taken: set[str]) -> str:
    """An id made of the text, so that it is the same whenever it is made."""
    digest = hashlib.sha256(source.encode()).hexdigest()
    return next(digest[start : start + 8] for start in range(56) if digest[start : start + 8] not in taken)


def kept_metadata(cell: NotebookNode) -> dict:
    """Tags, and whether the code is folded; the code of a question holds its answer, so it always is."""
    kept = {}
    if cell.metadata.get("tags"):
        kept["tags"] = list(cell.metadata["tags"])
    if cell.metadata.get("jupyter", {}).get("source_hidden") or cell.source.startswith("check.predict("):
        kept["jupyter"] = {"source_hidden": True}
    return kept


def normal_outputs(outputs: list, count: int) -> list:
    kept = []
    for given in outputs:
        if given.output_type == "stream":
            if kept and kept[-1].get("name") == given.name:
                kept[-1].text += given.text
            elif given.text:
                kept.append(NotebookNode(output_type="stream", name=given.name, text=given.text))
        elif given.output_type == "error":
            kept.append(given)
        elif data := normal_data(given.data):
            output = NotebookNode(output_type=given.output_type, data=data, metadata={})
            if "image/png" in data and given.metadata.get("image/png"):
                output.metadata = {"image/png": dict(given.metadata["image/png"])}
            if given.output_type == "execute_result":
                output.execution_count = count
            kept.append(output)
    return kept


def normal_data(data: dict) -> dict:
    """The picture and the text; a viewer without a kernel can show nothing else."""
    kept = {kind: data[kind] for kind in ("image/png", "text/plain") if data.get(kind)}
    if "image/png" in kept:
        kept["image/png"] = small(kept["image/png"])
        if WIDGET in data:
            kept["image/png"] = below_note(kept["image/png"])
    return kept


def small(png: str) -> str:
    """The picture with a palette of few colours; one that has a palette is left as it is."""
    picture = opened(png)
    if picture.mode == "P":
        return png.strip()
    opaque = Image.new("RGB", picture.size, "white")
    picture = picture.convert("RGBA")
    opaque.paste(picture, mask=picture)
    return packed(opaque.quantize(COLOURS, dither=Image.Dither.NONE))


def below_note(png: str) -> str:
    """The picture of an explorer below a line that says what brings the knobs."""
    picture = opened(png)
    whole = Image.new("P", (picture.width, NOTE + picture.height))
    whole.putpalette(picture.getpalette())
    whole.paste(note(picture.width).quantize(palette=picture, dither=Image.Dither.NONE))
    whole.paste(picture, (0, NOTE))
    return packed(whole)


def note(width: int) -> Image.Image:
    """The line, where the knobs will be."""
    line = Image.new("RGB", (width, NOTE), "white")
    pen, font = ImageDraw.Draw(line), ImageFont.truetype(font_manager.findfont("DejaVu Sans"), LETTERS)
    pen.rectangle((0, 0, width - 1, NOTE - 8), "#EEEEEE")
    pen.text((20, (NOTE - 8) // 2), f"▶  {STILL}", "#222222", font, anchor="lm")
    return line


def opened(png: str) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(png)))


def packed(picture: Image.Image) -> str:
    buffer = io.BytesIO()
    picture.save(buffer, "PNG", optimize=True)
    return base64.b64encode(buffer.getvalue()).decode()


def text_of(notebook: NotebookNode) -> str:
    return nbformat.writes(notebook).rstrip() + "\n"


def is_normal(path: Path) -> bool:
    text = path.read_text(encoding="utf-8")
    return text == text_of(normal(nbformat.reads(text, as_version=4)))


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tools.notebooks")
    parser.add_argument("numbers", nargs="*", metavar="NN", help="only lessons whose names begin so")
    parser.add_argument("--check", action="store_true", help="run nothing; name what is not stored as it should")
    options = parser.parse_args()
    chosen = lessons(*options.numbers)
    if not chosen:
        print("There is no such lesson in", FOLDER)
        return 1
    if options.check:
        wrong = [path.name for path in chosen if not is_normal(path)]
        print("\n".join(f"{name} is not stored normalised: make notebooks" for name in wrong) or "all is well")
        return bool(wrong)
    for path in chosen:
        start = time.perf_counter()
        text = text_of(normal(execute(path)))
        changed = text != path.read_text(encoding="utf-8")
        if changed:
            path.write_text(text, encoding="utf-8")
        state = "changed" if changed else "as before"
        print(f"{path.name}: {state}, {len(text) / 1000:.0f} kB, {time.perf_counter() - start:.1f} s", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
