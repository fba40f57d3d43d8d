"""The verbs: what is chosen on which system, what is said to whom, and when something is installed again."""

import ast
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import course

ROOT = Path(__file__).resolve().parents[1]
OLD = (3, 9, 2, "final", 0)


@pytest.fixture
def calls(monkeypatch, tmp_path) -> list[str]:
    """What course.py would run, in a project of its own; making an environment leaves an interpreter there."""
    for name in ("pyproject.toml", "constraints.txt", course.SETTINGS):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    made: list[str] = []

    def run(*words, **variables):
        made.append(" ".join(map(str, words)).replace(f"{tmp_path}{os.sep}", "").replace(sys.executable, "python3"))
        if "venv" in words:
            course.python_in(words[-1]).parent.mkdir(parents=True, exist_ok=True)
            course.python_in(words[-1]).touch()

    monkeypatch.setattr(course, "ROOT", tmp_path)
    monkeypatch.setattr(course, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(course, "run", run)
    monkeypatch.setattr(course.subprocess, "call", lambda *_, **__: 0)
    return made


# Systems


def test_the_interpreter_lies_where_the_system_puts_it():
    folder = Path(".venv")
    assert course.python_in(folder, "nt") == folder / "Scripts" / "python.exe"
    assert course.python_in(folder, "posix") == folder / "bin" / "python"
    assert course.python_in(Path(sys.prefix)).exists()


@pytest.mark.parametrize(
    ("system", "by_make", "typed"),
    [
        ("posix", False, "python3.12 course.py lab"),
        ("posix", True, "make lab PYTHON=python3.12"),
        ("nt", False, "py -3.12 course.py lab"),
    ],
)
def test_another_python_is_named_as_it_is_typed(system, by_make, typed):
    assert course.spelled("lab", "3.12", system, by_make) == typed


@pytest.mark.parametrize("version", [OLD, (3, 10, 14), (3, 15, 0), (4, 0, 0)])
def test_a_python_that_does_not_fit_gets_one_sentence(version):
    with pytest.raises(course.Stop, match=r"needs Python 3\.11 to 3\.14; this is Python [34]\.\d+\.\d+\. Install one"):
        course.check_version("test", version)


@pytest.mark.parametrize("version", [(3, 11, 0), (3, 12, 1), (3, 14, 7)])
def test_a_python_that_fits_is_silent(version):
    course.check_version("test", version)


def test_a_python_without_environments_gets_one_sentence(monkeypatch):
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    with pytest.raises(course.Stop, match=r"cannot make virtual environments.*python3-venv"):
        course.check_venv()


def test_the_sentence_ends_the_program(monkeypatch, calls):
    monkeypatch.setattr(course.sys, "version_info", OLD)
    monkeypatch.setattr(course.check_version, "__defaults__", (OLD,))
    with pytest.raises(SystemExit) as end:
        course.main("lab")
    assert "this is Python 3.9.2" in end.value.code
    assert not calls


def test_an_old_python_can_read_the_file():
    """The sentence about the version can be said by every Python since 3.6."""
    tree = ast.parse((ROOT / "course.py").read_text(encoding="utf-8"), feature_version=(3, 6))
    first = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    assert {name.name for node in first for name in node.names} <= {
        *("os", "secrets", "socket", "subprocess", "sys", "Path")
    }


def test_what_is_said_can_be_written_on_any_terminal():
    assert (ROOT / "course.py").read_text(encoding="utf-8").isascii()


def test_versions_are_those_of_pyproject():
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    oldest, after = re.findall(r"3\.(\d+)", re.search(r"requires-python.*", project)[0])
    assert (course.OLDEST, course.NEWEST) == ((3, int(oldest)), (3, int(after) - 1))


# Installing


def test_the_first_call_installs_and_the_second_does_not(calls):
    course.main("install")
    python = str(course.python_in(Path(".venv")))
    assert calls == [
        "python3 -m venv .venv",
        f"{python} -m pip install --quiet --disable-pip-version-check -c constraints.txt -e .",
        f"{python} -c import matplotlib.font_manager",
    ]
    calls.clear()
    course.main("install")
    assert not calls


@pytest.mark.parametrize("changed", ["pyproject.toml", "constraints.txt", course.SETTINGS])
def test_a_change_of_what_is_declared_installs_again(calls, changed):
    course.install_tests()
    for path in course.ROOT.rglob("*"):
        os.utime(path, (1000, 1000))
    calls.clear()
    course.install_tests()
    assert not calls
    os.utime(course.ROOT / changed, (2000, 2000))
    course.install_tests()
    assert [call.split()[-1] for call in calls if "-m pip" in call] == [".", ".[test]"]


def test_an_installation_that_failed_is_tried_again(calls, monkeypatch):
    def fail(*words):
        raise SystemExit(1)

    with monkeypatch.context() as patch:
        patch.setattr(course, "install", fail)
        with pytest.raises(SystemExit):
            course.install_lab()
    course.install_lab()
    assert any("pip install" in call for call in calls)


def test_half_an_environment_is_made_whole(calls, monkeypatch):
    course.install_lab()
    calls.clear()
    (course.VENV / "lab.done").unlink()
    monkeypatch.setattr(course.subprocess, "call", lambda *_, **__: 1)  # no pip in it
    course.install_lab()
    assert calls[0] == "python3 -m venv .venv"


def test_the_lowest_versions_are_the_declared_bounds(calls):
    course.install_lowest()
    pins = (course.VENV / "lowest" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert all(re.fullmatch(r"[\w-]+==[\d.]+", pin) for pin in pins)
    assert any(pin.startswith("numpy==") for pin in pins)
    assert any(pin.startswith("pytest==") for pin in pins)


# The verbs


def test_the_lab_opens_at_the_start_and_says_where(calls, capsys):
    course.main("lab")
    assert (ROOT / "notebooks" / course.FIRST).exists()
    assert f"/lab/tree/{course.FIRST}" in calls[-1]
    said = capsys.readouterr().out
    assert re.search(r"http://localhost:(\d+)/\?token=\w{32}\n", said)[1] in calls[-1]
    assert "Ctrl+C" in said


def test_flags_reach_jupyterlab_which_then_says_where(calls, capsys):
    course.main("lab", "--no-browser", "--port=9999")
    assert calls[-1].endswith("--no-browser --port=9999")
    assert "ServerApp.port" not in calls[-1]
    assert "localhost" not in capsys.readouterr().out


def test_a_port_in_use_is_passed_over():
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        assert course.free_port(port) > port


def test_words_after_a_verb_are_handed_on(calls):
    course.main("notebooks", "05")
    assert calls[-1].endswith("-m tools.notebooks 05")
    course.main("test", "-n0", "tests/test_rnn.py")
    assert calls[-1].endswith("-m pytest -n0 tests/test_rnn.py")
    assert sum("ruff" in call for call in calls) == 2


def test_an_unknown_verb_is_answered_with_the_known_ones():
    for words in ([], ["lba"], ["--help"]):
        end = subprocess.run([sys.executable, "course.py", *words], cwd=ROOT, capture_output=True, text=True)
        assert end.returncode == 1
        assert all(re.search(rf"^    {verb} ", end.stderr, re.MULTILINE) for verb in course.VERBS)


def test_a_failing_program_ends_this_one_with_its_number():
    with pytest.raises(SystemExit) as end:
        course.run(sys.executable, "-c", "raise SystemExit(7)")
    assert end.value.code == 7


# make


with_make = pytest.mark.skipif(os.name == "nt" or not shutil.which("make"), reason="there is no make")


@with_make
@pytest.mark.parametrize(
    ("typed", "called"),
    [
        ("lab", "course.py lab"),
        ("lab LAB_FLAGS='--no-browser --port=9999'", "course.py lab --no-browser --port=9999"),
        ("notebooks N=05", "course.py notebooks 05"),
        ("test PYTHON=python3.12", "python3.12 course.py test"),
    ],
)
def test_make_hands_on(typed, called):
    words = ["make", "--dry-run", *shlex.split(typed)]
    said = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True)
    assert said.stdout.rstrip().endswith(called)


@with_make
def test_make_says_that_there_is_no_such_python():
    end = subprocess.run(["make", "lab", "PYTHON=python3.99"], cwd=ROOT, capture_output=True, text=True)
    assert end.returncode
    assert "There is no 'python3.99' on this machine. Install Python 3.11 to 3.14" in end.stdout
