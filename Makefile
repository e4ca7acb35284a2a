# Every target first installs what it needs (uv, .venv) with the system's Python.
PYTHON ?= python3
LOCAL = @$(PYTHON) infra/local/bootstrap.py
MANAGE = $(LOCAL) run --profile test -- .venv/bin/python manage.py
LOAD = $(LOCAL) run --profile load -- .venv/bin/python manage.py
SCALE ?= 0.01
BANKS ?= 95

.DEFAULT_GOAL := help
.PHONY: help setup demo demo-reset test test-long lint format servers-test-stop openapi examples docs bench-deductions bench-export bench-eod bench-middleware bench-online bench-tenancy licences load-dataset replay screenshots

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-18s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## install all packages and build the console
	$(LOCAL) setup

demo: ## run the whole system with demonstration data (PORT=8000)
	$(LOCAL) demo

demo-reset: ## stop the demo and delete its data
	$(LOCAL) demo-reset

test: ## all checks and tests but the slow ones (JOBS=2)
	$(LOCAL) test

test-long: ## all checks and all tests, however long they take
	$(LOCAL) test-long

lint: ## static checks only
	$(LOCAL) lint

format: ## rewrite the code in the house style
	$(LOCAL) format

servers-test-stop: ## stop the test databases, which stay up between test runs
	$(LOCAL) servers stop --profile test

openapi: ## write the API descriptions of both faces to frontend/openapi, and the console's client of them
	$(MANAGE) export_openapi
	$(LOCAL) client

examples: ## record an example of each API operation that has none, or one that no longer fits
	@CREDIT_RECORD_EXAMPLES=1 $(PYTHON) infra/local/bootstrap.py run --profile test -- .venv/bin/python -m pytest -q tests/contracts/test_openapi_examples.py
	$(MANAGE) export_openapi
	$(LOCAL) client

bench-eod: ## measure one night over the opening book against its floor (SCALE=0.01 BANKS=95)
	$(LOAD) bench_eod --scale $(SCALE) --banks $(BANKS)

bench-deductions: ## measure a file of deductions for every open loan of one bank (SCALE=0.0375: 120,000 rows)
	$(LOAD) bench_deductions --scale $(SCALE)

bench-export: ## measure how fast lists become files, on the demo's data, against COPY and a bare XlsxWriter
	$(LOCAL) run --profile demo -- .venv/bin/python manage.py bench_export

bench-middleware: ## measure what the layers around a view cost, on the demo's data
	$(LOCAL) run --profile demo -- .venv/bin/python manage.py bench_middleware

bench-online: ## measure drawdowns, repayments and readings over HTTP against pgbench with a drawdown's statements
	$(LOAD) bench_online

bench-tenancy: ## measure stamping and migrating the banks' schemas
	$(MANAGE) bench_tenancy

docs: ## write the generated pages: errors, events, parameters, vouchers
	$(MANAGE) export_docs

load-dataset: ## load the province's opening book into databases of its own (SCALE=0.01 BANKS=95)
	$(LOAD) load_dataset --scale $(SCALE) --banks $(BANKS)

replay: ## replay the 41 days after the opening book; goes on where it was killed (SCALE=0.1 BANKS=95)
	$(LOAD) replay --scale $(SCALE) --banks $(BANKS)

licences: ## write the licences of all packages to docs/licences.md
	$(MANAGE) export_licences

screenshots: ## take the README's pictures from a running demo (PORT=8000)
	@.venv/bin/python -m infra.local.screenshots
