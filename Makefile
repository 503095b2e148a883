# Two commands for everybody: `make run` and `make test`. `make check` is what is run before a change lands, `make quick`
# what is run after each step towards it.
PYTHON ?= python3
BIN := .venv/bin
# Tests start hundreds of processes. Without kept bytecode, which many containers turn off, each compiles the project.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run test quick check format browser clean

run: .venv/run.stamp
	$(BIN)/python -m indicators serve

test: .venv/test.stamp browser
	$(BIN)/python -m pytest -n 2 --dist loadgroup

# All that is neither slow nor in a browser. What took over a second is listed: make it faster or mark it as slow.
quick: .venv/test.stamp
	$(BIN)/python -m pytest -q -n 2 --dist loadfile -m "not slow and not browser" --hypothesis-profile quick --durations 9 --durations-min 1

check: .venv/test.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

format: .venv/test.stamp
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# The browser tests fail without a browser, so make sure of one before they start.
browser: .venv/test.stamp
	$(BIN)/python -m tests.browser.chromium

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/run.stamp: requirements.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	touch $@

.venv/test.stamp: requirements.txt requirements-dev.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	touch $@

clean:
	rm -rf .venv data/store
