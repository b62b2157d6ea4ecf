// The arithmetic of one term: due instant, time in its own basis, pauses, shares of the budget.
#pragma once

#include <vector>

#include "domain/sla.h"

namespace huiyin::domain {

// In which time a term counts: elapsed (h), business minutes (wd, business hours) or elapsed with
// the end moved to a close of business (d, w, months).
enum class Measure { kElapsed, kBusiness, kDates };
Measure MeasureOf(const Term& term);

Duration MeasureIn(Measure measure, Instant from, Instant to, const Calendar& calendar);
Instant AddIn(Measure measure, Instant from, Duration amount, const Calendar& calendar);
// A date clock that lands on a rest day moves to the close of business of the next working day.
// An instant inside business hours stays, also that of a shift which began the day before.
Instant MoveToWorkingDay(Instant due, const Calendar& calendar);
// How long the term is in its own basis, from nothing: 5 wd = 5 standard days of business time.
Duration LengthOf(const Term& term, const Calendar& calendar);

// Same day number n months later, or the last day of that month (§2.3 rule 5).
int64_t AddMonths(int64_t day, int64_t n);

struct Pause {
  Instant from, to;
};
// `due` shifted by every pause that began before it was missed (§2.3 rule 6). Pauses are ordered
// and do not overlap. The shifts add up; a date clock moves forward from their sum, so that one
// pause and the same pause in two parts give the same due.
Instant Shift(Measure measure, Instant due, const std::vector<Pause>& pauses,
              const Calendar& calendar);
// The instant by which `per_mille` of `budget` is used from `start`, pauses excepted (§2.4).
Instant ShareInstant(Measure measure, Instant start, Duration budget, int per_mille,
                     const std::vector<Pause>& pauses, const Calendar& calendar);

// Rulings are made on whole milliseconds.
Instant FloorMillis(Instant at);

}  // namespace huiyin::domain
