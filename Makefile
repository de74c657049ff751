# Everything that a contributor or CI does. `make run` and `make test` work on a fresh Debian 12 with Swift, git and make,
# as root: they install what is missing.

SWIFT      ?= swift
CONFIG     ?= release
STATIC     ?= --static-swift-stdlib
PREFIX     ?= /usr/local
DESTDIR    ?=
# Debian's zsh looks in site-functions below /usr/local, and in vendor-completions below /usr.
ZSHDIR     ?= $(PREFIX)/share/zsh/$(if $(filter /usr,$(PREFIX)),vendor-completions,site-functions)
RELEASE     = $(SWIFT) build -c $(CONFIG) $(STATIC)
BIN         = $(shell $(RELEASE) --show-bin-path)
MAN         = .build/man
COMPLETIONS = .build/completions
POLICY     ?= policies/branch-office.qos
TESTS       = $(SWIFT) test --skip-build

.PHONY: all run run-vm test test-build test-unit test-kernel test-install test-fuzz test-analysis test-verify-long \
	test-graph test-graph-long test-vm test-vm-long vm-dependencies \
	test-kernel-long test-limits test-limits-small bench trial-library \
	bench-tools manual man completions install uninstall dependencies test-dependencies bench-dependencies \
	format lint clean

all: dependencies
	$(RELEASE) --product qosctl

# The main job in throw-away network namespaces, with the packets shown.
run: dependencies
	$(RELEASE) --product qosctl
	$(RELEASE) --product qosctl-demo
	$(BIN)/qosctl-demo $(BIN)/qosctl $(POLICY)

# The same for links: VLAN device and untagged port, with each frame's tag, in a virtual machine whose kernel has them.
run-vm: vm-dependencies
	$(RELEASE) --product qosctl
	$(RELEASE) --product qosctl-demo
	scripts/vm/run.sh $(BIN)/qosctl-demo $(BIN)/qosctl $(POLICY) links

# Every test. The parts can be run alone.
test: test-dependencies test-build test-unit test-kernel test-vm test-install test-graph test-limits-small trial-library

test-build: dependencies
	$(SWIFT) build --build-tests

# No kernel.
test-unit: dependencies
	$(SWIFT) build --build-tests
	$(TESTS) --filter 'QoSCompilerTests|NetlinkKitTests|QoSDriverTests|QosctlTests'

# The real kernel, in network namespaces of the tests' own.
test-kernel: test-dependencies
	$(SWIFT) build --build-tests
	$(TESTS) --filter 'NetworkLabTests'
	$(TESTS) --no-parallel --filter 'KernelTests'

# The link layer, in a virtual machine with Debian's own kernel: it boots once for the whole suite. VMTESTS: a part of it.
VMTESTS ?= VMTests
test-vm: test-dependencies vm-dependencies
	$(SWIFT) build --build-tests
	scripts/vm/run.sh -t 600 "$$($(SWIFT) build --show-bin-path)/qosctlPackageTests.xctest" \
	    --testing-library swift-testing --filter '$(VMTESTS)'

# More random policies, packets and swaps than CI has time for, and a fault at every message.
test-vm-long: test-dependencies vm-dependencies
	$(SWIFT) build --build-tests
	QOSCTL_VM_POLICIES=80 QOSCTL_VM_PACKETS=1000 QOSCTL_VM_SWAPS=200 QOSCTL_VM_FAULTS=0 scripts/vm/run.sh -t 10800 \
	    "$$($(SWIFT) build --show-bin-path)/qosctlPackageTests.xctest" \
	    --testing-library swift-testing --filter '$(VMTESTS)'

# What make install puts where, and the stranger's path of the README with it.
test-install: test-dependencies
	scripts/test-install.sh $(MAKE)

# A million random inputs for the parser and the decoders.
test-fuzz: dependencies
	$(SWIFT) build --build-tests -c release -Xswiftc -enable-testing
	QOSCTL_FUZZ_COUNT=1000000 $(SWIFT) test -c release --skip-build -Xswiftc -enable-testing --filter 'Fuzz'

# The analysis of some thousand random policies against all their packets.
test-analysis: dependencies
	$(SWIFT) build --build-tests -c release -Xswiftc -enable-testing
	QOSCTL_ANALYSIS_COUNT=200 $(SWIFT) test -c release --skip-build -Xswiftc -enable-testing --filter 'PolicyAnalysis|OrderSuggestion'

# Some thousand random policies, and some thousand changed tables, before the verifier.
test-verify-long: dependencies
	$(SWIFT) build --build-tests -c release -Xswiftc -enable-testing
	QOSCTL_VERIFY_ROUNDS=20 $(SWIFT) test -c release --skip-build -Xswiftc -enable-testing --filter 'VerifyPlan|VerifyMutation'

# A million packets through small policies, and some through large ones, by the plan and by the interpreter; sizes and
# depths of plans, and what edits of one rule change. In release: a debug build takes twenty times as long.
test-graph: dependencies
	$(RELEASE) --product qosctl-graph-test
	$(BIN)/qosctl-graph-test

# Ten million packets, and every edit thirty times.
test-graph-long: dependencies
	$(RELEASE) --product qosctl-graph-test
	QOSCTL_GRAPH_PAIRS=10000000 QOSCTL_GRAPH_LARGE_PAIRS=200000 QOSCTL_GRAPH_BOUND_RULES=10000 QOSCTL_GRAPH_EDITS=30 \
	    $(BIN)/qosctl-graph-test

# More random policies, packets and swaps than CI has time for.
test-kernel-long: test-dependencies
	$(SWIFT) build --build-tests
	QOSCTL_KERNEL_POLICIES=200 QOSCTL_KERNEL_PACKETS=3000 QOSCTL_KERNEL_SWAPS=200 QOSCTL_KERNEL_EDITS=50 $(TESTS) --no-parallel --filter 'KernelTests'

# Every command with 100,000 rules and with sets of 1,000,000 elements: exit codes, time, peak memory.
test-limits: dependencies
	$(RELEASE) --product qosctl
	$(RELEASE) --product qosctl-measure
	Tests/limits.sh $(BIN)/qosctl $(BIN)/qosctl-measure

# A tenth of that.
test-limits-small: dependencies
	$(RELEASE) --product qosctl
	$(RELEASE) --product qosctl-measure
	Tests/limits.sh $(BIN)/qosctl $(BIN)/qosctl-measure 10000 100000

# Writes the output that stands in docs/manual.md anew; ManualTests fails while it is stale.
manual: dependencies
	$(SWIFT) build --build-tests
	QOSCTL_UPDATE_MANUAL=1 $(TESTS) --filter 'ManualTests'

# Figures for docs/benchmarks.md, 20 to 30 minutes. BENCH_QUICK=1: three minutes, and the document stays as it is.
bench: dependencies bench-tools
	$(RELEASE) --product qosctl
	$(RELEASE) --product qosctl-measure
	Benchmarks/run.py --qosctl $(BIN)/qosctl
	Benchmarks/encode.sh $(BIN)/qosctl-measure
	Benchmarks/analysis.sh $(BIN)/qosctl $(BIN)/qosctl-measure

# What Benchmarks/*.py run beside qosctl and qosctl-measure.
bench-tools: bench-dependencies $(addprefix .build/bench/,sender delay record.so replay)

.build/bench/sender: $(wildcard Benchmarks/sender/*)
	mkdir -p $(@D)
	cc -O2 -Wall -Wextra -o $@ $(filter %.c,$^)

.build/bench/delay: $(wildcard Benchmarks/delay/*) Benchmarks/sender/trace.c Benchmarks/sender/trace.h
	mkdir -p $(@D)
	cc -O2 -Wall -Wextra -pthread -o $@ $(filter %.c,$^)

.build/bench/record.so: Benchmarks/netlink/record.c
	mkdir -p $(@D)
	cc -O2 -Wall -Wextra -shared -fPIC -o $@ $<

.build/bench/replay: Benchmarks/netlink/replay.c
	mkdir -p $(@D)
	cc -O2 -Wall -Wextra -o $@ $<

# A shared library with a C symbol out of these modules links and loads.
trial-library: dependencies
	scripts/trial-library.sh $(SWIFT)

# Manual pages: those of commands are made by what the program says about its arguments.
man: all
	$(RELEASE) --product qosctl-man
	$(BIN)/qosctl --experimental-dump-help | $(BIN)/qosctl-man docs/man $(MAN)

completions: all
	mkdir -p $(COMPLETIONS)
	for shell in bash zsh fish; do $(BIN)/qosctl completion $$shell > $(COMPLETIONS)/$$shell || exit; done

install: all man completions
	install -D -s -m 0755 $(BIN)/qosctl $(DESTDIR)$(PREFIX)/sbin/qosctl
	install -D -m 0644 -t $(DESTDIR)$(PREFIX)/share/man/man5 $(MAN)/*.5
	install -D -m 0644 -t $(DESTDIR)$(PREFIX)/share/man/man8 $(MAN)/*.8
	install -D -m 0644 $(COMPLETIONS)/bash $(DESTDIR)$(PREFIX)/share/bash-completion/completions/qosctl
	install -D -m 0644 $(COMPLETIONS)/zsh $(DESTDIR)$(ZSHDIR)/_qosctl
	install -D -m 0644 $(COMPLETIONS)/fish $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/qosctl.fish
	install -d $(DESTDIR)$(PREFIX)/share/qosctl
	cp -r policies $(DESTDIR)$(PREFIX)/share/qosctl/
	chmod -R u=rwX,go=rX $(DESTDIR)$(PREFIX)/share/qosctl
	if [ -f docs/policy.schema.json ]; then \
	    install -m 0644 docs/policy.schema.json $(DESTDIR)$(PREFIX)/share/qosctl/; fi

# Leaves /etc/qosctl, the state directory and the kernel as they are: qosctl stop comes before it.
uninstall:
	rm -f $(DESTDIR)$(PREFIX)/sbin/qosctl
	rm -f $(DESTDIR)$(PREFIX)/share/man/man5/qosctl-policy.5
	rm -f $(DESTDIR)$(PREFIX)/share/man/man8/qosctl.8 $(DESTDIR)$(PREFIX)/share/man/man8/qosctl-*.8
	rm -f $(DESTDIR)$(PREFIX)/share/bash-completion/completions/qosctl $(DESTDIR)$(ZSHDIR)/_qosctl
	rm -f $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/qosctl.fish
	rm -rf $(DESTDIR)$(PREFIX)/share/qosctl

dependencies:
	@scripts/install-dependencies.sh

# With the shells and the manual page programs that only tests run.
test-dependencies:
	@scripts/install-dependencies.sh tests

# With QEMU, Debian's kernel below .build/vm, and what its tests run.
vm-dependencies: dependencies
	@scripts/vm/install.sh

# With what is measured beside qosctl.
bench-dependencies:
	@scripts/install-dependencies.sh bench

format:
	$(SWIFT) format --in-place --recursive Sources Tests Tools Package.swift

lint:
	$(SWIFT) format lint --strict --recursive Sources Tests Tools Package.swift

clean:
	rm -rf .build
