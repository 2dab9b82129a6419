# Every target sets up what it needs; `make help` lists them.
PYTHON ?= python3
BIN := .venv/bin
UV := $(shell command -v uv 2>/dev/null)

ifeq ($(UV),)
INSTALL := $(BIN)/python -m pip install -qq --disable-pip-version-check
else
INSTALL := $(UV) pip install --quiet --python $(BIN)/python
endif

# Tests start the command hundreds of times; without its bytecode each one compiles all it imports.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo test test-openai2 check check-pyright check-others bench docs docs-serve lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: .venv/runtime.stamp ## summarize an example article, with no key and no network
	@$(BIN)/summarizer run examples/border-strikes.txt --published 2024-01-19

test: .venv/dev.stamp ## run all tests
	$(BIN)/python -m pytest --numprocesses auto --dist worksteal $(PYTEST_ARGS)

test-openai2: .venv-openai2/stamp ## test the engines on openai 2.x too
	.venv-openai2/bin/python -m pytest --numprocesses auto --dist worksteal \
		tests/test_answers.py tests/test_answer_shapes.py tests/test_congestion.py \
		tests/test_limits.py tests/test_llm.py tests/test_retrying.py

check: .venv/dev.stamp ## lint, format, types, layers, drift of generated files
	@$(MAKE) --no-print-directory --jobs 2 check-pyright check-others

# The two type checkers take over a minute each, so they run side by side.
check-pyright: .venv/dev.stamp
	$(BIN)/pyright

check-others: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache --no-logo
	$(BIN)/python -m summarizer_schemas.generate --check
	$(BIN)/mypy

bench: .venv/dev.stamp ## run every benchmark
	@for script in benchmarks/*.py; do echo "== $$script"; $(BIN)/python "$$script" || exit 1; done
	@echo "== benchmarks.embedded"; $(BIN)/python -m benchmarks.embedded

docs: .venv/dev.stamp ## refill what is generated and what examples print; build the site in build/site
	$(BIN)/python -m summarizer_schemas.generate
	$(BIN)/python docs/refill.py
	$(BIN)/python -m sphinx --fail-on-warning --keep-going --quiet --doctree-dir build/doctrees docs build/site
	@echo 'built: build/site/index.html'

docs-serve: docs ## show the site on this machine, at http://127.0.0.1:8008
	$(BIN)/python -m http.server 8008 --bind 127.0.0.1 --directory build/site

# The two small files are cut to the versions of dev.txt: what is tested is what is installed.
COMPILE = $(if $(UV),$(UV),uv) pip compile --quiet --universal --python-version 3.10 --generate-hashes \
	--custom-compile-command 'make lock' $(LOCK_ARGS)
lock: ## pin the requirements anew (needs uv; LOCK_ARGS=--upgrade takes newer versions)
	$(COMPILE) --extra html --extra parquet --extra otel --extra evals --extra postgres --extra ray \
		pyproject.toml requirements/build.in \
		requirements/dev.in --output-file requirements/dev.txt
	$(COMPILE) --constraint requirements/dev.txt pyproject.toml \
		--output-file requirements/runtime.txt
	$(COMPILE) --constraint requirements/dev.txt requirements/build.in \
		--output-file requirements/build.txt
	$(COMPILE) pyproject.toml requirements/build.in requirements/openai2.in \
		--output-file requirements/openai2.txt

clean: ## remove the environment, caches and everything built
	rm -rf .venv .venv-openai2 build dist .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ---- the environment ----

.venv/runtime.stamp: requirements/runtime.txt requirements/build.txt pyproject.toml | $(BIN)/python
	$(INSTALL) --require-hashes -r requirements/runtime.txt -r requirements/build.txt
	$(INSTALL) --no-build-isolation --no-deps --editable .
	@touch $@

.venv/dev.stamp: requirements/dev.txt .venv/runtime.stamp
	$(INSTALL) --require-hashes -r requirements/dev.txt
	@touch $@

.venv-openai2/stamp: requirements/openai2.txt pyproject.toml
	rm -rf .venv-openai2 && $(PYTHON) -m venv $(if $(UV),--without-pip) .venv-openai2
	$(subst $(BIN),.venv-openai2/bin,$(INSTALL)) --require-hashes -r requirements/openai2.txt
	$(subst $(BIN),.venv-openai2/bin,$(INSTALL)) --no-build-isolation --no-deps --editable .
	@touch $@

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 10))' || { \
		echo 'Python 3.10 or newer is needed; name one: make PYTHON=python3.12 ...' >&2; exit 1; }
	@echo 'Setting up .venv; this happens once.'
	@$(PYTHON) -m venv .venv $(if $(UV),|| $(PYTHON) -m venv --clear --without-pip .venv) || \
		{ rm -rf .venv; exit 1; }
