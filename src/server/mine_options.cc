#include "server/mine_options.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "app/business_clock.h"
#include "app/ticket_steps.h"
#include "base/time.h"
#include "domain/calendar.h"
#include "mining/log_time.h"
#include "mining/report_text.h"
#include "server/command.h"
#include "server/instance.h"
#include "store/read_only.h"

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

Status AddTime(const MineOptions& options, std::vector<Filter>& filters) {
  if (options.from.empty() && options.to.empty()) return Ok();
  mining::TimeFilter filter;
  const int offset = options.load.offset_minutes;
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

Status AddDuration(const MineOptions& options, std::vector<Filter>& filters) {
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

// "+08:00", "-0330", "8".
Result<int> ParseOffset(const std::string& text) {
  int64_t us = 0;
  std::string offset = text;
  if (!offset.empty() && offset[0] >= '0' && offset[0] <= '9') offset = "+" + offset;
  if (!mining::ParseIsoTime("2000-01-02T00:00:00" + offset, 0, &us)) {
    return InvalidArgument("--utc-offset \"" + text + "\" is no offset (+08:00)");
  }
  constexpr int64_t kMidnight = 946'771'200'000'000;  // 2000-01-02T00:00:00Z
  return static_cast<int>((kMidnight - us) / 60'000'000);
}

bool IsTransition(const std::string& name) {
  const auto known = mining::LifecycleFrom(name);
  return known != mining::Lifecycle::kNone && known != mining::Lifecycle::kOther;
}

Result<mining::EventLog> LoadFile(const std::string& path, const MineOptions& options) {
  auto load = options.load;
  const bool terminal = isatty(STDERR_FILENO) == 1 && !options.quiet;
  uint64_t shown = 0;
  if (terminal) {
    load.progress = [&shown](uint64_t done, uint64_t total) {
      if (total < (32u << 20) || done < shown + total / 100) return;
      shown = done;
      const int filled = static_cast<int>(done * 30 / total);
      std::fprintf(stderr, "\r[%.*s%.*s] %3d%%", filled, "##############################",
                   30 - filled, "------------------------------",
                   static_cast<int>(done * 100 / total));
    };
  }
  auto loaded = mining::LoadLog(path, load);
  if (shown > 0) std::fprintf(stderr, "\r%40s\r", "");
  if (!loaded.ok()) return std::move(loaded).error();
  if (!options.quiet) {
    TRY_ASSIGN(const auto language, LanguageOf(options));
    std::fputs(mining::LoadText(loaded->report, language).c_str(), stderr);
  }
  return std::move(loaded->log);
}

Result<mining::EventLog> InBusinessTime(mining::EventLog log, const std::string& name) {
  auto calendar = domain::Calendar::CnStandard();
  if (name != "cn") {
    std::ifstream file(name);
    if (!file) return NotFound("cannot read the calendar " + name);
    std::stringstream text;
    text << file.rdbuf();
    TRY_ASSIGN(calendar, domain::Calendar::Parse(text.str()));
  }
  app::BusinessClock clock(std::move(calendar));
  return std::move(log).MeasuredBy([&](int64_t us) { return clock.At(us); });
}

// Beside a running server: one snapshot, nothing is written.
Result<mining::EventLog> LoadDatabase(const std::string& database) {
  TRY_ASSIGN(const std::string url, DatabaseUrlOf(database));
  TRY_ASSIGN(const auto connection, store::OpenReadOnly(url));
  return app::ReadTicketLog(*connection);
}

}  // namespace

void AddLoadOptions(CLI::App& app, MineOptions& o) {
  app.add_option("--db", o.database,
                 "Read the tickets of an instance: its data folder, its database file or a "
                 "postgresql:// address");
  app.add_option("--case", o.load.case_key, "Column or key of the case");
  app.add_option("--activity", o.load.activity_key, "Column or key of the activity");
  app.add_option("--time", o.load.time_key, "Column or key of the (completion) time");
  app.add_option("--start-time", o.load.start_time_key, "Column of the start time");
  app.add_option("--resource", o.load.resource_key, "Column or key of the resource");
  app.add_option("--lifecycle", o.lifecycle,
                 "A transition (complete, start, ...) keeps only its events; anything else names "
                 "the column");
  app.add_option("--lifecycle-column", o.lifecycle_column, "Column or key of the transition");
  app.add_option("--classifier", o.load.classifier, "XES: activity by this classifier");
  app.add_option("--object-type", o.load.object_type, "OCEL: the kind of object that is the case");
  app.add_option("--delimiter", o.delimiter, "CSV: the delimiter (one character, or tab)");
  app.add_option("--encoding", o.load.encoding, "Encoding of the file, for example GB18030");
  app.add_option("--time-format", o.load.time_format, "For example %d.%m.%Y %H:%M:%S");
  app.add_option("--utc-offset", o.utc_offset, "For times without an offset, and hours of the day");
  app.add_option("--order", o.order, "time: by time; file: as in the file, times not needed")
      ->check(CLI::IsMember({"time", "file"}));
  app.add_flag("--strict,!--lenient", o.strict, "Fail at the first fault of the file");
  app.add_flag("--no-attributes", o.no_attributes, "Leave attributes out (less memory)");
  app.add_flag("--quiet", o.quiet, "Do not say what was guessed or left out");
  app.add_option("--lang", o.language, "zh or en; else by the locale")
      ->check(CLI::IsMember({"zh", "en"}));
  app.add_option("--calendar", o.calendar,
                 "Measure in business time: cn (China's official calendar) or a calendar file");
  app.add_option("--threads", o.threads, "0: all cores");
}

void AddFilterOptions(CLI::App& app, MineOptions& o) {
  const char* group = "Filters";
  app.add_option("--from", o.from, "Cases from this time on")->group(group);
  app.add_option("--to", o.to, "Cases before this time")->group(group);
  app.add_option("--time-mode", o.time_mode, "What of the case must be in that time")
      ->check(CLI::IsMember({"contained", "intersecting", "started", "ended"}))
      ->group(group);
  app.add_option("--with", o.with, "Cases with this activity")->group(group);
  app.add_option("--without", o.without, "Cases without this activity")->group(group);
  app.add_option("--only", o.only, "Only events of these activities")->group(group);
  app.add_option("--drop", o.drop, "No events of these activities")->group(group);
  app.add_option("--path", o.path, "Cases with FROM->TO, directly")->group(group);
  app.add_option("--path-eventually", o.path_eventually, "Cases with FROM->TO")->group(group);
  app.add_option("--without-path", o.without_path, "Cases without FROM->TO")->group(group);
  app.add_option("--start-activity", o.start_activity, "Cases that start so")->group(group);
  app.add_option("--end-activity", o.end_activity, "Cases that end so")->group(group);
  app.add_option("--attribute", o.attributes, "Cases with KEY=VALUE (!=, <, <=, >, >=)")
      ->group(group);
  app.add_option("--min-duration", o.min_duration, "Cases of at least 30min, 24h, 7d")
      ->group(group);
  app.add_option("--max-duration", o.max_duration, "Cases of at most")->group(group);
  app.add_option("--variants", o.variants,
                 "The most frequent variants: up to 1 the share of cases, else how many")
      ->group(group);
}

Status FinishLoadOptions(MineOptions& o) {
  o.load.strictness = o.strict ? mining::Strictness::kStrict : mining::Strictness::kLenient;
  o.load.attributes =
      o.no_attributes ? mining::KeepAttributes::kNone : mining::KeepAttributes::kAll;
  o.load.order = o.order == "file" ? mining::EventOrder::kFile : mining::EventOrder::kTime;
  if (o.delimiter == "tab" || o.delimiter == "\\t") o.delimiter = "\t";
  if (o.delimiter.size() > 1) return InvalidArgument("--delimiter takes one character, or tab");
  if (!o.delimiter.empty()) o.load.delimiter = o.delimiter[0];
  if (!o.utc_offset.empty()) {
    TRY_ASSIGN(o.load.offset_minutes, ParseOffset(o.utc_offset));
  }
  o.load.lifecycle_key = o.lifecycle_column;
  if (!o.lifecycle.empty() && !IsTransition(o.lifecycle)) o.load.lifecycle_key = o.lifecycle;
  return Ok();
}

Result<std::vector<Filter>> FiltersOf(const MineOptions& o) {
  std::vector<Filter> filters;
  if (IsTransition(o.lifecycle)) {
    filters.push_back(mining::LifecycleFilter{mining::LifecycleFrom(o.lifecycle)});
  }
  if (!o.only.empty()) {
    filters.push_back(mining::EventActivityFilter{o.only, mining::Keep::kWith});
  }
  if (!o.drop.empty()) {
    filters.push_back(mining::EventActivityFilter{o.drop, mining::Keep::kWithout});
  }
  TRY(AddTime(o, filters));
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
  if (o.variants < 0) return InvalidArgument("--variants must be positive");
  if (o.variants > 0) {
    filters.push_back(o.variants <= 1 ? mining::VariantFilter{o.variants, 0}
                                      : mining::VariantFilter{1, static_cast<size_t>(o.variants)});
  }
  return filters;
}

Result<mining::Language> LanguageOf(const MineOptions& o) {
  if (!o.language.empty()) {
    return o.language == "zh" ? mining::Language::kZh : mining::Language::kEn;
  }
  for (const char* name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    return std::string_view(value).starts_with("zh") ? mining::Language::kZh
                                                     : mining::Language::kEn;
  }
  return mining::Language::kEn;
}

std::unique_ptr<mining::EventLog> LoadFiltered(const std::string& path, MineOptions& options,
                                               int* exit_code) {
  const auto fail = [&](const Error& error, int code) {
    std::fprintf(stderr, "huiyin mine: %s\n", error.message.c_str());
    *exit_code = code;
    return nullptr;
  };
  if (auto status = FinishLoadOptions(options); !status.ok()) {
    return fail(status.error(), kExitUsage);
  }
  auto filters = FiltersOf(options);
  if (!filters.ok()) return fail(filters.error(), kExitUsage);
  auto loaded = options.database.empty() ? LoadFile(path, options) : LoadDatabase(options.database);
  if (!loaded.ok()) return fail(loaded.error(), kExitFailed);
  const std::string name = options.database.empty() ? path : "the database";
  if (loaded->event_count() == 0) {
    return fail(InvalidArgument(name + ": there is no ticket yet"), kExitFailed);
  }
  if (loaded->event_count() == 1) {
    return fail(InvalidArgument(name + ": the log has one event; nothing follows anything"),
                kExitFailed);
  }
  if (!options.calendar.empty()) {
    loaded = InBusinessTime(std::move(*loaded), options.calendar);
    if (!loaded.ok()) return fail(loaded.error(), kExitFailed);
  }
  auto log = std::make_unique<mining::EventLog>(
      filters->empty() ? std::move(*loaded) : mining::Apply(*loaded, *filters));
  if (log->event_count() == 0) {
    return fail(InvalidArgument(name + ": no case is left after the filters"), kExitFailed);
  }
  return log;
}

}  // namespace huiyin::server
