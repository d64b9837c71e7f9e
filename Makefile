# The two commands of the README: `make demo` runs the main job on the examples, `make test` runs the tests.
.PHONY: demo test accounts oracles random docs build static dependencies lint format bench bench-instructions references fuzz sanitize

SWIFT ?= swift
# Homebrew keeps headers and libraries where compilers do not look by themselves.
BREW := $(shell command -v brew >/dev/null 2>&1 && brew --prefix)
FLAGS := $(if $(BREW),-Xcxx -I$(BREW)/include -Xcc -I$(BREW)/include -Xlinker -L$(BREW)/lib)
PROVISO := .build/release/proviso

# Findings are what the demonstration is for, so exit code 1 is success.
demo: build
	@$(PROVISO) check Examples; code=$$?; [ $$code -le 1 ] || exit $$code

# `make test TRAITS=Account` includes what live accounts need, which takes some minutes more to build.
TRAITS ?=
test: dependencies
	$(SWIFT) test $(if $(TRAITS),--traits $(TRAITS)) $(FLAGS)

# Collects from an account on loopback (Python's moto, in an environment of its own) and compares with what boto3 reads.
accounts: dependencies
	$(SWIFT) build --traits Account --product proviso-account $(FLAGS)
	$(SWIFT) build --traits Account --product proviso $(FLAGS)
	@Scripts/check-accounts .build/debug

# Documents of which AWS's answers are recorded, random questions to Z3, what python-hcl2 and Terraform make of HCL, and what
# DuckDB, Spark and sqlglot make of statements about bills, where they can be had.
oracles: dependencies
	@SWIFT="$(SWIFT)" FLAGS="$(if $(TRAITS),--traits $(TRAITS)) $(FLAGS)" Scripts/check-iam
	@SWIFT="$(SWIFT)" FLAGS="$(if $(TRAITS),--traits $(TRAITS)) $(FLAGS)" Scripts/check-hcl
	@SWIFT="$(SWIFT)" FLAGS="$(if $(TRAITS),--traits $(TRAITS)) $(FLAGS)" Scripts/check-usage

# Twenty thousand random policy sets, decided and checked against the evaluator of single requests: SETS, LIMIT in seconds.
SETS ?= 20000
LIMIT ?= 600
random: dependencies
	$(SWIFT) build -c release --product random-policies $(FLAGS)
	.build/release/random-policies $(SETS) $(LIMIT)

# The tests run with the checks for overlapping accesses to memory; what is released has been through them, and they cost
# a twentieth of all instructions.
RELEASE := -c release -Xswiftc -enforce-exclusivity=unchecked
build: dependencies
	$(SWIFT) build $(RELEASE) --product proviso $(FLAGS)

# The executable that is released for Linux: no shared libraries, starts in a millisecond. It carries no symbols, which
# halves its size and spares a quarter of its page faults; STRIP= keeps them for a profiler.
STRIP ?= -Xlinker -s
static: dependencies
	$(SWIFT) build $(RELEASE) -Xswiftc -static-executable $(STRIP) --product proviso $(FLAGS)

dependencies:
	@Scripts/install-dependencies

# The pages of the rules and the manual, which are made from the packs and the program.
docs: build
	$(PROVISO) docs Policies
	python3 Scripts/generate_traceability.py
	python3 Scripts/generate_manual.py $(PROVISO) > Docs/man/proviso.1

lint:
	$(SWIFT) format lint --strict --recursive Package.swift Sources Tests

format:
	$(SWIFT) format --in-place --recursive Package.swift Sources Tests

# Runs each fuzz target for a bounded time: `make fuzz SECONDS=60`; TARGETS names some.
SECONDS ?= 60
TARGETS ?=
fuzz: dependencies
	@SWIFT="$(SWIFT)" FLAGS="$(FLAGS)" Scripts/fuzz $(SECONDS) $(TARGETS)

# Speed beside floors and peers, in about five minutes; BENCH="--only start" selects, `--list` says what there is.
bench: static
	$(SWIFT) build -c release --package-path Benchmarks $(FLAGS)
	@python3 Benchmarks/bench.py $(BENCH)

# Whether a start costs more instructions than Benchmarks/instructions.json says; INSTRUCTIONS=--update writes it.
bench-instructions: static
	@python3 Benchmarks/instructions.py $(INSTRUCTIONS)

# Whether an evaluation that passes retains, releases or allocates nothing.
references: dependencies
	$(SWIFT) build -c release --package-path Benchmarks --product cel-bench $(FLAGS)
	Benchmarks/.build/release/cel-bench --references

# The tests of what reads the texts of strangers under the address sanitizer, and of runs on several threads under that for
# threads.
sanitize: dependencies
	@SWIFT="$(SWIFT)" FLAGS="$(FLAGS)" Scripts/sanitize address
	@SWIFT="$(SWIFT)" FLAGS="$(FLAGS)" Scripts/sanitize thread
