#!/usr/bin/env bash
# Installs what is missing, builds, and starts the demo on http://127.0.0.1:8080.
#   ./run.sh           build and start      ./run.sh --build    stop after the build
set -euo pipefail
cd "$(dirname "$0")"
scripts/install-packages.sh
if [ ! -e build/build.ninja ]; then
  cmake -S . -B build -G Ninja -DCMAKE_BUILD_TYPE=Release -DHUIYIN_TESTS=OFF >/dev/null
fi
ninja -C build --quiet huiyin
if [ "${1:-}" = "--build" ]; then
  echo "built: build/huiyin"
  exit 0
fi
exec build/huiyin demo --data data/demo "$@"
