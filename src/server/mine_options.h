// The options the mine commands share: how to read a log, and the filters.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "mining/load.h"
#include "mining/words.h"
#include "server/mine_filters.h"

namespace huiyin::server {

struct MineOptions {
  mining::LoadOptions load;
  std::string database;  // read instead of a file
  std::string calendar;  // lengths of time in its business time
  std::string delimiter, order = "time", utc_offset;
  bool strict = false, no_attributes = false, quiet = false;
  std::string lifecycle, lifecycle_column;
  FilterOptions filters, side;  // `side`: of one log of a comparison, after those of both
  std::string language;
  size_t threads = 0;
};

void AddLoadOptions(CLI::App& app, MineOptions& options);
Result<mining::Language> LanguageOf(const MineOptions& options);

// Reads the file, or the tickets of --db (then `path` is empty), with a progress line on a
// terminal, says what was guessed or left out on stderr, applies the filters. Prints its own
// failure; null then, with the exit code set.
std::unique_ptr<mining::EventLog> LoadFiltered(const std::string& path, MineOptions& options,
                                               int* exit_code);

// huiyin mine compare A B; huiyin mine check LOG RULES. argv[0] is the verb.
int RunMineCompare(int argc, char** argv);
int RunMineCheck(int argc, char** argv);

}  // namespace huiyin::server
