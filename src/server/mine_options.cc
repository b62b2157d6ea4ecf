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
Result<mining::EventLog> LoadDatabase(const MineOptions& options) {
  TRY_ASSIGN(const std::string url, DatabaseUrlOf(options.database));
  TRY_ASSIGN(const auto connection, store::OpenReadOnly(url));
  TRY_ASSIGN(auto loaded, app::ReadTicketLog(*connection));
  if (loaded.report.cases_dropped > 0) {
    if (options.strict) return Corruption(loaded.report.problems.front());
    loaded.report.format = options.database;
    TRY_ASSIGN(const auto language, LanguageOf(options));
    std::fputs(mining::LoadText(loaded.report, language).c_str(), stderr);
  }
  return std::move(loaded.log);
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
  std::vector<mining::Filter> filters;
  if (IsTransition(options.lifecycle)) {
    filters.push_back(mining::LifecycleFilter{mining::LifecycleFrom(options.lifecycle)});
  }
  for (const FilterOptions* some : {&options.filters, &options.side}) {
    auto more = FiltersOf(*some, options.load.offset_minutes);
    if (!more.ok()) return fail(more.error(), kExitUsage);
    filters.insert(filters.end(), more->begin(), more->end());
  }
  auto loaded = options.database.empty() ? LoadFile(path, options) : LoadDatabase(options);
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
  auto log = std::make_unique<mining::EventLog>(filters.empty() ? std::move(*loaded)
                                                                : mining::Apply(*loaded, filters));
  if (log->event_count() == 0) {
    return fail(InvalidArgument(name + ": no case is left after the filters"), kExitFailed);
  }
  return log;
}

}  // namespace huiyin::server
