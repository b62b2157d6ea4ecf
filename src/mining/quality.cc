#include "mining/quality.h"

#include <set>
#include <tuple>
#include <utility>

namespace huiyin::mining {
namespace {

using Likeness = std::tuple<Id, Id, Lifecycle>;

// One case's events, in order.
class CaseCheck {
 public:
  CaseCheck(const EventLog& log, LogQuality& found) : log_(log), found_(found) {}

  void Run(uint32_t begin, uint32_t end) {
    last_us_ = kNoTime;
    at_once_.clear();
    for (uint32_t e = begin; e < end; ++e) Look(e);
  }

 private:
  void Look(uint32_t e) {
    const int64_t us = log_.time_us()[e];
    if (us == kNoTime) {
      ++found_.without_time;
      return;
    }
    const bool at_once = us == last_us_;
    const uint32_t before = std::exchange(last_, e);
    last_us_ = us;
    if (!at_once) {
      if (!at_once_.empty()) at_once_.clear();
      return;
    }
    ++found_.same_time;
    // Few events have company: the first of a group is kept when the second comes.
    if (at_once_.empty()) at_once_.insert(LikenessOf(before));
    if (!at_once_.insert(LikenessOf(e)).second) ++found_.repeated;
  }

  Likeness LikenessOf(uint32_t e) const {
    return {log_.activity()[e], log_.resource()[e], log_.LifecycleOf(e)};
  }

  const EventLog& log_;
  LogQuality& found_;
  uint32_t last_ = 0;  // the event before that has a time
  int64_t last_us_ = kNoTime;
  std::set<Likeness> at_once_;  // what happened at that time
};

}  // namespace

LogQuality CheckQuality(const EventLog& log, int64_t now_us) {
  LogQuality found;
  found.events = log.event_count();
  CaseCheck check(log, found);
  for (size_t c = 0; c < log.case_count(); ++c) check.Run(log.CaseBegin(c), log.CaseEnd(c));
  for (size_t e = 0; e < log.event_count(); ++e) {
    found.without_resource += log.resource()[e] == kNoId ? 1 : 0;
    found.in_future += now_us != kNoTime && log.time_us()[e] > now_us ? 1 : 0;
  }
  if (found.without_resource == found.events) found.without_resource = 0;
  return found;
}

}  // namespace huiyin::mining
