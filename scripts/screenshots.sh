#!/usr/bin/env bash
# Takes docs/screenshots anew: every page of a demo of its own, light and dark, three widths.
# usage: scripts/screenshots.sh [build/huiyin [FOLDER [--only NAME,… | --widths … | --themes …]]]
set -euo pipefail
cd "$(dirname "$0")/.."
huiyin="$(realpath "${1:-build/huiyin}")"
pictures="$(realpath -m "${2:-docs/screenshots}")"
shift $(($# < 2 ? $# : 2))
folder="$(mktemp -d)"
server=""
cleanup() {
  if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; fi
  rm -rf "$folder"
}
trap cleanup EXIT
"$huiyin" demo --data "$folder/demo" --tickets 1000 --only-make
mkfifo "$folder/out"
"$huiyin" demo --data "$folder/demo" --listen 127.0.0.1:0 >"$folder/out" 2>"$folder/err" &
server=$!
url=""
while read -r line; do
  case "$line" in *"is ready on "*) url="${line##*is ready on }"; break ;; esac
done <"$folder/out"
[ -n "$url" ] || { cat "$folder/err"; exit 1; }
(cd web && node scripts/shots.mjs "$url" "$pictures" "$@")
