.DEFAULT_GOAL := help
.SUFFIXES:

PORT ?= 8000
PYTHON ?= python3
UV ?= uv
TEST_PROCESSES ?= auto
TESTS ?=
TEST_DATABASE_URL ?= postgres://postgres@127.0.0.1:5432/iqa
TEST_REDIS_URL ?= redis://127.0.0.1:6379/9

BIN := .venv/bin
TEMPLATES := templates iqa
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# What `manage.py check --deploy` and the tests of production take for production. None of it is in use anywhere.
PRODUCTION := DEMO= SECRET_KEY=made-up-for-a-check-of-the-settings-0123456789-abcdefghij ALLOWED_HOSTS=iqa.example.test \
  DATABASE_URL=postgres://iqa:made-up@db.example.test:5432/iqa REDIS_URL=redis://redis.example.test:6379/0 \
  EMAIL_URL=smtp+tls://iqa:made-up@mail.example.test:587

help: ## List what make can do
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-15s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: install ## Run the demonstration on http://127.0.0.1:8000/ (PORT=8000), until Ctrl-C
	@PORT=$(PORT) exec $(BIN)/python -m deploy.demo

test: ## Run every test, on SQLite or on DATABASE_URL and REDIS_URL, and hold coverage to its floors
	@$(MAKE) --no-print-directory suite MEASURED='-W ignore::RuntimeWarning:slipcover.importer -m slipcover'
	@$(BIN)/python -m tests.floors

test-services: install-dev ## Run every test on PostgreSQL and Redis (TEST_DATABASE_URL, TEST_REDIS_URL)
	@export DATABASE_URL='$(TEST_DATABASE_URL)' REDIS_URL='$(TEST_REDIS_URL)' && \
	  $(BIN)/python -m tests.services && $(MAKE) --no-print-directory suite

# Coverage is measured once, in `make test`.
suite: install-dev
	@chromium=$$($(BIN)/python -m tests.chromium) && \
	  IQA_CHROMIUM=$$chromium $(BIN)/python $(MEASURED) -m pytest -n $(TEST_PROCESSES) --dist worksteal $(if $(TESTS),-m '$(TESTS)')

# Two at a time, the words of each kept together where make can.
CHECKS := check-types check-style check-templates check-settings check-migrations check-imports
check: install-dev ## Check style, types, templates, production settings, migrations, direction of imports
	@$(MAKE) --no-print-directory -j2 $(if $(filter output-sync,$(.FEATURES)),-Otarget) $(CHECKS)

check-types:
	$(BIN)/mypy

check-style:
	$(BIN)/ruff check
	$(BIN)/ruff format --check

check-templates:
	$(BIN)/djlint $(TEMPLATES) --quiet --lint
	$(BIN)/djlint $(TEMPLATES) --quiet --check

check-settings:
	$(PRODUCTION) $(BIN)/python manage.py check --deploy --fail-level WARNING

check-migrations:
	DEMO=1 DATABASE_URL=sqlite://:memory: $(BIN)/python manage.py makemigrations --check --dry-run

check-imports:
	$(BIN)/pytest -q tests/test_imports.py

fix: install-dev ## Mend what of style can be mended
	-$(BIN)/ruff check --fix
	$(BIN)/ruff format
	-$(BIN)/djlint $(TEMPLATES) --quiet --reformat

bench: install-dev ## Time the main pages against a bare view, and an import against COPY
	@$(BIN)/python -m tests.benchmarks
	@$(BIN)/python -m tests.benchmarks.importing

bench-reports: install-dev ## Time reports on a nation's IQAs, and their pages with readers (BENCH_NATION=1000000)
	@$(BIN)/python -m tests.benchmarks.reports

lock: ## Lock the dependencies of pyproject.toml, with hashes (needs uv)
	$(UV) pip compile -q --generate-hashes --universal --python-version 3.11 --no-header pyproject.toml -o requirements.txt
	$(UV) pip compile -q --generate-hashes --universal --python-version 3.11 --no-header -c requirements.txt \
	  pyproject.toml --group dev -o requirements-dev.txt
	$(UV) pip compile -q --generate-hashes --universal --python-version 3.11 --no-header --group node -o requirements-node.txt

# Installing: each only when its lock file has changed. A lock file is complete: to let pip look for more would only let it
# refuse, where it pins a package without an extra that another asks for. Most of what is in a package is never imported:
# Python compiles what is, when it is.
PIP_INSTALL := $(BIN)/pip install -qq --no-compile --no-deps --require-hashes

install: $(BIN)/.requirements node_modules/.run
install-dev: $(BIN)/.requirements-dev node_modules/.dev

$(BIN)/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed, and $(PYTHON) is not: $$($(PYTHON) --version 2>&1)." \
	    "Install one, and name it: make PYTHON=python3.12 …"; exit 1; }
	@echo 'Making .venv …'
	@$(PYTHON) -m venv .venv

$(BIN)/.requirements: requirements.txt | $(BIN)/pip
	@echo 'Installing Python packages …'
	@$(PIP_INSTALL) -r requirements.txt
	@touch $@

$(BIN)/.requirements-dev: requirements-dev.txt $(BIN)/.requirements
	@echo 'Installing Python packages for development …'
	@$(PIP_INSTALL) -r requirements-dev.txt
	@touch $@

# `npm ci` empties node_modules, these two stamps too: what they say is always so.
node_modules/.run: package-lock.json package.json | $(BIN)/pip
	@echo 'Fetching GOV.UK Frontend …'
	@$(NPM) ci --omit=dev --silent
	@touch $@

node_modules/.dev: package-lock.json package.json | $(BIN)/pip
	@echo 'Fetching GOV.UK Frontend and axe-core …'
	@$(NPM) ci --silent
	@touch node_modules/.run $@

# Where there is no npm, a Python package that carries Node brings one.
NPM = { command -v npm >/dev/null || [ -x $(BIN)/npm ] || \
  $(PIP_INSTALL) -r requirements-node.txt; } && PATH="$$PATH:$(CURDIR)/$(BIN)" npm

.PHONY: help run test test-services suite check $(CHECKS) fix bench bench-reports lock install install-dev
