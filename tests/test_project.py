"""The house: what is declared twice agrees, arrows point one way, and nothing names the machine that made it."""

import ast
import re
import subprocess
import sys
import tomllib
import warnings
from graphlib import TopologicalSorter
from pathlib import Path

import pytest
from jupyter_core.paths import jupyter_path
from jupyterlab.commands import get_app_dir
from jupyterlab_server.settings_utils import get_settings

import course

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
NUMBERS, TELL, DRAW, EXPLORE, CHECK = "numbers", "tell", "draw", "explore", "check"

# What each room may import besides the standard library.
MAY_IMPORT = {
    NUMBERS: {"numpy", NUMBERS},
    TELL: {"numpy", NUMBERS, TELL},
    DRAW: {"numpy", "matplotlib", "PIL", NUMBERS, TELL, DRAW},
    EXPLORE: {"numpy", "ipywidgets", "anywidget", "traitlets", "IPython", NUMBERS, DRAW, EXPLORE},
    CHECK: {"numpy", "ipywidgets", "anywidget", "traitlets", "IPython", NUMBERS, CHECK},
}


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def name_of(need: str) -> str:
    return re.match(r"[A-Za-z0-9_.-]+", need).group().lower().replace("_", "-")


# Declared twice


def test_conda_installs_what_pip_installs():
    listed = [need.strip() for need in re.findall(r"^ +- ([^\n#]+)", read("environment.yml"), re.MULTILINE)]
    python, *conda = [need for need in listed if need not in {"conda-forge", "pip", "pip:", "-e ."}]
    assert set(conda) == set(PROJECT["dependencies"])
    assert "-e ." in listed, "and rnnlib itself"
    oldest, after = re.findall(r"3\.(\d+)", PROJECT["requires-python"])
    assert python in [f"python=3.{minor}" for minor in range(int(oldest), int(after))]


def test_every_package_has_its_reason():
    text = read("pyproject.toml")
    for need in [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"]]:
        assert re.search(rf'"{re.escape(need)}", *# \w', text), need


def test_versions_are_pinned_by_version_alone():
    pins = [line for line in read("constraints.txt").splitlines() if not line.startswith("#")]
    for pin in pins:
        assert re.fullmatch(r"[A-Za-z0-9_.-]+==[0-9][A-Za-z0-9.]*", pin), pin
    wanted = [*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["test"]]
    assert {name_of(need) for need in wanted} <= {name_of(pin) for pin in pins}
    assert "torch" not in {name_of(pin) for pin in pins}, "too large to be asked of a learner"


def test_ci_runs_the_same_script_on_the_oldest_and_the_newest_python():
    workflow = read(".github/workflows/test.yml")
    oldest, after = re.findall(r"3\.(\d+)", PROJECT["requires-python"])
    assert ".ci/run" in workflow
    assert "course.py lowest" in workflow
    assert re.search(rf'"3\.{oldest}".*"3\.{int(after) - 1}"', workflow)


def test_make_knows_every_verb():
    assert re.search(r"^VERBS := (.*)", read("Makefile"), re.MULTILINE)[1].split() == list(course.VERBS)


def test_the_readme_lists_every_lesson():
    readme = read("README.md")
    missing = [path.name for path in (ROOT / "notebooks").glob("*.ipynb") if path.name not in readme]
    assert not missing


# What an installation brings along


@pytest.mark.parametrize(
    ("plugin", "defaults"),
    [
        ("@jupyter-widgets/jupyterlab-manager:plugin", {"saveState": True}),
        ("@jupyterlab/apputils-extension:notification", {"fetchNews": "false", "checkForUpdates": False}),
    ],
)
def test_jupyterlab_gets_the_defaults_of_the_course(plugin, defaults, tmp_path):
    """A lesson is saved with its explorers, and nothing asks about news, unless a learner has set it otherwise."""
    lab, extensions = Path(get_app_dir()), jupyter_path("labextensions")
    found, _ = get_settings(
        str(lab / "settings"), str(lab / "schemas"), str(tmp_path), plugin, labextensions_path=extensions
    )
    declared = found["schema"]["properties"]
    assert {name: declared[name]["default"] for name in defaults} == defaults


# Warnings


@pytest.mark.parametrize(
    ("kind", "module"),
    [
        (UserWarning, "rnnlib"),
        (DeprecationWarning, "rnnlib.draw.canvas"),
        (SyntaxWarning, "tests.test_rnn"),
        (RuntimeWarning, "numpy._core._methods"),
    ],
)
def test_a_warning_of_ours_is_an_error(kind, module):
    with pytest.raises(kind, match="planted"):
        warnings.warn_explicit("planted", kind, "some.py", 1, module=module)


def test_a_warning_between_other_packages_is_none_of_ours():
    with warnings.catch_warnings(record=True) as seen:
        warnings.warn_explicit("planted", DeprecationWarning, "some.py", 1, module="traitlets.config")
    assert [str(warning.message) for warning in seen] == ["planted"]


# Nothing of the machine that made it


def test_no_file_names_a_registry_or_a_machine():
    hosts = [("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"), ("anaconda", "org"), ("debian", "org")]
    places = ["work", "root", "home", "Users"]
    forbidden = re.compile(
        "|".join([*(r"\b" + r"\.".join(host) + r"\b" for host in hosts), *(rf"(?<![\w.~])/{p}/" for p in places)])
    )
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    for name in filter(None, tracked.stdout.split("\0")):
        text = (ROOT / name).read_bytes().decode("utf-8", errors="ignore") if (ROOT / name).is_file() else ""
        assert not (found := forbidden.search(text)), f"{name}: {found.group()}"


# Arrows point one way


def room_of(module: str) -> str:
    """The room of a module of rnnlib: a folder, or the numbers."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[1] in MAY_IMPORT else NUMBERS


def modules() -> dict[str, Path]:
    """{dotted name: file} of rnnlib."""
    paths = sorted((ROOT / "rnnlib").rglob("*.py"))
    return {".".join(p.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): p for p in paths}


def imports(module: str, path: Path) -> set[str]:
    """The dotted names that a module imports, those of rnnlib down to the module."""
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *filter(None, [node.module])])
            inner = {f"{base}.{alias.name}" for alias in node.names} & set(modules())
            found |= inner or {base}
    return found


@pytest.mark.parametrize("module", modules())
def test_a_room_imports_only_what_lies_below(module):
    below = set()
    for name in imports(module, modules()[module]):
        top = name.split(".")[0]
        if top == "rnnlib":
            below.add(room_of(name))
        elif top not in sys.stdlib_module_names:
            below.add(top)
    assert below <= MAY_IMPORT[room_of(module)]


def test_no_module_needs_itself():
    paths = modules()
    graph = {module: imports(module, path) & set(paths) - {module} for module, path in paths.items()}
    TopologicalSorter(graph).prepare()  # raises CycleError with the circle
