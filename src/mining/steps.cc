#include "mining/steps.h"

namespace huiyin::mining {

int64_t WaitingUs(const Step& previous, const Step& step) {
  const int64_t from = previous.end_us, to = BeganAt(step);
  if (from == kNoTime || to == kNoTime) return kNoTime;
  return std::max<int64_t>(0, to - from);
}

StepReader::StepReader(const EventLog& log, StepClock clock)
    : log_(log), time_us_(clock == StepClock::kReal ? log.time_us() : log.clock_us()) {
  if (!log.has_lifecycle()) return;
  bool complete = false, other = false;
  for (size_t e = 0; e < log.event_count() && !(complete && other); ++e) {
    const Lifecycle kind = log.LifecycleOf(e);
    complete = complete || kind == Lifecycle::kComplete;
    other = other || kind == Lifecycle::kStart || kind == Lifecycle::kSchedule ||
            kind == Lifecycle::kSuspend || kind == Lifecycle::kResume;
  }
  pairs_ = complete && other;
}

std::span<const Step> StepReader::Of(size_t case_number) {
  steps_.clear();
  const uint32_t begin = log_.CaseBegin(case_number), end = log_.CaseEnd(case_number);
  if (pairs_) {
    ReadPaired(begin, end);
    return steps_;
  }
  for (uint32_t e = begin; e < end; ++e) {
    steps_.push_back({e, log_.activity()[e], log_.resource()[e], kNoTime, time_us_[e], 0});
  }
  return steps_;
}

// The earliest open start of the same activity belongs to a completion.
void StepReader::ReadPaired(uint32_t begin, uint32_t end) {
  open_.clear();
  for (uint32_t e = begin; e < end; ++e) {
    const Id activity = log_.activity()[e];
    const int64_t at = time_us_[e];
    const auto open = std::find_if(open_.begin(), open_.end(),
                                   [&](const Open& o) { return o.activity == activity; });
    switch (log_.LifecycleOf(e)) {
      case Lifecycle::kSchedule:
        break;
      case Lifecycle::kStart:
        open_.push_back({activity, at, kNoTime, 0});
        break;
      case Lifecycle::kSuspend:
        if (open != open_.end()) open->suspended_from_us = at;
        break;
      case Lifecycle::kResume:
        if (open != open_.end() && open->suspended_from_us != kNoTime && at != kNoTime) {
          open->suspended_us += at - open->suspended_from_us;
          open->suspended_from_us = kNoTime;
        }
        break;
      case Lifecycle::kNone:
      case Lifecycle::kOther:
      case Lifecycle::kComplete: {
        Step step{e, activity, log_.resource()[e], kNoTime, at, 0};
        if (open != open_.end()) {
          step.start_us = open->start_us;
          step.suspended_us = open->suspended_us;
          open_.erase(open);
        }
        steps_.push_back(step);
      }
    }
  }
}

}  // namespace huiyin::mining
