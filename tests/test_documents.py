"""What the documents name is there: files, anchors, verbs, tools."""

import importlib.util
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

import course

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/teaching.md")]
LINK = re.compile(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)")
INVENTED = {"notebooks/NN-name.ipynb", "rnnlib/data/rain.txt"}  # files that a reader may add
PATH = re.compile(r"\b(?<!lab/)(?:notebooks|rnnlib|settings|tests|tools)/[\w./-]*\w")


def anchors(document: Path) -> set[str]:
    """What links to its headings say, as GitHub makes them."""
    headings = re.findall(r"^#+ (.*)", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_what_a_document_names_is_there(document):
    text = unquote(document.read_text(encoding="utf-8"))
    for target, anchor in LINK.findall(text):
        found = (document.parent / target).resolve() if target else document
        assert found.exists(), target
        assert not anchor or anchor in anchors(found), anchor
    assert {name for name in PATH.findall(text) if not list(ROOT.glob(f"{name}*"))} <= INVENTED
    assert set(re.findall(r"course\.py (\w+)", text)) <= set(course.VERBS)
    assert all(importlib.util.find_spec(name) for name in re.findall(r"-m (tools\.\w+)", text))
