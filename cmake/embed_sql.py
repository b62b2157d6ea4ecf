#!/usr/bin/env python3
"""Turns db/queries/*.sql and db/migrations/*.sql into C++ constants (see src/store/query.h).

usage: embed_sql.py QUERIES_DIR MIGRATIONS_DIR OUT_HEADER OUT_MIGRATIONS_CC
Refuses what would otherwise fail at run time: doubled or half-defined names, text after a
statement, gaps in parameters, gaps in migration numbers.
"""
import hashlib
import pathlib
import re
import sys

ENGINES = ("sqlite", "postgres")
TOKENS = {
    "{INT}": ("INTEGER", "BIGINT"),
    "{BLOB}": ("BLOB", "BYTEA"),
    "{REAL}": ("REAL", "DOUBLE PRECISION"),
    "{STRICT}": ("STRICT", ""),
    "{STRICT_NO_ROWID}": ("STRICT, WITHOUT ROWID", ""),
}
NAME = re.compile(r"^--\s*name:\s*([a-z][a-z0-9_]*)(?:\s+@(sqlite|postgres))?\s*$")
# String literal, quoted identifier, line comment, block comment, or any other character.
LEXEME = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*|/\*.*?\*/|\?\d+|.", re.S)
MAX_LITERAL = 12000  # compilers promise 65,536 bytes a literal; pieces are joined by the compiler


def fail(text):
    sys.exit("embed_sql: " + text)


def statement(where, lines):
    """Strips comments and the final semicolon; exactly one statement may remain."""
    kept = []
    for lexeme in LEXEME.findall("\n".join(lines)):
        if lexeme.startswith("--") or lexeme.startswith("/*"):
            continue
        if lexeme in ("'", '"'):
            fail(f"{where}: a quote is not closed")
        kept.append(lexeme)
    while kept and kept[-1].isspace():
        kept.pop()
    if kept and kept[-1] == ";":
        kept.pop()
    if ";" in kept:
        fail(f"{where}: text after the statement")
    text = "".join(kept).strip()
    if not text:
        fail(f"{where}: empty")
    numbers = {int(lexeme[1:]) for lexeme in kept if re.fullmatch(r"\?\d+", lexeme)}
    if numbers != set(range(1, len(numbers) + 1)):
        fail(f"{where}: parameters must be ?1 … ?N without gaps")
    if "?" in kept:
        fail(f"{where}: a parameter needs a number")
    return text, len(numbers)


def dollars(text):
    return "".join("$" + x[1:] if re.fullmatch(r"\?\d+", x) else x for x in LEXEME.findall(text))


def read_queries(folder):
    blocks, order = {}, []
    for path in sorted(pathlib.Path(folder).glob("*.sql")):
        name = None
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            match = NAME.match(line)
            if match:
                name = (match[1], match[2])
                if name in blocks:
                    fail(f"{path.name}:{number}: {match[1]} is defined twice")
                blocks[name] = (f"{path.name}: {match[1]}", [])
                if match[1] not in order:
                    order.append(match[1])
            elif line.startswith("-- name"):
                fail(f"{path.name}:{number}: cannot read the name")
            elif name:
                blocks[name][1].append(line)
            elif line.strip() and not line.startswith("--"):
                fail(f"{path.name}:{number}: text before the first name")
    queries = []
    for name in order:
        both = blocks.get((name, None))
        texts, counts = [], set()
        for engine in ENGINES:
            block = blocks.get((name, engine)) or both
            if not block:
                fail(f"{name} has no text for {engine}")
            if both and (name, engine) in blocks and all((name, e) in blocks for e in ENGINES):
                fail(f"{name}: the common text is used by no engine")
            text, count = statement(block[0], block[1])
            texts.append(text)
            counts.add(count)
        if len(counts) != 1:
            fail(f"{name}: the dialects differ in their number of parameters")
        queries.append((name, texts[0], dollars(texts[1])))
    return queries


def literal(text, tag):
    if f"){tag}\"" in text:
        fail("the closing tag occurs in the text")
    pieces = [text[i:i + MAX_LITERAL] for i in range(0, len(text), MAX_LITERAL)] or [""]
    return " ".join(f'R"{tag}({piece}){tag}"' for piece in pieces)


def expand(path, text, engine):
    index = ENGINES.index(engine)
    for token, values in TOKENS.items():
        text = text.replace(token, values[index])
    out, only = [], None
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("--@"):
            word = line[3:].strip()
            if word == "end" and only:
                only = None
            elif word in ENGINES and not only:
                only = word
            else:
                fail(f"{path.name}:{number}: unexpected {line}")
        elif only in (None, engine):
            out.append(line)
    if only:
        fail(f"{path.name}: --@end is missing")
    left = re.search(r"\{[A-Z_]+\}", "\n".join(out))
    if left:
        fail(f"{path.name}: unknown token {left[0]}")
    return "\n".join(out).strip() + "\n"


def read_migrations(folder):
    out = []
    for path in sorted(pathlib.Path(folder).glob("*.sql")):
        match = re.fullmatch(r"(\d{4})_([a-z0-9_]+)\.sql", path.name)
        if not match or int(match[1]) != len(out) + 1:
            fail(f"{path.name}: migrations are numbered 0001, 0002, … without gaps")
        source = path.read_bytes()
        text = source.decode("utf-8")
        out.append((int(match[1]), match[2], hashlib.sha256(source).hexdigest(),
                    *(expand(path, text, engine) for engine in ENGINES)))
    return out


def write_if_changed(path, text):
    path = pathlib.Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def main():
    queries_dir, migrations_dir, header, migrations_cc = sys.argv[1:]
    queries = read_queries(queries_dir)
    out = ["// Generated from db/queries by cmake/embed_sql.py.", "#pragma once", "",
           '#include "store/query.h"', "", "namespace huiyin::store::q {", ""]
    for index, (name, sqlite, postgres) in enumerate(queries):
        out.append(f'inline constexpr Query {name}{{{index}, "{name}",')
        out.append(literal(sqlite, "sql") + ",")
        out.append(literal(postgres, "sql") + "};")
    out.append("\ninline constexpr const Query* kAll[] = {")
    out += [f"    &{name}," for name, _, _ in queries]
    out.append(f"}};\ninline constexpr uint32_t kCount = {len(queries)};")
    out.append("\n}  // namespace huiyin::store::q\n")
    write_if_changed(header, "\n".join(out))

    out = ["// Generated from db/migrations by cmake/embed_sql.py.",
           '#include "store/migrations.h"', "", "namespace huiyin::store {", "namespace {", "",
           "constexpr Migration kMigrations[] = {"]
    for number, name, checksum, sqlite, postgres in read_migrations(migrations_dir):
        out.append(f'{{{number}, "{name}", "{checksum}",')
        out.append(literal(sqlite, "sql") + ",")
        out.append(literal(postgres, "sql") + "},")
    out += ["};", "", "}  // namespace", "",
            "std::span<const Migration> AllMigrations() { return kMigrations; }", "",
            "}  // namespace huiyin::store", ""]
    write_if_changed(migrations_cc, "\n".join(out))


if __name__ == "__main__":
    main()
