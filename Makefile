# One word each. `make` alone prints them.
.DEFAULT_GOAL := help
.PHONY: help demo install test lint types contracts format gallery faults bench replug soak chaos chaos-long fuzz audit sbom clean
MAKEFLAGS += --no-print-directory
BIN := .venv/bin
# Tests mostly wait for windows, browsers and clocks: one more at a time than there are processors.
WORKERS = $(shell expr $$(nproc) + 1)

help: ## print these words
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 12

demo: ## run a whole centre here: server, kiosk, board, desks
	@tools/prepare run
	@$(BIN)/motcua demo

install: ## install into .venv what running it needs; then .venv/bin/motcua
	@tools/prepare run

test: ## install what tests need, check everything, run the suite
	@tools/prepare tests
	@$(MAKE) lint types contracts
	@$(BIN)/pytest -n $(WORKERS) --dist worksteal

lint: ## check style and format
	@tools/prepare code
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check

types: ## check types, strictly
	@tools/prepare code
	@$(BIN)/mypy

contracts: ## check who imports whom
	@tools/prepare code
	@$(BIN)/lint-imports --no-logo

format: ## put the code into its format
	@tools/prepare code
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

gallery: ## photograph every screen, board, page and slip into docs/gallery
	@tools/prepare tests
	@$(BIN)/python -m tools.gallery

faults: ## play the fault list of printers on a running centre, and photograph what citizens see
	@tools/prepare tests
	@$(BIN)/python -m tools.gallery faults

# The server's table runs these itself.
OTHER_FIGURES = $(filter-out $(addprefix bench.,server tickets fanout core edge history),$(patsubst bench/%.py,bench.%,$(wildcard bench/*.py)))

bench: ## measure
	@tools/prepare code
	@$(BIN)/python -m bench.server --page docs/performance.md
	@set -e; for each in $(OTHER_FIGURES); do $(BIN)/python -m $$each; done

replug: ## pull and plug printers, scanners, signs and a keypad at random for an hour
	@tools/prepare code
	@$(BIN)/python -m bench.replug --seconds 3600

soak: ## a centre at work for a day and a night, and what its memory and handles do
	@tools/prepare tests
	@MALLOC_ARENA_MAX=2 $(BIN)/python -m chaos.soak --hours 24

chaos: ## make everything go wrong that can, and check that nothing is lost
	@tools/prepare tests
	@$(BIN)/python -m chaos

chaos-long: ## the same for a night
	@tools/prepare tests
	@$(BIN)/python -m chaos --long

fuzz: ## a minute of atheris at each reader of what strangers send; needs a network the first time
	@tools/prepare code
	@tools/fuzz

audit: ## ask for known weaknesses of what we depend on; needs a network
	@tools/prepare code
	@tools/components audit

sbom: ## write the list of components, CycloneDX, into dist
	@tools/prepare code
	@tools/components sbom

clean: ## remove what was made here, the environment too
	@rm -rf .venv .tools .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache dist
	@find . -name __pycache__ -prune -exec rm -rf {} +
