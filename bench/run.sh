#!/usr/bin/env bash
# Builds Release, makes its own data and prints one table of speed and memory (docs/performance.md
# says what each line means).
#   bench/run.sh [--quick] [--no-postgres] [--texts=DIR]
# --quick: 10 s a load instead of 60, and 20,000 tickets on PostgreSQL instead of a million. The
# million tickets on SQLite are made once and kept in build-bench/data/million; delete to make anew.
# --texts: also sentiment beside fastText on DIR's waimai rows (bench/against_fasttext.sh).
set -euo pipefail
cd "$(dirname "$0")/.."

seconds=60 postgres_rows=1000000 with_postgres=yes texts=""
for option in "$@"; do
  case "$option" in
    --quick) seconds=10 postgres_rows=20000 ;;
    --no-postgres) with_postgres=no ;;
    --texts=?*) texts=$(cd "$OLDPWD" && realpath "${option#--texts=}") ;;
    *) echo "usage: bench/run.sh [--quick] [--no-postgres] [--texts=DIR]" >&2; exit 2 ;;
  esac
done
for program in wrk awk curl; do
  command -v "$program" >/dev/null || { echo "missing: $program (packages.txt)" >&2; exit 1; }
done

cmake -S . -B build-bench -G Ninja -DCMAKE_BUILD_TYPE=Release -DHUIYIN_BENCH=ON -DHUIYIN_TESTS=OFF \
  ${HUIYIN_BENCH_CMAKE:-} >/dev/null
ninja -C build-bench huiyin bench_bare_rows bench_text >/dev/null
huiyin=$PWD/build-bench/huiyin data=$PWD/build-bench/data
mkdir -p "$data"
listen=127.0.0.1:${HUIYIN_BENCH_PORT:-18470}
server=0 postgres=""

stop_server() { [ "$server" = 0 ] || { kill "$server"; wait "$server" || true; server=0; }; }
stop_all() {
  stop_server
  [ -z "$postgres" ] || as_postgres "$pg_bin/pg_ctl" -D "$postgres" -m immediate stop >/dev/null
}
trap stop_all EXIT

row() { printf '%-58s %-28s %s\n' "$1" "$2" "${3:-}"; }
now_ms() { date +%s%3N; }
rss_mb() { awk '/^VmRSS/ {printf "%.0f MB", $2 / 1024}' "/proc/$server/status"; }

# make_instance FOLDER [--db URL]
make_instance() {
  rm -rf "$1"
  echo "bench password $RANDOM$RANDOM" |
    "$huiyin" init --data "$1" --org Bench --admin admin --password-stdin "${@:2}" >/dev/null
}
# serve FOLDER [--db URL]; sets $token and $cold_ms
serve() {
  token=$("$huiyin" token create --data "$1" --user admin --scope intake,read,write,admin --days 2 "${@:2}")
  local start; start=$(now_ms)
  : >"$data/serve.out"
  "$huiyin" serve --data "$1" --listen "$listen" "${@:2}" >"$data/serve.out" 2>"$data/serve.err" &
  server=$!
  until grep -q ready "$data/serve.out"; do
    kill -0 "$server" || { cat "$data/serve.err" >&2; exit 1; }
    sleep 0.01
  done
  cold_ms=$(($(now_ms) - start))
}
# load CONNECTIONS: the line of figures of POST /api/v1/feedback
load() {
  wrk -t1 -c"$1" -d"${seconds}s" --timeout 10s -s bench/wrk_feedback.lua "http://$listen" -- "$token" |
    awk '/^FIGURES/ {print $2, $3, $4, $5}'
}
feedback() {  # NAME CONNECTIONS TARGET
  read -r rate p50 p99 errors < <(load "$2")
  row "$1 POST /feedback, $2 connections, ${seconds} s" "$rate/s p50 $p50 p99 $p99 ms" "$3, $errors errors, RSS $(rss_mb)"
  last_rate=$rate
}
# reads NAME QUERY...: GETs at 32 connections
reads() {
  local name=$1; shift
  printf '%s\n' "$@" >"$data/paths"
  read -r rate p50 p99 errors < <(
    wrk -t1 -c32 -d"$((seconds > 10 ? 10 : 4))s" --timeout 30s -s bench/wrk_get.lua "http://$listen" \
      -- "$token" "$data/paths" | awk '/^FIGURES/ {print $2, $3, $4, $5}')
  row "$name" "$rate/s p50 $p50 p99 $p99 ms" "p99 < 20 ms, $errors errors"
}
all_reads() {
  local api=/api/v1/tickets view numbers
  for view in mine department unassigned due_soon breached waiting_approval mentions watching all; do
    reads "$1 list, view $view" "$api?view=$view"
  done
  for order in received_at -received_at due_at -updated_at -priority; do
    reads "$1 list, order $order" "$api?sort=$order"
  done
  reads "$1 list, state in_progress" "$api?state=in_progress"
  mapfile -t numbers < <(
    for word in %E9%80%80%E6%AC%BE %E5%8F%91%E7%A5%A8 %E5%BF%AB%E9%80%92 %E5%99%AA%E9%9F%B3; do
      curl -s -H "Authorization: Bearer $token" "http://$listen$api?limit=50&q=$word" |
        grep -o '"ticket_no":"[^"]*"' | cut -d'"' -f4
    done)
  reads "$1 one ticket" "${numbers[@]/#/$api/}"
  reads "$1 search, two Chinese characters" "$api?q=%E9%80%80%E6%AC%BE" "$api?q=%E5%8F%91%E7%A5%A8" \
    "$api?q=%E5%BF%AB%E9%80%92" "$api?q=%E5%99%AA%E9%9F%B3" "$api?q=%E5%88%92%E7%97%95"
  reads "$1 counts of the views" /api/v1/views
}
# import_rows NAME ROWS FOLDER [--db URL]
import_rows() {
  awk -v ROWS="$2" -v NOW="$(date +%s)" -f bench/feedback_rows.awk >"$data/rows.csv"
  local start; start=$(now_ms)
  "$huiyin" import feedback "$data/rows.csv" --data "$3" "${@:4}" --json \
    --map text=text,received_at=received_at,channel=channel,product=product,external_id=id \
    >"$data/import.json" 2>/dev/null
  row "$1 import of $2 CSV rows" "$((($(now_ms) - start) / 1000)) s" "a million < 180 s"
  rm "$data/rows.csv"
}

row "what" "measured" "target"
stripped=$data/huiyin.stripped
strip -o "$stripped" "$huiyin"
build-bench/bench/bench_text models
[ -z "$texts" ] || bench/against_fasttext.sh "$huiyin" "$texts"
row "program, stripped" "$(($(stat -c %s "$stripped") / 1048576)) MB" "< 30 MB"

make_instance "$data/load"
serve "$data/load"
row "SQLite memory, idle" "$(rss_mb)" "< 150 MB"
feedback SQLite 64 ">= 5000/s, p99 < 50 ms"
rate64=$last_rate
feedback SQLite 512 ">= 9000/s"
rate512=$last_rate
row "SQLite memory, after the load" "$(rss_mb)" "< 400 MB"
stop_server
for batch in 64 512; do
  bare=$(build-bench/bench/bench_bare_rows "$data/load/huiyin.db" "$data" $batch)
  rate=rate$batch
  row "bare loop, the same rows, batches of $batch" "$bare/s" "the server: $((${!rate} * 100 / bare)) %, >= 50 %"
done

if [ ! -e "$data/million/complete" ]; then
  make_instance "$data/million"
  import_rows SQLite 1000000 "$data/million"
  touch "$data/million/complete"
else
  row "SQLite import of 1000000 CSV rows" "kept from an earlier run" ""
fi
serve "$data/million"
row "SQLite cold start with a million tickets" "$cold_ms ms" "< 1000 ms"
all_reads "SQLite, a million:"
row "SQLite memory with a million tickets" "$(rss_mb)" "< 400 MB"
stop_server

if [ "$with_postgres" = yes ]; then
  pg_bin=/usr/lib/postgresql/15/bin
  as_postgres() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
  postgres=$(mktemp -d)/cluster
  [ "$(id -u)" != 0 ] || chown postgres "$(dirname "$postgres")"
  as_postgres "$pg_bin/initdb" -D "$postgres" -U bench -A trust >/dev/null
  as_postgres "$pg_bin/pg_ctl" -D "$postgres" -w -l "$postgres/log" \
    -o "-p 18469 -k $postgres -c listen_addresses=" start >/dev/null
  url="postgresql://bench@/postgres?host=$postgres&port=18469"
  make_instance "$data/postgres" --db "$url"
  serve "$data/postgres" --db "$url"
  feedback PostgreSQL 64 "for the record"
  feedback PostgreSQL 512 "for the record"
  stop_server
  import_rows PostgreSQL "$postgres_rows" "$data/postgres" --db "$url"
  serve "$data/postgres" --db "$url"
  row "PostgreSQL cold start" "$cold_ms ms" "for the record"
  all_reads "PostgreSQL, $postgres_rows and more:"
  stop_server
fi
