# Every command that a developer needs. `make` alone lists them.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run tour manual test test-postgres check format texts cover fuzz drill bench package package-bullseye installer lock setup libraries clean

PYTHON ?= python3
BIN := .venv/bin
HOME_HERE := $(CURDIR)/.run
DISPLAYED := $(DISPLAY)$(WAYLAND_DISPLAY)
HEADLESS := $(if $(DISPLAYED),,QT_QPA_PLATFORM=offscreen)

help: ## This list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-16s %s\n", $$1, $$2 }' Makefile

run: $(if $(DISPLAYED),window,tour) ## Open the program on its own database in .run/ (without a display: the tour)

.PHONY: window
window: setup
	ONEVISIT_HOME="$(HOME_HERE)" $(BIN)/python -m desktop

tour: setup ## Play three visitors through the real screens; pictures and slips into .run/tour
	@rm -rf "$(HOME_HERE)/tour"
	ONEVISIT_HOME="$(HOME_HERE)" $(HEADLESS) $(BIN)/python -m desktop tour --out "$(HOME_HERE)/tour"
	@echo
	@echo "Pictures of every screen: $(HOME_HERE)/tour/screens"
	@echo "Slips and papers:         $(HOME_HERE)/tour/slips, $(HOME_HERE)/tour/papers"
	@echo "What took how long:       $(HOME_HERE)/tour/report.json"

manual: setup ## Make the manual's pictures anew, in both languages, into resources/manual/pictures
	QT_QPA_PLATFORM=offscreen $(BIN)/python -m desktop tour --manual resources/manual/pictures

test: check ## Everything that must pass: check, then the tests
	@.ci/system-libraries test || echo "Without a browser the tests of the mobile site will be skipped."
	$(BIN)/pytest -n 2

test-postgres: setup ## The tests of use cases, database and journeys on a real PostgreSQL (or on ONEVISIT_TEST_SERVER)
	ONEVISIT_TEST_SERVER="$${ONEVISIT_TEST_SERVER:-own}" $(BIN)/pytest -n 2 tests/db tests/services tests/journeys

check: setup ## Format, lint, types, import directions, texts
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	.ci/texts --check
	.ci/readings --check
	.ci/sign-catalogue --check

format: setup ## Format the code and mend what can be mended by machine
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

texts: setup ## Bring what the screens say into resources/locale, compile it, sign the catalogue
	.ci/texts
	.ci/readings
	.ci/sign-catalogue

cover: setup ## The tests with coverage; rules and use cases must be covered to the last branch
	$(BIN)/pytest -n 2 --cov --cov-report=
	$(BIN)/coverage report
	$(BIN)/coverage report --include='desktop/domain/*,desktop/services/*' --fail-under=100

TIME ?= 60
FUZZED ?= numbers csv xlsx workbook applicant statuses answers attachment

fuzz: setup ## Look for bytes that break a reader, TIME seconds each (make fuzz TIME=600 FUZZED=xlsx)
	@mkdir -p .run/fuzz
	@for each in $(FUZZED); do \
	  $(BIN)/python -m tests.fuzz.fuzz $$each -max_total_time=$(TIME) -print_final_stats=1 \
	    -verbosity=0 -max_len=4096 -artifact_prefix=.run/fuzz/$$each- || exit 1; \
	done

ROUNDS ?= 300
ONLY ?=

drill: setup ## Kill, cut the power, fill, damage, forge: what is lost (make drill ONLY=F1,F6 ROUNDS=40)
	@.ci/system-libraries drill || echo "Without them some of the drills will be skipped."
	$(HEADLESS) $(BIN)/python -m tests.drill --rounds $(ROUNDS) $(if $(ONLY),--only $(ONLY))

bench: setup ## Speed as ratios: start, search, one slip, one saved case, lists of a million made cases
	$(HEADLESS) $(BIN)/python -m desktop.bench

package: setup ## Build the program for this kind of computer into dist/onevisit and let it test itself
	.ci/system-libraries package
	$(BIN)/pyinstaller --noconfirm --log-level WARN build.spec
	dist/onevisit/onevisit self-test --json
	@if command -v dpkg-deb >/dev/null; then .ci/deb; fi

package-bullseye: ## The .deb for glibc 2.31 and newer, built on Debian 11 and tried in bare 11 and 12 (root; see .ci/bullseye)
	.ci/bullseye

FROM ?= dist/onevisit

installer: ## The installer for Windows, of a folder made there (make installer FROM=folder; needs NSIS)
	.ci/installer "$(FROM)" dist

lock: ## Make requirements.lock anew from pyproject.toml (needs uv; newer versions with: make lock WITH=--upgrade)
	uv pip compile --quiet --universal --python-version 3.11 --all-extras --generate-hashes \
	  --no-header --no-annotate --no-emit-index-url --no-emit-find-links $(WITH) \
	  pyproject.toml --output-file requirements.lock
	sed -i '1i # Made by `make lock` from pyproject.toml. One file for Linux and Windows, x86_64 and aarch64, Python 3.11 to 3.13.' requirements.lock

setup: libraries .venv/.installed ## The virtual environment and the system libraries (the others do this by themselves)

libraries:
	@.ci/system-libraries

.venv/.locked: requirements.lock | libraries
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' \
	  || { echo "Python 3.11, 3.12 or 3.13 is needed; another one can be named: make $(MAKECMDGOALS) PYTHON=python3.12"; exit 1; }
	@echo "Setting up .venv from requirements.lock; this happens once and takes a few minutes."
	@rm -rf .venv
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps --require-hashes --requirement requirements.lock
	@touch $@

.venv/.installed: .venv/.locked pyproject.toml
	@$(BIN)/python -m pip install --disable-pip-version-check --quiet --no-deps --no-build-isolation --editable .
	@touch $@

clean: ## Remove what the commands made (.venv stays)
	rm -rf build dist .run .coverage htmlcov .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache *.egg-info
	find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +
