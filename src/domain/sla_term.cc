#include "domain/sla_term.h"

namespace huiyin::domain {
namespace {

Instant CloseOn(int64_t day, const Calendar& calendar) {
  return calendar.CloseOfBusiness(calendar.NextWorkingDay(day));
}

Duration Elapsed(const Term& term) {
  switch (term.unit) {
    case TermUnit::kSecond:
      return Duration::Seconds(term.n);
    case TermUnit::kMinute:
      return Duration::Minutes(term.n);
    case TermUnit::kHour:
      return Duration::Hours(term.n);
    case TermUnit::kWorkingDay:
    case TermUnit::kDay:
      return Duration::Days(term.n);
    case TermUnit::kWeek:
      return Duration::Days(7 * term.n);
    case TermUnit::kMonth:
      return Duration::Days(30 * term.n);
  }
  return {};
}

}  // namespace

int64_t AddMonths(int64_t day, int64_t n) {
  const Date date = CivilFromDays(day);
  const int64_t month0 = date.year * int64_t{12} + date.month - 1 + n;  // years are positive
  const int year = static_cast<int>(month0 / 12);
  const int month = static_cast<int>(month0 % 12) + 1;
  int day_of_month = date.day;
  while (!IsValidDate(year, month, day_of_month)) --day_of_month;
  return DaysFromCivil(year, month, day_of_month);
}

Measure MeasureOf(const Term& term) {
  switch (term.unit) {
    case TermUnit::kSecond:
    case TermUnit::kMinute:
    case TermUnit::kHour:
      return term.basis == TermBasis::kBusinessHours ? Measure::kBusiness : Measure::kElapsed;
    case TermUnit::kWorkingDay:
      return Measure::kBusiness;
    default:
      return Measure::kDates;
  }
}

Duration LengthOf(const Term& term, const Calendar& calendar) {
  if (term.unit == TermUnit::kWorkingDay) return calendar.StandardDay() * term.n;
  return Elapsed(term);
}

Instant DueOf(const Term& term, Instant start, const Calendar& calendar) {
  switch (term.unit) {
    case TermUnit::kSecond:
    case TermUnit::kMinute:
    case TermUnit::kHour:
      return term.basis == TermBasis::kBusinessHours ? calendar.Add(start, Elapsed(term))
                                                     : start + Elapsed(term);
    case TermUnit::kWorkingDay:
      return calendar.CloseOfBusiness(calendar.AddWorkingDays(calendar.LocalDay(start), term.n));
    case TermUnit::kDay:
      return CloseOn(calendar.LocalDay(start) + term.n, calendar);
    case TermUnit::kWeek:
      return CloseOn(calendar.LocalDay(start) + 7 * term.n, calendar);
    case TermUnit::kMonth:
      return CloseOn(AddMonths(calendar.LocalDay(start), term.n), calendar);
  }
  return start;
}

Duration MeasureIn(Measure measure, Instant from, Instant to, const Calendar& calendar) {
  if (to <= from) return {};
  return measure == Measure::kBusiness ? calendar.Measure(from, to) : to - from;
}

Instant AddIn(Measure measure, Instant from, Duration amount, const Calendar& calendar) {
  return measure == Measure::kBusiness ? calendar.Add(from, amount) : from + amount;
}

Instant MoveToWorkingDay(Instant due, const Calendar& calendar) {
  const int64_t day = calendar.LocalDay(due);
  if (calendar.IsWorkingDay(day) || calendar.IsOpen(due)) return due;
  return CloseOn(day, calendar);
}

Instant Shift(Measure measure, Instant due, const std::vector<Pause>& pauses,
              const Calendar& calendar) {
  Instant sum = due;
  for (const Pause& pause : pauses) {
    if (pause.from > due) break;  // after a breach: it does not undo it
    const Duration length = MeasureIn(measure, pause.from, pause.to, calendar);
    if (length.us == 0) continue;
    sum = AddIn(measure, sum, length, calendar);
    due = measure == Measure::kDates ? MoveToWorkingDay(sum, calendar) : sum;
  }
  return due;
}

Instant ShareInstant(Measure measure, Instant start, Duration budget, int per_mille,
                     const std::vector<Pause>& pauses, const Calendar& calendar) {
  // Rounded up to a whole microsecond: never before the share is used.
  const int64_t whole = budget.us / 1000 * per_mille;
  const int64_t rest = (budget.us % 1000 * per_mille + 999) / 1000;
  Instant at = AddIn(measure, start, {whole + rest}, calendar);
  for (const Pause& pause : pauses) {
    if (pause.from >= at) break;
    at = AddIn(measure, at, MeasureIn(measure, pause.from, pause.to, calendar), calendar);
  }
  return at;
}

Instant FloorMillis(Instant at) {
  const int64_t rest = ((at.us % 1000) + 1000) % 1000;
  return {at.us - rest};
}

}  // namespace huiyin::domain
