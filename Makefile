# What a fresh machine needs: Python 3.11 to 3.13 and make. Name another Python with: make demo PYTHON=python3.12

RIGHT = import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))
PYTHON ?= $(firstword $(shell for p in python3 python3.12 python3.11 python3.13; do \
	  $$p -c '$(RIGHT)' 2>/dev/null && echo $$p && break; done) python3)
VENV ?= .venv
BIN = $(VENV)/bin
STORE ?= demo-store
EXAMPLES ?= examples
FIRST ?= example-01
PIP = $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: help demo test lint floors benchmark docs soak release-check clean

help:  ## list the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(VENV)/made:
	@$(PYTHON) -c '$(RIGHT)' \
	  || { echo "Dragoman needs Python 3.11, 3.12 or 3.13; name one with: make PYTHON=python3.11"; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/installed: $(VENV)/made pyproject.toml
	@echo "Installing Dragoman into $(VENV) ..."
	$(PIP) -e .
	@touch $@

$(VENV)/developing: $(VENV)/installed
	$(PIP) -e '.[dev]'
	@touch $@

demo: $(VENV)/installed  ## code the examples and show the reports of the first one
	$(BIN)/dragoman code $(EXAMPLES) --store $(STORE)
	@echo
	$(BIN)/dragoman reports --store $(STORE) --document $(FIRST)
	@echo
	@echo "The store is in $(STORE). Try next:"
	@echo "  $(BIN)/dragoman reports --store $(STORE) --country Ukraine"
	@echo "  $(BIN)/dragoman reports --store $(STORE) --type CONSULT --format jsonl"
	@echo "  $(BIN)/dragoman explain 'France recalled its ambassador to Mali on Monday.' --published 2022-02-01"
	@echo "  $(BIN)/dragoman code YOUR-FILES"

test: $(VENV)/developing  ## run the tests
	$(BIN)/python -m pytest

lint: $(VENV)/developing  ## check style and types
	$(BIN)/ruff check .
	$(BIN)/mypy

benchmark: $(VENV)/developing  ## measure quality and speed; DRAGOMAN_GOLD names the folder of gold files
	DRAGOMAN_GOLD="$${DRAGOMAN_GOLD:-../shared/gold}" $(BIN)/python -m benchmarks

floors: $(VENV)/developing  ## measure what the repository holds against benchmarks/floors.toml
	$(BIN)/python -m benchmarks.floors

docs: $(VENV)/developing  ## build the documentation as a site in site/; a broken link is an error
	$(PIP) -e '.[docs]'
	$(BIN)/python -m mkdocs build --quiet

release-check: $(VENV)/made  ## build the wheel, install it into an empty environment, run the demo from it
	$(BIN)/python scripts/release_check.py

soak: $(VENV)/developing  ## kill coders and workers at random moments for a while; KILLS=200
	$(BIN)/python tests/soak.py --kills $${KILLS:-200}

clean:  ## remove the virtual environment, the demo's store and what tools leave behind
	rm -rf $(VENV) $(STORE) dist build site .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
