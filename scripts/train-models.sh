#!/usr/bin/env bash
# Trains the shipped models anew: scripts/train-models.sh HUIYIN DATA_DIR. DATA_DIR holds the public
# sets named in models/understanding/MODEL_CARD.md; the variant "open" uses our own sentences only.
set -euo pipefail
cd "$(dirname "$0")/.."
huiyin="$(realpath "$1")"
data="$(realpath "$2")"
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
python3 models/sources/compose.py
for variant in default open; do
  tables="$folder/$variant"
  mkdir -p "$tables" "models/understanding/$variant"
  option=""
  if [ "$variant" = open ]; then option="--open"; fi
  python3 models/sources/mix.py "$data" "$tables" $option
  for task in mood polarity opinion category kind sensitive severity emotion; do
    "$huiyin" train --task "$task" --no-words --data "$tables/$task.train.tsv" --dev "$tables/$task.dev.tsv" \
      --out "models/understanding/$variant/$task.hym"
  done
done
