.DEFAULT_GOAL := help
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PORT ?= 8501
DELIVERIES ?=

# Root installs as it is; others through sudo where there is one.
AS_ROOT := $(shell [ "$$(id -u)" = 0 ] || command -v sudo || true)

help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

install: $(STAMP) ## Install the locked dependencies in .venv

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Expected Python 3.11 or newer, found $$($(PYTHON) --version). Use: make PYTHON=python3.12 ..."; exit 2; }
	@[ -x $(BIN)/pip ] || $(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); \
	  echo "This Python cannot make environments yet; installing python3-venv."; \
	  $(AS_ROOT) apt-get update -qq && $(AS_ROOT) apt-get install -y -qq python3-venv && $(PYTHON) -m venv $(VENV); }
	@echo "Installing the locked dependencies ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(STAMP) ## Synthetic deliveries, a release and the running dashboard
	$(BIN)/zorgcapaciteit demo --port $(PORT)

serve: $(STAMP) ## The dashboard on the published release
	$(BIN)/zorgcapaciteit serve --port $(PORT)

refresh: $(STAMP) ## Take in deliveries: make refresh DELIVERIES="deliveries/2024 deliveries/2025"
	@[ -n "$(DELIVERIES)" ] || { echo 'Name the folders: make refresh DELIVERIES="deliveries/2024"'; exit 2; }
	$(BIN)/zorgcapaciteit refresh $(DELIVERIES) --publish

check: $(STAMP) ## Format, lint, types and the arrows between the rooms
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

chromium:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || { \
	  echo "Installing Chromium for the browser tests ..."; \
	  $(AS_ROOT) apt-get update -qq; \
	  $(AS_ROOT) apt-get install -y -qq chromium >/dev/null || $(AS_ROOT) apt-get install -y -qq chromium-browser >/dev/null; }

restic:
	@command -v restic >/dev/null || { echo "Installing restic, which makes the back-ups ..."; \
	  $(AS_ROOT) apt-get update -qq; $(AS_ROOT) apt-get install -y -qq restic >/dev/null; }

nginx:
	@PATH="$$PATH:/usr/sbin" command -v nginx >/dev/null || { echo "Installing nginx, the proxy in front ..."; \
	  $(AS_ROOT) apt-get update -qq; \
	  DEBIAN_FRONTEND=noninteractive $(AS_ROOT) apt-get install -y -qq --no-install-recommends nginx-light >/dev/null; }

softhsm:
	@command -v softhsm2-util >/dev/null || { echo "Installing SoftHSM2, a key service for the tests ..."; \
	  $(AS_ROOT) apt-get update -qq; $(AS_ROOT) apt-get install -y -qq --no-install-recommends softhsm2 >/dev/null; }

oidc-provider: $(STAMP)
	@command -v npm >/dev/null || { echo "Installing Node.js, for a provider of identities that the tests start ..."; \
	  $(AS_ROOT) apt-get update -qq; $(AS_ROOT) apt-get install -y -qq --no-install-recommends nodejs npm >/dev/null; }
	@cmp -s tests/node/package-lock.json $(VENV)/node/package-lock.json || { mkdir -p $(VENV)/node; \
	  cp tests/node/package*.json $(VENV)/node/; \
	  npm ci --silent --no-audit --no-fund --ignore-scripts --prefix $(VENV)/node || { rm -rf $(VENV)/node; exit 1; }; }

test: $(STAMP) check chromium restic nginx softhsm oidc-provider ## Every test, browser included
	$(BIN)/pytest -n 2 --dist loadgroup

test-unit: $(STAMP) ## Functions and laws, in seconds
	$(BIN)/pytest -n 2 tests/unit tests/property

test-browser: $(STAMP) chromium ## Journeys in Chromium
	$(BIN)/pytest tests/browser

bench: $(STAMP) ## Speed as ratios to named baselines
	for script in bench/[!_]*.py; do $(BIN)/python -m bench.$$(basename $$script .py); done

texts: $(STAMP) ## Gather the texts of the screens into each translation, and name those still to translate
	$(BIN)/python -m pages.locale.gather

pictures: $(STAMP) chromium ## Draw the pictures of all screens again: make pictures HOME_DIR=var
	$(BIN)/python -m docs.images.make $(or $(HOME_DIR),var)

audit: ## Known faults of the locked dependencies (asks PyPI)
	@[ -x .venv-audit/bin/pip-audit ] || { $(PYTHON) -m venv .venv-audit && .venv-audit/bin/pip install --quiet pip-audit; }
	.venv-audit/bin/pip-audit --requirement requirements.lock --require-hashes --disable-pip --strict --progress-spinner off

lock: ## Renew requirements.lock (needs uv)
	uv pip compile --universal --generate-hashes --python-version 3.11 --extra dev pyproject.toml -o requirements.lock --quiet --no-header --no-annotate

clean: ## Remove the environment, the demo's home and its deliveries
	rm -rf $(VENV) .venv-audit var deliveries

.PHONY: help install demo serve refresh check chromium restic nginx softhsm oidc-provider test test-unit test-browser bench texts pictures audit lock clean
