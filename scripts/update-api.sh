#!/usr/bin/env bash
# Writes what is generated from the program's description of its API: docs/openapi.json, the tables
# of docs/api.md and the web app's types. usage: scripts/update-api.sh [path of the program]
set -euo pipefail
cd "$(dirname "$0")/.."
program="${1:-build/huiyin}"
"$program" openapi > docs/openapi.json
"$program" openapi --tables > docs/.tables.md
python3 - <<'PY'
import pathlib
page = pathlib.Path('docs/api.md')
tables = pathlib.Path('docs/.tables.md')
begin, end = '<!-- generated: routes and codes -->\n', '<!-- end of generated -->'
head, rest = page.read_text().split(begin)
page.write_text(head + begin + tables.read_text() + end + rest.split(end)[1])
tables.unlink()
PY
node web/scripts/make-types.mjs
