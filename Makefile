# make lab        the lessons in JupyterLab; installs what they need at the first call
# make test       every test: units, doctests, notebooks, sweep of the explorers, browser
# make bench      one table of speeds, each beside its peer
# make notebooks  run the lessons and store their pictures; N=05 for one
# make lint       what `make test` checks first

PYTHON ?= python3
LAB_FLAGS ?=
N ?=

VENV := .venv
BIN := $(VENV)/bin
FIRST := 01-what-must-be-remembered.ipynb
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

.PHONY: lab test bench notebooks lint

lab: $(VENV)/lab.done
	$(BIN)/jupyter lab $(if $(filter 0,$(shell id -u)),--allow-root) --ServerApp.root_dir=notebooks --LabApp.default_url=/lab/tree/$(FIRST) $(LAB_FLAGS)

test: lint
	$(BIN)/python -m pytest

bench: $(VENV)/test.done
	$(BIN)/python -m tools.bench

notebooks: $(VENV)/test.done
	$(BIN)/python -m tools.notebooks $(N)

lint: $(VENV)/test.done
	$(BIN)/ruff check --quiet .
	$(BIN)/ruff format --check --quiet .

# The files *.done say that an installation went through, so that the next call has nothing to do.
$(VENV)/lab.done: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing JupyterLab and the packages of the course into $(VENV): a minute or two, once."
	$(INSTALL) -e .
	@$(BIN)/python -c 'import matplotlib.font_manager'  # lists the fonts now, and not beside the first picture
	@touch $@

$(VENV)/test.done: $(VENV)/lab.done
	@echo "Installing what the tests need."
	$(INSTALL) -e '.[test]'
	@touch $@

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || { \
	  echo "There is no '$(PYTHON)' on this machine. Install Python 3.11 to 3.14, or name one: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' || { \
	  echo "The course needs Python 3.11 to 3.14; '$(PYTHON)' is $$($(PYTHON) -V 2>&1). Name another: make PYTHON=python3.12 ..."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	  echo "'$(PYTHON)' cannot make virtual environments. On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)
