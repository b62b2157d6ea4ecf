// One node at a time: a row in the database that says who works until when. Time is the context's
// clock; a holder that stops without a word is followed when its time is over.
#pragma once

#include <string>

#include "app/context.h"

namespace huiyin::jobs {

inline constexpr Duration kLeaseLength = Duration::Seconds(15);

class Lease {
 public:
  Lease(const app::Context& context, std::string name);
  // Takes it, keeps it or finds it another's; asks the database when a third of it is gone.
  bool Hold();
  // So that the next holder need not wait for its end.
  Status Release();

 private:
  const app::Context& context_;
  const std::string name_, holder_;
  bool held_ = false;
  Instant renewed_;
};

}  // namespace huiyin::jobs
