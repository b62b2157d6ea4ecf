// An IANA time zone from the system's database. Immutable, thread-safe, shared.
#pragma once

#include <memory>
#include <string_view>

#include "base/time.h"

namespace huiyin::domain {

class Zone {
 public:
  virtual ~Zone() = default;
  // Null for an unknown name.
  static std::shared_ptr<const Zone> Find(std::string_view iana);
  virtual Duration OffsetAt(Instant at) const = 0;
  // Of a local wall time in micros since 1970: a skipped one is the instant of the shift, of a
  // doubled one the first.
  virtual Instant FromLocal(int64_t local_us) const = 0;
};

}  // namespace huiyin::domain
