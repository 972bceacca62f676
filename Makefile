# Everything a developer does. `make` alone lists the targets.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help demo test lint bench format clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: $(VENV)/.run ## Run the whole main job on a copy of cohort.example and show the report
	$(BIN)/python docs/demo.py

test: $(VENV)/.dev ## Set up and run every test, on a real MediaWiki and real calendar programs
	sh tests/install.sh
	$(BIN)/python -m pytest -n auto --dist loadfile

lint: $(VENV)/.dev ## Check types, style and formatting
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: $(VENV)/.dev ## Measure speed, as ratios to named peers, in one run
	$(BIN)/python -m pip install --quiet --group bench
	$(BIN)/python benchmarks/bench.py
	$(BIN)/python benchmarks/bench_pull.py
	$(BIN)/python benchmarks/bench_scout.py
	$(BIN)/python benchmarks/bench_meetings.py
	$(BIN)/python benchmarks/bench_report.py
	$(BIN)/python benchmarks/bench_pairing.py

format: $(VENV)/.dev ## Put the code into its standard form
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

clean: ## Remove what the other targets made
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis tests/calendars/node_modules tests/pages/node_modules

$(VENV)/.run: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	    echo "mentorkit needs Python 3.11 or newer: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; \
	    exit 1; }
	@echo "Setting up $(VENV), once; this may take a minute ..."
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	$(BIN)/python -m pip install --quiet --editable .
	$(BIN)/python -m compileall -q src
	touch $@

$(VENV)/.dev: $(VENV)/.run
	$(BIN)/python -m pip install --quiet --group dev
	touch $@
