// Business calendars (domain.md §2.3): weekly hours with breaks and overnight shifts, public
// holidays, make-up working days, an IANA time zone. Immutable after creation, thread-safe; every
// question is answered from tables of real instants, never by walking through the time between.
//
// Range: local dates 1990-01-01 to 2099-12-31; outside it nothing is open, Add ends at the range's
// end and IsWorkingDay answers for the nearest day inside.
// Business time is real time: an hour that daylight saving removes is not there, one it repeats
// counts twice. A shift that runs past midnight belongs to the day on which it starts, also when
// the next day is a holiday.
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

// Minutes after local midnight; end may pass 1440 (the shift runs into the next day).
struct Period {
  int start_min, end_min;
  bool operator==(const Period&) const = default;
};

struct SpecialDay {
  DayKind kind;
  std::string zh, en;
  std::string source;         // the notice it comes from, as the file names it
  std::vector<Period> hours;  // its own, of a make-up day; empty: those of all make-up days
};

class Zone;  // an IANA time zone

class Calendar {
 public:
  // The text form, docs/calendars.md. kInvalidArgument names the line: one field "line[N]", or what
  // is missing as a whole ("calendar", "zone", "hours").
  static Result<std::shared_ptr<const Calendar>> Parse(std::string_view text);
  // China's official calendar, compiled in.
  static std::shared_ptr<const Calendar> CnStandard();
  static std::string_view CnStandardText();
  // Monday to Friday 09:00-18:00 without public holidays, every year loaded: the calendar of
  // duties whose law knows weekends only. kInvalidArgument for an unknown zone.
  static Result<std::shared_ptr<const Calendar>> Weekdays(std::string_view iana);
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
  // `amount` of business time has passed since `from` (`from` itself for none).
  // Measure(from, Add(from, d)) == d inside the range.
  Duration Measure(Instant from, Instant to) const;
  Instant Add(Instant from, Duration amount) const;
  // Inside business hours, their closing instant included.
  bool IsOpen(Instant at) const;

  bool IsWorkingDay(int64_t day) const;
  int64_t NextWorkingDay(int64_t day) const;              // the day itself when it is one
  int64_t AddWorkingDays(int64_t day, int64_t n) const;   // day 0 is `day`; n >= 0
  Instant CloseOfBusiness(int64_t day) const;             // end of the last period; else midnight
  Duration StandardDay() const { return standard_day_; }  // 540 min in cn_standard
  const SpecialDay* Special(int64_t day) const;
  std::vector<Period> HoursOf(int64_t day) const;  // empty on a rest day
  // False when any year between needs a holiday notice that is not loaded.
  bool Covers(int64_t first_day, int64_t last_day) const;
  // From 1 December (local) on: the next year, while its notice is not loaded (§2.3 rule 3).
  std::optional<int> YearToLoad(Instant now) const;

 private:
  friend class CalendarReader;
  struct Interval {
    int64_t start, end;  // UTC micros
    int64_t before;      // business micros before start
  };
  Calendar() = default;
  void Build();
  void BuildIndex();
  int64_t Position(int64_t at_us) const;  // business micros since the range's start

  std::string id_, zone_name_;
  std::shared_ptr<const Zone> zone_;
  std::array<std::vector<Period>, 7> weekly_;  // 0 = Monday
  std::unordered_map<int64_t, SpecialDay> special_;
  std::unordered_set<int> years_;
  bool every_year_ = false;
  Duration standard_day_;
  std::vector<Period> makeup_hours_;  // by default those of the first weekday that has hours
  int64_t total_us_ = 0;
  std::vector<Interval> intervals_;      // ordered, apart from one another
  std::vector<uint32_t> first_of_day_;   // by UTC day: the first interval that ends after its start
  std::vector<int32_t> working_before_;  // by local day: working days before it
};

}  // namespace huiyin::domain
