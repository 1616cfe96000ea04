# The commands of this project; `make` alone lists them. What has been built is remembered, so a second call is instant.
# Python 3.11 to 3.13, git and make are enough; another interpreter: make PYTHON=/path/to/python3.12 run

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
# Bytecode is compiled at once: where Python may not write it, every import would cost three times as much, every time.
UV := $(VENV)/bin/uv pip install --quiet --compile-bytecode --python $(PY)
SOURCES := plugins dags tests benchmarks
WORKERS ?= 2
# A file's tests stay together, in the order in which they come (tests/conftest.py).
SIDE_BY_SIDE = -n $(WORKERS) --dist loadscope --no-loadscope-reorder
MUTATIONS ?= 10000
KILLS ?= 200
AIRFLOW_KILLS ?= 20
OUTAGES ?= 6
TOWNS ?= 24
MONTHS ?= 12
SEED ?= 1
export PYTHONPATH := $(CURDIR)/plugins

.DEFAULT_GOAL := help
.PHONY: help setup run cluster test test-system fuzz faults soak lint style types layers sql bench lock sbom audit clean

help:  ## list the commands
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "make %-12s %s\n", $$1, $$2}'

setup: $(VENV)/.setup  ## build .venv and the command .venv/bin/huizong

$(VENV)/bin/uv:
	@command -v $(PYTHON) >/dev/null || { echo "huizong: there is no $(PYTHON): install Python 3.11 to 3.13, or say make PYTHON=/path/to/python3.12 …" >&2; exit 1; }
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; (3, 11) <= v < (3, 14) or sys.exit("huizong: Python 3.11 to 3.13 is needed, $(PYTHON) is %d.%d: say make PYTHON=/path/to/python3.12 …" % v)'
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { echo "huizong: $(PYTHON) lacks its venv module: install the package python3-venv, or use another Python" >&2; exit 1; }
	@echo "building .venv"
	@$(PYTHON) -m venv $(VENV)
	@$(PY) -m pip install --quiet --quiet --disable-pip-version-check uv

$(VENV)/.setup: requirements.txt Makefile | $(VENV)/bin/uv
	@echo "installing requirements.txt"
	@$(UV) -r requirements.txt
	@printf '%s\n' '#!$(CURDIR)/$(PY)' 'import sys' 'sys.path.insert(0, "$(CURDIR)/plugins")' 'from huizong.cli import main' 'main()' > $(VENV)/bin/huizong
	@chmod +x $(VENV)/bin/huizong
	@touch $@

$(VENV)/.cluster: requirements-cluster.txt $(VENV)/.setup
	@echo "installing requirements-cluster.txt"
	@$(UV) -r requirements-cluster.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.setup
	@echo "installing requirements-dev.txt"
	@$(UV) -r requirements-dev.txt
	@touch $@

run: $(VENV)/.setup  ## run the system: database, Airflow, samples; Ctrl-C ends it (ONCE=1 ends after publishing)
	@exec $(PY) -m huizong_airflow.stack

cluster: $(VENV)/.cluster  ## run the system as a cluster: Redis (Debian package redis-server) and HUIZONG_WORKERS Celery workers (2); Ctrl-C ends it
	@exec $(PY) -m huizong_airflow.cluster

test: $(VENV)/.dev  ## run the tests that need Python alone
	@$(PY) -m pytest -m "not system" -q $(SIDE_BY_SIDE)

fuzz: $(VENV)/.dev  ## look for new examples of the properties at random (minutes; what it finds belongs into a test)
	@$(PY) -m pytest -q -n $(WORKERS) --hypothesis-profile=search $$(grep -rl "from hypothesis import" tests --include="test_*.py")

faults: $(VENV)/.dev  ## hours of faults: MUTATIONS=10000 of good files, KILLS=200 of a run, AIRFLOW_KILLS=20 and OUTAGES=6 of a running system and its database, one outage at each step of a run
	@$(PY) -m tests.faults.fuzzing --count $(MUTATIONS) --seed $(SEED)
	@$(PY) -m tests.faults.killing --count $(KILLS) --seed $(SEED)
	@$(PY) -m tests.faults.killing_airflow --count $(AIRFLOW_KILLS) --seed $(SEED)
	@$(PY) -m tests.faults.outages --count $(OUTAGES) --seed $(SEED)
	@$(PY) -m tests.faults.outages_of_a_run

soak: $(VENV)/.dev  ## a county's year through a running system, an hour or less: TOWNS=24 MONTHS=12; what its processes take, every promise in the end
	@$(PY) benchmarks/soak.py $(TOWNS) $(MONTHS) $(SEED)

test-system: $(VENV)/.dev $(VENV)/.cluster  ## run the tests that need Debian packages (docker-compose, chromium, libreoffice-calc, libreoffice-writer, fonts-noto-cjk, openssh-server, openssh-client, acl, redis-server, prometheus, samba, smbclient)
	@$(PY) -m pytest -m system -q $(SIDE_BY_SIDE)

lint: $(VENV)/.dev  ## check style, types and SQL
	@$(MAKE) --no-print-directory --jobs $(WORKERS) --keep-going --output-sync types sql layers style

style:
	@$(PY) -m ruff check $(SOURCES)
	@$(PY) -m ruff format --check $(SOURCES)

types:
	@$(PY) -m mypy -p huizong -p huizong_airflow

layers:
	@$(VENV)/bin/lint-imports --no-cache > $(VENV)/lint-imports.log || { cat $(VENV)/lint-imports.log; exit 1; }

sql:
	@$(PY) -m sqlfluff lint --processes $(WORKERS) --disable-progress-bar -q include/sql

bench: $(VENV)/.dev  ## measure beside alternatives: reading, prose, the whole flow, waves as history grows, a check, drop to receipt, reminders, the board
	@$(PY) benchmarks/reading.py
	@$(PY) benchmarks/prose.py
	@$(PY) benchmarks/pipeline.py
	@$(PY) benchmarks/history.py
	@$(PY) benchmarks/check.py
	@$(PY) benchmarks/latency.py
	@$(PY) benchmarks/board.py
	@$(PY) benchmarks/reminders.py

lock: $(VENV)/bin/uv  ## compile requirements.in, requirements-cluster.in and requirements-dev.in anew
	@$(VENV)/bin/uv pip compile --quiet --universal --no-header --python-version 3.11 --no-emit-index-url --no-emit-find-links --generate-hashes requirements.in -o requirements.txt
	@$(VENV)/bin/uv pip compile --quiet --universal --no-header --python-version 3.11 --no-emit-index-url --no-emit-find-links --generate-hashes requirements-cluster.in -o requirements-cluster.txt
	@$(VENV)/bin/uv pip compile --quiet --universal --no-header --python-version 3.11 --no-emit-index-url --no-emit-find-links --generate-hashes requirements-dev.in -o requirements-dev.txt

sbom: $(VENV)/bin/uv  ## write sbom.json: what the running system is made of (CycloneDX), and sbom-cluster.json: what a cluster needs beside it
	@$(VENV)/bin/uv tool run --quiet --from cyclonedx-bom==7.5.0 cyclonedx-py requirements --of JSON --output-reproducible -o sbom.json requirements.txt
	@$(VENV)/bin/uv tool run --quiet --from cyclonedx-bom==7.5.0 cyclonedx-py requirements --of JSON --output-reproducible -o sbom-cluster.json requirements-cluster.txt

audit: $(VENV)/bin/uv  ## ask for known advisories on what is locked (needs the network)
	@$(VENV)/bin/uv tool run --quiet --from pip-audit==2.10.1 pip-audit --disable-pip --no-deps -r requirements.txt -r requirements-cluster.txt

clean:  ## remove .venv and caches; the data in .state stay
	@rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find $(SOURCES) -name __pycache__ -type d -prune -exec rm -rf {} +
