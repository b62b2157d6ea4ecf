#include "app/rollup.h"

#include "stats/log_histogram.h"

namespace huiyin::app {
namespace {

constexpr int64_t kHourUs = 3'600'000'000;

std::string Dims(const domain::Lifecycle& life, std::string_view channel) {
  std::string dims = "category=";
  dims += domain::Name(life.category);
  dims += "|channel=";
  dims += channel;
  dims += "|department=" + std::to_string(life.department_id) + "|priority=";
  dims += domain::Name(life.priority);
  return dims;
}

store::RollupDelta One(Instant at, std::string metric, std::string dims, int64_t sum = 0,
                       int bucket = 0) {
  return {at.us / kHourUs, std::move(metric), std::move(dims), bucket, 1, sum};
}

}  // namespace

std::vector<store::RollupDelta> ReceivedRollups(const domain::Lifecycle& life,
                                                std::string_view channel) {
  return {One(life.received_at, "received", Dims(life, channel))};
}

std::vector<store::RollupDelta> TransitionRollups(const domain::Lifecycle& before,
                                                  const domain::Lifecycle& after, Instant at,
                                                  std::string_view channel) {
  using domain::State;
  const bool resolved = after.resolved_at && after.resolved_at != before.resolved_at;
  const bool closed = after.state == State::kClosed && before.state != State::kClosed;
  const bool reopened = after.cycle > before.cycle;
  const bool rated = after.rating != 0 && before.rating != after.rating;
  std::vector<store::RollupDelta> out;
  if (!resolved && !closed && !reopened && !rated) return out;  // most facts
  const std::string dims = Dims(after, channel);
  if (resolved) {
    const Duration taken = *after.resolved_at - after.received_at;
    out.push_back(One(*after.resolved_at, "resolved", dims));
    out.push_back(One(*after.resolved_at, "resolution_time", dims, taken.us / 1'000'000,
                      stats::LogBucket(taken.seconds())));
  }
  if (closed) out.push_back(One(at, after.voided ? "voided" : "closed", dims));
  if (reopened) out.push_back(One(at, "reopened", dims));
  if (rated) out.push_back(One(at, "rated", dims, after.rating));
  return out;
}

}  // namespace huiyin::app
