// Variants: the sequences of activities that cases took (domain 6.2).
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "mining/event_log.h"

namespace huiyin::mining {

struct Variant {
  std::span<const Id> path;  // into Variants::steps
  uint64_t count = 0;
  uint32_t first_case = 0;
};

// Movable, not copyable: the paths lie in one array.
struct Variants {
  Variants() = default;
  Variants(Variants&&) = default;
  Variants& operator=(Variants&&) = default;

  std::vector<Id> steps;
  std::vector<Variant> list;      // count descending, then names along the path
  std::vector<uint32_t> of_case;  // by case: its place in `list`
  // How many of the first variants it takes to hold `share` (0..1) of the cases.
  size_t Covering(double share) const;
};

Variants FindVariants(const EventLog& log, size_t threads = 0);

}  // namespace huiyin::mining
