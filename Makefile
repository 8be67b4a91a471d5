# SPDX-License-Identifier: MIT
## usage: make [TARGET...] [V=1] [CC=...] [CFLAGS=...] [PREFIX=/usr/local] [DESTDIR=...]

BUILD        ?= build
PREFIX       ?= /usr/local
CFLAGS       ?= -O2 -g
HOSTCC       ?= $(CC)
PKG_CONFIG   ?= pkg-config
FUZZ_SECONDS ?= 20

LIBS         := libuv ncursesw jansson libutf8proc
HEADERS      := libcurl# loaded on first use, so not linked
OPTIONAL     := librsvg-2.0 cairo fontconfig zlib# loaded on first use too; built without where absent
TEST_LIBS    := cmocka vterm
WARNINGS     := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wvla \
                -Wundef -Wwrite-strings -Wformat=2 -Wpointer-arith
GCC_WARNINGS := -Wjump-misses-init -Wlogical-op -Wduplicated-cond
CLANG_WARNINGS := -Wconditional-uninitialized

object   = $(patsubst %.c,$(BUILD)/%.o,$(sort $(wildcard $1)))
PROGRAM := $(BUILD)/loopscope
MAIN    := $(BUILD)/src/main.o
PARTS   := $(filter-out $(MAIN),$(call object,src/*.c src/*/*.c scenes/*.c)) $(BUILD)/sources.o $(BUILD)/tracer.o
LIBRARY := $(BUILD)/core.so
OWN     := $(BUILD)/src/io/worker.o# begins before main, and after all of the program's other constructors
CORE    := $(if $(SHARED),$(LIBRARY) $(OWN),$(PARTS))
SUPPORT := $(call object,tests/support/*.c)
TWINS   := $(call object,tests/programs/*.c) $(BUILD)/programs.o
PAIRS   := $(sort $(basename $(notdir $(wildcard tests/programs/*.c tests/programs/*.py))))
PRELOAD := $(patsubst %.c,$(BUILD)/%.so,$(wildcard tests/preload/*.c))
BENCH   := $(call object,tests/bench*.c)
SOAK    := $(BUILD)/tests/soak.o
TESTS   := $(basename $(call object,tests/test_*.c))
FUZZERS := $(basename $(call object,tests/fuzz_*.c))
REPLAY  := $(BUILD)/tests/replay.o
OBJECTS := $(MAIN) $(PARTS) $(SUPPORT) $(TWINS) $(BENCH) $(SOAK) $(TESTS:=.o) $(FUZZERS:=.o) $(REPLAY)

# Libraries are looked up when the first file is compiled: after setup has run, and never by a
# build that has nothing to do.
missing  = $(shell for x in $(firstword $(CC)) $(PKG_CONFIG); do command -v $$x >/dev/null || echo $$x; done; \
                   command -v $(PKG_CONFIG) >/dev/null || exit 0; \
                   for x in $1; do $(PKG_CONFIG) --exists $$x || echo $$x; done)
require  = $(if $(call missing,$1),$(error not installed: $(call missing,$1); run: make setup))
pkg      = $(call require,$2)$(shell $(PKG_CONFIG) $1 $2)
is_clang = $(findstring clang,$(shell $(CC) --version))
FLAGS    = $(eval FLAGS := -std=gnu11 -D_GNU_SOURCE -Isrc -I. -MMD -MP $(WARNINGS) \
               $(call pkg,--cflags,$(LIBS) $(HEADERS)) $(if $(is_clang),$(CLANG_WARNINGS),$(GCC_WARNINGS)) \
               $(WITHOUT:%=-DWITHOUT_%) $(optional))$(FLAGS)
optional = $(patsubst -I%,-isystem %,$(foreach x,$(OPTIONAL),$(shell $(PKG_CONFIG) --cflags-only-I $x 2>/dev/null)))
SANITIZE_FLAGS = $(SANITIZE:%=-fsanitize=% -fno-sanitize-recover=all -fno-omit-frame-pointer) $(if $(SANITIZE),-DCHECKED)

quiet    = $(if $(filter 1,$V),,@)
show     = @mkdir -p $(@D)$(if $(quiet),; printf '  %-7s%s\n' $1 $@)
compile  = $(quiet)$(CC) $(FLAGS) $(TEST_FLAGS) $(CPPFLAGS) $(CFLAGS) $(SANITIZE_FLAGS) -c -o $@ $<
needs    = @command -v $1 >/dev/null || { echo "make $@ needs $1, which is not installed" >&2; exit 1; }

MAKEFLAGS += --no-builtin-rules --no-print-directory
.DELETE_ON_ERROR:
.PHONY: all setup run programs test check-asan check-tsan check-valgrind check-browser fuzz fuzz-all fuzz-replay replay-all bench soak chaos conformance mutants lint \
        golden demo install uninstall dist clean help

all: $(PROGRAM) ## build build/loopscope (the default)

setup: ## install what is missing: compiler, pkg-config, libraries
	@tools/setup

# "make setup test", with -j too: nothing else starts before setup is done.
ifneq ($(filter setup,$(MAKECMDGOALS)),)
$(filter-out setup,$(MAKECMDGOALS)) $(OBJECTS) $(BUILD)/embed: | setup
endif

run: $(PROGRAM) ## watch the scene "count"
	@$(PROGRAM) count

programs: $(PROGRAM) $(TESTS) $(PRELOAD) $(BUILD)/bench

test: programs ## build and run all tests; the last line counts them
	@for t in $(TESTS); do \
	    LOOPSCOPE=$(PROGRAM) $(RUNNER) $$t </dev/null 2>&1; echo "::exit $$? $$t"; \
	done | awk -f tools/count

check-asan: ## run all tests under the address and undefined behaviour sanitizers
	@LSAN_OPTIONS=suppressions=$(CURDIR)/tests/lsan.supp:print_suppressions=0 \
	    $(MAKE) BUILD=$(BUILD)/asan SANITIZE=address,undefined test

# Old runtimes of this sanitizer cannot live with a randomised address space.
check-tsan: ## run all tests under the thread sanitizer
	$(call needs,setarch)
	@TSAN_OPTIONS=suppressions=$(CURDIR)/tests/tsan.supp \
	    $(MAKE) BUILD=$(BUILD)/tsan SANITIZE=thread RUNNER="setarch -R" test

check-valgrind: ## run all tests under valgrind
	$(call needs,valgrind)
	@$(MAKE) RUNNER="valgrind -q --leak-check=full --error-exitcode=99 --suppressions=tests/valgrind.supp" test

check-browser: $(PROGRAM) ## play recordings in npm's asciinema-player and step through pages, in headless Chromium
	$(call needs,node)
	$(call needs,npm)
	$(call needs,chromium)
	@tests/browser/run $(PROGRAM)

fuzz: ## fuzz every parser with clang's libFuzzer, FUZZ_SECONDS=20 each
	$(call needs,clang)
	@$(MAKE) BUILD=$(BUILD)/fuzz CC=clang SANITIZE=fuzzer-no-link,address,undefined fuzz-all

fuzz-all: $(FUZZERS)
	@for f in $(FUZZERS); do \
	    name=$${f##*/}; mkdir -p $(BUILD)/corpus/$$name; \
	    $$f -max_total_time=$(FUZZ_SECONDS) -timeout=10 -artifact_prefix=$(BUILD)/ $(BUILD)/corpus/$$name \
	        $$([ ! -d tests/corpus/$$name ] || echo tests/corpus/$$name) || exit 1; \
	done

fuzz-replay: ## run every fuzzer once on each file of its corpus, under the sanitizers, by any compiler
	@$(MAKE) BUILD=$(BUILD)/asan SANITIZE=address,undefined replay-all

replay-all: $(FUZZERS:=-replay)
	@for f in $(FUZZERS); do \
	    $$f-replay tests/corpus/$${f##*/} 2>$(BUILD)/replay.log || { cat $(BUILD)/replay.log; exit 1; }; \
	done

bench: $(BUILD)/bench ## build and run the benchmarks, and those of the tracer
	@$(BUILD)/bench
	@! command -v python3 >/dev/null || { echo && python3 tests/adapter/bench.py; }

soak: $(BUILD)/soak ## run each scene with sockets, processes or threads N=1000 times in real time
	@$(BUILD)/soak $(or $(N),1000)

chaos: $(PROGRAM) $(CHAOS) ## run each scene with sockets, processes or a pool N=1000 times under a moody kernel
	@tools/chaos $(or $(N),1000)

conformance: $(PROGRAM) ## hold N=1000 fresh random scenarios and schedules from SEED=1000 on against CPython
	$(call needs,python3)
	@python3 tests/oracle/conformance.py -n $(or $N,1000) --seed $(or $(SEED),1000) --loopscope $(PROGRAM)
	@python3 tests/oracle/threads_conformance.py -n $(or $N,1000) --seed $(or $(SEED),1000) --loopscope $(PROGRAM)

mutants: ## change one token of src at a time, N=50 times from SEED=1 on, and list what no test notices
	$(call needs,python3)
	@python3 tools/mutants -n $(or $(N),50) --seed $(or $(SEED),1) --in $(BUILD)/mutants

lint: $(PROGRAM) ## check rooms, layout, licence lines; cppcheck and shellcheck where installed
	@BUILD=$(BUILD) tools/lint

golden: ## make the expected results again from real Python
	python3 tests/oracle/golden.py
	python3 tests/oracle/make_random.py
	python3 tests/oracle/story.py

demo: $(PROGRAM) ## make the films and pictures in assets/ again
	tools/tables

# Source, and its place beneath PREFIX.
INSTALLED := $(PROGRAM):bin/loopscope \
             assets/loopscope.1:share/man/man1/loopscope.1 \
             assets/completions/loopscope.bash:share/bash-completion/completions/loopscope \
             assets/completions/_loopscope:share/zsh/site-functions/_loopscope \
             assets/completions/loopscope.fish:share/fish/vendor_completions.d/loopscope.fish \
             $(foreach f,README.md CHANGELOG.md LICENSE $(wildcard docs/*.md),$f:share/doc/loopscope/$(notdir $f))

install: $(PROGRAM) ## install program, man page, completions and docs beneath DESTDIR and PREFIX
	@for f in $(INSTALLED); do \
	    from="$${f%%:*}" to="$(DESTDIR)$(PREFIX)/$${f#*:}"; [ -e "$$from" ] || continue; \
	    echo "  $$to"; mkdir -p "$${to%/*}"; \
	    install -m $$([ -x "$$from" ] && echo 755 || echo 644) "$$from" "$$to" || exit 1; \
	done

uninstall: ## remove what install put there
	@for f in $(INSTALLED); do rm -f "$(DESTDIR)$(PREFIX)/$${f#*:}"; done

dist: ## make loopscope-VERSION.tar.gz of what is committed
	@v=$$(sed -n 's/.*"loopscope \([0-9.]*\)".*/\1/p' src/cmd/version.c); \
	    git archive --prefix=loopscope-$$v/ -o loopscope-$$v.tar.gz HEAD && echo loopscope-$$v.tar.gz

clean: ## remove everything built
	rm -rf $(BUILD)

help: ## print this
	@sed -n 's/^## //p' Makefile; echo
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-16s%s\n", $$1, $$2 }' Makefile

$(PROGRAM): $(MAIN) $(CORE)
$(BUILD)/bench: $(BENCH) $(CORE)
$(BUILD)/soak: $(SOAK) $(CORE)
$(TESTS): %: %.o $(SUPPORT) $(CORE)
$(TESTS): ALSO = $(TEST_LIBS)
$(BUILD)/tests/test_programs: $(TWINS)
$(FUZZERS): %: %.o $(CORE)
$(FUZZERS): SANITIZE_FLAGS += -fsanitize=fuzzer
$(FUZZERS:=-replay): %-replay: %.o $(REPLAY) $(CORE)
$(PROGRAM) $(BUILD)/bench $(BUILD)/soak $(TESTS) $(FUZZERS) $(FUZZERS:=-replay):
	$(call show,LINK)
	$(quiet)$(CC) $(CFLAGS) $(SANITIZE_FLAGS) $(LDFLAGS) -o $@ $^ $(call pkg,--libs,$(LIBS) $(ALSO)) -lm -ldl $(LDLIBS)

# With other settings all is built anew; install and lint take what is there.
SETTINGS = SHARED=$(SHARED) WITHOUT=$(WITHOUT) CPPFLAGS=$(CPPFLAGS) CFLAGS=$(CFLAGS) LDFLAGS=$(LDFLAGS) LDLIBS=$(LDLIBS) SANITIZE=$(SANITIZE)
ifneq ($(strip $(SETTINGS)),$(strip $(file <$(BUILD)/settings)))
ifeq ($(filter install lint,$(MAKECMDGOALS)),)
.PHONY: $(BUILD)/settings
endif
endif
$(BUILD)/settings:
	@mkdir -p $(@D) && echo '$(subst ','\'',$(strip $(SETTINGS)))' >$@

$(BUILD)/tests/%.o: TEST_FLAGS = $(call pkg,--cflags,$(TEST_LIBS))
$(BUILD)/%.o: %.c Makefile $(BUILD)/settings
	$(call show,CC)
	$(compile)

# For who changes one file and runs many tests (SHARED=1); they find it by its whole name.
$(LIBRARY): $(filter-out $(OWN),$(PARTS))
	$(call show,LINK)
	$(quiet)$(CC) $(CFLAGS) $(LDFLAGS) -shared -Wl,-Bsymbolic,-soname,$(abspath $@) -o $@ $^ $(call pkg,--libs,$(LIBS)) -lm -ldl

$(BUILD)/tests/test_io $(BUILD)/tests/test_streams $(BUILD)/tests/test_no_memory \
    $(BUILD)/tests/test_terminal: | $(PRELOAD)
$(PRELOAD): $(BUILD)/%.so: %.c
	$(call show,LINK)
	$(quiet)$(CC) -Wall -Wextra $(CFLAGS) -shared -fPIC -o $@ $< -ldl

$(BUILD)/sources.o $(BUILD)/programs.o $(BUILD)/tracer.o: %.o: %.c $(BUILD)/settings
	$(call show,CC)
	$(compile)

# The folder is newer than any of its files where one has gone.
$(BUILD)/sources.c: $(BUILD)/embed scenes/path.txt $(sort $(wildcard scenes/*.c scenes/*.py)) scenes
	$(call show,EMBED)
	$(quiet)$(filter-out scenes,$^) >$@

TRACER := src/adapter/python
$(BUILD)/tracer.c: $(BUILD)/embed tools/join-python $(wildcard $(TRACER)/*)
	$(call show,EMBED)
	$(quiet)tools/join-python >$(BUILD)/sitecustomize.py && $(BUILD)/embed -s tracer_source $(BUILD)/sitecustomize.py >$@

# Each program is a pair: make says which half is missing.
$(BUILD)/programs.c: tests/programs $(PAIRS:%=tests/programs/%.c) $(PAIRS:%=tests/programs/%.py)
	$(call show,LIST)
	$(quiet){ printf '#include "tests/support/twin.h"\n\n'; \
	    printf 'extern const struct twin twin_%s;\n' $(PAIRS); \
	    printf '\nconst struct twin *const twins[] = {\n'; printf '    &twin_%s,\n' $(PAIRS); \
	    printf '    NULL,\n};\n'; } >$@

$(BUILD)/embed: tools/embed.c
	$(call require,$(LIBS) $(HEADERS))$(call show,HOSTCC)
	$(quiet)$(HOSTCC) -std=gnu11 $(WARNINGS) -O1 -o $@ $<

-include $(OBJECTS:.o=.d)
