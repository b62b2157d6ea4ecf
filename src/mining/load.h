// Reads a log whatever its format (told by its content): XES, XES.gz, CSV/TSV, JSON lines, OCEL 2.0
// JSON. Streams with bounded memory beyond the log itself. What was guessed and what was left out
// is said in the report. Lenient reading keeps the good cases: a case with a broken event (no
// activity, no readable time, a name too long) is left out whole and counted, since a log with
// holes shows steps that never followed each other. Strict reading fails at the first fault.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "mining/byte_source.h"
#include "mining/event_log.h"
#include "mining/log_builder.h"

namespace huiyin::mining {

enum class Strictness { kLenient, kStrict };
enum class KeepAttributes { kAll, kNone };

struct LoadOptions {
  Strictness strictness = Strictness::kLenient;
  KeepAttributes attributes = KeepAttributes::kAll;
  EventOrder order = EventOrder::kTime;
  // Column or XES key names; empty: guessed, and the report says what was taken.
  std::string case_key, activity_key, time_key, start_time_key, resource_key, lifecycle_key;
  std::string classifier;   // XES: a classifier of the file, by name
  std::string object_type;  // OCEL: the kind of object that is the case
  std::string encoding;     // CSV, JSON lines; empty: guessed
  char delimiter = '\0';    // CSV; '\0': guessed
  std::string time_format;  // strptime letters; empty: guessed
  int offset_minutes = 0;   // for times that carry no offset
  size_t max_row_bytes = 16 << 20;
  BuildLimits limits;
  // Called now and then with raw bytes read and their total (0: unknown).
  std::function<void(uint64_t, uint64_t)> progress;
};

struct LoadReport {
  std::string format;                    // "XES", "XES, gzip", "CSV", "JSON lines", "OCEL 2.0"
  std::vector<std::string> guesses;      // "case = column \"case:concept:name\""
  std::vector<std::string> problems;     // the first few, each with its place
  std::map<std::string, size_t> counts;  // what was left out or repaired, by reason
  size_t cases_dropped = 0;
  size_t events_dropped = 0;
  static constexpr size_t kMaxProblems = 20;
  void Count(const std::string& reason, size_t n = 1) { counts[reason] += n; }
  void Problem(std::string text) {
    if (problems.size() < kMaxProblems) problems.push_back(std::move(text));
  }
};

struct LoadedLog {
  EventLog log;
  LoadReport report;
};

// kNotFound, kCorruption, kInvalidArgument (what, line and element), kTooLarge. A log without a
// single usable event is kInvalidArgument.
Result<LoadedLog> LoadLog(const std::string& path, const LoadOptions& options);
Result<LoadedLog> LoadLogFrom(ByteSource& source, const LoadOptions& options);

// The readers behind it; each takes UTF-8 or recodes by itself.
Status ReadXes(ByteSource& source, const LoadOptions& options, LogBuilder& builder,
               LoadReport& report);
Status ReadCsv(ByteSource& source, const LoadOptions& options, LogBuilder& builder,
               LoadReport& report);
Status ReadJsonLines(ByteSource& source, const LoadOptions& options, LogBuilder& builder,
                     LoadReport& report);
Status ReadOcel(ByteSource& source, const LoadOptions& options, LogBuilder& builder,
                LoadReport& report);

}  // namespace huiyin::mining
