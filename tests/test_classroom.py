"""The class without a hub: a scripted learner asks for what the page would ask for, and what is missing is said."""

from tools.classroom import __main__ as classroom
from tools.classroom.learner import ROOM, Film


def state(version=1, first=1, last=5, t=3):
    return {"version": version, "first": first, "last": last, "t": t}


def answer(*instants, version=1, table=()):
    return {"version": version, "frames": [{"t": t} for t in instants], "table": list(table)}


def test_a_film_asks_for_the_nearest_instants_that_it_lacks():
    film = Film()
    assert sorted(film.missing(state())[:3]) == [2, 3, 4]
    assert film.missing(state())[0] == 3
    film.hear(answer(3, 2, table="abc"), [b"png"])
    assert film.missing(state()) == [4, 1, 5] and film.table == 3
    film.hear(answer(1, 4, 5, version=0), [])
    assert film.missing(state()) == [4, 1, 5], "pictures of what is shown no more are none"


def test_a_film_begins_anew_with_a_new_version_and_ends_when_the_page_has_no_room():
    film = Film()
    film.missing(state())
    film.hear(answer(3, table="abc"), [bytes(int(ROOM))])
    assert film.missing(state()) == []
    assert film.missing(state(version=2)) == [3, 2, 4, 1, 5] and film.table == 0


def test_a_class_says_what_it_needs(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["classroom"])
    monkeypatch.setattr(classroom.shutil, "which", lambda name: None)
    monkeypatch.setattr(classroom, "find_chromium", lambda: "chromium")
    monkeypatch.setattr(classroom.importlib.util, "find_spec", lambda name: None if name == "jupyterhub" else name)
    assert classroom.main() == 1
    assert capsys.readouterr().out == (
        "A class needs more than the course does: pip install jupyterhub; npm install -g configurable-http-proxy.\n"
    )
