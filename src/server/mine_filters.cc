#include "server/mine_filters.h"

#include <CLI/CLI.hpp>

#include "mining/log_time.h"
#include "mining/rules.h"

namespace huiyin::server {
namespace {

using mining::Filter;

// "A->B" or "A→B".
Result<std::pair<std::string, std::string>> SplitPath(const std::string& text) {
  for (const std::string arrow : {"->", "→"}) {
    const size_t at = text.find(arrow);
    if (at == std::string::npos) continue;
    const auto trimmed = [](std::string s) {
      s.erase(0, s.find_first_not_of(' '));
      while (!s.empty() && s.back() == ' ') s.pop_back();
      return s;
    };
    return std::pair(trimmed(text.substr(0, at)), trimmed(text.substr(at + arrow.size())));
  }
  return InvalidArgument("\"" + text + "\" is no path: write FROM->TO");
}

Status AddPaths(const std::vector<std::string>& texts, mining::Distance distance, mining::Keep keep,
                std::vector<Filter>& filters) {
  for (const std::string& text : texts) {
    TRY_ASSIGN(auto ends, SplitPath(text));
    filters.push_back(mining::PathFilter{ends.first, ends.second, distance, keep});
  }
  return Ok();
}

Status AddTime(const FilterOptions& options, int offset, std::vector<Filter>& filters) {
  if (options.from.empty() && options.to.empty()) return Ok();
  mining::TimeFilter filter;
  if (!options.from.empty() && !mining::ParseIsoTime(options.from, offset, &filter.from_us)) {
    return InvalidArgument("--from \"" + options.from + "\" is no ISO time");
  }
  if (!options.to.empty() && !mining::ParseIsoTime(options.to, offset, &filter.to_us)) {
    return InvalidArgument("--to \"" + options.to + "\" is no ISO time");
  }
  if (options.time_mode == "contained") {
    filter.mode = mining::TimeMode::kContained;
  } else if (options.time_mode == "started") {
    filter.mode = mining::TimeMode::kStarted;
  } else if (options.time_mode == "ended") {
    filter.mode = mining::TimeMode::kEnded;
  }
  filters.push_back(filter);
  return Ok();
}

Status AddDuration(const FilterOptions& options, std::vector<Filter>& filters) {
  if (options.min_duration.empty() && options.max_duration.empty()) return Ok();
  mining::DurationFilter filter;
  if (!options.min_duration.empty()) {
    TRY_ASSIGN(const int64_t us, mining::ParseSpan(options.min_duration));
    filter.min_s = static_cast<double>(us) / 1e6;
  }
  if (!options.max_duration.empty()) {
    TRY_ASSIGN(const int64_t us, mining::ParseSpan(options.max_duration));
    filter.max_s = static_cast<double>(us) / 1e6;
  }
  filters.push_back(filter);
  return Ok();
}

// "0.8": the share of the cases; "10": how many variants.
void AddVariants(double wanted, mining::Keep keep, std::vector<Filter>& filters) {
  if (wanted <= 0) return;
  filters.push_back(wanted <= 1 ? mining::VariantFilter{wanted, 0, keep}
                                : mining::VariantFilter{1, static_cast<size_t>(wanted), keep});
}

}  // namespace

void AddFilterOptions(CLI::App& app, FilterOptions& o, const std::string& suffix,
                      const std::string& group) {
  const auto add = [&](const char* name, auto& value, const char* says) {
    return app.add_option(name + suffix, value, says)->group(group);
  };
  add("--from", o.from, "Cases from this time on");
  add("--to", o.to, "Cases before this time");
  add("--time-mode", o.time_mode, "What of the case must be in that time")
      ->check(CLI::IsMember({"contained", "intersecting", "started", "ended"}));
  add("--with", o.with, "Cases with this activity");
  add("--without", o.without, "Cases without this activity");
  add("--only", o.only, "Only events of these activities");
  add("--drop", o.drop, "No events of these activities");
  add("--path", o.path, "Cases with FROM->TO, directly");
  add("--path-eventually", o.path_eventually, "Cases with FROM->TO");
  add("--without-path", o.without_path, "Cases without FROM->TO");
  add("--start-activity", o.start_activity, "Cases that start so");
  add("--end-activity", o.end_activity, "Cases that end so");
  add("--attribute", o.attributes, "Cases with KEY=VALUE (!=, <, <=, >, >=)");
  add("--min-duration", o.min_duration, "Cases of at least 30min, 24h, 7d");
  add("--max-duration", o.max_duration, "Cases of at most");
  add("--variants", o.variants,
      "The most frequent variants: up to 1 the share of cases, else how many")
      ->check(CLI::NonNegativeNumber);
  add("--without-variants", o.without_variants, "All variants but these")
      ->check(CLI::NonNegativeNumber);
}

Result<std::vector<Filter>> FiltersOf(const FilterOptions& o, int offset_minutes) {
  std::vector<Filter> filters;
  if (!o.only.empty()) {
    filters.push_back(mining::EventActivityFilter{o.only, mining::Keep::kWith});
  }
  if (!o.drop.empty()) {
    filters.push_back(mining::EventActivityFilter{o.drop, mining::Keep::kWithout});
  }
  TRY(AddTime(o, offset_minutes, filters));
  if (!o.start_activity.empty() || !o.end_activity.empty()) {
    filters.push_back(mining::EndpointFilter{o.start_activity, o.end_activity});
  }
  for (const std::string& name : o.with) {
    filters.push_back(mining::ActivityFilter{{name}, mining::Keep::kWith});
  }
  if (!o.without.empty()) {
    filters.push_back(mining::ActivityFilter{o.without, mining::Keep::kWithout});
  }
  TRY(AddPaths(o.path, mining::Distance::kDirectly, mining::Keep::kWith, filters));
  TRY(AddPaths(o.path_eventually, mining::Distance::kEventually, mining::Keep::kWith, filters));
  TRY(AddPaths(o.without_path, mining::Distance::kDirectly, mining::Keep::kWithout, filters));
  for (const std::string& text : o.attributes) {
    TRY_ASSIGN(auto filter, mining::ParseAttributeFilter(text));
    filters.push_back(std::move(filter));
  }
  TRY(AddDuration(o, filters));
  AddVariants(o.variants, mining::Keep::kWith, filters);
  AddVariants(o.without_variants, mining::Keep::kWithout, filters);
  return filters;
}

}  // namespace huiyin::server
