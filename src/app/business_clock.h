// Business time as a clock that one can read at any instant: differences of it are the calendar's
// business time between (domain::Calendar::Measure), for millions of instants. Keeps what the
// calendar says every half hour and asks it only inside half hours that are partly open. Not
// thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "base/time.h"
#include "domain/calendar.h"

namespace huiyin::app {

class BusinessClock {
 public:
  explicit BusinessClock(std::shared_ptr<const domain::Calendar> calendar)
      : calendar_(std::move(calendar)) {}

  // Microseconds of business time since the calendars begin (1990).
  int64_t At(int64_t us);
  const std::shared_ptr<const domain::Calendar>& calendar() const { return calendar_; }

 private:
  static constexpr int64_t kSlotUs = 1'800'000'000;
  // Instants further apart than this many slots (57 years) are asked one by one.
  static constexpr size_t kMostSlots = 1'000'000;

  int64_t Ask(int64_t us) const;

  std::shared_ptr<const domain::Calendar> calendar_;
  int64_t first_slot_ = 0;
  std::vector<int64_t> at_slot_;  // business time at the beginning of each slot
};

}  // namespace huiyin::app
