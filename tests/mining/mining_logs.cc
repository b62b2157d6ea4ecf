#include "mining/mining_logs.h"

#include <gtest/gtest.h>

#include <sstream>

namespace huiyin::mining::test {

std::string RunningExampleCsv() {
  return "case,activity,resource,time,cost\n"
         "3,register request,Pete,2010-12-30 14:32:00+01:00,50\n"
         "3,examine casually,Mike,2010-12-30 15:06:00+01:00,400\n"
         "3,check ticket,Ellen,2010-12-30 16:34:00+01:00,100\n"
         "3,decide,Sara,2011-01-06 09:18:00+01:00,200\n"
         "3,reinitiate request,Sara,2011-01-06 12:18:00+01:00,200\n"
         "3,examine thoroughly,Sean,2011-01-06 13:06:00+01:00,400\n"
         "3,check ticket,Pete,2011-01-08 11:43:00+01:00,100\n"
         "3,decide,Sara,2011-01-09 09:55:00+01:00,200\n"
         "3,pay compensation,Ellen,2011-01-15 10:45:00+01:00,200\n"
         "2,register request,Mike,2010-12-30 11:32:00+01:00,50\n"
         "2,check ticket,Mike,2010-12-30 12:12:00+01:00,100\n"
         "2,examine casually,Sean,2010-12-30 14:16:00+01:00,400\n"
         "2,decide,Sara,2011-01-05 11:22:00+01:00,200\n"
         "2,pay compensation,Ellen,2011-01-08 12:05:00+01:00,200\n"
         "1,register request,Pete,2010-12-30 11:02:00+01:00,50\n"
         "1,examine thoroughly,Sue,2010-12-31 10:06:00+01:00,400\n"
         "1,check ticket,Mike,2011-01-05 15:12:00+01:00,100\n"
         "1,decide,Sara,2011-01-06 11:18:00+01:00,200\n"
         "1,reject request,Pete,2011-01-07 14:24:00+01:00,200\n"
         "6,register request,Mike,2011-01-06 15:02:00+01:00,50\n"
         "6,examine casually,Ellen,2011-01-06 16:06:00+01:00,400\n"
         "6,check ticket,Mike,2011-01-07 16:22:00+01:00,100\n"
         "6,decide,Sara,2011-01-07 16:52:00+01:00,200\n"
         "6,pay compensation,Mike,2011-01-16 11:47:00+01:00,200\n"
         "5,register request,Ellen,2011-01-06 09:02:00+01:00,50\n"
         "5,examine casually,Mike,2011-01-07 10:16:00+01:00,400\n"
         "5,check ticket,Pete,2011-01-08 11:22:00+01:00,100\n"
         "5,decide,Sara,2011-01-10 13:28:00+01:00,200\n"
         "5,reinitiate request,Sara,2011-01-11 16:18:00+01:00,200\n"
         "5,check ticket,Ellen,2011-01-14 14:33:00+01:00,100\n"
         "5,examine casually,Mike,2011-01-16 15:50:00+01:00,400\n"
         "5,decide,Sara,2011-01-19 11:18:00+01:00,200\n"
         "5,reinitiate request,Sara,2011-01-20 12:48:00+01:00,200\n"
         "5,examine casually,Sue,2011-01-21 09:06:00+01:00,400\n"
         "5,check ticket,Pete,2011-01-21 11:34:00+01:00,100\n"
         "5,decide,Sara,2011-01-23 13:12:00+01:00,200\n"
         "5,reject request,Mike,2011-01-24 14:56:00+01:00,200\n"
         "4,register request,Pete,2011-01-06 15:02:00+01:00,50\n"
         "4,check ticket,Mike,2011-01-07 12:06:00+01:00,100\n"
         "4,examine thoroughly,Sean,2011-01-08 14:43:00+01:00,400\n"
         "4,decide,Sara,2011-01-09 12:02:00+01:00,200\n"
         "4,reject request,Ellen,2011-01-12 15:44:00+01:00,200\n";
}

std::string RunningExampleXes() {
  std::istringstream rows(RunningExampleCsv());
  std::string line, open_case, xes = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<log>\n";
  std::getline(rows, line);
  while (std::getline(rows, line)) {
    std::istringstream cells(line);
    std::string id, activity, resource, time, cost;
    std::getline(cells, id, ',');
    std::getline(cells, activity, ',');
    std::getline(cells, resource, ',');
    std::getline(cells, time, ',');
    std::getline(cells, cost, ',');
    if (id != open_case) {
      if (!open_case.empty()) xes += "</trace>\n";
      xes += "<trace>\n<string key=\"concept:name\" value=\"" + id + "\"/>\n";
      open_case = id;
    }
    time[10] = 'T';
    xes += "<event>\n<string key=\"concept:name\" value=\"" + activity +
           "\"/>\n<string key=\"org:resource\" value=\"" + resource +
           "\"/>\n<date key=\"time:timestamp\" value=\"" + time +
           "\"/>\n<int key=\"cost\" value=\"" + cost + "\"/>\n</event>\n";
  }
  return xes + "</trace>\n</log>\n";
}

Result<LoadedLog> Load(std::string_view text, const LoadOptions& options, size_t chunk_bytes) {
  const auto source = FromMemory(text, chunk_bytes);
  return LoadLogFrom(*source, options);
}

LoadedLog MustLoad(std::string_view text, const LoadOptions& options) {
  auto loaded = Load(text, options);
  if (!loaded.ok()) ADD_FAILURE() << loaded.error().ToString();
  return std::move(loaded).value();
}

EventLog RunningExample() { return MustLoad(RunningExampleCsv()).log; }

EventLog LogOf(const std::vector<std::string>& traces) {
  LogBuilder builder;
  constexpr int64_t kHour = 3'600'000'000, kMinute = 60'000'000;
  for (size_t c = 0; c < traces.size(); ++c) {
    const Id case_id = builder.Case("case " + std::to_string(c + 1));
    int64_t at = static_cast<int64_t>(c) * kHour;
    for (const char activity : traces[c]) {
      builder.Append(case_id, builder.Activity(std::string_view(&activity, 1)), at);
      at += kMinute;
    }
  }
  return std::move(builder).Build();
}

EventLog LogOf(std::initializer_list<std::string_view> traces) {
  return LogOf(std::vector<std::string>(traces.begin(), traces.end()));
}

std::string Dump(const EventLog& log) {
  std::ostringstream out;
  for (size_t c = 0; c < log.case_count(); ++c) {
    out << "case " << log.CaseName(c);
    for (const auto& column : log.case_attributes()) {
      if (column.values[c] != kNoId) {
        out << " " << column.key << "=" << log.ValueName(column.values[c]);
      }
    }
    out << "\n";
    for (uint32_t e = log.CaseBegin(c); e < log.CaseEnd(c); ++e) {
      const Id resource = log.resource()[e];
      out << "  " << log.ActivityName(log.activity()[e]) << " @" << log.time_us()[e] << " "
          << (resource == kNoId ? "-" : log.ResourceName(resource)) << " "
          << LifecycleName(log.LifecycleOf(e));
      for (const auto& column : log.event_attributes()) {
        if (column.values[e] != kNoId) {
          out << " " << column.key << "=" << log.ValueName(column.values[e]);
        }
      }
      out << "\n";
    }
  }
  return out.str();
}

}  // namespace huiyin::mining::test
