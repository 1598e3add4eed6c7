# make run    sets up .venv and extracts the facts of a bundled release
# make test   sets up .venv and runs every check
# make heavy  kills jobs and starts clusters: minutes, and large packages
# make bench  measures what reading costs, beside other systems
# make docs   writes again what is generated: schemas, docs/cli.md, digests of facts and the outputs shown in the docs
#
# .venv is made once; it is brought up to date when pyproject.toml changes.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# The first interpreter that is new enough; override with `make PYTHON=/path/to/python3.12 test`.
PYTHON ?= $(shell for name in python3 python3.13 python3.12 python3.11; do \
	$$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$name && break; done)
BIN := .venv/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --editable
SAMPLE := examples/sample.txt
PUBLISHED := 2025-04-02
JOBS := auto

.PHONY: help run test tests heavy types lint layers docs examples site bench clean

help: ## say what there is
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

run: .venv/.run ## extract the facts of a bundled release, as a table
	@$(BIN)/cnreport extract $(SAMPLE) --published $(PUBLISHED)

test: lint types layers tests ## run every check: lint, types, layers, data, docs, packaging, tests

lint: .venv/.dev ## style: ruff, nearly all rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: .venv/.dev ## types: mypy --strict
	$(BIN)/mypy

layers: .venv/.dev ## imports go down only: import-linter
	$(BIN)/lint-imports --no-logo

tests: .venv/.dev ## pytest: tests, doctests, data files, documented commands, packaging
	$(BIN)/python -m pytest --numprocesses $(JOBS) --durations 10

heavy: .venv/.heavy ## what takes minutes: jobs that are killed, clusters of Ray and Spark, pages in Chromium
	$(BIN)/python -m pytest --numprocesses $(JOBS) --durations 10 -o faulthandler_timeout=1200 tests/heavy

docs: .venv/.dev ## write schemas/, docs/cli.md, the digests of facts and the outputs in the docs again
	$(BIN)/python tools/write_schemas.py
	$(BIN)/python tools/write_cli.py
	$(BIN)/python tools/write_examples.py
	$(BIN)/python tools/fact_digests.py
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python tools/doc_commands.py

bench: .venv/.bench ## measure what reading costs, beside other systems
	$(BIN)/python benchmarks/speed.py --peers

examples: .venv/.dev ## make a database of the small archive in examples/
	$(BIN)/cnreport batch examples/archive --to examples/archive.db

site: .venv/.dev ## build the site of the docs, in Chinese and English, into site/
	$(BIN)/mkdocs build --strict --quiet

clean: ## remove what make and the tools made
	rm -rf .venv dist site examples/archive.db .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache

.venv/pyvenv.cfg:
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed: install it, or say where it is: make PYTHON=/path/to/python3" >&2; exit 1; }
	$(PYTHON) -m venv .venv || { rm -rf .venv; echo "Could not make .venv; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }

.venv/.run: pyproject.toml | .venv/pyvenv.cfg
	$(INSTALL) .
	@touch $@

.venv/.heavy: pyproject.toml | .venv/.dev
	$(INSTALL) '.[browser,dev,ray,spark]'
	@touch $@

.venv/.bench: pyproject.toml | .venv/pyvenv.cfg
	$(INSTALL) '.[bench]'
	@touch $@

.venv/.dev: pyproject.toml | .venv/pyvenv.cfg
	$(INSTALL) '.[dev]'
	@touch .venv/.run $@
