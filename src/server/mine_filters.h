// The options that narrow a log. They run in this order whatever the order on the command line:
// single activities, time, ends, activities, paths, attributes, duration, variants.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "mining/filter.h"

namespace CLI {
class App;
}

namespace huiyin::server {

struct FilterOptions {
  std::string from, to, time_mode = "intersecting", start_activity, end_activity;
  std::vector<std::string> with, without, only, drop, path, path_eventually, without_path;
  std::vector<std::string> attributes;
  std::string min_duration, max_duration;
  double variants = 0, without_variants = 0;
};

// `suffix` ends the names of the options, "-a" for example, and `group` is their heading.
void AddFilterOptions(CLI::App& app, FilterOptions& options, const std::string& suffix = "",
                      const std::string& group = "Filters");
// Times without an offset are `offset_minutes` east of UTC. kInvalidArgument names the option.
Result<std::vector<mining::Filter>> FiltersOf(const FilterOptions& options, int offset_minutes);

}  // namespace huiyin::server
