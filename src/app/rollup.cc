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

void Count(store::Tx& tx, Instant at, std::string metric, std::string dims, int64_t sum = 0,
           int bucket = 0) {
  tx.Add({at.us / kHourUs, std::move(metric), std::move(dims), bucket, 1, sum});
}

}  // namespace

void AddReceivedRollup(store::Tx& tx, const domain::Lifecycle& life, std::string_view channel) {
  Count(tx, life.received_at, "received", Dims(life, channel));
}

void AddTransitionRollups(store::Tx& tx, const domain::Lifecycle& before,
                          const domain::Lifecycle& after, const TicketRecord& record) {
  using domain::State;
  const std::string dims = Dims(after, record.channel);
  if (after.resolved_at && after.resolved_at != before.resolved_at) {
    const Duration taken = *after.resolved_at - after.received_at;
    Count(tx, *after.resolved_at, "resolved", dims);
    Count(tx, *after.resolved_at, "resolution_time", dims, taken.us / 1'000'000,
          stats::LogBucket(taken.seconds()));
  }
  if (after.state == State::kClosed && before.state != State::kClosed) {
    Count(tx, tx.now(), after.voided ? "voided" : "closed", dims);
  }
  if (after.cycle > before.cycle) Count(tx, tx.now(), "reopened", dims);
  if (after.rating != 0 && before.rating != after.rating) {
    Count(tx, tx.now(), "rated", dims, after.rating);
  }
}

}  // namespace huiyin::app
