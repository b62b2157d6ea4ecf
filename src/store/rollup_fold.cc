#include "store/rollup_fold.h"

#include <algorithm>
#include <functional>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "store/queries.h"

namespace huiyin::store {
namespace {

struct KeyHash {
  size_t operator()(const RollupDelta* delta) const {
    const std::hash<std::string_view> text;
    size_t hash = text(delta->dims);
    hash = hash * 31 + text(delta->metric);
    hash = hash * 31 + static_cast<size_t>(delta->hour);
    return hash * 31 + static_cast<size_t>(delta->bucket);
  }
};

auto Key(const RollupDelta& delta) {
  return std::tie(delta.hour, delta.metric, delta.dims, delta.bucket);
}

struct KeyEqual {
  bool operator()(const RollupDelta* a, const RollupDelta* b) const { return Key(*a) == Key(*b); }
};

struct Sum {
  const RollupDelta* key;
  int64_t n = 0;
  int64_t sum = 0;
};

}  // namespace

Status WriteRollups(Connection& connection, std::span<const RollupDelta> deltas) {
  std::unordered_map<const RollupDelta*, size_t, KeyHash, KeyEqual> places;
  std::vector<Sum> sums;
  for (const RollupDelta& delta : deltas) {
    const auto [place, fresh] = places.emplace(&delta, sums.size());
    if (fresh) sums.push_back({&delta});
    sums[place->second].n += delta.n;
    sums[place->second].sum += delta.sum;
  }
  std::erase_if(sums, [](const Sum& s) { return s.n == 0 && s.sum == 0; });
  std::sort(sums.begin(), sums.end(),
            [](const Sum& a, const Sum& b) { return Key(*a.key) < Key(*b.key); });
  return connection.ExecMany(q::rollup_add, sums.size(), [&](size_t row, std::vector<Param>& out) {
    const Sum& s = sums[row];
    out.assign({s.key->hour, s.key->metric, s.key->dims, s.key->bucket, s.n, s.sum});
  });
}

}  // namespace huiyin::store
