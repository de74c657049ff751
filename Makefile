# Everything that a contributor or CI does. `make run` and `make test` work on a fresh Debian 12 with Swift, git and make,
# as root: they install what is missing.

SWIFT      ?= swift
CONFIG     ?= release
PREFIX     ?= /usr/local
DESTDIR    ?=
RELEASE     = $(SWIFT) build -c release --static-swift-stdlib
BIN         = $(shell $(RELEASE) --show-bin-path)
POLICY     ?= policies/branch-office.qos
TESTS       = $(SWIFT) test --skip-build

.PHONY: all run test test-build test-unit test-kernel test-fuzz test-kernel-long bench trial-library install dependencies format lint clean

all: dependencies
	$(RELEASE) --product qosctl

# The main job in throw-away network namespaces, with the packets shown.
run: dependencies
	$(RELEASE) --product qosctl
	$(RELEASE) --product qosctl-demo
	$(BIN)/qosctl-demo $(BIN)/qosctl $(POLICY)

# Every test. The parts can be run alone.
test: dependencies test-build test-unit test-kernel trial-library

test-build: dependencies
	$(SWIFT) build --build-tests

# No kernel.
test-unit: dependencies
	$(SWIFT) build --build-tests
	$(TESTS) --filter 'QoSCompilerTests|NetlinkKitTests'

# The real kernel, in network namespaces of the tests' own.
test-kernel: dependencies
	$(SWIFT) build --build-tests
	$(TESTS) --filter 'NetworkLabTests'
	$(TESTS) --no-parallel --filter 'KernelTests'

# A million random inputs for the parser and the decoders.
test-fuzz: dependencies
	$(SWIFT) build --build-tests -c release -Xswiftc -enable-testing
	QOSCTL_FUZZ_COUNT=1000000 $(SWIFT) test -c release --skip-build -Xswiftc -enable-testing --filter 'Fuzz'

# More random policies, packets and swaps than CI has time for.
test-kernel-long: dependencies
	$(SWIFT) build --build-tests
	QOSCTL_KERNEL_POLICIES=200 QOSCTL_KERNEL_PACKETS=3000 QOSCTL_KERNEL_SWAPS=200 $(TESTS) --no-parallel --filter 'KernelTests'

# Figures for docs/benchmarks.md.
bench: dependencies
	$(RELEASE) --product qosctl
	Benchmarks/apply.sh $(BIN)/qosctl

# A shared library with a C symbol out of these modules links and loads.
trial-library: dependencies
	scripts/trial-library.sh $(SWIFT)

install: all
	install -D -m 0755 $(BIN)/qosctl $(DESTDIR)$(PREFIX)/sbin/qosctl
	install -d $(DESTDIR)$(PREFIX)/share/qosctl
	cp -r policies $(DESTDIR)$(PREFIX)/share/qosctl/

dependencies:
	@scripts/install-dependencies.sh

format:
	$(SWIFT) format --in-place --recursive Sources Tests Tools Package.swift

lint:
	$(SWIFT) format lint --strict --recursive Sources Tests Tools Package.swift

clean:
	rm -rf .build
