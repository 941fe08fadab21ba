# What one does in this repository. Each target sets up what it needs, in .venv, on first use.
#
#   make lab        the lessons, in JupyterLab (ARGS="--no-browser --port=8899" reaches it)
#   make test       unit tests, every notebook, the lessons in a real browser (ARGS="-k xor")
#   make lint       style of code and notebooks
#   make notebooks  runs all lessons and saves them with their output
#   make site       the saved lessons as web pages, in site/ (ARGS=/another/folder)
#   make bench      what things cost
#   make clean      away with all that these made
#
# In an environment of your own, already installed:  make test PY=python

PYTHON ?= python3
VENV ?= .venv
CONSTRAINTS ?= constraints.txt
ARGS ?=

BIN := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
PY = $(BIN)/python

# With PY on the command line there is nothing to set up. Otherwise the stamp's name holds what the
# environment was made from, so that another Python or another set of versions makes it anew.
ifeq ($(origin PY),file)
VERSION := $(shell $(PYTHON) -c "import sys; print('%d.%d' % sys.version_info[:2] if sys.version_info >= (3, 11) else 'old')" 2>/dev/null)
READY = $(VENV)/ready-$(VERSION)-$(CONSTRAINTS)
endif

.PHONY: lab test lint notebooks site bench clean
.DEFAULT_GOAL := lab

# The two settings keep JupyterLab from asking its home page for news and updates. In a container
# one often is root, where JupyterLab wants to be told that this is meant.
ROOT_FLAG = $(if $(filter 0,$(shell id -u 2>/dev/null)),--allow-root)
lab: $(READY)
	$(PY) -m jupyterlab notebooks --LabApp.news_url=None --LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate $(ROOT_FLAG) $(ARGS)

test: $(READY)
	$(PY) -m pytest -n auto --dist loadscope $(ARGS)

lint: $(READY)
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

notebooks: $(READY)
	$(PY) -m tools.run_notebooks $(ARGS)

site: $(READY)
	$(PY) -m tools.make_site $(ARGS)

bench: $(READY)
	$(PY) -m benchmarks $(ARGS)

clean:
	rm -rf $(VENV) .pytest_cache .ruff_cache .mypy_cache .hypothesis build dist site
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find . -name .ipynb_checkpoints -type d -prune -exec rm -rf {} +

ifdef READY
$(READY): pyproject.toml $(CONSTRAINTS)
	@case "$(VERSION)" in \
	  "") echo "No $(PYTHON) here. Name a Python 3.11 or newer: make PYTHON=/path/to/python3" >&2; exit 1;; \
	  old) echo "$(PYTHON) is older than 3.11. Name a newer one: make PYTHON=/path/to/python3" >&2; exit 1;; \
	esac
	$(PYTHON) -m venv --clear $(VENV)
	$(PY) -m pip install --quiet --disable-pip-version-check -e ".[test]" -c $(CONSTRAINTS)
	@touch $@
endif
