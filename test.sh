#!/usr/bin/env bash
# Installs, builds and runs every test. Ends with one line "N passed, N failed"; exit 1 if anything
# failed or could not run. Its own build folder, private ports, no questions.
set -uo pipefail
cd "$(dirname "$0")"
export LC_ALL=C.UTF-8
passed=0
failed=0
logs="$(mktemp -d)"
trap 'rm -rf "$logs"' EXIT
started=$SECONDS

# step NAME COMMAND...: runs it; its output is shown only when it fails.
step() {
  local name="$1"; shift
  local begin=$SECONDS
  if "$@" >"$logs/out" 2>&1; then
    passed=$((passed + 1))
    printf 'ok    %-34s %4d s\n' "$name" "$((SECONDS - begin))"
  else
    failed=$((failed + 1))
    printf 'FAIL  %-34s %4d s\n' "$name" "$((SECONDS - begin))"
    tail -n 80 "$logs/out"
  fi
}

# count NAME PROGRAM: a GoogleTest program; its tests are counted one by one, none may be skipped.
count() {
  local name="$1"; shift
  local begin=$SECONDS
  # A program that hangs is a failure, not a lost night.
  timeout 1200 "$@" --gtest_brief=1 >"$logs/out" 2>&1
  local code=$?
  local ran ok
  ran=$(sed -n 's/^\[==========\] \([0-9]*\) tests\{0,1\} from .* ran\..*/\1/p' "$logs/out" | tail -1)
  ok=$(sed -n 's/^\[  PASSED  \] \([0-9]*\) test.*/\1/p' "$logs/out" | tail -1)
  ran=${ran:-0}; ok=${ok:-0}
  local bad=$((ran - ok))
  if [ "$code" -ne 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
  if [ "$ran" -eq 0 ]; then bad=1; fi
  passed=$((passed + ok)); failed=$((failed + bad))
  if [ "$bad" -eq 0 ]; then
    printf 'ok    %-34s %4d s  %d tests\n' "$name" "$((SECONDS - begin))" "$ok"
  else
    printf 'FAIL  %-34s %4d s  %d of %d\n' "$name" "$((SECONDS - begin))" "$bad" "$ran"
    grep -E 'FAILED|Failure|error|Sanitizer|Falsifiable' -A 12 "$logs/out" | head -n 120
  fi
}

finish() {
  echo "took $((SECONDS - started)) s"
  echo "$passed passed, $failed failed"
  [ "$failed" -eq 0 ]
}

step "packages" scripts/install-packages.sh
if [ "$failed" -ne 0 ]; then finish; exit 1; fi

step "format" bash -c 'git ls-files "*.cc" "*.h" | xargs clang-format-14 --dry-run --Werror'
step "configure" cmake -S . -B build -G Ninja -DCMAKE_BUILD_TYPE=Release -DHUIYIN_TESTS=ON
step "build" ninja -C build
if [ "$failed" -ne 0 ]; then finish; exit 1; fi
step "tidy" scripts/tidy.sh build

export HUIYIN_HOSTILE_ROUNDS=100  # 100,000 generated requests instead of 5,000
for program in build/tests/test_*; do
  [ -x "$program" ] && [ -f "$program" ] || continue
  count "$(basename "$program")" "$program"
done

step "web: types, lint, unit tests" bash -c 'cd web && npm run --silent check'
step "web: pages in Chromium" scripts/browser-tests.sh build/huiyin

step "package: install, run, upgrade, remove" scripts/package-test.sh build

step "sanitizers: configure" cmake -S . -B build-asan -G Ninja -DCMAKE_BUILD_TYPE=Debug \
  -DCMAKE_CXX_FLAGS_DEBUG="-O1 -g1" -DHUIYIN_SANITIZE=address,undefined -DHUIYIN_WEB=OFF
step "sanitizers: build" ninja -C build-asan unit_tests
export LSAN_OPTIONS="suppressions=$PWD/tests/lsan.supp:print_suppressions=0"
for program in base domain text stats mining ledger channels; do
  [ -x "build-asan/tests/test_$program" ] || continue
  count "sanitizers: test_$program" "build-asan/tests/test_$program"
done

finish
