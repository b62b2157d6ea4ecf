// Business calendars (domain.md §2.3): weekly hours with breaks and overnight shifts, public
// holidays, make-up working days, an IANA time zone. Immutable after creation; every question is
// answered from prefix sums, never by walking. Range: 2000-01-01 to 2099-12-31 local.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace huiyin::domain {

enum class DayKind { kHoliday, kMakeup };

struct SpecialDay {
  DayKind kind;
  std::string zh, en;
};

// Minutes after local midnight; end may pass 1440 (the shift runs into the next day).
struct Period {
  int start_min, end_min;
};

class Zone;  // an IANA time zone

class Calendar {
 public:
  // The text form, docs/calendars.md. kInvalidArgument names the line.
  static Result<std::shared_ptr<const Calendar>> Parse(std::string_view text);
  // China's official calendar, compiled in.
  static std::shared_ptr<const Calendar> CnStandard();
  // The same days and hours in another zone. kInvalidArgument for an unknown zone.
  Result<std::shared_ptr<const Calendar>> InZone(std::string_view iana) const;
  ~Calendar();

  const std::string& id() const { return id_; }
  const std::string& zone_name() const { return zone_name_; }

  // Local date (days since 1970) of an instant, and the instant of a local wall time. A wall time
  // that a spring-forward skips is read as the instant of the shift; a doubled one as the first.
  int64_t LocalDay(Instant at) const;
  Instant AtLocal(int64_t day, int64_t micros_of_day) const;
  std::string FormatLocal(Instant at) const;  // "2026-03-10T16:20:00+08:00"

  // Business time between two instants (0 when to <= from), and the earliest instant by which
  // `amount` of business time has passed since `from`; the range's end when it never does.
  Duration Measure(Instant from, Instant to) const;
  Instant Add(Instant from, Duration amount) const;

  bool IsWorkingDay(int64_t day) const;
  int64_t NextWorkingDay(int64_t day) const;              // the day itself when it is one
  int64_t AddWorkingDays(int64_t day, int64_t n) const;   // day 0 is `day`
  Instant CloseOfBusiness(int64_t day) const;             // end of the last period
  Duration StandardDay() const { return standard_day_; }  // 540 min in cn_standard
  const SpecialDay* Special(int64_t day) const;
  // False when any year between needs a holiday notice that is not loaded.
  bool Covers(int64_t first_day, int64_t last_day) const;

 private:
  Calendar() = default;
  void Build();
  int64_t Position(Instant at) const;  // business micros since the range's start
  std::vector<Period> HoursOf(int64_t day) const;

  std::string id_, zone_name_;
  std::shared_ptr<const Zone> zone_;
  std::array<std::vector<Period>, 7> weekly_;  // 0 = Monday
  std::unordered_map<int64_t, SpecialDay> special_;
  std::unordered_set<int> years_;
  Duration standard_day_;
  std::vector<Period> makeup_hours_;
  // By day since 2000-01-01: business micros before it, its clipped periods, working days before
  // it.
  std::vector<int64_t> before_us_;
  std::vector<int32_t> working_before_;
  std::vector<uint8_t> pattern_;  // index into patterns_
  std::vector<std::vector<Period>> patterns_;
};

}  // namespace huiyin::domain
