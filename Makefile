# make lab, make test, ...: the verbs of course.py, for those who have make.
# PYTHON=python3.12 names another Python; LAB_FLAGS="--no-browser --port=9999" goes to JupyterLab; N=05 is one lesson.

PYTHON ?= python3
LAB_FLAGS ?=
N ?=
VERBS := lab install test lowest bench notebooks site lint

.PHONY: $(VERBS)
lab: WORDS = $(LAB_FLAGS)
notebooks: WORDS = $(N)

$(VERBS):
	@command -v $(PYTHON) >/dev/null || { \
	  echo "There is no '$(PYTHON)' on this machine. Install Python 3.11 to 3.14, or name one: make $@ PYTHON=python3.12"; exit 1; }
	@$(PYTHON) course.py $@ $(WORDS)
