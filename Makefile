# make brief   write the Pakistan-Russia brief            make brief ARTICLE=file.txt   with an article read into it
# make test    everything that is checked, from nothing   make check   the same without Chromium's set-up
PYTHON ?= python3
BIN := .venv/bin
SET_UP := .venv/.set-up-$(shell cat requirements.lock pyproject.toml 2>/dev/null | cksum | cut -d' ' -f1)
SHARED := $(wildcard ../shared/data)

.PHONY: brief test check lint types floors chromium lock bench clean set-up

brief: $(SET_UP)
	@mkdir -p brief
	@$(BIN)/detente brief PAK RUS $(if $(ARTICLE),--article "$(ARTICLE)") -o brief/pakistan-russia.html

test: $(SET_UP) chromium check

check: lint types floors $(SET_UP)
	$(BIN)/pytest -q -n auto

lint: $(SET_UP)
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/ruff format --check src tests benchmarks

types: $(SET_UP)
	$(BIN)/mypy

floors: $(SET_UP)
	$(BIN)/lint-imports

# Pages are tested in a real browser. Where none is there and none can be installed, those tests are deselected, and said so.
chromium:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || \
	 { command -v apt-get >/dev/null && [ "$$(id -u)" = 0 ] && apt-get update -qq && \
	   DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; } || \
	 echo "No Chromium here and none could be installed: the page tests are left out."

set-up: $(SET_UP)
$(SET_UP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit("Detente needs Python 3.11 or newer; this is " + sys.version.split()[0] + ". Set PYTHON=.") if sys.version_info < (3, 11) else None'
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index --editable .
	@rm -f .venv/.set-up-*
	@touch $@

lock:
	$(PYTHON) -m venv .venv-lock
	.venv-lock/bin/pip install --quiet pip-tools
	.venv-lock/bin/pip-compile --quiet --generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-header \
		--no-annotate --strip-extras --allow-unsafe --output-file requirements.lock requirements.in
	rm -r .venv-lock

bench: $(SET_UP)
	@for f in benchmarks/*.py; do echo "== $$f"; $(BIN)/python $$f || exit 1; done

clean:
	rm -rf .venv brief .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
