#include "store/table_catalog.h"

#include <algorithm>
#include <string_view>

namespace huiyin::store {
namespace {

constexpr LeftOut kLeftOut[] = {
    {"schema_migrations", "", "how this database was made; the manifest has the number"},
    {"leases", "", "which process works at this moment"},
    {"writer_marks", "", "what lost connections of running PostgreSQL writers ask for"},
    {"ticket_search", "", "made again from the texts by the search job"},
    {"counters", "name = 'id'", "next id: raised above every id that came in"},
    {"instance", "key = 'search_indexed_seq'", "how far the search job is"},
};

// name, column, type, position in the primary key (0: not part of it)
constexpr std::string_view kSqliteColumns =
    "SELECT t.name, c.name, c.type, c.pk FROM pragma_table_list t, pragma_table_info(t.name) c "
    "WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' "
    "ORDER BY t.name, c.cid";
constexpr std::string_view kPostgresColumns =
    "SELECT c.relname::text, a.attname::text, upper(format_type(a.atttypid, NULL)), "
    "coalesce(array_position(i.indkey::int[], a.attnum::int), -1)::bigint + 1 "
    "FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
    "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped "
    "LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary "
    "WHERE n.nspname = current_schema() AND c.relkind = 'r' "
    "ORDER BY c.relname COLLATE \"C\", a.attnum";

const LeftOut* FindLeftOut(std::string_view table) {
  const auto found = std::find_if(std::begin(kLeftOut), std::end(kLeftOut),
                                  [&](const LeftOut& l) { return table == l.table; });
  return found == std::end(kLeftOut) ? nullptr : found;
}

Result<ColumnType> TypeOf(std::string_view table, std::string_view column, std::string_view type) {
  if (type == "INTEGER" || type == "BIGINT") return ColumnType::kInt;
  if (type == "REAL" || type == "DOUBLE PRECISION") return ColumnType::kReal;
  if (type == "TEXT") return ColumnType::kText;
  if (type == "BLOB" || type == "BYTEA") return ColumnType::kBlob;
  return Internal("column " + std::string(table) + "." + std::string(column) + " has the type " +
                  std::string(type) + ", which no export carries");
}

}  // namespace

std::span<const LeftOut> WhatIsLeftOut() { return kLeftOut; }

std::string Quoted(const std::string& identifier) { return '"' + identifier + '"'; }

Result<std::vector<Table>> ContentTables(Session& session) {
  std::vector<Table> out;
  std::vector<std::pair<int64_t, std::string>> key;
  const auto finish_key = [&] {
    std::sort(key.begin(), key.end());
    for (auto& part : key) out.back().key.push_back(std::move(part.second));
    key.clear();
  };
  const std::string_view sql =
      session.engine() == Engine::kSqlite ? kSqliteColumns : kPostgresColumns;
  TRY(session.EachSql(sql, {}, [&](const Row& row) -> Status {
    const LeftOut* left_out = FindLeftOut(row.Text(0));
    if (left_out != nullptr && *left_out->rows == '\0') return Ok();
    if (out.empty() || out.back().name != row.Text(0)) {
      if (!out.empty()) finish_key();
      out.push_back({row.Str(0), {}, {}, {}});
      if (left_out != nullptr) out.back().rows = "NOT (" + std::string(left_out->rows) + ")";
    }
    TRY_ASSIGN(const ColumnType type, TypeOf(row.Text(0), row.Text(1), row.Text(2)));
    out.back().columns.push_back({row.Str(1), type});
    if (row.Int(3) > 0) key.emplace_back(row.Int(3), row.Str(1));
    return Ok();
  }));
  if (!out.empty()) finish_key();
  for (const Table& table : out) {
    if (table.key.empty()) return Internal("table " + table.name + " has no primary key");
  }
  // The engines sort names by their own rules.
  std::sort(out.begin(), out.end(), [](const Table& a, const Table& b) { return a.name < b.name; });
  return out;
}

}  // namespace huiyin::store
