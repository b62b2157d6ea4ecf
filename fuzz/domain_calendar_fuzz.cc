// uses: domain base
#include "../fuzz/fuzz.h"
#include "base/result.h"
#include "domain/calendar.h"
#include "domain/sla.h"

// A calendar that is accepted answers every question and keeps its first law.
FUZZ_TARGET(domain_calendar) {
  (void)huiyin::domain::ParseTerm(bytes.substr(0, 64));
  const auto calendar = huiyin::domain::Calendar::Parse(bytes);
  if (!calendar.ok()) {
    HY_CHECK(!calendar.error().message.empty());
    return;
  }
  const huiyin::Instant from{1'773'130'800'000'000};
  const huiyin::Duration amount = huiyin::Duration::Hours(20);
  const huiyin::Instant to = (*calendar)->Add(from, amount);
  HY_CHECK(to >= from);
  HY_CHECK((*calendar)->Measure(from, to).us <= amount.us);
  const int64_t day = (*calendar)->LocalDay(from);
  HY_CHECK((*calendar)->AddWorkingDays(day, 3) >= day);
}
