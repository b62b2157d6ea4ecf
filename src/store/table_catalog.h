// The tables of an instance as the database itself tells them, so that export and backup carry a
// table the day a migration makes it. What they leave out is listed here, each with its reason.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/session.h"

namespace huiyin::store {

enum class ColumnType { kInt, kReal, kText, kBlob };

struct Column {
  std::string name;
  ColumnType type = ColumnType::kText;
};

struct Table {
  std::string name;
  std::vector<Column> columns;   // in the order of the schema
  std::vector<std::string> key;  // primary key: the order of the rows
  std::string rows;              // SQL condition: rows that belong to the contents; empty: all
};

struct LeftOut {
  const char* table;
  const char* rows;  // SQL condition of what is left out; empty: the whole table
  const char* reason;
};
std::span<const LeftOut> WhatIsLeftOut();

// Every table with contents, by name. kInternal when one has no primary key or a column of a type
// that migrations do not use.
Result<std::vector<Table>> ContentTables(Session& session);

std::string Quoted(const std::string& identifier);

}  // namespace huiyin::store
