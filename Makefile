# Every target does its own set-up. `make help` lists them.
# Without make: see "Begin" and "Without make" in README.md; the verbs of `reformlab` are the same.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
# The source documents are no part of the project; nothing but these targets needs them.
SOURCES ?= ../shared/sources
# What `make lab` opens.
FOLDER ?= notebooks

.DEFAULT_GOAL := help
.PHONY: help setup html seminar test test-slow notebooks check fits corpus codes accuracy domains coverage coverage-trend coverage-domains bench lab lint clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-17s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(READY) ## Make .venv with exactly the packages of requirements.lock
	@echo "Ready. Now: source $(BIN)/activate; reformlab --help"

# The build backend is in the lock file too, so nothing is fetched that is not named there.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else \
	  "reformlab needs Python 3.11 or newer; this is " + sys.version.split()[0] + " (try: make PYTHON=python3.12 ...)")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing the packages of requirements.lock into $(VENV)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

html: $(READY) ## Run every notebook and write the site to _site/index.html
	@$(BIN)/python -m tools html

seminar: $(READY) ## Write students' and teacher's notebooks, slides and plans to _seminar/
	@$(BIN)/python -m tools seminar

test: $(READY) ## Run the tests that take minutes together, a process a core
	@$(BIN)/python -m pytest -m "not slow" --numprocesses auto --dist loadfile

test-slow: $(READY) ## Run the others: many simulated corpora, real sources, whole builds, a browser
	@$(BIN)/python -m pytest -m slow

notebooks: $(READY) ## Run the notebooks from clean kernels and keep their outputs in them
	@$(BIN)/python -m tools notebooks

check: $(READY) ## Run the notebooks and compare what they print with the outputs kept in them
	@$(BIN)/python -m tools notebooks --check

fits: $(READY) ## Make the fits and results anew that ship with the package
	@$(BIN)/python -m tools fits

corpus: $(READY) ## Make the bundled corpora anew (all but the made-up one from SOURCES)
	@$(BIN)/python -m tools corpus $(SOURCES)

accuracy: $(READY) ## Score what is read against coded facts (needs SOURCES)
	@$(BIN)/python benchmarks/accuracy.py $(SOURCES)

codes: $(READY) ## Find the coded statements again in corpora made anew (needs SOURCES)
	@$(BIN)/python benchmarks/keep_codes.py $(SOURCES)

domains: $(READY) ## Score ways of telling domains on coded statements
	@$(BIN)/python benchmarks/domains.py

# One thread a process: there are as many processes as cores.
coverage: $(READY) ## Count how often intervals hold a planted gap (under four hours on 2 cores; resumes)
	@OMP_NUM_THREADS=1 RAYON_NUM_THREADS=1 $(BIN)/python benchmarks/coverage.py
	@OMP_NUM_THREADS=1 RAYON_NUM_THREADS=1 $(BIN)/python benchmarks/coverage_hostile.py

coverage-trend: $(READY) ## The same of trends and changes (half an hour; resumes)
	@OMP_NUM_THREADS=1 $(BIN)/python benchmarks/coverage_trend.py

coverage-domains: $(READY) ## The same of gaps of domains that a coded sample corrects (half an hour; resumes)
	@OMP_NUM_THREADS=1 $(BIN)/python benchmarks/coverage_domains.py

# What it compares with is locked apart: nobody else needs it.
bench: $(READY) ## Measure speed beside what people use today
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r benchmarks/requirements.lock
	@$(BIN)/python benchmarks/bench.py

lab: $(READY) ## Open the notebooks in JupyterLab
	@JUPYTER_CONFIG_PATH=$(CURDIR)/tools/lab $(BIN)/jupyter lab --notebook-dir=$(FOLDER)

lint: $(READY) ## Check the style of the code and the notebooks
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

clean: ## Delete what was built; the packages and the notebooks stay
	rm -rf _site _build
