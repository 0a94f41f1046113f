# Everything starts here: `make demo`, `make test`. Each target does the set-up that it needs, and nothing twice.
SPEC ?= split a dinner bill, with tip, between friends

# The sentence as it was typed: quotes and dollars reach the program through its environment, untouched by shell or make.
export MAYFLY_SPEC := $(value SPEC)
unexport SPEC
export PATH := $(PATH):/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
PY := .venv/bin/python
# What is in the images too is here in the same version, so that tests prove what apps will meet.
PINS := sandbox/runtime/app.txt sandbox/runtime/tester.txt

.PHONY: demo test test-slow check bench bench-debug bench-generator bench-sandbox pictures ui clean setup ready

setup: .venv/.done

.venv/.done: pyproject.toml $(PINS)
	@python3 -c 'import ensurepip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo 'Setting up: Python with venv'; began=$$(date +%s); \
	  sudo=$$(test "$$(id -u)" = 0 || echo sudo); \
	  $$sudo apt-get -qq update && \
	  $$sudo env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends python3 python3-venv && \
	  echo "  done in $$(($$(date +%s) - began)) s"; }
	@echo 'Setting up: the Python environment'; began=$$(date +%s); \
	{ $(PY) -m pip --version >/dev/null 2>&1 || python3 -m venv --clear .venv; } && \
	$(PY) -m pip install --quiet --disable-pip-version-check $(PINS:%=--constraint %) --editable '.[local,dev]' && \
	touch $@ && echo "  done in $$(($$(date +%s) - began)) s"

ready: setup
	@.venv/bin/mayfly doctor --fix

demo: ready
	@.venv/bin/mayfly new -- "$$MAYFLY_SPEC"

check: setup
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	$(PY) -m pytest -q tests/test_architecture.py

# Three files at a time, as half of it is waiting; but the hostile apps by themselves: nobody else may slow their neighbour.
# What fails is run once more by itself: a machine that was too busy for it is told from a fault.
HOSTILE := tests/sandbox/hostile
PYTEST := $(PY) -m pytest -m "not slow"
AGAIN := || { test $$? = 1 && echo 'Once more, by themselves: the tests that failed.' && $(PYTEST) --last-failed
test: check ready
	$(PYTEST) -n 3 --dist loadfile --no-loadscope-reorder --ignore $(HOSTILE) --ignore tests/test_architecture.py \
	  $(AGAIN) --ignore $(HOSTILE) --ignore tests/test_architecture.py; }
	$(PYTEST) $(HOSTILE) $(AGAIN) $(HOSTILE); }

test-slow: ready
	$(PY) -m pytest -m slow

bench: ready
	$(PY) -m tests.bench

bench-generator: ready
	$(PY) -m tests.bench.share

bench-debug: ready
	$(PY) -m tests.bench.debug

bench-sandbox: ready
	$(PY) -m tests.bench.sandbox

pictures: ready
	$(PY) -m tests.pictures
	$(PY) -m tests.pictures_terminal

ui: ready
	.venv/bin/mayfly ui

# Leaves the shelf, the weights and the images; `mayfly sweep --images` removes the images too.
clean:
	-@test ! -x .venv/bin/mayfly || .venv/bin/mayfly sweep
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache dist build
