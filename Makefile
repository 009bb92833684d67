# Everything a person types. Python 3.11 or later is all that must be there; choose another one with CAUSERIE_PYTHON=/path/to/python.
PY := .venv/bin/python
NODE := .venv/bin/node
# Tests at a time, on each database.
WORKERS ?= 2
export CAUSERIE_PYTHON
# What waits for the network and what computes go side by side.
MAKEFLAGS += --jobs=2

.PHONY: help setup setup-dev demo test check style types scripts bench screens lock clean

help:
	@echo "make demo      a living community on http://127.0.0.1:8000"
	@echo "make test      every check, then the tests on SQLite and on PostgreSQL"
	@echo "make check     the checks alone: style, types of Python and of the browser modules"
	@echo "make bench     the figures of docs/performance.md, measured here"
	@echo "make screens   pictures of every page, in screens/"
	@echo "make lock      choose dependencies' versions again"

setup: .venv/.ready
setup-dev: .venv/.ready-dev node_modules/.ready .venv/.browser

.venv/.ready: requirements.txt
	@tools/setup python
.venv/.ready-dev: requirements-dev.txt pyproject.toml .venv/.ready
	@tools/setup python-dev
node_modules/.ready: package-lock.json .venv/.ready-dev
	@tools/setup node
.venv/.browser: | .venv/.ready-dev
	@tools/setup browser

demo: setup
	@CAUSERIE_DATA="$${CAUSERIE_DATA:-demo-data}" $(PY) -m causerie demo

check: style types scripts

style: .venv/.ready-dev
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

types: .venv/.ready-dev
	CAUSERIE_DATA=build/check $(PY) -m mypy --cache-dir=/dev/null causerie

scripts: node_modules/.ready
	$(NODE) node_modules/typescript/bin/tsc --project tsconfig.json

test: check .venv/.browser
	@WORKERS=$(WORKERS) tools/suites

bench: setup-dev
	@$(PY) -m bench

screens: setup-dev
	@$(PY) -m tools.screens

lock: setup-dev
	@tools/setup lock

clean:
	rm -rf build dist screens .mypy_cache .ruff_cache .pytest_cache .hypothesis
