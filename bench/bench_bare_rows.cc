// uses: base
// The bare loop beside POST /api/v1/feedback: takes the very rows a server has just written to an
// SQLite instance (tables of tickets, events and what goes with them) and inserts them again into
// an empty copy of the same schema, in transactions of so many tickets, with synchronous=FULL, on
// the same disk. Prints tickets a second. Usage:
//   bench_bare_rows INSTANCE.db FOLDER TICKETS_A_BATCH [TICKETS]
#include <sqlite3.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

namespace {

using Steady = std::chrono::steady_clock;

void Must(int code, sqlite3* db, const char* what) {
  if (code == SQLITE_OK || code == SQLITE_DONE || code == SQLITE_ROW) return;
  std::fprintf(stderr, "%s: %s\n", what, sqlite3_errmsg(db));
  std::exit(1);
}

void Script(sqlite3* db, const std::string& sql) {
  Must(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr), db, sql.c_str());
}

sqlite3_stmt* Prepare(sqlite3* db, const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  Must(sqlite3_prepare_v2(db, sql.c_str(), -1, &statement, nullptr), db, sql.c_str());
  return statement;
}

// One table's rows in memory and the statement that inserts one.
struct Table {
  sqlite3_stmt* insert = nullptr;
  int columns = 0;
  std::vector<sqlite3_value*> cells;
  size_t rows() const { return columns == 0 ? 0 : cells.size() / static_cast<size_t>(columns); }
};

std::vector<std::string> Texts(sqlite3* db, const std::string& sql) {
  std::vector<std::string> out;
  sqlite3_stmt* statement = Prepare(db, sql);
  while (sqlite3_step(statement) == SQLITE_ROW) {
    out.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(statement, 0)));
  }
  sqlite3_finalize(statement);
  return out;
}

int64_t Count(sqlite3* db, const std::string& table) {
  return std::atoll(Texts(db, "SELECT count(*) FROM " + table).at(0).c_str());
}

// The first `most` rows.
Table Load(sqlite3* from, sqlite3* to, const std::string& name, int64_t most) {
  Table table;
  sqlite3_stmt* rows = Prepare(from, "SELECT * FROM " + name + " LIMIT " + std::to_string(most));
  table.columns = sqlite3_column_count(rows);
  std::string places;
  for (int i = 0; i < table.columns; ++i) places += places.empty() ? "?" : ",?";
  table.insert = Prepare(to, "INSERT OR REPLACE INTO " + name + " VALUES (" + places + ")");
  while (sqlite3_step(rows) == SQLITE_ROW) {
    for (int i = 0; i < table.columns; ++i) {
      table.cells.push_back(sqlite3_value_dup(sqlite3_column_value(rows, i)));
    }
  }
  sqlite3_finalize(rows);
  return table;
}

void InsertSlice(sqlite3* db, const Table& table, size_t first, size_t last) {
  for (size_t row = first; row < last; ++row) {
    for (int i = 0; i < table.columns; ++i) {
      sqlite3_bind_value(
          table.insert, i + 1,
          table.cells[row * static_cast<size_t>(table.columns) + static_cast<size_t>(i)]);
    }
    Must(sqlite3_step(table.insert), db, "insert");
    sqlite3_reset(table.insert);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 4) {
    std::fprintf(stderr, "usage: bench_bare_rows INSTANCE.db FOLDER TICKETS_A_BATCH [TICKETS]\n");
    return 2;
  }
  const std::string folder = std::string(argv[2]) + "/bare_rows";
  const auto batch = static_cast<size_t>(std::atoi(argv[3]));
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  sqlite3* from = nullptr;
  sqlite3* to = nullptr;
  Must(sqlite3_open_v2(argv[1], &from, SQLITE_OPEN_READONLY, nullptr), from, "open");
  Must(sqlite3_open((folder + "/bare.db").c_str(), &to), to, "create");
  Script(to,
         "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA wal_autocheckpoint=8192;"
         "PRAGMA foreign_keys=OFF; PRAGMA cache_size=-65536;");
  // The full-text index follows behind in the server, so it is not part of this.
  const std::string own =
      "sql IS NOT NULL AND name NOT LIKE 'ticket_search%' AND "
      "name NOT LIKE 'sqlite_%'";
  for (const std::string& sql :
       Texts(from, "SELECT sql FROM sqlite_master WHERE " + own + " ORDER BY type = 'index'")) {
    Script(to, sql);
  }
  const int64_t all = Count(from, "tickets");
  const int64_t wanted = std::min<int64_t>(all, argc > 4 ? std::atoll(argv[4]) : 100'000);
  std::vector<Table> tables;
  for (const char* name : {"tickets", "events", "tree_tiles", "tree_heads", "rollups", "outbox",
                           "idempotency", "customers", "messages"}) {
    tables.push_back(Load(from, to, name, Count(from, name) * wanted / std::max<int64_t>(all, 1)));
  }
  const size_t tickets = tables.front().rows();
  const auto start = Steady::now();
  for (size_t first = 0; first < tickets; first += batch) {
    const size_t last = std::min(first + batch, tickets);
    Script(to, "BEGIN IMMEDIATE");
    for (const Table& table : tables) {
      InsertSlice(to, table, table.rows() * first / tickets, table.rows() * last / tickets);
    }
    Script(to, "COMMIT");
  }
  const double seconds = std::chrono::duration<double>(Steady::now() - start).count();
  std::printf("%.0f\n", static_cast<double>(tickets) / seconds);
  std::filesystem::remove_all(folder);
  return 0;
}
