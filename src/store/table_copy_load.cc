#include <algorithm>
#include <boost/json.hpp>
#include <deque>
#include <map>

#include "base/bytes.h"
#include "store/id_allocator.h"
#include "store/instance.h"
#include "store/migrations.h"
#include "store/table_catalog.h"
#include "store/table_copy.h"

namespace huiyin::store {
namespace {

namespace json = boost::json;

constexpr size_t kParamsAtOnce = 900;
constexpr size_t kMaxLineBytes = 64 << 20;
constexpr size_t kMaxManifestBytes = 1 << 20;
constexpr int64_t kProgressRows = 10'000;

Error Damaged(std::string what) { return Corruption(std::move(what), "archive_damaged"); }

class Lines {
 public:
  explicit Lines(ArchiveReader& in) : in_(in) {}
  // None at the end of the entry.
  Result<std::optional<std::string>> Next() {
    size_t end = 0;
    while ((end = buffer_.find('\n', at_)) == std::string::npos) {
      buffer_.erase(0, at_);
      at_ = 0;
      TRY_ASSIGN(const std::string more, in_.Read());
      if (more.empty() && buffer_.empty()) return std::optional<std::string>();
      if (more.empty()) return Damaged("the last line has no end");
      if (buffer_.size() > kMaxLineBytes) return Damaged("a line is longer than any of ours");
      buffer_ += more;
    }
    std::string line = buffer_.substr(at_, end - at_);
    at_ = end + 1;
    return std::optional(std::move(line));
  }

 private:
  ArchiveReader& in_;
  std::string buffer_;
  size_t at_ = 0;
};

struct Manifest {
  int schema = 0;
  std::map<std::string, int64_t> rows;  // of each table
};

Result<Manifest> ReadManifest(ArchiveReader& in) {
  TRY_ASSIGN(const auto name, in.Next());
  if (name != "manifest.json") return Damaged("there is no manifest at the beginning");
  std::string text;
  for (;;) {
    TRY_ASSIGN(const std::string more, in.Read());
    if (more.empty()) break;
    text += more;
    if (text.size() > kMaxManifestBytes) return Damaged("the manifest is too long");
  }
  boost::system::error_code error;
  const json::value value = json::parse(text, error);
  Manifest out;
  try {
    if (error || value.at("format").as_string() != "huiyin-export-1") {
      return Damaged("the manifest is of another format");
    }
    out.schema = static_cast<int>(value.at("schema").as_int64());
    for (const json::value& table : value.at("tables").as_array()) {
      out.rows[table.at("table").as_string().c_str()] = table.at("rows").as_int64();
    }
  } catch (const std::exception&) {
    return Damaged("the manifest lacks something");
  }
  return out;
}

// A value as it goes into the database; keeps what the parameter refers to.
struct Cell {
  ColumnType type = ColumnType::kText;
  bool null = true;
  int64_t integer = 0;
  double real = 0;
  std::string bytes;
  Param ToParam() const {
    if (null) return {};
    if (type == ColumnType::kInt) return integer;
    if (type == ColumnType::kReal) return real;
    return type == ColumnType::kText ? Param(bytes) : Param(Blob{bytes});
  }
};

Result<Cell> ReadCell(const json::value& value, ColumnType type) {
  Cell cell{type, value.is_null(), 0, 0, {}};
  if (cell.null) return cell;
  if (type == ColumnType::kInt && value.is_int64()) {
    cell.integer = value.get_int64();
  } else if (type == ColumnType::kReal && value.is_number()) {
    cell.real = value.to_number<double>();
  } else if (type == ColumnType::kText && value.is_string()) {
    cell.bytes = value.get_string().c_str();
  } else if (type == ColumnType::kBlob && value.is_string()) {
    TRY_ASSIGN(cell.bytes, Base64UrlDecode(std::string_view(value.get_string())));
  } else {
    return Damaged("a value is of another type than its column");
  }
  return cell;
}

std::string InsertSql(const Table& table, size_t rows) {
  std::string sql = "INSERT INTO " + Quoted(table.name) + " (";
  for (size_t i = 0; i < table.columns.size(); ++i) {
    sql += (i == 0 ? "" : ", ") + Quoted(table.columns[i].name);
  }
  sql += ") VALUES ";
  size_t n = 0;
  for (size_t row = 0; row < rows; ++row) {
    sql += row == 0 ? "(" : ", (";
    for (size_t i = 0; i < table.columns.size(); ++i) {
      sql += (i == 0 ? "?" : ", ?") + std::to_string(++n);
    }
    sql += ")";
  }
  return sql;
}

class TableLoader {
 public:
  TableLoader(Connection& connection, const CopyProgress& progress)
      : connection_(connection), progress_(progress) {}

  Status Prepare() {
    TRY_ASSIGN(tables_, ContentTables(connection_));
    TRY(SuspendForeignKeys());
    for (const Table& table : tables_) {
      // What the migrations themselves put there is in the archive, too.
      TRY(connection_.Script("DELETE FROM " + Quoted(table.name) +
                             (table.rows.empty() ? "" : " WHERE " + table.rows) + ";"));
    }
    return Ok();
  }
  Status Load(const std::string& name, int64_t expected, ArchiveReader& in) {
    const auto table = std::find_if(tables_.begin(), tables_.end(),
                                    [&](const Table& t) { return t.name == name; });
    if (table == tables_.end()) return Damaged("there is no table " + name + " in this schema");
    const size_t at_once = std::max<size_t>(1, kParamsAtOnce / table->columns.size());
    Lines lines(in);
    std::vector<Cell> cells;
    int64_t rows = 0;
    for (;;) {
      TRY_ASSIGN(const auto line, lines.Next());
      if (!line) break;
      auto read = AddRow(*table, *line, cells);
      ++rows;
      if (!read.ok()) {
        return std::move(read).error().Prefixed(name + " line " + std::to_string(rows) + ": ");
      }
      if (cells.size() == at_once * table->columns.size()) TRY(Insert(*table, cells));
      if (++done_ % kProgressRows == 0 && progress_) progress_(done_);
    }
    TRY(Insert(*table, cells));
    if (rows != expected) return Damaged("table " + name + " has lost rows");
    return Ok();
  }
  Status Finish() {
    TRY(RaiseIds(connection_, largest_id_));
    for (const std::string& sql : restore_) TRY(connection_.Script(sql));
    return Ok();
  }

 private:
  // PostgreSQL: dropped and added again, which checks every row. SQLite checks at the commit.
  Status SuspendForeignKeys() {
    if (connection_.engine() == Engine::kSqlite) {
      return connection_.Script("PRAGMA defer_foreign_keys = ON;");
    }
    std::vector<std::string> drop;
    TRY(connection_.EachSql(
        "SELECT conrelid::regclass::text, conname::text, pg_get_constraintdef(oid) "
        "FROM pg_constraint WHERE contype = 'f' AND connamespace = current_schema()::regnamespace",
        {}, [&](const Row& row) {
          const std::string head = "ALTER TABLE " + row.Str(0);
          drop.push_back(head + " DROP CONSTRAINT " + Quoted(row.Str(1)) + ";");
          restore_.push_back(head + " ADD CONSTRAINT " + Quoted(row.Str(1)) + " " + row.Str(2) +
                             ";");
          return Ok();
        }));
    for (const std::string& sql : drop) TRY(connection_.Script(sql));
    return Ok();
  }
  Status AddRow(const Table& table, const std::string& line, std::vector<Cell>& cells) {
    boost::system::error_code error;
    const json::value value = json::parse(line, error);
    if (error || !value.is_object()) return Damaged("not a JSON object");
    const json::object& row = value.get_object();
    if (row.size() != table.columns.size()) return Damaged("other columns than the table has");
    for (const Column& column : table.columns) {
      const json::value* found = row.if_contains(column.name);
      if (found == nullptr) return Damaged("there is no " + column.name);
      TRY_ASSIGN(Cell cell, ReadCell(*found, column.type));
      if (column.name == "id" && column.type == ColumnType::kInt) {
        largest_id_ = std::max(largest_id_, cell.integer);
      }
      cells.push_back(std::move(cell));
    }
    return Ok();
  }
  Status Insert(const Table& table, std::vector<Cell>& cells) {
    if (cells.empty()) return Ok();
    std::vector<Param> params;
    params.reserve(cells.size());
    for (const Cell& cell : cells) params.push_back(cell.ToParam());
    const size_t rows = cells.size() / table.columns.size();
    TRY_ASSIGN(const int64_t n, connection_.ExecSql(InsertSql(table, rows), params));
    (void)n;
    cells.clear();
    return Ok();
  }

  Connection& connection_;
  const CopyProgress& progress_;
  std::vector<Table> tables_;
  std::vector<std::string> restore_;
  int64_t largest_id_ = 0;
  int64_t done_ = 0;
};

std::optional<std::string> TableOf(const std::string& entry) {
  constexpr std::string_view kBefore = "tables/", kAfter = ".jsonl";
  if (!entry.starts_with(kBefore) || !entry.ends_with(kAfter)) return std::nullopt;
  return entry.substr(kBefore.size(), entry.size() - kBefore.size() - kAfter.size());
}

Status LoadAll(Connection& connection, Manifest manifest, ArchiveReader& in,
               const OtherEntry& other, const CopyProgress& progress) {
  TableLoader loader(connection, progress);
  TRY(loader.Prepare());
  for (;;) {
    TRY_ASSIGN(const auto name, in.Next());
    if (!name) break;
    const auto table = TableOf(*name);
    if (!table) {
      TRY(other(*name, in));
      continue;
    }
    const auto expected = manifest.rows.extract(*table);
    if (expected.empty()) return Damaged("the manifest does not name " + *name);
    TRY(loader.Load(*table, expected.mapped(), in));
  }
  if (!manifest.rows.empty()) {
    return Damaged("table " + manifest.rows.begin()->first + " is missing");
  }
  return loader.Finish();
}

}  // namespace

Status LoadTables(const std::string& url, ArchiveReader& in, Instant now, const OtherEntry& other,
                  const CopyProgress& progress) {
  TRY_ASSIGN(const Manifest manifest, ReadManifest(in));
  const auto migrations = AllMigrations();
  if (manifest.schema < 1) return Damaged("the manifest has no schema");
  if (static_cast<size_t>(manifest.schema) > migrations.size()) {
    return FailedPrecondition("this was made with schema " + std::to_string(manifest.schema) +
                                  ", this program knows up to " +
                                  std::to_string(migrations.size()) + ": use a newer program",
                              "newer_schema");
  }
  TRY_ASSIGN(const auto connection, OpenConnection(url, Database::Mode::kCreate));
  TRY_ASSIGN(const int version, SchemaVersion(*connection));
  if (version != 0) {
    return Conflict("there is an instance in this database already", "instance_exists");
  }
  MigrateOptions migrate;
  migrate.now = now;
  migrate.after = [&](Connection& c) { return LoadAll(c, manifest, in, other, progress); };
  return Migrate(*connection, migrations.first(static_cast<size_t>(manifest.schema)), migrate);
}

}  // namespace huiyin::store
