# Everything this repository can do. Each target first sets up what it needs, in .venv (and, for the
# JavaScript, in node_modules). Python 3.11 or newer and make are enough.
#
#   make lab        open the lessons in JupyterLab (ARGS="--no-browser --port=8899" adds options)
#   make test       test the package, run every lesson, and use both in a real browser (ARGS="-k xor")
#   make quick      the tests that take seconds: the core, every exercise, the browser's numbers
#   make lint       check style and types of the Python code, the notebooks and the JavaScript
#   make check-js   check the JavaScript: types, style, tests, and that the bundles are up to date
#   make coverage   list the lines and branches that no unit test reaches; fail below the floor
#   make notebooks  run all lessons and save them with their output
#   make site       save the lessons as web pages in site/ (ARGS=/another/folder)
#   make bench      measure how fast everything is
#   make clean      remove everything that the other targets create, apart from saved lessons
#
# To use an environment of your own, with everything installed:  make test PY=python

PYTHON ?= python3
VENV ?= .venv
CONSTRAINTS ?= constraints.txt
ARGS ?=

BIN := $(abspath $(VENV))/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
PY = $(BIN)/python

# Three stages, each built on the one before: what lessons need, what tests need, and what developers
# need. A stamp's name holds the Python and the set of versions, so that another of either starts
# again. With PY on the command line there is nothing to set up.
ifeq ($(origin PY),file)
VERSION := $(shell $(PYTHON) -c "import sys; print('%d.%d' % sys.version_info[:2] if sys.version_info >= (3, 11) else 'old')" 2>/dev/null)
LESSONS = $(VENV)/lessons-$(VERSION)-$(CONSTRAINTS)
TESTS = $(VENV)/tests-$(VERSION)-$(CONSTRAINTS)
DEV = $(VENV)/dev-$(VERSION)-$(CONSTRAINTS)
INSTALL = $(PY) -m pip install --quiet --disable-pip-version-check -c $(CONSTRAINTS) -e
NPM = PATH="$(BIN):$$PATH" npm
else
NPM = npm
endif
NODE_MODULES = node_modules/.ready

.PHONY: lab test quick lint check-js coverage notebooks site bench clean
.DEFAULT_GOAL := lab

# The two settings keep JupyterLab from asking its home page for news and updates. In a container the
# user is often root, and JupyterLab wants to be told that this is intended.
ROOT_FLAG = $(if $(filter 0,$(shell id -u 2>/dev/null)),--allow-root)
lab: $(LESSONS)
	$(PY) -m jupyterlab notebooks --LabApp.news_url=None --LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate $(ROOT_FLAG) $(ARGS)

# The tests of a file share a worker and its fixtures; tests/conftest.py says in which order.
PYTEST = -m pytest -n auto --dist loadscope
test: $(TESTS)
	$(PY) $(PYTEST) $(ARGS)

# Test by test, since most of the time goes into one file.
quick: $(DEV) $(NODE_MODULES)
	$(PY) -m pytest -n auto --dist load -q tests/test_*.py tests/exercises/test_every_exercise.py --ignore=tests/test_controls.py $(ARGS)
	NODE_OPTIONS=--test-reporter=dot $(NPM) test

lint: $(DEV) $(NODE_MODULES)
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy
	$(NPM) run types
	$(NPM) run lint

check-js: $(NODE_MODULES)
	$(NPM) run check

UNIT_TESTS = tests/test_*.py tests/figures tests/lab tests/exercises --ignore=tests/lab/browser
coverage: $(DEV) $(NODE_MODULES)
	$(PY) -m coverage erase
	$(PY) -m coverage run $(PYTEST) -q $(UNIT_TESTS) $(ARGS)
	$(PY) -m coverage combine --quiet
	$(PY) -m coverage report
	$(NPM) run coverage

notebooks: $(LESSONS)
	$(PY) -m tools.run_notebooks $(ARGS)

site: $(TESTS)
	$(PY) -m tools.make_site $(ARGS)

bench: $(TESTS)
	$(PY) -m benchmarks $(ARGS)

clean:
	rm -rf $(VENV) node_modules .pytest_cache .ruff_cache .mypy_cache .hypothesis .coverage* build dist site
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
	find . -name .ipynb_checkpoints -type d -prune -exec rm -rf {} +

ifdef LESSONS
$(LESSONS): pyproject.toml $(CONSTRAINTS)
	@case "$(VERSION)" in \
	  "") echo "No $(PYTHON) here. Name a Python 3.11 or newer: make PYTHON=/path/to/python3" >&2; exit 1;; \
	  old) echo "$(PYTHON) is older than 3.11. Name a newer one: make PYTHON=/path/to/python3" >&2; exit 1;; \
	esac
	$(PYTHON) -m venv --clear $(VENV)
	$(INSTALL) .
	@touch $@

$(TESTS): $(LESSONS)
	$(INSTALL) ".[test]"
	@touch $@

$(DEV): $(TESTS)
	$(INSTALL) ".[test,dev]"
	@touch $@
endif

# Node and npm come with the group `dev`, so that every machine has the same.
node_modules/.ready: package.json package-lock.json | $(DEV)
	$(NPM) ci
	@touch $@
