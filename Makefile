# Each command is a module of cixi_ip/setup; this file only finds a Python that is new enough.
#   make run    [HOST=127.0.0.1] [PORT=8000]   make demo [PORT=8001]
#   make test   [ARGS="tests/stats -k growth"] [BROWSER=0] [COVERAGE=1]
#   make soak   the long forms of some tests, about half an hour

NEW_ENOUGH = import sys; sys.exit(sys.version_info < (3, 11))
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c '$(NEW_ENOUGH)' 2>/dev/null && echo $$python && break; done)
SETUP = $(or $(PYTHON),$(error 没有找到 Python 3.11 或更新的版本，请先安装，例如 apt-get install python3)) -m cixi_ip.setup

.PHONY: run demo test soak check bench

run:
	@exec $(SETUP).run

demo:
	@exec $(SETUP).run demo

test:
	@exec $(SETUP).test

soak:
	@exec $(SETUP).soak

check:
	@exec $(SETUP).check

bench:
	@exec $(SETUP).bench
