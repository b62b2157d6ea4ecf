#include "app/business_clock.h"

namespace huiyin::app {

int64_t BusinessClock::Ask(int64_t us) const {
  constexpr Instant kBegin{631'152'000'000'000};  // 1990-01-01T00:00:00Z
  return calendar_->Measure(kBegin, Instant{us}).us;
}

int64_t BusinessClock::At(int64_t us) {
  const int64_t slot = us / kSlotUs - (us % kSlotUs < 0 ? 1 : 0);
  if (at_slot_.empty()) {
    first_slot_ = slot;
    at_slot_.push_back(Ask(slot * kSlotUs));
  }
  const int64_t last_slot = first_slot_ + static_cast<int64_t>(at_slot_.size()) - 1;
  const int64_t before = slot < first_slot_ ? first_slot_ - slot : 0;
  const int64_t behind = slot >= last_slot ? slot + 1 - last_slot : 0;
  if (before > 0 || behind > 0) {
    if (at_slot_.size() + static_cast<size_t>(before + behind) > kMostSlots) return Ask(us);
    std::vector<int64_t> earlier;
    for (int64_t s = first_slot_ - before; s < first_slot_; ++s) {
      earlier.push_back(Ask(s * kSlotUs));
    }
    at_slot_.insert(at_slot_.begin(), earlier.begin(), earlier.end());
    first_slot_ -= before;
    for (int64_t s = last_slot + 1; s <= last_slot + behind; ++s) {
      at_slot_.push_back(Ask(s * kSlotUs));
    }
  }
  const auto at = static_cast<size_t>(slot - first_slot_);
  const int64_t from = at_slot_[at], open = at_slot_[at + 1] - from;
  if (open == 0) return from;
  if (open == kSlotUs) return from + (us - slot * kSlotUs);
  return Ask(us);
}

}  // namespace huiyin::app
