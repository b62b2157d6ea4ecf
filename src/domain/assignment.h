// Who gets the next ticket: somebody online in the department with free capacity, the skill and
// tier the rule asks for (a higher tier may take a lower one's work), and the smallest share of
// capacity in use. Fair: as long as work keeps coming and nobody closes anything, the used shares
// of two equally able people never differ by more than 1 / min(capacity). Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace huiyin::domain {

struct Candidate {
  int64_t user_id = 0;
  int64_t department_id = 0;
  std::string tier;  // junior, mid, senior
  std::vector<std::string> skills;
  int64_t capacity = 0, open = 0;
  bool online = false;
};

struct Demand {
  int64_t department_id = 0;
  std::string tier, skill;  // empty: any
};

// The user id; nothing when nobody can take it now.
std::optional<int64_t> Choose(const Demand& demand, std::span<const Candidate> candidates);

}  // namespace huiyin::domain
