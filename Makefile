# ecopark: `make course` and `make test` are the two commands; `make help` lists the rest.
PY ?= python3
VENV := .venv
BIN := $(VENV)/bin
JOBS ?= 2
UV = $(or $(shell command -v uv 2>/dev/null),$(BIN)/uv)
READY := $(VENV)/.ready

.PHONY: help setup system course lab test test-all test-scale test-data lowest newest check bench clean lock
.DEFAULT_GOAL := help

help:  ## show these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(READY): constraints.txt pyproject.toml
	@echo "Setting up $(VENV) (once, about a minute)"
	@test -x $(BIN)/python || $(PY) -m venv $(VENV)
	@command -v uv >/dev/null 2>&1 || test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet uv
	@$(UV) pip install --quiet --compile-bytecode --require-hashes --python $(BIN)/python -r constraints.txt
	@$(UV) pip install --quiet --no-deps --no-build-isolation --python $(BIN)/python --editable .
	@touch $@

setup: $(READY)  ## make .venv with the pinned versions

course: setup  ## run every lesson and build the site; LANGUAGE=zh-Hans adds the Chinese one
	@$(BIN)/ecopark course --jobs $(JOBS) $(if $(LANGUAGE),--language $(LANGUAGE))

lab: setup  ## open JupyterLab on the course
	@$(BIN)/ecopark lab

system:  ## install chromium, fonts and bubblewrap from Debian, where they are absent and can be (for test-all)
	@{ command -v chromium && command -v bwrap && fc-list :lang=zh | grep -q . && fc-list :lang=th | grep -q . ; } \
	  >/dev/null 2>&1 || \
	  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y \
	    chromium bubblewrap fontconfig fonts-noto-cjk fonts-tlwg-garuda-otf; } >/dev/null 2>&1 || \
	  echo "chromium, bubblewrap or fonts cannot be installed here: the tests that need them will be skipped"

test: check  ## what every change must pass: format, lint, types, unit tests, doctests, data, notebooks
	@$(BIN)/python -m pytest --numprocesses $(JOBS) --dist loadgroup -m "not full"

test-all: setup  ## the rest: browsers, JupyterLab, the wheel, nbgrader, all variants, hostile notebooks
	@$(BIN)/python -m pytest --numprocesses $(JOBS) --dist loadgroup -m full

test-scale: setup  ## the same answers on Spark (loads PySpark, half a gigabyte; needs Java 17)
	@$(UV) pip install --quiet --no-deps --require-hashes --python $(BIN)/python --target build/spark -r benchmarks/spark.txt
	@PYTHONPATH=build/spark $(BIN)/python -m pytest -m spark tests/test_spark.py

test-data: setup  ## the tables from published packages, made anew, are the same bytes (downloads 20 MB)
	@ECOPARK_DOWNLOADS=1 $(BIN)/python -m pytest -m downloads tests/test_real_panels.py

lowest: setup  ## the tests with the lowest versions that pyproject.toml allows; ARGS are pytest's
	@$(call in-versions,lowest,lowest-direct,3.11)

newest: setup  ## the tests with the newest versions that it allows (both resolve and load anew)
	@$(call in-versions,newest,highest,$(PY))

# An environment of its own in build/. The quotes let ARGS hold words with spaces: ARGS='-m "not slow"'.
define in-versions
mkdir -p build && $(UV) venv --quiet --clear --python $(3) build/$(1) && \
  $(UV) pip compile --quiet --upgrade --resolution $(2) --python build/$(1)/bin/python --no-header \
    --all-extras pyproject.toml -o build/$(1).txt && \
  $(UV) pip install --quiet --compile-bytecode --python build/$(1)/bin/python -r build/$(1).txt && \
  $(UV) pip install --quiet --no-deps --no-build-isolation --python build/$(1)/bin/python --editable . && \
  build/$(1)/bin/python -m pytest --numprocesses $(JOBS) --dist loadgroup $(ARGS)
endef

check: setup  ## format, lint, types and imports only
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/ruff check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

bench: setup  ## speed, side by side with what people would use instead
	@$(BIN)/python -m benchmarks

lock:  ## pin the newest allowed versions into constraints.txt (needs uv)
	@uv pip compile --quiet --upgrade --universal --python-version 3.11 --no-header --generate-hashes \
	  --all-extras pyproject.toml -o constraints.txt

clean:  ## remove what was built; the sources stay
	@rm -rf build $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
