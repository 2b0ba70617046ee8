# One-word commands; `make help` lists them. Everything is installed into .venv/, nothing else is touched.
SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# On two cores: a test often waits for what it started, a journey or a measurement hardly ever for anything but the processor.
TESTS := $(BIN)/python -m pytest --numprocesses 3 --dist loadfile --no-loadscope-reorder
HEAVY := $(BIN)/python -m pytest --numprocesses 2 --dist loadfile
PORT ?= 8050
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Hundreds of processes start in a run of the tests: whatever the environment says, the first one compiles for all of them.
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help

.PHONY: help run test journeys lint audit bench bundle bundle-check setup dev browser clean

help: ## list the commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: setup ## set up, then serve the demo district on this machine
	$(BIN)/python app.py demo --port $(PORT)

setup: $(VENV)/.installed ## make the virtual environment in .venv/

dev: $(VENV)/.installed-dev

$(VENV)/.installed: requirements.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed.")'
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet -r requirements.txt
	touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	$(BIN)/pip install --quiet -r requirements-dev.txt
	touch $@

browser: dev
	@bin/browser $(BIN)/python

test: dev browser ## set up, then run every test (each journey once, at its user's size)
	$(TESTS) --ignore tests/journeys --ignore tests/bench
	$(HEAVY) tests/bench
	$(HEAVY) tests/journeys

journeys: dev browser ## every journey at all sizes, in both languages
	$(HEAVY) tests/journeys --all-sizes

lint: dev audit ## ruff, mypy, import contracts, and the audit
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

audit: dev ## are the requirements exact and whole, and none of them known to be unsafe; needs no network
	$(BIN)/python -m bin.audit

bench: dev ## measure against stated peers; appends to bench/RESULTS.md
	$(BIN)/python -m bench

bundle: dev ## write one archive that installs without network; FOR_PYTHON=3.12 FOR_MACHINE=aarch64 for another machine
	$(BIN)/python -m bin.bundle $(if $(FOR_PYTHON),--python $(FOR_PYTHON)) $(if $(FOR_MACHINE),--machine $(FOR_MACHINE))

bundle-check: ## install the newest bundle with the network shut off, and take the first steps with it
	$(BIN)/python -m bin.bundle_check

clean: ## remove the virtual environment, the bundles and the demo's data
	rm -rf $(VENV) instance dist
