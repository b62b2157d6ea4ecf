// The arithmetic of one term: due instant, time in its own basis, pauses, warnings.
#pragma once

#include <utility>
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
Instant MoveToWorkingDay(Instant due, const Calendar& calendar);
// How long the term is in its own basis, from nothing: 5 wd = 5 standard days of business time.
Duration LengthOf(const Term& term, const Calendar& calendar);

struct Pause {
  Instant from, to;
};
// `due` shifted by every pause that began before it (§2.3 rule 6). Pauses ordered, not overlapping.
Instant Shift(Measure measure, Instant due, const std::vector<Pause>& pauses,
              const Calendar& calendar);
// The instant by which `share` of the budget start → due0 is used, pauses excepted (§2.4).
Instant ShareInstant(Measure measure, Instant start, Instant due0, double share,
                     const std::vector<Pause>& pauses, const Calendar& calendar);

}  // namespace huiyin::domain
