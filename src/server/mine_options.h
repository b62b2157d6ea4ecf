// The options the mine commands share: how to read a log, and the filters. Filters run in this
// order whatever the order on the command line: lifecycle, single activities, time, ends,
// activities, paths, attributes, duration, variants.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "mining/filter.h"
#include "mining/load.h"
#include "mining/words.h"

namespace CLI {
class App;
}

namespace huiyin::server {

struct MineOptions {
  mining::LoadOptions load;
  std::string database;  // read instead of a file
  std::string calendar;  // lengths of time in its business time
  std::string delimiter, order = "time", utc_offset;
  bool strict = false, no_attributes = false, quiet = false;
  std::string lifecycle, lifecycle_column;
  std::string from, to, time_mode = "intersecting", start_activity, end_activity;
  std::vector<std::string> with, without, only, drop, path, path_eventually, without_path;
  std::vector<std::string> attributes;
  std::string min_duration, max_duration;
  double variants = 0;
  std::string language;
  size_t threads = 0;
};

void AddLoadOptions(CLI::App& app, MineOptions& options);
void AddFilterOptions(CLI::App& app, MineOptions& options);
// Usage errors are kInvalidArgument.
Status FinishLoadOptions(MineOptions& options);
Result<std::vector<mining::Filter>> FiltersOf(const MineOptions& options);
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
