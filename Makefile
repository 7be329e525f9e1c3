# Everything sets itself up in .venv/. Needs make, Python 3.11 or newer, and a package index.
#
#   make crawl                                  the bundled demo web, kept in demo-data/
#   make crawl URL=https://news.example/        a real site, kept in data/
#   make crawl ARGS="-s CLOSESPIDER_ITEMCOUNT=9"    whatever else `scrapy crawl` takes
#   make test ARGS="-k dates"                   the checks and the tests; ARGS goes to pytest
#   make test WORKERS=0                         in one process instead of two, as a debugger wants it
#   make scrapyd                                a scrapyd on loopback with the project deployed, kept in scrapyd-data/
#   make lint | docs | picture | soak | hostile | clean
#   make PYTHON=/opt/python/bin/python3 ...     the Python that .venv/ is made with

.PHONY: crawl scrapyd test lint browser docs picture soak hostile clean
.DEFAULT_GOAL := crawl

BIN = .venv/bin
WORKERS = 2
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check
PYTHONS = $(if $(PYTHON),"$(PYTHON)",python3.13 python3.12 python3.11 python3)
export URL

crawl: .venv/crawl-ready
ifdef URL
	@$(BIN)/scrapy crawl site -a "url=$$URL" $(ARGS)
else
	@$(BIN)/scrapy crawl site -a url=demo -s NEWSCRAWL_DATA=demo-data $(ARGS)
endif

scrapyd: .venv/scrapyd-ready
	@$(BIN)/python -m newscrawl.serving $(ARGS)

test: lint browser
	@$(BIN)/python -m pytest -m "not soak" -n $(WORKERS) --dist loadfile $(ARGS)

lint: .venv/test-ready
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

# The tests' browser: the system's or Playwright's own; where there is none it is installed, as root on Debian by apt.
browser: .venv/test-ready
	@if $(BIN)/python -m tests.browser; then :; \
	elif [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    echo "Installing Debian's chromium for the tests"; \
	    { apt-get -qq update && apt-get -qq install -y chromium; } >/dev/null; \
	else $(BIN)/playwright install chromium; fi || echo "No browser could be installed: tests that need one are skipped"

soak: .venv/test-ready
	@$(BIN)/python -m pytest -m soak $(ARGS)

hostile: .venv/test-ready
	@$(BIN)/python -m bench.hostile $(ARGS)

docs: .venv/crawl-ready
	@$(BIN)/python -m newscrawl.dataset.schema > docs/fields.new
	@mv docs/fields.new docs/fields.md

picture: .venv/test-ready
	@$(BIN)/python -m bench.picture docs/run.svg

clean:
	@rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis build dist *.egg-info demo-data

# A candidate may be there and yet not run: pyenv's shims are.
define MAKE_VENV
lacking=; for python in $(PYTHONS); do \
    "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || continue; \
    "$$python" -c 'import ensurepip, venv' 2>/dev/null || { lacking=$$python; continue; }; \
    exec "$$python" -m venv --clear .venv; \
done; \
if [ "$$lacking" ]; then \
    echo "$$lacking lacks ensurepip: install its venv package (python3-venv), or name another: make PYTHON=..."; \
else \
    echo 'Python 3.11 or newer is needed, and not found as '$(PYTHONS)': install it, or name it: make PYTHON=...'; \
fi >&2; \
exit 1
endef

# The stamps are younger than the requirements that they stand for.
.venv/crawl-ready: requirements.txt
	@$(BIN)/python -c 'import pip, sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || ( $(MAKE_VENV) )
	@echo "Installing requirements.txt into .venv/"
	@$(INSTALL) -r requirements.txt
	@touch $@

.venv/scrapyd-ready: .venv/crawl-ready requirements-scrapyd.txt
	@echo "Installing requirements-scrapyd.txt into .venv/"
	@$(INSTALL) -r requirements-scrapyd.txt
	@touch $@

.venv/test-ready: .venv/crawl-ready requirements-test.txt requirements-postgresql.txt requirements-dataset.txt \
                   requirements-scrapyd.txt
	@echo "Installing requirements-test.txt into .venv/"
	@$(INSTALL) -r requirements-test.txt
	@touch $@
