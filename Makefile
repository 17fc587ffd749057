# Everything that one does with Yizhan. `make` alone lists it.

# The manifest's import order is enforced in every build.
FLAGS = --explicit-target-dependency-import-check error
PORT = 8080
# Where the demonstration keeps its database, files and keys. `make clean-demo` begins anew.
DATA = data/demo
CLOCK = 2020-11-16T09:00:00+08:00

.PHONY: help setup build run test prove bench lint clean-demo

help:
	@echo "make run         set up, build, and serve the demonstration on http://127.0.0.1:$(PORT)"
	@echo "make test        every test: units, both databases, the walkthrough, journeys in a browser"
	@echo "make lint        style and laws"
	@echo "make bench       side by side with others, as a table"
	@echo "make prove       the tests with their full counts"
	@echo "make build       a release build alone"
	@echo "make clean-demo  forget the demonstration's data"

setup:
	@scripts/setup run

build: setup
	swift build -c release --product yizhan $(FLAGS)

run: build
	@mkdir -p $(DATA)
	exec .build/release/yizhan serve --demo --database $(DATA)/demo.sqlite --port $(PORT) --clock $(CLOCK)

test:
	@scripts/setup run test
	@FLAGS="$(FLAGS)" scripts/test

prove:
	@scripts/setup run test
	@FLAGS="$(FLAGS)" YIZHAN_PROVE=1 scripts/test

bench:
	@scripts/setup run bench
	swift build -c release --product yizhan $(FLAGS)
	@.venv/bench/bin/python bench/run.py

lint:
	@scripts/setup run
	@scripts/lint

clean-demo:
	rm -rf $(DATA)
