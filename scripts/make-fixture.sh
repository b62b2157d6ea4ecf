#!/bin/sh
# Keeps an instance of the present schema, for the test that every schema ever released still opens:
# tests/fixtures/schema_000N.backup. Run once when a migration is added, commit the file, never
# change it afterwards. Synthetic data only: a small demo organisation.
#   scripts/make-fixture.sh build/huiyin
set -eu
program=$(realpath "${1:-build/huiyin}")
cd "$(dirname "$0")/.."
last=$(ls db/migrations | sed 's/_.*//' | sort | tail -1)
out=tests/fixtures/schema_$last.backup
[ ! -e "$out" ] || { echo "$out exists already and is kept as it is" >&2; exit 1; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir -p tests/fixtures
"$program" demo --data "$folder/data" --tickets 6 --only-make >/dev/null
# The passphrase is public: nothing in it is secret.
echo "a fixture of the tests" | "$program" backup "$out" --data "$folder/data" --passphrase-stdin
