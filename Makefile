# make demo   the main job: installs what it needs, then writes out/demo/report.html
# make test   every check and test
# make ui     the app in a browser, on this machine only
# make help   the rest

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
RUN_DEPS := $(VENV)/.run-installed
DEV_DEPS := $(VENV)/.dev-installed
BENCH_DEPS := $(VENV)/.bench-installed
APP_DEPS := $(VENV)/.app-installed
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: help demo ui bundle bundle-check load test lint types layers tests browser rehearsal campaign faults figures docs bench bench-sweeps clean

help:
	@grep -E '^# make' Makefile | sed 's/^# //'
	@echo "make bundle: an archive in dist/ that installs without a network (docs/app.md);"
	@echo "  for others: make bundle BUNDLE='--platform windows-x86_64 --python 3.12'"
	@echo "make bundle-check: install and start that archive with the network refused"
	@echo "make load: 10, then 20 tabs at once (LOAD='--tabs 4 --seconds 60' for others; some minutes)"
	@echo "make lint, types, layers, tests: the parts of make test"
	@echo "make browser: what people do in the app, in Chromium (some minutes)"
	@echo "make rehearsal: the workshop's script whole, in Chromium (five minutes)"
	@echo "make campaign: does every parameter move something? (some minutes)"
	@echo "make faults: twenty kills of a sweep's processes, one hash (some minutes)"
	@echo "make bench-sweeps: overhead and efficiency of sweeps (benchmarks/README.md)"
	@echo "make figures: tables and figures of docs/ made again (long; goes on where it stopped)"
	@echo "make bench: ratios against other libraries (benchmarks/README.md)"
	@echo "make docs: generated pages (docs/parameters.md, docs/indicators.md)"

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(RUN_DEPS): pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing Microville into $(VENV) (a minute the first time) ..."
	$(PIP) install -c constraints.txt -e .
	@touch $@

$(DEV_DEPS): pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing Microville and its tools into $(VENV) (a minute the first time) ..."
	$(PIP) install -c constraints.txt -e '.[dev]'
	@touch $@ $(RUN_DEPS)

$(BENCH_DEPS): pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing Microville and the libraries that it is compared with into $(VENV) ..."
	$(PIP) install -c constraints.txt -e '.[bench]'
	@touch $@ $(RUN_DEPS)

$(APP_DEPS): pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing Microville and its app into $(VENV) (a minute the first time) ..."
	$(PIP) install -c constraints.txt -e '.[app]'
	@touch $@ $(RUN_DEPS)

ui: $(APP_DEPS)
	$(BIN)/microville ui

bundle: $(APP_DEPS)
	$(BIN)/python -m bundle make $(BUNDLE)

bundle-check: $(APP_DEPS)
	$(BIN)/python -m bundle check $$(ls -t dist/microville-*.tar.gz | head -n 1)

load: $(DEV_DEPS)
	$(BIN)/python -m benchmarks.load $(LOAD)

demo: $(RUN_DEPS)
	$(BIN)/microville demo --out out/demo

test: lint types layers tests

lint: $(DEV_DEPS)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(DEV_DEPS)
	$(BIN)/mypy

layers: $(DEV_DEPS)
	$(BIN)/lint-imports --no-cache

tests: $(DEV_DEPS)
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not browser and not campaign and not rehearsal"

browser: $(DEV_DEPS)
	$(BIN)/python -m pytest -m browser tests/browser

rehearsal: $(DEV_DEPS)
	$(BIN)/python -m pytest -m rehearsal tests/browser

campaign: $(DEV_DEPS)
	$(BIN)/python -m pytest -n 2 --dist worksteal -m campaign tests/campaign

figures: $(RUN_DEPS)
	$(BIN)/python -m microville.cli.replicate docs

docs: $(RUN_DEPS)
	$(BIN)/python -m microville.cli.reference docs

bench: $(BENCH_DEPS)
	$(BIN)/python -m benchmarks.access $(BENCH)
	$(BIN)/python -m benchmarks.people $(BENCH_PEOPLE)

bench-sweeps: $(BENCH_DEPS)
	$(BIN)/python -m benchmarks.sweeps $(BENCH_SWEEPS)

faults: $(DEV_DEPS)
	$(BIN)/python -m tests.faults $(FAULTS)

clean:
	rm -rf $(VENV) out build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis
