# fidelio: how faithfully does a language model play a simulated customer?
# `make help` lists the targets. MODE=release|debug|asan|tsan|coverage|fuzz chooses how things are built.

BUILD ?= build
MODE ?= release
PREFIX ?= /usr/local
OUT := $(BUILD)/$(MODE)
GEN := $(BUILD)/gen
GOALS := $(or $(MAKECMDGOALS),all)

# What is missing on the machine is installed by tools/bootstrap.sh, which writes build/config-*.mk; make then restarts itself.
# The build asks for few packages; the tests and checks for more, only when they are asked for.
NO_CONFIG := clean help uninstall
FUZZ_GOALS := fuzz fuzzers
TEST_GOALS := test unit e2e accuracy accuracy-calls fit-calls accuracy-recordings bench bench-score bench-load bench-start check-%
ifneq ($(filter-out $(NO_CONFIG),$(GOALS)),)
ifneq ($(filter $(TEST_GOALS) $(OUT)/tests/%,$(GOALS)),)
-include $(BUILD)/config-test.mk
else ifneq ($(filter $(FUZZ_GOALS),$(GOALS)),)
-include $(BUILD)/config-fuzz.mk
else
-include $(BUILD)/config-build.mk
endif
endif

WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wformat=2 -Wundef \
	-Wvla -Wcast-qual -Wwrite-strings -Wswitch-enum -fno-common
MODE_CFLAGS.release := -O2 -g
MODE_CFLAGS.debug := -O0 -g3
MODE_CFLAGS.asan := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
MODE_CFLAGS.tsan := -O1 -g -fsanitize=thread
MODE_CFLAGS.coverage := -O0 -g --coverage
MODE_CFLAGS.fuzz := -O1 -g -fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=undefined
MODE_LDFLAGS.asan := -fsanitize=address,undefined
MODE_LDFLAGS.tsan := -fsanitize=thread
MODE_LDFLAGS.coverage := --coverage
MODE_LDFLAGS.fuzz := -fsanitize=address,undefined,fuzzer
ifeq ($(MODE),fuzz)
CC := clang
endif
$(if $(MODE_CFLAGS.$(MODE)),,$(error MODE=$(MODE) is unknown; use release, debug, asan, tsan, coverage or fuzz))

# V=1 shows the whole commands.
Q := $(if $(V),,@)
say = $(if $(V),,$(if $(findstring s,$(firstword -$(MAKEFLAGS))),,@printf '  %-5s %s\n' $(1) $(2)))

WERROR := $(if $(CI),-Werror)
ALL_CFLAGS = -std=c11 -D_GNU_SOURCE -pthread $(MODE_CFLAGS.$(MODE)) $(WARNINGS) $(WERROR) -Isrc -I$(BUILD) $(STILL_CFLAGS) $(LIVE_CFLAGS) $(CFLAGS)
STILL_CFLAGS = $(LIBCJSON_CFLAGS) $(LIBPCRE2_8_CFLAGS) $(YAML_0_1_CFLAGS) $(LIBUTF8PROC_CFLAGS) $(LIBCRYPTO_CFLAGS) $(LIBDEFLATE_CFLAGS) $(SQLITE3_CFLAGS)
LIVE_CFLAGS = $(LIBCURL_CFLAGS) $(LIBUV_CFLAGS) $(LIBMICROHTTPD_CFLAGS) $(LIBEDIT_CFLAGS)
STILL_LIBS = $(LIBCJSON_LIBS) $(LIBPCRE2_8_LIBS) $(YAML_0_1_LIBS) $(LIBUTF8PROC_LIBS) $(LIBCRYPTO_LIBS) $(LIBDEFLATE_LIBS) $(SQLITE3_LIBS) -lm
LIVE_LIBS = $(LIBUV_LIBS)
# The program holds its libraries itself where Debian has archives of them: two thirds of what starting cost was the linker's looking them up
# (sqlite3 alone brings 1,600 symbols). DYNAMIC=1 leaves them shared, as a distribution wants it.
archive = $(or $(firstword $(filter /%,$(foreach name,$(1) $(1)_a,$(shell $(CC) -print-file-name=lib$(name).a)))),-l$(1))
PROGRAM_LIBS = $(if $(DYNAMIC),$(LIVE_LIBS) $(STILL_LIBS),$(foreach lib,$(filter-out -lm,$(LIVE_LIBS) $(STILL_LIBS)),$(if $(filter -l%,$(lib)),$(call archive,$(lib:-l%=%)),$(lib))) -lm)
ALL_LDFLAGS = -pthread $(MODE_LDFLAGS.$(MODE)) $(LDFLAGS)

# The rooms of the still wing and of the live one; tools/rooms.txt says which may use which.
STILL_ROOMS := base text syntax match stats signal spec transcript meaning rubric dialogue score report
LIVE_ROOMS := net endpoint exchange understudy run review
STILL_SRC := $(sort $(foreach room,$(STILL_ROOMS),$(wildcard src/$(room)/*.c)))
LIVE_SRC := $(sort $(foreach room,$(LIVE_ROOMS),$(wildcard src/$(room)/*.c)))
CLI_SRC := $(sort $(wildcard src/cli/*.c))
GENERATED_H := $(GEN)/han_fold.h $(GEN)/libraries.h $(GEN)/version.h
GENERATED_C := $(GEN)/embedded.c $(GEN)/signal_tables.c
obj = $(patsubst %.c,$(OUT)/obj/%.o,$(1))

ifeq ($(MODE),release)
PROGRAM := $(BUILD)/fidelio
else
PROGRAM := $(OUT)/fidelio
endif

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.PHONY: accuracy accuracy-calls fit-calls accuracy-recordings check-threads fit accuracy-doc all help clean install uninstall demo test unit e2e format check-format check-tidy check-rooms bench-score fuzz fuzzers bench bench-load

all: $(PROGRAM) ## build the program: build/fidelio

help: ## this list
	@awk -F ':.*## ' '/^[a-z][a-z-]*:.*## /{printf "  %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

$(BUILD)/config-build.mk: packages.txt tools/bootstrap.sh
	@mkdir -p $(BUILD)
	@tools/bootstrap.sh packages.txt build >$@.tmp && mv $@.tmp $@
$(BUILD)/config-test.mk: packages.txt tools/bootstrap.sh
	@mkdir -p $(BUILD)
	@tools/bootstrap.sh packages.txt build test >$@.tmp && mv $@.tmp $@
$(BUILD)/config-fuzz.mk: packages.txt tools/bootstrap.sh
	@mkdir -p $(BUILD)
	@tools/bootstrap.sh packages.txt build fuzz >$@.tmp && mv $@.tmp $@

$(PROGRAM): $(call obj,src/cli/main.c) $(OUT)/libcli.a $(OUT)/liblive.a $(OUT)/libstill.a
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(PROGRAM_LIBS)

$(OUT)/libstill.a: $(call obj,$(STILL_SRC)) $(GENERATED_C:$(GEN)/%.c=$(OUT)/obj/gen/%.o)
	@mkdir -p $(@D) && rm -f $@
	$(Q)$(AR) rcs $@ $^
$(OUT)/libcli.a: $(call obj,$(filter-out src/cli/main.c,$(CLI_SRC)))
	@rm -f $@
	$(AR) rcs $@ $^
$(OUT)/liblive.a: $(call obj,$(LIVE_SRC))
	@mkdir -p $(@D) && rm -f $@
	$(Q)$(AR) rcs $@ $^

$(OUT)/obj/%.o: %.c | $(GENERATED_H)
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<
$(OUT)/obj/gen/%.o: $(GEN)/%.c
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# Code points of the Traditional forms and the Simplified ones they fold to, from OpenCC at build time.
$(GEN)/han_fold.h: tools/han_fold.c tools/han_fold_extra.txt
	@mkdir -p $(@D)
	$(call say,GEN,$@)
	$(Q)$(CC) -std=c11 -O1 -o $(GEN)/han_fold tools/han_fold.c -lopencc
	$(Q)$(GEN)/han_fold tools/han_fold_extra.txt >$@.tmp && mv $@.tmp $@

$(GEN)/version.h: VERSION
	@mkdir -p $(@D)
	@printf '#define FIDELIO_VERSION "%s"\n' "$$(cat VERSION)" >$@

# What is loaded when it is needed (base/late.h), by the name under which a linked program asks for it. libcurl brings 8,000 symbols, each
# looked up in one of 30 libraries after the other, if those that hold the most of them are not opened first.
$(GEN)/libraries.h: Makefile packages.txt
	@mkdir -p $(@D)
	$(Q)for name in curl microhttpd edit; do \
		printf '#define LIB%s_FILE "%s"\n' "$$(echo $$name | tr a-z A-Z)" \
			"$$(objdump -p "$$($(CC) -print-file-name=lib$$name.so)" | awk '$$1 == "SONAME" {print $$2}')"; \
	done >$@.tmp
	$(Q)! grep '""' $@.tmp # one that is not where the compiler looks has no name, and would never be found
	$(Q)ldd $(shell $(CC) -print-file-name=libcurl.so) | awk 'BEGIN {printf "#define LIBCURL_FIRST"} \
		$$1 ~ /^lib(ssl|gnutls)[.-]/ {printf " \"%s\",", $$1} END {print ""}' >>$@.tmp && mv $@.tmp $@

# The core's weights and phrases as tables: text that a thousand processes would read again becomes memory that none reads.
SIGNAL_TEXT := rubrics/core/weights.txt rubrics/core/phrases.txt
SIGNAL_TABLES_SRC := tools/signal_tables.c src/signal/model.c src/signal/phrases.c src/signal/feature.c src/signal/signal.c \
	src/text/needles.c src/text/normalise.c src/text/utf8.c src/base/arena.c src/base/buf.c src/base/error.c src/base/language.c src/base/file.c src/base/hash.c src/base/parallel.c src/base/sort.c \
	src/base/str.c src/base/vec.c
$(GEN)/signal_tables.c: $(SIGNAL_TABLES_SRC) $(SIGNAL_TEXT) $(wildcard src/signal/*.h) src/text/needles.h src/text/utf8.h src/base/hash.h $(GEN)/han_fold.h
	@mkdir -p $(@D)
	$(call say,GEN,$@)
	$(Q)$(CC) -std=c11 -D_GNU_SOURCE -O1 -Isrc -I$(BUILD) $(STILL_CFLAGS) -o $(GEN)/signal_tables $(SIGNAL_TABLES_SRC) $(LIBUTF8PROC_LIBS) $(LIBCRYPTO_LIBS) -lm
	$(Q)$(GEN)/signal_tables $(SIGNAL_TEXT) >$@.tmp && mv $@.tmp $@

# Files that the program carries within itself.
EMBEDDED := $(sort $(filter-out $(SIGNAL_TEXT),$(wildcard rubrics/core/*)) $(wildcard rubrics/judge/* rubrics/service/* src/report/page.*))
$(GEN)/embedded.c: Makefile tools/embed.sh $(EMBEDDED)
	@mkdir -p $(@D)
	$(call say,GEN,$@)
	$(Q)tools/embed.sh $(EMBEDDED) >$@.tmp && mv $@.tmp $@

# Unit tests mirror src/: tests/unit/ROOM/test_*.c become one program a room.
UNIT_ROOMS := $(sort $(notdir $(patsubst %/,%,$(dir $(wildcard tests/unit/*/*.c)))))
UNIT_PROGRAMS := $(UNIT_ROOMS:%=$(OUT)/tests/test_%)
TEST_SUPPORT := $(sort $(wildcard tests/support/*.c))
define unit_program
$(OUT)/tests/test_$(1): $(call obj,$(wildcard tests/unit/$(1)/*.c) $(TEST_SUPPORT)) $(OUT)/libcli.a $(OUT)/liblive.a $(OUT)/libstill.a
	@mkdir -p $$(@D)
	$$(call say,LINK,$$@)
	$$(Q)$$(CC) $$(ALL_LDFLAGS) -o $$@ $$^ $$(CRITERION_LIBS) $$(LIVE_LIBS) $$(STILL_LIBS)
endef
$(foreach room,$(UNIT_ROOMS),$(eval $(call unit_program,$(room))))
$(OUT)/obj/tests/%.o: ALL_CFLAGS += $(CRITERION_CFLAGS) -Itests

unit: $(UNIT_PROGRAMS) ## unit tests
	tests/run.sh --log $(OUT)/tests $(UNIT_PROGRAMS)

# How well the scorer agrees with careful people (tests/accuracy/README.md). Labelled sets of the shared folder are read too when it is there.
SHARED := $(or $(FIDELIO_SHARED),../shared)
ACCURACY := $(OUT)/tests/accuracy
ACCURACY_ARGS = tests/accuracy/sets $(if $(wildcard $(SHARED)/data/labelled),--more $(SHARED)/data/labelled --seeds $(SHARED)/seeds) \
	$(if $(wildcard $(SHARED)/data/conversations),--recordings $(SHARED)/data/conversations)
EXAMS := --exam tests/accuracy/exam --exam tests/accuracy/exam-two --exam tests/accuracy/exam-three
$(ACCURACY): $(call obj,$(wildcard tests/accuracy/*.c)) $(OUT)/libstill.a
	@mkdir -p $(@D)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(STILL_LIBS)
accuracy: $(ACCURACY) $(PROGRAM) ## precision, recall, F1 by signal; leave one scenario out; the scenarios that nobody has read
	@$(if $(wildcard $(SHARED)/data/labelled),,echo "accuracy: $(SHARED) is not there: the seed's labelled set is left out" >&2)
	$(ACCURACY) $(ACCURACY_ARGS) $(EXAMS)
	@echo; echo "Questions that the scripted caller matches with its knowledge base, without a model:"
	@tests/accuracy/questions.sh $(PROGRAM)
fit: $(ACCURACY) ## fit the statistical finder to all labelled sets: rubrics/core/weights.txt
	$(ACCURACY) $(ACCURACY_ARGS) $(EXAMS) --all --fit rubrics/core/weights.txt
fit-calls: $(ACCURACY) ## fit what the signs of a whole call weigh: src/score/weights.c; what `make accuracy` weighs by has not seen what is held out
	$(ACCURACY) $(ACCURACY_ARGS) $(EXAMS) --all --no-lines --fit-calls src/score/weights.c
	$(ACCURACY) $(ACCURACY_ARGS) --no-lines --fit-calls tests/accuracy/weights.c
accuracy-calls: $(ACCURACY) ## endings, conditions, concerns and verdicts with the readers' own signals: quick
	@$(ACCURACY) $(ACCURACY_ARGS) --no-lines --calls
# Real recordings, third-party and not in this repository: found through the shared folder, or not at all.
RECORDINGS := $(OUT)/tests/recordings
$(RECORDINGS): $(OUT)/obj/tests/recordings/recordings.o $(OUT)/libstill.a
	@mkdir -p $(@D)
	$(CC) $(ALL_LDFLAGS) -o $@ $^ $(STILL_LIBS)
accuracy-recordings: $(RECORDINGS) ## signals in real recorded conversations, by file; who scores above whom
	@if [ -d $(SHARED)/data/conversations ]; then $(RECORDINGS) $(SHARED)/data/conversations; \
	else echo "accuracy-recordings: $(SHARED)/data/conversations is not there (set FIDELIO_SHARED): nothing was scored" >&2; exit 2; fi

accuracy-doc: $(ACCURACY) ## write the figures into docs/accuracy.md
	tests/accuracy/document.sh $(ACCURACY) $(ACCURACY_ARGS) $(EXAMS)

# Preloaded by tests/e2e/disk.sh; a program under a sanitizer does not take it.
E2E_HELPERS := $(if $(filter release debug,$(MODE)),$(OUT)/tests/faulty.so) $(OUT)/tests/judge_server $(OUT)/tests/chooser_server $(ACCURACY)
$(OUT)/tests/faulty.so: tests/e2e/faulty.c
	@mkdir -p $(@D)
	$(call say,CC,$@)
	$(Q)$(CC) -std=c11 -D_GNU_SOURCE $(filter-out -Wpedantic,$(WARNINGS)) -O1 -fPIC -shared -o $@ $< -ldl

# A judge and a chooser that answer well and badly, for tests/e2e/judge.sh and chooser.sh.
$(OUT)/tests/judge_server $(OUT)/tests/chooser_server: $(OUT)/tests/%: $(OUT)/obj/tests/e2e/%.o $(OUT)/obj/tests/e2e/answering.o $(OUT)/liblive.a $(OUT)/libstill.a
	@mkdir -p $(@D)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIVE_LIBS) $(STILL_LIBS)

e2e: $(PROGRAM) $(E2E_HELPERS) ## end-to-end tests: the program over real HTTP on loopback
	FIDELIO=$(abspath $(PROGRAM)) HELPERS=$(abspath $(OUT)/tests) tests/e2e/run.sh --log $(OUT)/tests

test: $(UNIT_PROGRAMS) $(PROGRAM) $(E2E_HELPERS) ## unit and end-to-end tests
	@FIDELIO=$(abspath $(PROGRAM)) HELPERS=$(abspath $(OUT)/tests) tests/all.sh $(OUT)/tests $(UNIT_PROGRAMS)

demo: $(PROGRAM) ## the built-in stand-in plays all personas, well and badly, over real HTTP; prints the scoreboard
	@FIDELIO=$(PROGRAM) tools/demo.sh

# Under ThreadSanitizer: make MODE=tsan check-threads.
$(OUT)/tests/threads: $(OUT)/obj/tests/threads/threads.o $(OUT)/obj/tests/support/scored_sets.o $(OUT)/libstill.a
	@mkdir -p $(@D)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(STILL_LIBS)
check-threads: $(OUT)/tests/threads ## the same bytes with any number of threads; MODE=tsan looks for races too
	TSAN_OPTIONS="exitcode=66 $$TSAN_OPTIONS" $(OUT)/tests/threads tests/accuracy/sets

check-rooms: ## which room may use which, and which library
	tools/check-rooms.sh

ARCH_CHECKS := rooms wordings planted_leak uninitialised
.PHONY: check-arch $(ARCH_CHECKS:%=check-arch-%)
check-arch: $(ARCH_CHECKS:%=check-arch-%) ## the walls, both wordings of each message, a planted leak, memory read before it is set
$(ARCH_CHECKS:%=check-arch-%): check-arch-%: $(PROGRAM) $(OUT)/liblive.a $(OUT)/libstill.a
	FIDELIO=$(PROGRAM) tests/arch/$*.sh

# Man page and completions come out of the program's own table of options.
SHARE := $(DESTDIR)$(PREFIX)/share
install: $(PROGRAM) ## install the program, man page and completions to $(DESTDIR)$(PREFIX)
	install -d $(DESTDIR)$(PREFIX)/bin $(SHARE)/man/man1 $(SHARE)/bash-completion/completions $(SHARE)/zsh/site-functions \
		$(SHARE)/fish/vendor_completions.d
	install -m 755 $(PROGRAM) $(DESTDIR)$(PREFIX)/bin/fidelio
	$(PROGRAM) help --lang en --format roff >$(SHARE)/man/man1/fidelio.1
	$(PROGRAM) help --format bash >$(SHARE)/bash-completion/completions/fidelio
	$(PROGRAM) help --lang en --format zsh >$(SHARE)/zsh/site-functions/_fidelio
	$(PROGRAM) help --lang en --format fish >$(SHARE)/fish/vendor_completions.d/fidelio.fish
uninstall: ## remove what install put there
	rm -f $(DESTDIR)$(PREFIX)/bin/fidelio $(SHARE)/man/man1/fidelio.1 $(SHARE)/bash-completion/completions/fidelio \
		$(SHARE)/zsh/site-functions/_fidelio $(SHARE)/fish/vendor_completions.d/fidelio.fish

TIDY_SRC := $(STILL_SRC) $(LIVE_SRC) $(CLI_SRC)
check-tidy: $(GENERATED_H) ## static analysis (clang-tidy)
	@ls -S $(strip $(TIDY_SRC)) | xargs -P $(or $(JOBS),$(shell nproc)) -n 2 sh -c 'clang-tidy --quiet "$$@" -- -std=c11 -D_GNU_SOURCE -Isrc -I$(BUILD) $(STILL_CFLAGS) $(LIVE_CFLAGS)' tidy

# Benchmarks: one program a file, measured against the naive way or the bare library within the same run.
$(OUT)/tests/bench_%: $(OUT)/obj/tests/bench/bench_%.o $(OUT)/obj/tests/support/scored_sets.o $(OUT)/libstill.a
	@mkdir -p $(@D)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(STILL_LIBS)
BENCH_LOAD_PARTS := bench_load bare engine whole mock mocks
$(OUT)/tests/bench_load: $(BENCH_LOAD_PARTS:%=$(OUT)/obj/tests/bench/%.o) $(OUT)/obj/tests/support/pem.o $(OUT)/liblive.a $(OUT)/libstill.a
	@mkdir -p $(@D)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIBCURL_LIBS) $(LIVE_LIBS) $(STILL_LIBS)
# How long commands take to start: beside an empty program.
$(OUT)/tests/empty: $(OUT)/obj/tests/bench/empty.o
	$(Q)$(CC) -o $@ $^
bench: bench-start bench-score bench-load bench-report bench-gate ## all benchmarks, one after the other
bench-start: $(PROGRAM) $(OUT)/tests/bench_start $(OUT)/tests/empty ## how long each command takes to start
	$(OUT)/tests/bench_start $(PROGRAM) $(OUT)/tests/empty
bench-load: $(OUT)/tests/bench_load ## many conversations in flight, beside a bare libcurl client
	$(OUT)/tests/bench_load

# The labelled sets, without those that nobody who writes patterns has read.
BENCH_SETS = $(filter-out $(shell cat tests/accuracy/sets/held-out.txt),$(basename $(notdir $(wildcard tests/accuracy/sets/*.jsonl))))
bench-score: $(OUT)/tests/bench_score ## patterns matched a second, with and without the prefilter; replies scored whole
	$< 100000 tests/accuracy/sets $(BENCH_SETS)

# Fuzzers: tests/fuzz/fuzz_NAME.c become one program each (tests/fuzz/fuzz.h), built with clang's libFuzzer and both sanitizers.
FUZZERS := $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/tests/%,$(sort $(wildcard tests/fuzz/fuzz_*.c)))
FUZZ_SECONDS ?= 60
$(BUILD)/fuzz/tests/fuzz_%: $(BUILD)/fuzz/obj/tests/fuzz/fuzz_%.o $(OUT)/liblive.a $(OUT)/libstill.a
	@mkdir -p $(@D)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIVE_LIBS) $(STILL_LIBS)
fuzzers: $(FUZZERS)
fuzz: ## run each fuzzer for FUZZ_SECONDS
	@+$(MAKE) $(if $(filter -j%,$(MAKEFLAGS)),,-j$(shell nproc)) MODE=fuzz fuzzers
	tests/fuzz/run.sh $(FUZZ_SECONDS) $(BUILD)/fuzz $(FUZZERS)

FORMATTED := $(wildcard src/*/*.[ch] tests/unit/*/*.[ch] tests/support/*.[ch] tests/fuzz/*.[ch] tests/bench/*.[ch] tests/e2e/*.[ch] tests/threads/*.c tests/recordings/*.c tools/*.c)
format: ## format the code in place
	clang-format -i $(FORMATTED)
check-format: ## is the code formatted?
	clang-format --dry-run -Werror $(FORMATTED)

clean: ## remove what was built
	rm -rf $(BUILD)

-include $(shell find $(OUT) -name '*.d' 2>/dev/null)

# The report and the review server in a real browser. Test tools come from npm, pinned, without their install scripts.
BROWSER_TESTS := report review schemas clients
tests/browser/node_modules/.package-lock.json: tests/browser/package-lock.json
	@echo "fidelio: installing test tools from npm: playwright-core, openai, @anthropic-ai/sdk"
	cd tests/browser && npm ci --ignore-scripts --silent
check-browser: $(PROGRAM) tests/browser/node_modules/.package-lock.json ## the report and the review page in Chromium
	FIDELIO=$(PROGRAM) tests/browser/run.sh $(BROWSER_TESTS)
bench-report: $(PROGRAM) tests/browser/node_modules/.package-lock.json ## the report of 10,000 conversations: size, and time until it can be used
	FIDELIO=$(PROGRAM) node tests/browser/bench-report.mjs

# The gate against itself: a thousand comparisons of one noisy player with itself, and with a slightly worse one.
$(OUT)/tests/bench_gate: $(OUT)/obj/tests/bench/bench_gate.o $(OUT)/liblive.a $(OUT)/libstill.a
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ $(LIVE_LIBS) $(STILL_LIBS)
bench-gate: $(PROGRAM) $(OUT)/tests/bench_gate ## how often the gate cries wolf, and how often it sees one
	@rm -rf $(OUT)/gate-a $(OUT)/gate-b
	$(PROGRAM) run personas/ --model understudy:agreeable@0.1 --repeats 24 --in-flight 32 --out $(OUT)/gate-a --quiet >/dev/null
	$(PROGRAM) run personas/ --model understudy:agreeable@0.17 --repeats 24 --in-flight 32 --out $(OUT)/gate-b --quiet >/dev/null
	$(OUT)/tests/bench_gate 1000 6 $(OUT)/gate-a $(OUT)/gate-b
pictures: $(PROGRAM) tests/browser/node_modules/.package-lock.json ## the README's pictures, from a real run
	FIDELIO=$(PROGRAM) node tests/browser/pictures.mjs
