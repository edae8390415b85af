# Every target sets itself up: a changed lock file installs by itself.
PYTHON ?= python3
VENV := .venv
RUN := $(VENV)/bin/python -m generator
# Exit 3 says that some sources were set aside and everything else was published: not a failure of make.
SOME_SET_ASIDE := || [ $$? = 3 ]
SHARED ?= ../shared
INSTALL_FAILED := echo 'Not everything could be installed: see above. It needs the network once; then run the same command again.'; exit 1;
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# The small chart script is a nicety: without a network npm gives up at once instead of after two minutes.
export NPM_CONFIG_FETCH_RETRIES := 0
export NPM_CONFIG_FETCH_TIMEOUT := 20000

.DEFAULT_GOAL := help
.PHONY: help site listen build serve check test lint types layers tests browser real bench lock clean

help: ## say what each target does
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile | expand -t 10

site: $(VENV)/.ready build/vendor/.tried ## listen to the sources, then build build/site
	@$(RUN) site $(SOME_SET_ASIDE)

listen: $(VENV)/.ready ## hear all sources that are due, and write what is new to the archive
	@$(RUN) listen $(LISTEN_FLAGS) $(SOME_SET_ASIDE)

build: $(VENV)/.ready build/vendor/.tried ## build build/site from content/, without the network
	@$(RUN) build $(SOME_SET_ASIDE)

serve: site ## build the site and show it on http://127.0.0.1:8000/
	@$(RUN) serve

check: $(VENV)/.ready ## report every mistake in the files people write
	@$(RUN) check $(CHECK_FLAGS)

test: lint types layers browser tests ## lint, types, layers, tests, browser

lint: $(VENV)/.ready-dev
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/codespell
	@$(VENV)/bin/zizmor --offline --quiet --persona auditor .github/workflows

types: $(VENV)/.ready-dev
	@$(VENV)/bin/mypy

layers: $(VENV)/.ready-dev
	@$(VENV)/bin/lint-imports

browser: $(VENV)/.ready-dev
	@sh tests/site/install-browser.sh $(VENV)/bin/python

tests: $(VENV)/.ready-dev build/vendor/.tried
	@rm -f .coverage .coverage.*
	@$(VENV)/bin/coverage run -m pytest
	@$(VENV)/bin/coverage combine -q
	@$(VENV)/bin/coverage report

real: $(VENV)/.ready ## run over thousands of real complaints, where they lie beside the checkout
	@$(VENV)/bin/python -m tests.real.run --shared $(SHARED)

bench: $(VENV)/.ready-dev ## print speed ratios against named references
	@for one in tests/bench/bench_*.py; do echo "== $$one"; $(VENV)/bin/python -m "tests.bench.$$(basename $$one .py)" || exit 1; done

lock: ## write the lock files anew (maintainers; needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url -q -o requirements.txt
	uv pip compile pyproject.toml --group dev -c requirements.txt --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url -q -o requirements-dev.txt

clean: ## remove what make made
	rm -rf build $(VENV) .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'Said & Done needs Python 3.11 or later; name one with: make PYTHON=python3.12'; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv module is missing. Install it with: sudo apt-get install -y python3-venv"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.ready: requirements.txt | $(VENV)/bin/python
	@echo 'Installing what the program needs (about a minute, once) ...'
	@$(VENV)/bin/pip install -q --require-hashes -r requirements.txt || { $(INSTALL_FAILED) }
	@touch $@

$(VENV)/.ready-dev: requirements-dev.txt $(VENV)/.ready | $(VENV)/bin/python
	@echo 'Installing what the tests need (about a minute, once) ...'
	@$(VENV)/bin/pip install -q --require-hashes -r requirements-dev.txt || { $(INSTALL_FAILED) }
	@touch $@

build/vendor/.tried: $(VENV)/.ready
	@mkdir -p build/vendor
	@$(RUN) vendor || true
	@touch $@
