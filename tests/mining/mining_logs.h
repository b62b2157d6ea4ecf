// Logs for tests. The running example is the handling of requests for compensation in W. van der
// Aalst, "Process Mining", 2nd ed., table 2.1: 6 cases, 42 events, 8 activities.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "mining/event_log.h"
#include "mining/load.h"
#include "mining/log_builder.h"

namespace huiyin::mining::test {

// The running example as CSV with the columns case, activity, resource, time, cost.
std::string RunningExampleCsv();
// The same as XES.
std::string RunningExampleXes();
EventLog RunningExample();

// One case a trace, activities a character each ("abc"), a minute between events, cases an hour
// apart.
EventLog LogOf(std::initializer_list<std::string_view> traces);
EventLog LogOf(const std::vector<std::string>& traces);

LoadedLog MustLoad(std::string_view text, const LoadOptions& options = {});
Result<LoadedLog> Load(std::string_view text, const LoadOptions& options = {},
                       size_t chunk_bytes = SIZE_MAX);
// Everything a log holds, as text, to compare two logs.
std::string Dump(const EventLog& log);

}  // namespace huiyin::mining::test
