#!/usr/bin/env bash
# Installs the Debian packages of packages.txt that are missing. Asks nothing; needs root or sudo.
set -euo pipefail
cd "$(dirname "$0")/.."
missing=()
while read -r package; do
  case "$package" in ''|'#'*) continue ;; esac
  # Node.js and npm may come from elsewhere; what counts is that they run.
  if [ "$package" = nodejs ] && command -v node >/dev/null; then continue; fi
  if [ "$package" = npm ] && command -v npm >/dev/null; then continue; fi
  if ! dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed'; then
    missing+=("$package")
  fi
done < packages.txt
if [ ${#missing[@]} -eq 0 ]; then exit 0; fi
echo "installing: ${missing[*]}"
sudo=""
if [ "$(id -u)" -ne 0 ]; then sudo="sudo"; fi
$sudo apt-get update -qq
DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
