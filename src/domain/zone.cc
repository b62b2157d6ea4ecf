#include "domain/zone.h"

#include <date/tz.h>

#include <algorithm>
#include <vector>

namespace huiyin::domain {
namespace {

// The library's look-up costs about a microsecond; the transitions of the years we serve are copied
// into a table once, so that an offset is a binary search among at most 200 entries.
class TableZone final : public Zone {
 public:
  explicit TableZone(const date::time_zone* zone) {
    using std::chrono::seconds;
    auto at = date::sys_seconds(seconds(DaysFromCivil(1999, 12, 1) * 86400));
    const auto end = date::sys_seconds(seconds(DaysFromCivil(2100, 2, 1) * 86400));
    while (at < end) {
      const auto info = zone->get_info(at);
      starts_.push_back(starts_.empty() ? INT64_MIN
                                        : info.begin.time_since_epoch().count() * 1'000'000);
      offsets_.push_back(info.offset.count() * 1'000'000);
      if (info.end <= at) break;
      at = info.end;
    }
  }

  Duration OffsetAt(Instant at) const override { return {offsets_[IndexAt(at.us)]}; }

  Instant FromLocal(int64_t local_us) const override {
    // Try the offsets in force around that time; the earliest instant that reads as `local_us`.
    const size_t guess = IndexAt(local_us - offsets_.front());
    const size_t first = guess == 0 ? 0 : guess - 1;
    const size_t last = std::min(guess + 1, starts_.size() - 1);
    for (size_t i = first; i <= last; ++i) {
      const int64_t utc = local_us - offsets_[i];
      const int64_t end = i + 1 < starts_.size() ? starts_[i + 1] : INT64_MAX;
      if (utc >= starts_[i] && utc < end) return {utc};
      // In the gap between this entry and the next: the instant of the shift.
      if (i + 1 < starts_.size() && utc >= end && local_us - offsets_[i + 1] < end) return {end};
    }
    return {local_us - offsets_[guess]};
  }

 private:
  size_t IndexAt(int64_t utc_us) const {
    const auto after = std::upper_bound(starts_.begin(), starts_.end(), utc_us);
    return static_cast<size_t>(std::max<ptrdiff_t>(0, after - starts_.begin() - 1));
  }
  std::vector<int64_t> starts_, offsets_;
};

}  // namespace

std::shared_ptr<const Zone> Zone::Find(std::string_view iana) {
  try {
    return std::make_shared<TableZone>(date::locate_zone(std::string(iana)));
  } catch (const std::exception&) {
    return nullptr;
  }
}

}  // namespace huiyin::domain
