# Two commands for everybody: `make run` and `make test`. `make check` is what is run before a change lands, `make quick`
# what is run after each step towards it.
PYTHON ?= python3
BIN := .venv/bin
# What is installed is what the lock files name, file by file with its hash. pip refuses everything else.
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r
LOCK = UV_CUSTOM_COMPILE_COMMAND='make lock' $(BIN)/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url \
	--python-version 3.11 $(if $(UPGRADE),--upgrade)
# How git prints the Parquet files of data/published/, so that a difference is told in rows. Not where there is no git.
DIFF = @git config diff.figures.textconv '$(BIN)/python -m indicators rows' 2>/dev/null || true
# Tests start hundreds of processes. Without kept bytecode, which many containers turn off, each compiles the project.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: run test whole durability quick check format browser lock licences clean

run: .venv/run.stamp
	$(BIN)/python -m indicators serve

test: .venv/test.stamp browser
	$(BIN)/python -m pytest -n 2 --dist loadgroup

# What `make test` tries a share of, in bulk, is tried in full; that takes far longer.
whole: .venv/test.stamp browser
	WHOLE=1 $(BIN)/python -m pytest -n 2 --dist loadgroup

# The part of that which does harm to the store and the server; docs/reliability.md has its figures.
durability: .venv/test.stamp
	WHOLE=1 $(BIN)/python -m pytest -q -n 2 tests/durability

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

.venv/run.stamp: requirements.lock | .venv/bin/python
	$(INSTALL) requirements.lock
	$(DIFF)
	touch $@

.venv/test.stamp: requirements-dev.lock .venv-s3/test.stamp | .venv/bin/python
	$(INSTALL) requirements-dev.lock
	$(DIFF)
	touch $@

# The S3 that tests write into asks for other versions than the dashboard has.
.venv-s3/test.stamp: requirements-s3.lock
	$(PYTHON) -m venv .venv-s3
	$(subst .venv,.venv-s3,$(INSTALL)) requirements-s3.lock
	touch $@

# After a change to requirements.txt or requirements-dev.txt: everything they bring with them, for every system. The
# versions that are locked stay unless a pin asks for another one; UPGRADE=1 takes the newest of all.
lock: .venv/test.stamp
	$(LOCK) requirements.txt -o requirements.lock
	$(LOCK) requirements-dev.txt -c requirements.lock -o requirements-dev.lock
	$(LOCK) requirements-s3.txt -o requirements-s3.lock

# The licence of everything that the dashboard and its tests install, one package a line.
licences: .venv/test.stamp
	$(BIN)/pip-licenses --python $(BIN)/python --from=mixed --with-urls --order=license

clean:
	rm -rf .venv .venv-s3
