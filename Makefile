# Six words: run, test, lint, format, bench, clean. Only python3 (3.11+, with venv) and make are assumed.

SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input \
	--require-hashes --only-binary :all: --requirement

# `make run PORT=8001` is the same as `PORT=8001 make run`.
export PORT DATA_DIR DATABASE_URL CACHE_URL SECRET_KEY ALLOWED_HOSTS EMAIL_URL PUBLIC_URL
export TRUSTED_PROXY_COUNT WORKERS WORKER_MEMORY OFFLINE DEBUG DEMO DEMO_PASSWORD

.PHONY: run test lint format bench clean

run: $(VENV)/.stamp-run
	@exec $(BIN)/python manage.py serve

test: $(VENV)/.stamp-dev
	@exec $(BIN)/python -m tests $(ARGS)

lint: $(VENV)/.stamp-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: $(VENV)/.stamp-dev
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: $(VENV)/.stamp-dev
	@exec $(BIN)/python -m tests.bench $(ARGS)

# The environment and what tools leave behind; never DATA_DIR.
clean:
	rm -rf $(VENV) .pytest_cache .ruff_cache .mypy_cache .hypothesis .coverage htmlcov
	find . -name __pycache__ -not -path './.git/*' -prune -exec rm -rf {} +

$(VENV)/.stamp-python:
	@$(PYTHON) -c 'import sys' 2>/dev/null || { \
		echo "Lectern needs Python 3.11 or newer, and there is no '$(PYTHON)' here. Install Python 3, or name yours: make PYTHON=/path/to/python3"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Lectern needs Python 3.11 or newer; '$(PYTHON)' is $$($(PYTHON) -c 'import platform; print(platform.python_version())'). Name a newer one: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "Python's venv module is missing. Install it (on Debian and Ubuntu: apt install python3-venv) and try again."; exit 1; }
	@echo "Virtual environment ..."
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.stamp-run: requirements.txt | $(VENV)/.stamp-python
	@echo "Packages (locked, about half a minute the first time) ..."
	@$(INSTALL) requirements.txt
	@touch $@

# The development lock holds the other one too.
$(VENV)/.stamp-dev: tests/requirements.txt | $(VENV)/.stamp-python
	@echo "Packages for development (locked, about half a minute the first time) ..."
	@$(INSTALL) tests/requirements.txt
	@touch $@ $(VENV)/.stamp-run
