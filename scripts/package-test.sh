#!/usr/bin/env bash
# Builds the .deb, installs it here, makes an instance, runs the unit's command line as its user,
# sends feedback, stops, upgrades in place, removes. Leaves the machine as it was. Root or sudo.
# usage: scripts/package-test.sh build
set -euo pipefail
cd "$(dirname "$0")/.."
build="$(realpath "${1:-build}")"
sudo=""
if [ "$(id -u)" -ne 0 ]; then sudo="sudo"; fi
if dpkg-query -W -f='${Status}' huiyin 2>/dev/null | grep -q 'ok installed' || [ -e /var/lib/huiyin ]; then
  echo "Huiyin is installed on this machine (or /var/lib/huiyin exists): this test will not touch it" >&2
  exit 1
fi
folder="$(mktemp -d)"
server=""
cleanup() {
  if [ -n "$server" ]; then $sudo kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; fi
  $sudo dpkg --purge huiyin >/dev/null 2>&1 || true
  $sudo rm -rf "$folder" /var/lib/huiyin
  $sudo userdel huiyin 2>/dev/null || true
  $sudo groupdel huiyin 2>/dev/null || true
}
trap cleanup EXIT
fail() { echo "package test: $*" >&2; exit 1; }
as_huiyin() { $sudo runuser -u huiyin -- "$@"; }

(cd "$build" && cpack -G DEB -B "$folder/deb" >/dev/null)
deb="$(echo "$folder"/deb/huiyin_*.deb)"
dpkg-deb --field "$deb" Depends | grep -q libsqlite3-0 || fail "the package does not name its libraries"
dpkg-deb --contents "$deb" | awk '{print $1, $2}' | grep -v ' root/root$' && fail "a file is not root's"
dpkg-deb --contents "$deb" | awk '$1 ~ /^-.......w/ {bad = 1} END {exit !bad}' && fail "a file is writable for all"

$sudo dpkg --install "$deb" >/dev/null
[ "$(stat -c '%U %a' /var/lib/huiyin)" = "huiyin 700" ] || fail "/var/lib/huiyin is open"
echo "a long enough password" |
  as_huiyin huiyin init --data /var/lib/huiyin --org "Package Test" --admin root --password-stdin >/dev/null
token="$(as_huiyin huiyin token create --data /var/lib/huiyin --user root --scope intake --days 1)"
command="$(sed -n 's/^ExecStart=//p' /lib/systemd/system/huiyin.service)"

# start: runs the unit's own command line on a free port and waits for its one line.
start() {
  rm -f "$folder/out"; mkfifo "$folder/out"
  # shellcheck disable=SC2086
  as_huiyin $command --listen 127.0.0.1:0 >"$folder/out" 2>"$folder/err" &
  server=$!
  url=""
  while read -r line; do
    case "$line" in *"is ready on "*) url="${line##*is ready on }"; break ;; esac
  done <"$folder/out"
  [ -n "$url" ] || { cat "$folder/err" >&2; fail "the server did not start"; }
}
stop() {
  $sudo pkill -TERM -u huiyin -x huiyin
  local code=0
  wait "$server" || code=$?
  server=""
  [ "$code" -eq 0 ] || fail "SIGTERM ended with $code"
}

start
curl -fsS "$url/readyz" >/dev/null || fail "/readyz"
curl -fsS "$url/" | grep -q '<div id="root"' || fail "the web app is not compiled in"
curl -fsS -H "Authorization: Bearer $token" -H 'Content-Type: application/json' \
  -d '{"channel":"api","text":"包裹停了九天没有动过，我要投诉"}' "$url/api/v1/feedback" |
  grep -q '"ticket_no":"T' || fail "feedback was not taken"
stop
$sudo dpkg --install "$deb" >/dev/null
start
stop
as_huiyin huiyin verify --data /var/lib/huiyin --json | grep -q '"ok":true' || fail "verify"
$sudo dpkg --purge huiyin >/dev/null
[ ! -e /usr/bin/huiyin ] && [ ! -e /etc/huiyin/huiyin.toml ] || fail "files are left behind"
[ -e /var/lib/huiyin/huiyin.db ] || fail "removing the package deleted the data"
echo "package installed, ran, was upgraded and removed: $(basename "$deb"), $(stat -c %s "$deb") bytes"
