# What can be done with a checkout, on a machine that has nothing but Python 3.11 or newer and make?
#   make demo    the demo archive and the service on 127.0.0.1:8080
#   make test    ruff, mypy --strict and the whole test suite
#   make bench   the benchmarks that can fail; make bench-large SIZES="20000 1000000" OUT=folder: the index as it grows, beside others
#   make clean   removes what these made, except data

SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8080
SIZES ?= 20000 100000
OUT ?= bench-large
DATA ?= leian-data
# The first of these that is new enough; a `python3.13` of a version manager may be a stub that only prints an error.
PYTHON ?= $(shell for name in python3.13 python3.12 python3.11 python3 python python3.14; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 && { echo "$$name"; break; }; done)

.PHONY: demo test lint bench bench-large install install-dev clean

demo: install
	@$(BIN)/leian demo --data "$(DATA)" --port $(PORT)

test: install-dev lint
	@$(BIN)/python -m pytest

lint: install-dev
	@$(BIN)/ruff check .
	@$(BIN)/mypy --strict

bench: install-dev
	@$(BIN)/python -m pytest benchmarks -q --benchmark-disable-gc --benchmark-columns=min,median,ops --benchmark-sort=name

bench-large: install-dev
	@$(BIN)/python -m benchmarks.large $(SIZES) --out "$(OUT)"

install: $(VENV)/installed
install-dev: $(VENV)/installed-dev

# The stamps are newer than pyproject.toml as long as nothing needs to be installed.
$(VENV)/installed: pyproject.toml | $(BIN)/python
	@echo "installing leian into $(VENV) (a few minutes the first time) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	@touch $@

$(VENV)/installed-dev: pyproject.toml | $(BIN)/python
	@echo "installing leian and what its tests need into $(VENV) (a few minutes the first time) …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]'
	@touch $(VENV)/installed $@

$(BIN)/python:
	@if [ -z "$(PYTHON)" ]; then \
		found=$$(python3 --version 2>&1 || true); \
		echo "leian needs Python 3.11 or newer; here is: $${found:-none}. Install one, or name it: make PYTHON=/path/to/python3.12" >&2; \
		exit 1; \
	fi
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) lacks its venv module; on Debian or Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	@"$(PYTHON)" -m venv $(VENV)

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks
	find engine index service tests benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
