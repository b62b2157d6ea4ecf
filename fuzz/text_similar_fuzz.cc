// uses: text base
#include <algorithm>
#include <string_view>
#include <vector>

#include "../fuzz/fuzz.h"
#include "base/result.h"
#include "text/char_table.h"
#include "text/similar.h"

// Lines are texts: each one is found again by its own words, and groups are numbered in order.
FUZZ_TARGET(text_similar) {
  using namespace huiyin::text;
  const auto table = CharTable::Get();
  HY_CHECK(table.ok());
  SimilarIndex index;
  std::vector<std::vector<uint64_t>> sets;
  for (std::string_view rest = bytes; !rest.empty() && sets.size() < 200;) {
    const size_t end = std::min(rest.find('\n'), rest.size());
    sets.push_back(ShinglesOf(**table, rest.substr(0, end)));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  for (size_t i = 0; i < sets.size(); ++i) {
    index.Add(static_cast<int64_t>(i), sets[i]);
    const auto found = index.Find(sets[i], 1);
    HY_CHECK(found.empty() == sets[i].empty());
    if (!found.empty()) HY_CHECK(found[0].likeness == 1);
  }
  size_t next = 0;
  for (const size_t group : GroupAlike(sets, 0.3)) {
    HY_CHECK(group <= next);
    if (group == next) ++next;
  }
}
