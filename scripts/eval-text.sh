#!/usr/bin/env bash
# Trains a model of every task on its training rows, measures it on its development rows and prints
# one table: scripts/eval-text.sh HUIYIN DATA_DIR [TASK...]. DATA_DIR holds SET.train.tsv and
# SET.dev.tsv of the sets named in docs/understanding.md. Settings and temperature are chosen on a
# tenth of the training rows: the development rows are seen by nothing but the measurement.
# HUIYIN_EVAL_KEEP=DIR keeps the models and the measurements as JSON.
set -euo pipefail
[ $# -ge 2 ] || { echo "usage: scripts/eval-text.sh HUIYIN DATA_DIR [TASK...]" >&2; exit 2; }
huiyin="$(realpath "$1")" data="$(realpath "$2")"
shift 2
wanted=" $* "
if [ -n "${HUIYIN_EVAL_KEEP:-}" ]; then
  folder="$HUIYIN_EVAL_KEEP"
  mkdir -p "$folder"
else
  folder="$(mktemp -d)"
  trap 'rm -rf "$folder"' EXIT
fi

# row SET METRIC=FLOOR[,METRIC=FLOOR] NAME SECONDS: one line of the table from SET.json
row() {
  python3 - "$folder/$3.json" "$@" <<'PYTHON'
import json, sys
path, measured, floors, name, seconds = sys.argv[1:6]
m = json.load(open(path, encoding="utf-8"))
for pair in floors.split(","):
    metric, floor = pair.split("=")
    low, high = m["accuracy_interval"]
    interval = f"{low:.3f}-{high:.3f}" if metric == "accuracy" else ""
    verdict = "" if m[metric] >= float(floor) else "missed"
    print(f"{name:<20} {measured:<14} {metric:<9} {float(floor):.3f} {m[metric]:.4f} {interval:<12}"
          f" {m['ece']:.3f} {seconds:>5} {verdict}", flush=True)
PYTHON
}

# task NAME "TRAINING SETS" "MEASURED SET:FLOORS..." [OPTION...]
task() {
  local name=$1 sets=$2 measured=$3 files=() set pair start seconds
  shift 3
  [[ "$wanted" = "  " || "$wanted" = *" $name "* ]] || return 0
  for set in $sets; do files+=("$data/$set.train.tsv"); done
  start=$SECONDS
  "$huiyin" train --task "$name" --data "${files[@]}" --out "$folder/$name.hym" "$@" \
    >/dev/null 2>"$folder/$name.log" || { cat "$folder/$name.log" >&2; return 1; }
  seconds=$((SECONDS - start))
  for pair in $measured; do
    set=${pair%%:*}
    "$huiyin" eval --task "$name" --model "$folder/$name.hym" --data "$data/$set.dev.tsv" --json \
      "$@" >"$folder/$name.json"
    row "$set" "${pair#*:}" "$name" "$seconds"
  done
}

printf '%-20s %-14s %-9s %-5s %-6s %-12s %-5s %5s\n' task measured metric floor ours "95 %" ECE "s"
task bank bank bank:accuracy=0.9,macro_f1=0.68
task airline airline airline:accuracy=0.82,macro_f1=0.75
task emotion_usual emotion_usual emotion_usual:macro_f1=0.66
task emotion_virus emotion_virus emotion_virus:macro_f1=0.55
task department gov_seg gov_seg:macro_f1=0.9
task suggestion suggest suggest:macro_f1=0.74
task routing cfpb cfpb:accuracy=0.84
task same_question atec_pairs atec_pairs:auc=0.84
task reply_answers house_reply house_reply:auc=0.89
task offensive cold cold:accuracy=0.915
task sentiment "waimai hotel shopping10" \
  "waimai:accuracy=0.91 hotel:accuracy=0.91 shopping10:accuracy=0.94 eprstmt:accuracy=0.88"
task product_group shopping10 shopping10:accuracy=0.9 --label-column category
task intent banking77 banking77:accuracy=0.912
