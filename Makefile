# The commands of the house. Needs Python 3.11, 3.12 or 3.13 and make, nothing else; everything lands in .venv and VAR_DIR.

PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
VAR_DIR ?= var
VENV ?= .venv
ARGS ?=

BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
WORDS := portal/locale/vi/LC_MESSAGES/django.po
COMPILE_WORDS := $(BIN)/pybabel --quiet compile --directory portal/locale --domain django
LOCKED := --universal --fork-strategy fewest --generate-hashes --no-annotate --python-version 3.11 --quiet

export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.PHONY: help setup run test check bench fix lint lock clean

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-7s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))
	@echo "  Variables: PORT=$(PORT) HOST=$(HOST) VAR_DIR=$(VAR_DIR) PYTHON=$(PYTHON); DATABASE_URL and REDIS_URL replace the embedded servers."

setup: $(VENV)/.run-ready ## Make the environment (run does it by itself)

run: $(VENV)/.run-ready ## Start everything: PostgreSQL, Redis, web, worker, beat; Ctrl-C stops all of it
	@VAR_DIR="$(VAR_DIR)" HOST="$(HOST)" PORT="$(PORT)" exec $(BIN)/python manage.py serve $(ARGS)

test: $(VENV)/.dev-ready ## Run all tests (ARGS="tests/core -n0" for a part)
	$(BIN)/python -m pytest $(ARGS)

check: lint ## Everything that is not a test: lint, types, import direction, migrations, templates, deployment, settings
	$(BIN)/mypy
	$(BIN)/lint-imports
	DJANGO_SETTINGS_MODULE=portal.settings.test $(BIN)/python -W ignore::RuntimeWarning manage.py makemigrations --check --dry-run
	$(BIN)/python tools/check_templates.py
	$(BIN)/python tools/check_deployment.py
	$(BIN)/python -m tools.check_compose
	$(BIN)/python tools/check_settings.py
	$(BIN)/python tools/lock.py check

lint: $(VENV)/.dev-ready ## Style of Python and templates only
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djlint templates --lint --quiet

fix: $(VENV)/.dev-ready ## Let the formatters repair what they can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.dev-ready ## Measure speed and size; prints a table, writes VAR_DIR/bench.json
	@VAR_DIR="$(VAR_DIR)" $(BIN)/python -m tests.bench $(ARGS)

lock: $(VENV)/.run-ready ## Resolve pyproject.toml again into both locks (needs the package index)
	$(PIP) install --quiet uv
	$(BIN)/uv pip compile $(LOCKED) --custom-compile-command "make lock" pyproject.toml --group embedded --group dev -o requirements-dev.lock
	$(BIN)/uv pip compile $(LOCKED) --custom-compile-command "make lock" pyproject.toml --group embedded -c requirements-dev.lock -o requirements.lock
	$(BIN)/python tools/lock.py seal

clean: ## Remove caches; the environment and VAR_DIR stay
	find . -name __pycache__ -type d -not -path "./$(VENV)/*" -prune -exec rm -rf {} +
	rm -rf .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# The environment is made once; a lock that changed brings it up to date.
$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
	  || { echo "Cần Python 3.11, 3.12 hoặc 3.13: make run PYTHON=python3.12"; echo "Python 3.11, 3.12 or 3.13 is needed: make run PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
	  || { rm -rf $(VENV); echo "Không tạo được môi trường: cài gói python3-venv."; echo "No environment could be made: install python3-venv."; exit 1; }
	@touch $@

$(VENV)/.run-ready: requirements.lock $(WORDS) | $(VENV)/.made
	@echo "Cài thư viện, lần đầu mất một hai phút … (installing packages)"
	@$(PIP) install --quiet --require-hashes -r requirements.lock
	@$(COMPILE_WORDS)
	@touch $@

$(VENV)/.dev-ready: requirements-dev.lock $(WORDS) | $(VENV)/.made
	@echo "Cài thư viện, lần đầu mất một hai phút … (installing packages)"
	@$(PIP) install --quiet --require-hashes -r requirements-dev.lock
	@$(COMPILE_WORDS)
	@touch $@ $(VENV)/.run-ready
