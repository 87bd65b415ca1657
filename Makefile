# The commands of this project. `make demo` and `make test` work on a fresh Debian or Ubuntu.

BIN := .venv/bin
# Tests run beside each other in this many processes; a file stays in one process.
JOBS ?= 2

export LC_ALL = C.UTF-8
export PYTHONUTF8 = 1

.PHONY: help setup setup-tests demo test test-long check lock

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

setup: ## install what is missing to run the product
	@scripts/setup

setup-tests:
	@scripts/setup --tests

demo: setup ## demo data, web, worker and beat; prints the address and the logins
	@$(BIN)/python manage.py demo

test: setup-tests check ## the checks and the whole suite, the browser included
	$(BIN)/pytest -q -n $(JOBS) --dist loadfile -m "not long"

test-long: setup-tests ## what takes longer than the fifteen minutes of `make test`
	$(BIN)/pytest -q -m long

check: setup-tests ## style, types, layers, migrations, sizes, translations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy project workflows letters requests_app
	$(BIN)/lint-imports
	DJANGO_SETTINGS_MODULE=project.settings_test $(BIN)/python manage.py check --fail-level WARNING
	DJANGO_SETTINGS_MODULE=project.settings_test $(BIN)/python manage.py makemigrations --check --dry-run
	$(BIN)/python scripts/check_sizes.py
	$(BIN)/python scripts/check_translations.py
	DJANGO_SETTINGS_MODULE=project.settings_test $(BIN)/python manage.py law_to_code --check

lock: ## requirements.lock from pyproject.toml, for every Python from 3.11 on, with hashes
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate \
		--custom-compile-command "make lock" --quiet --output-file requirements.lock
