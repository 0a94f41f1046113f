# Everything starts here: `make demo`, `make test`. Each target does the set-up it needs.
SPEC ?= split a dinner bill, with tip, between friends
PY := .venv/bin/python

.PHONY: demo test test-slow check bench ui clean setup ready

setup: .venv/.done

.venv/.done: pyproject.toml
	@python3 -c 'import ensurepip' 2>/dev/null || (apt-get update -q && apt-get install -y --no-install-recommends python3-venv)
	@test -x $(PY) || python3 -m venv .venv
	$(PY) -m pip install --quiet --disable-pip-version-check -e '.[local,dev]'
	@touch $@

ready: setup
	.venv/bin/mayfly doctor --fix

demo: ready
	.venv/bin/mayfly new "$(SPEC)"

check: setup
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy
	$(PY) -m pytest -q tests/test_architecture.py

test: check ready
	$(PY) -m pytest -m "not slow"

test-slow: ready
	$(PY) -m pytest -m slow

bench: ready
	$(PY) -m tests.bench

ui: ready
	.venv/bin/mayfly ui

clean:
	-.venv/bin/mayfly sweep
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache dist build
