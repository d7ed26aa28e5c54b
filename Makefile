# One virtual environment in .venv; the stamps make each target install only what is missing.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
INSTALL_SELF := $(PIP) --no-deps --no-build-isolation --editable .
CORE := $(VENV)/.kpikit-core
DEV := $(VENV)/.kpikit-dev
LAB := $(VENV)/.kpikit-lab

.DEFAULT_GOAL := help
.PHONY: help demo test test-slow lab lint format types lock

help: ## show these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(CORE) ## make a company up, write its reports and decks, print where they are
	$(BIN)/kpikit demo

test: $(DEV) ## run the tests, one process a core
	$(BIN)/python -m pytest -n auto

test-slow: $(DEV) ## run the slow tests
	$(BIN)/python -m pytest -m slow -n auto

lab: $(LAB) ## open the notebooks in JupyterLab
	$(BIN)/jupyter lab --notebook-dir=notebooks

lint: $(DEV) ## check format and style
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

format: $(DEV) ## bring the code into format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

types: $(DEV) ## check types
	$(BIN)/mypy

lock: $(DEV) ## resolve the lock files again; make lock UPGRADE=1 for newest versions
	$(BIN)/python scripts/lock.py $(if $(UPGRADE),--upgrade)

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "kpikit needs Python 3.11 or newer: make PYTHON=python3.12 ..."; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(CORE): requirements/lock.txt pyproject.toml | $(BIN)/python
	$(PIP) --require-hashes --requirement requirements/lock.txt
	$(INSTALL_SELF)
	@touch $@

# The development set holds the runtime's too: a fresh clone that tests installs once.
$(DEV): requirements/dev.txt pyproject.toml | $(BIN)/python
	$(PIP) --require-hashes --requirement requirements/dev.txt
	$(INSTALL_SELF)
	@touch $@ $(CORE)

$(LAB): requirements/lab.txt pyproject.toml | $(BIN)/python
	$(PIP) --require-hashes --requirement requirements/lab.txt
	$(INSTALL_SELF)
	@touch $@ $(CORE)
