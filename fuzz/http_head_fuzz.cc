// uses: http base
#include "../fuzz/fuzz.h"
#include "base/result.h"
#include "http/request_head.h"

// A head that arrives in pieces is found at the same place as one that arrives at once, and is
// never read behind its end.
FUZZ_TARGET(http_head) {
  const huiyin::http::HeadLimits limits;
  using Outcome = huiyin::http::HeadScanner::Outcome;
  huiyin::http::HeadScanner whole;
  const Outcome at_once = whole.Scan(bytes, limits);
  huiyin::http::HeadScanner piecewise;
  Outcome outcome = Outcome::kNeedMore;
  for (size_t n = 1; n <= bytes.size() && outcome == Outcome::kNeedMore; n += 1 + n / 3) {
    outcome = piecewise.Scan(bytes.substr(0, n), limits);
  }
  if (outcome == Outcome::kNeedMore) outcome = piecewise.Scan(bytes, limits);
  HY_CHECK((outcome == Outcome::kComplete) == (at_once == Outcome::kComplete));
  if (at_once != Outcome::kComplete) return;
  HY_CHECK(whole.end() == piecewise.end() && whole.end() <= bytes.size());
  huiyin::http::RequestHead head;
  const auto refusal = huiyin::http::ParseHead(
      bytes.substr(whole.skipped_bytes(), whole.end() - whole.skipped_bytes()), limits, head);
  if (refusal) HY_CHECK(refusal->status >= 400 && refusal->status < 600);
}
