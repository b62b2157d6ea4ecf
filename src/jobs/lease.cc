#include "jobs/lease.h"

#include "store/queries.h"

namespace huiyin::jobs {

namespace q = store::q;

Lease::Lease(const app::Context& context, std::string name)
    : context_(context), name_(std::move(name)), holder_(context.random->Token(9)) {}

bool Lease::Hold() {
  const Instant now = context_.Now();
  if (held_ && now < renewed_ + kLeaseLength / 3) return true;
  int64_t changed = 0;
  const auto taken = context_.db->writer().Run([&](store::Tx& tx) -> Status {
    TRY_ASSIGN(changed,
               tx.Exec(q::lease_take, {name_, holder_, tx.now() + kLeaseLength, tx.now()}));
    return Ok();
  });
  held_ = taken.ok() && changed > 0;
  renewed_ = now;
  return held_;
}

Status Lease::Release() {
  if (!held_) return Ok();
  held_ = false;
  TRY(context_.db->writer().Run([&](store::Tx& tx) -> Status {
    TRY(tx.Exec(q::lease_release, {name_, holder_}));
    return Ok();
  }));
  return Ok();
}

}  // namespace huiyin::jobs
