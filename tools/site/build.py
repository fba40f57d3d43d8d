"""Build pages: one lesson, or several at a time."""

import multiprocessing
import shutil
import time
from concurrent.futures import ProcessPoolExecutor, as_completed
from pathlib import Path

from ..notebooks import FOLDER, lessons
from . import pages, run

SITE = FOLDER.parent / "site"
BEFORE, IN_ALL = 1.5e6, 15e6  # bytes of a lesson: before anything is touched, and in all
PROCESSES = 2


def build(path: Path, site: Path) -> str:
    """Build the page of one lesson; return what is to be said of it."""
    start = time.perf_counter()
    titles = [pages.title(other) for other in lessons()]
    here = lessons().index(path)
    folder = site / titles[here].number
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    with run.lesson(path) as ran:
        text = pages.lesson(ran, titles, here, folder)
    page = site / titles[here].page
    page.write_text(text, "utf-8")
    films = [file.stat().st_size for file in folder.iterdir()]
    before, in_all = page.stat().st_size, page.stat().st_size + sum(films)
    if before > BEFORE or in_all > IN_ALL:
        raise ValueError(f"{page.name} is too large: {before / 1e6:.1f} MB at first, {in_all / 1e6:.1f} MB in all")
    return (
        f"{page.name}: {before / 1e3:.0f} kB at first, {in_all / 1e6:.1f} MB in all, "
        f"{len(films)} films, {time.perf_counter() - start:.0f} s"
    )


def build_all(chosen: list[Path], site: Path) -> None:
    """Build some lessons, two at a time and the largest first, and the index of all."""
    site.mkdir(exist_ok=True)
    (site / "index.html").write_text(pages.index([pages.title(path) for path in lessons()]), "utf-8")
    chosen = sorted(chosen, key=lambda path: path.stat().st_size, reverse=True)
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(PROCESSES, fresh, max_tasks_per_child=1) as processes:
        for done in as_completed([processes.submit(build, path, site) for path in chosen]):
            print(done.result(), flush=True)
