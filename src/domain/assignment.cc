#include "domain/assignment.h"

#include <algorithm>

namespace huiyin::domain {
namespace {

int TierRank(const std::string& tier) {
  if (tier == "senior") return 2;
  return tier == "mid" ? 1 : 0;
}

bool Able(const Demand& demand, const Candidate& c) {
  return c.online && c.department_id == demand.department_id && c.open < c.capacity &&
         (demand.tier.empty() || TierRank(c.tier) >= TierRank(demand.tier)) &&
         (demand.skill.empty() ||
          std::find(c.skills.begin(), c.skills.end(), demand.skill) != c.skills.end());
}

// Smaller used share first; exact, without division. Ties: the larger capacity, then the lower id.
bool Before(const Candidate& a, const Candidate& b) {
  const int64_t left = a.open * b.capacity;
  const int64_t right = b.open * a.capacity;
  if (left != right) return left < right;
  if (a.capacity != b.capacity) return a.capacity > b.capacity;
  return a.user_id < b.user_id;
}

}  // namespace

std::optional<int64_t> Choose(const Demand& demand, std::span<const Candidate> candidates) {
  const Candidate* best = nullptr;
  for (const Candidate& c : candidates) {
    if (Able(demand, c) && (best == nullptr || Before(c, *best))) best = &c;
  }
  return best == nullptr ? std::nullopt : std::optional(best->user_id);
}

}  // namespace huiyin::domain
