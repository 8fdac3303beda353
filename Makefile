PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: setup run test lint models accept bench clean
.DEFAULT_GOAL := run

$(VENV)/.run: requirements.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check $(PIP_ARGS) -r requirements.txt
	touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.run
	$(BIN)/python -m pip install -q --disable-pip-version-check $(PIP_ARGS) -r requirements-dev.txt
	touch $@

# The environment, the bundled checkpoints, and the code compiled, so that the first start need not.
setup: $(VENV)/.run
	$(BIN)/python -m models.expand
	$(BIN)/python -m compileall -q app.py analyse.py articles components models

run: setup
	$(BIN)/streamlit run app.py

test: setup $(VENV)/.dev lint
	$(BIN)/python -m pytest

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

# Fetch the hub models; can be stopped and started again.
models: setup
	$(BIN)/python -m models.fetch

# Prove the hub models on this machine (fetches them first).
accept: models
	$(BIN)/python -m models.accept

# How fast, on this machine. `pip install -r requirements-bench.txt` adds camel-tools to what is compared.
bench: $(VENV)/.dev setup
	$(BIN)/python -m benchmarks.ner
	$(BIN)/python -m benchmarks.runtimes
	$(BIN)/python -m benchmarks.stages
	$(BIN)/python -m benchmarks.startup
	$(BIN)/python -m benchmarks.stance
	$(BIN)/python -m benchmarks.length
	$(BIN)/python -m benchmarks.cluster
	$(BIN)/python -m benchmarks.scale --counts 100 300
