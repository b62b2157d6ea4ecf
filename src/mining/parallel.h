// Work shared by threads: the cases of a log in pieces of about equal numbers of events.
#pragma once

#include <algorithm>
#include <cstddef>
#include <thread>
#include <vector>

#include "mining/event_log.h"

namespace huiyin::mining {

// 0 means as many as the machine has.
inline size_t ThreadCount(size_t asked) {
  return asked > 0 ? asked : std::max<size_t>(1, std::thread::hardware_concurrency());
}

struct CaseRange {
  size_t begin, end;
};

inline std::vector<CaseRange> SplitCases(const EventLog& log, size_t pieces) {
  std::vector<CaseRange> ranges;
  const auto begins = log.case_begin();
  size_t from = 0;
  for (size_t i = 1; i <= pieces; ++i) {
    const size_t target = log.event_count() * i / pieces;
    const auto at = std::lower_bound(begins.begin(), begins.end(), target);
    const size_t to =
        i == pieces ? log.case_count()
                    : std::min<size_t>(static_cast<size_t>(at - begins.begin()), log.case_count());
    ranges.push_back({from, std::max(from, to)});
    from = ranges.back().end;
  }
  return ranges;
}

// Runs work(0) .. work(count - 1), each in a thread of its own; small counts only.
template <typename Work>
void RunThreads(size_t count, const Work& work) {
  std::vector<std::thread> threads;
  for (size_t i = 1; i < count; ++i) threads.emplace_back([&work, i] { work(i); });
  work(0);
  for (std::thread& thread : threads) thread.join();
}

}  // namespace huiyin::mining
