#!/usr/bin/env bash
# Sentiment beside fastText (Debian package fasttext), the same texts and machine, one run:
#   bench/against_fasttext.sh HUIYIN DATA_DIR
# DATA_DIR holds waimai.train.tsv and waimai.dev.tsv. fastText gets the characters with spaces between
# and its word pairs; it predicts on one thread, `huiyin eval` judges on one thread. Both are timed on
# the development rows many times over, less what they need for no more than one row (start, load).
set -euo pipefail
[ $# -eq 2 ] || { echo "usage: bench/against_fasttext.sh HUIYIN DATA_DIR" >&2; exit 2; }
command -v fasttext >/dev/null || { echo "missing: fasttext (packages.txt)" >&2; exit 1; }
huiyin="$(realpath "$1")" data="$(realpath "$2")"
folder="$(mktemp -d)"
trap 'rm -rf "$folder"' EXIT
cd "$folder"

python3 - "$data" <<'PYTHON'
import sys
TIMES = 40
def rows(split):
    lines = open(f"{sys.argv[1]}/waimai.{split}.tsv", encoding="utf-8").read().split("\n")
    head = lines[0].split("\t")
    return [dict(zip(head, line.split("\t"))) for line in lines[1:] if line]
def write(name, some, times):
    with open(name + ".txt", "w", encoding="utf-8") as f, open(name + ".tsv", "w", encoding="utf-8") as t:
        t.write("label\ttext\n")
        for r in some * times:
            f.write(f"__label__{r['label']} {' '.join(r['text'].replace(' ', ''))}\n")
            t.write(f"{r['label']}\t{r['text']}\n")
write("train", rows("train"), 1)
write("dev", rows("dev"), 1)
write("one", rows("dev")[:1], 1)
write("many", rows("dev"), TIMES)
PYTHON
fasttext supervised -input train.txt -output ft -epoch 15 -lr 0.4 -wordNgrams 2 -thread 1 >/dev/null 2>&1
"$huiyin" train --task sentiment --data train.tsv --out words.hym >/dev/null 2>&1
"$huiyin" train --task sentiment --data train.tsv --no-words --out ngrams.hym >/dev/null 2>&1

# seconds COMMAND...: processor time of the command
seconds() { { TIMEFORMAT=%U; time "$@" >/dev/null 2>&1; } 2>&1; }
texts=$(($(wc -l <many.txt)))
ft_one=$(seconds fasttext predict ft.bin one.txt)
ft_all=$(seconds fasttext predict ft.bin many.txt)
ft_accuracy=$(fasttext test ft.bin dev.txt 2>/dev/null | awk '$1 == "P@1" {print $2}')
awk -v n="$texts" -v a="$ft_one" -v b="$ft_all" -v p="$ft_accuracy" \
  'BEGIN { printf "%-28s %9.0f texts/s  accuracy %.4f\n", "fastText predict", n / (b - a), p }'
for model in words ngrams; do
  one=$(seconds "$huiyin" eval --model $model.hym --data one.tsv --json)
  all=$(seconds "$huiyin" eval --model $model.hym --data many.tsv --json)
  accuracy=$("$huiyin" eval --model $model.hym --data dev.tsv --json |
    python3 -c 'import json, sys; print(json.load(sys.stdin)["accuracy"])')
  awk -v m="huiyin sentiment, $model" -v n="$texts" -v a="$ft_one" -v b="$ft_all" -v c="$one" -v d="$all" \
    -v q="$accuracy" 'BEGIN {
      printf "%-28s %9.0f texts/s  accuracy %.4f  %.2f times fastText (3 wanted)\n", m, n / (d - c), q,
        (b - a) / (d - c)
    }'
done
