#!/usr/bin/env bash
# Runs tests/web in Debian's Chromium against a demo of its own: own folder, a port the system chooses.
# usage: scripts/browser-tests.sh build/huiyin [tests/web/FILE.test.mjs ...]
set -euo pipefail
cd "$(dirname "$0")/.."
huiyin="$(realpath "${1:-build/huiyin}")"
tests=("${@:2}")
[ ${#tests[@]} -gt 0 ] || tests=(tests/web/*.test.mjs)
folder="$(mktemp -d)"
server=""
cleanup() {
  if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; fi
  rm -rf "$folder"
}
trap cleanup EXIT
"$huiyin" demo --data "$folder/demo" --tickets 300 --only-make
mkfifo "$folder/out"
"$huiyin" demo --data "$folder/demo" --listen 127.0.0.1:0 >"$folder/out" 2>"$folder/err" &
server=$!
url=""
while read -r line; do
  case "$line" in *"is ready on "*) url="${line##*is ready on }"; break ;; esac
done <"$folder/out"
[ -n "$url" ] || { cat "$folder/err"; exit 1; }
HUIYIN="$huiyin" HUIYIN_URL="$url" node --test --test-reporter=spec --test-concurrency=1 "${tests[@]}"
