"""The verbs of the course, on any system:  python3 course.py VERB     (Windows:  py course.py VERB)

    lab        the lessons in JupyterLab; installs what they need at the first call
    install    only that installation, for VS Code and other places where the lessons open
    test       every test: units, doctests, notebooks, sweep of the explorers, browser
    lowest     the tests without a browser, with the lowest versions that pyproject.toml allows
    bench      one table of speeds, each beside its peer
    notebooks  run the lessons and store their pictures; "notebooks 05" for one
    site       the lessons as pages that need no kernel
    lint       what "test" checks first

What follows a verb is handed on:  lab --no-browser,  test -n0 tests/test_rnn.py.  `make VERB` calls this file too.
All that is installed goes into the folder .venv beside it.
"""

import os
import secrets
import socket
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
OLDEST, NEWEST = (3, 11), (3, 14)
SETTINGS = "settings/share/jupyter/lab/settings/overrides.d/rnnlib.json"
FIRST = "00-start-here.ipynb"
LAB_FLAGS = [
    "--Application.log_level=ERROR",  # JupyterLab warns of much that is no concern of a learner
    "--KernelManager.transport_encryption=auto",  # or each kernel warns that others on this machine might listen
    "--ServerApp.answer_yes=True",  # one Ctrl+C is enough
]


class Stop(Exception):
    """A sentence: what is missing, and what to do."""


# What the machine has


def python_in(folder, system=os.name):
    """The interpreter of a virtual environment."""
    return folder / "Scripts" / "python.exe" if system == "nt" else folder / "bin" / "python"


def spelled(verb, version, system=os.name, by_make="MAKELEVEL" in os.environ):
    """What to type for the same verb with another Python."""
    if by_make:
        return f"make {verb} PYTHON=python{version}"
    return f"py -{version} course.py {verb}" if system == "nt" else f"python{version} course.py {verb}"


def check_version(verb, version=sys.version_info, **where):
    if not OLDEST <= tuple(version[:2]) <= NEWEST:
        oldest, newest, this = (".".join(map(str, numbers[:3])) for numbers in (OLDEST, NEWEST, version))
        raise Stop(
            f"The course needs Python {oldest} to {newest}; this is Python {this}. "
            f"Install one of those, and name it: {spelled(verb, newest, **where)}"
        )


def check_venv():
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        raise Stop(
            "This Python cannot make virtual environments. On Debian and Ubuntu: sudo apt-get install python3-venv"
        ) from None


def run(*words, **variables):
    """Run a program to its end; where it fails, this one ends with it."""
    process = subprocess.Popen([str(word) for word in words], cwd=str(ROOT), env={**os.environ, **variables})
    while True:
        try:
            code = process.wait()
            break
        except KeyboardInterrupt:
            pass  # Ctrl+C has reached the program as well, and it may have something to put in order
    if code:
        sys.exit(code)


# What is installed


def fresh(stamp, *sources):
    """Was it stamped after the last change of its sources?"""
    return stamp.exists() and all(stamp.stat().st_mtime >= source.stat().st_mtime for source in sources)


def make_environment(folder):
    python = python_in(folder)
    # Half an environment, left by an interrupted installation, has no pip yet.
    if not python.exists() or subprocess.call([str(python), "-c", "import pip"], stderr=subprocess.DEVNULL):
        check_venv()
        run(sys.executable, "-m", "venv", folder)
    return python


def install(folder, what, constraints):
    """`what` into the environment; then list the fonts, which matplotlib would else do beside its first picture."""
    python = make_environment(folder)
    run(python, *"-m pip install --quiet --disable-pip-version-check -c".split(), constraints, "-e", what)
    run(python, "-c", "import matplotlib.font_manager")


def install_lab():
    done = VENV / "lab.done"
    if not fresh(done, *map(ROOT.joinpath, ["pyproject.toml", "constraints.txt", SETTINGS])):
        print("Installing JupyterLab and the packages of the course into .venv: a minute or two, once.", flush=True)
        install(VENV, ".", "constraints.txt")
        done.touch()
    return python_in(VENV)


def install_tests():
    python, done = install_lab(), VENV / "test.done"
    if not fresh(done, VENV / "lab.done"):
        print("Installing what the tests need.", flush=True)
        install(VENV, ".[test]", "constraints.txt")
        done.touch()
    return python


def install_lowest():
    """An environment with the lowest versions that are declared, and with the newest of what these need in turn."""
    import tomllib  # not in a Python that is too old, which gets its sentence first

    folder = VENV / "lowest"
    done, pins = folder / "lowest.done", folder / "constraints.txt"
    if not fresh(done, ROOT / "pyproject.toml"):
        print("Installing the lowest versions into .venv/lowest: a minute or two, once.", flush=True)
        declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        make_environment(folder)
        needs = declared["dependencies"] + declared["optional-dependencies"]["test"]
        pins.write_text("\n".join(need.replace(">=", "==") for need in needs), encoding="utf-8")
        install(folder, ".[test]", pins)
        done.touch()
    return python_in(folder)


# The verbs


def free_port(first=8888):
    """The first port from here on that nobody listens on."""
    for port in range(first, first + 100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return port
    raise Stop(f"The ports {first} to {first + 99} are all in use. Name another: lab --port=9999")


def lab(flags):
    python = install_lab()
    words = [python, "-m", "jupyterlab", "--ServerApp.root_dir=notebooks", f"--LabApp.default_url=/lab/tree/{FIRST}"]
    words += LAB_FLAGS
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        words.append("--allow-root")
    if flags:  # JupyterLab itself says where it is
        return run(*words, *flags)
    port, token = free_port(), secrets.token_hex(16)
    print(
        f"In a few seconds the lessons open in your browser; if not, open http://localhost:{port}/?token={token}\n"
        "To stop: save your work in the browser, then press Ctrl+C here.",
        flush=True,
    )
    return run(*words, f"--ServerApp.port={port}", JUPYTER_TOKEN=token)


def lint(_=()):
    python = install_tests()
    run(python, "-m", "ruff", "check", "--quiet", ".")
    run(python, "-m", "ruff", "format", "--check", "--quiet", ".")


def test(words):
    lint()
    run(install_tests(), "-m", "pytest", *words)


def lowest(words):
    run(install_lowest(), "-m", "pytest", "--ignore=tests/browser", *words)


VERBS = {
    "lab": lab,
    "install": lambda words: install_lab(),
    "test": test,
    "lowest": lowest,
    "bench": lambda words: run(install_tests(), "-m", "tools.bench", *words),
    "notebooks": lambda words: run(install_tests(), "-m", "tools.notebooks", *words),
    "site": lambda words: run(install_tests(), "-m", "tools.site", *words),
    "lint": lint,
}


def main(verb=None, *words):
    if verb not in VERBS:
        sys.exit(__doc__)
    try:
        check_version(verb)
        VERBS[verb](words)
    except Stop as sentence:
        sys.exit(str(sentence))


if __name__ == "__main__":
    main(*sys.argv[1:])
