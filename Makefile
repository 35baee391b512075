# make help lists the targets. Everything runs in .venv, made from requirements.lock on first use.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help demo test check map bench bench-linkage bench-rules lock clean

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 15

# --no-deps: the lock file is complete, and the pip that comes with Python 3.11 stumbles over an extra in it.
.venv/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes --no-deps -r requirements.lock
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/pip install --quiet --no-build-isolation --no-deps -e .
	@touch $@

demo: .venv/ready ## make a county of 20,000 persons in ./demo, run four months, let its villages answer, say where to look
	$(BIN)/fangfanpin demo demo

test: .venv/ready ## every check: style, types, import directions, all tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2 --dist worksteal

check: .venv/ready ## the quick checks only: style, types, import directions, fast tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2 -m "not slow"

map: .venv/ready ## draw the rooms and the imports between them, as Mermaid
	$(BIN)/python -m tests.rooms

bench: .venv/ready ## time the month at 20k, 200k and 1M persons beside a floor measured in the same run
	$(BIN)/python -m benchmarks.month

bench-linkage: .venv/ready ## link a county of 1M persons beside Splink and recordlinkage: seconds, memory, precision, recall
	$(BIN)/python -m benchmarks.linkage

bench-rules: .venv/ready ## all rules with evidence over 1M households, beside one scan of their indicators
	$(BIN)/python -m benchmarks.rules

lock: .venv/ready ## renew requirements.lock from pyproject.toml
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --python-version 3.11 \
	  --group dev pyproject.toml -o requirements.lock

clean: ## remove the demo county and what tools left
	rm -rf demo build dist .mypy_cache .ruff_cache .import_linter_cache .hypothesis
