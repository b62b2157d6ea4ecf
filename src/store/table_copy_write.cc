#include "base/bytes.h"
#include "base/json_text.h"
#include "store/migrations.h"
#include "store/queries.h"
#include "store/table_catalog.h"
#include "store/table_copy.h"

namespace huiyin::store {
namespace {

constexpr size_t kWriteBytes = 256 << 10;
constexpr int64_t kProgressRows = 10'000;

// Texts by their bytes, which is SQLite's order and not PostgreSQL's default.
std::string OrderBy(const Table& table, Engine engine) {
  std::string out;
  for (const std::string& part : table.key) {
    out += (out.empty() ? " ORDER BY " : ", ") + Quoted(part);
    for (const Column& column : table.columns) {
      if (column.name == part && column.type == ColumnType::kText && engine == Engine::kPostgres) {
        out += " COLLATE \"C\"";
      }
    }
  }
  return out;
}

std::string Where(const Table& table) { return table.rows.empty() ? "" : " WHERE " + table.rows; }

Result<int64_t> Count(Session& session, const Table& table) {
  int64_t n = 0;
  TRY(session.EachSql("SELECT count(*) FROM " + Quoted(table.name) + Where(table), {},
                      [&](const Row& row) {
                        n = row.Int(0);
                        return Ok();
                      }));
  return n;
}

void AppendValue(JsonText& out, const Row& row, int column, ColumnType type) {
  if (row.IsNull(column)) {
    out.Null();
  } else if (type == ColumnType::kInt) {
    out.Int(row.Int(column));
  } else if (type == ColumnType::kReal) {
    out.Real(row.Real(column));
  } else if (type == ColumnType::kText) {
    out.Str(row.Text(column));
  } else {
    out.Str(Base64UrlEncode(row.BlobBytes(column)));
  }
}

Status WriteManifest(Session& session, const std::vector<Table>& tables, ArchiveWriter& out) {
  std::string log_id;
  TRY(session.EachSql("SELECT log_id FROM ledger_state", {}, [&](const Row& row) {
    log_id = row.Str(0);
    return Ok();
  }));
  int schema = 0;
  TRY(session.Each(q::migrations_applied, {}, [&](const Row& row) {
    schema = static_cast<int>(row.Int(0));
    return Ok();
  }));
  JsonText json;
  json.Open('{').Key("format").Str("huiyin-export-1").Key("schema").Int(schema);
  json.Key("log_id").Str(log_id).Key("tables").Open('[');
  for (const Table& table : tables) {
    TRY_ASSIGN(const int64_t rows, Count(session, table));
    json.Open('{').Key("table").Str(table.name).Key("rows").Int(rows).Close('}');
  }
  json.Close(']').Close('}');
  TRY(out.Begin("manifest.json"));
  return out.Write(json.text() + "\n");
}

Status WriteTable(Session& session, const Table& table, ArchiveWriter& out, int64_t& done,
                  const CopyProgress& progress) {
  std::string sql = "SELECT ";
  for (const Column& column : table.columns) {
    if (&column != &table.columns.front()) sql += ", ";
    sql += Quoted(column.name);
  }
  sql += " FROM " + Quoted(table.name) + Where(table) + OrderBy(table, session.engine());
  TRY(out.Begin("tables/" + table.name + ".jsonl"));
  std::string buffer;
  TRY(session.EachSql(sql, {}, [&](const Row& row) -> Status {
    JsonText line;
    line.Open('{');
    for (size_t i = 0; i < table.columns.size(); ++i) {
      line.Key(table.columns[i].name);
      AppendValue(line, row, static_cast<int>(i), table.columns[i].type);
    }
    line.Close('}');
    buffer += line.text();
    buffer += '\n';
    if (++done % kProgressRows == 0 && progress) progress(done);
    if (buffer.size() < kWriteBytes) return Ok();
    TRY(out.Write(buffer));
    buffer.clear();
    return Ok();
  }));
  return out.Write(buffer);
}

}  // namespace

Status WriteTables(Session& session, ArchiveWriter& out, const CopyProgress& progress) {
  TRY_ASSIGN(const auto tables, ContentTables(session));
  TRY(WriteManifest(session, tables, out));
  int64_t done = 0;
  for (const Table& table : tables) TRY(WriteTable(session, table, out, done, progress));
  return Ok();
}

}  // namespace huiyin::store
