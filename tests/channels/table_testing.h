// Shared by the tests of tables: reads a whole source into plain strings, makes folders and
// archives.
#pragma once

#include <gtest/gtest.h>
#include <unistd.h>
#include <zip.h>

#include <cstdlib>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "channels/table_source.h"

namespace huiyin::channels::testing {

struct ReadRow {
  std::vector<std::string> cells;
  std::string problem;  // its code, or empty
  std::string message;
  std::string raw;
  uint64_t number = 0;
  uint64_t line = 0;
};

struct ReadTable {
  std::vector<std::string> columns;
  std::vector<ReadRow> rows;
  TableInfo info;
  std::string error;  // of opening or reading, with its type
  std::vector<std::vector<std::string>> cells() const {
    std::vector<std::vector<std::string>> out;
    for (const ReadRow& row : rows) out.push_back(row.cells);
    return out;
  }
};

inline ReadTable ReadAll(Result<std::unique_ptr<RowSource>> opened) {
  ReadTable table;
  if (!opened.ok()) {
    table.error = opened.error().type + "|" + opened.error().ToString();
    return table;
  }
  RowSource& source = **opened;
  while (true) {
    auto next = source.Next();
    if (!next.ok()) {
      table.error = next.error().type + "|" + next.error().ToString();
      break;
    }
    if (!*next) break;
    const Row& row = **next;
    ReadRow read;
    for (const std::string_view cell : row.cells) read.cells.emplace_back(cell);
    if (row.problem != nullptr) {
      read.problem = RowProblemName(row.problem->kind);
      read.message = row.problem->message;
    }
    read.raw = row.raw;
    read.number = row.number;
    read.line = row.line;
    table.rows.push_back(std::move(read));
  }
  table.columns = source.columns();
  table.info = source.info();
  return table;
}

inline ReadTable ReadBytes(std::string bytes, const TableOptions& options = {}) {
  return ReadAll(OpenTableBytes(std::move(bytes), options));
}

// A folder of its own, removed at the end.
class TempDir {
 public:
  TempDir() {
    std::string pattern = (std::filesystem::temp_directory_path() / "huiyin-test-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;
  ~TempDir() { std::filesystem::remove_all(path_); }
  std::string File(const std::string& name) const { return (path_ / name).string(); }
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// A ZIP archive with the given parts, in order.
inline std::string MakeZip(const std::vector<std::pair<std::string, std::string>>& parts) {
  const TempDir dir;
  const std::string path = dir.File("a.zip");
  int code = 0;
  zip_t* archive = zip_open(path.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
  for (const auto& [name, content] : parts) {
    zip_source_t* source = zip_source_buffer(archive, content.data(), content.size(), 0);
    zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8);
  }
  EXPECT_EQ(zip_close(archive), 0);
  std::string bytes;
  FILE* file = std::fopen(path.c_str(), "rb");
  char piece[4096];
  for (size_t n = 0; (n = std::fread(piece, 1, sizeof piece, file)) > 0;) bytes.append(piece, n);
  std::fclose(file);
  return bytes;
}

inline std::string ReadFile(const std::string& path) {
  std::string bytes;
  FILE* file = std::fopen(path.c_str(), "rb");
  if (file == nullptr) return bytes;
  char piece[4096];
  for (size_t n = 0; (n = std::fread(piece, 1, sizeof piece, file)) > 0;) bytes.append(piece, n);
  std::fclose(file);
  return bytes;
}

inline void WriteFile(const std::string& path, std::string_view bytes) {
  FILE* file = std::fopen(path.c_str(), "wb");
  ASSERT_NE(file, nullptr);
  EXPECT_EQ(std::fwrite(bytes.data(), 1, bytes.size(), file), bytes.size());
  std::fclose(file);
}

}  // namespace huiyin::channels::testing
