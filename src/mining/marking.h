// Markings of a net and how they change; shared by replay, alignment and precision.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "mining/petri_net.h"

namespace huiyin::mining {

using Marking = std::string;  // tokens by place, a byte each

inline Marking InitialMarking(const PetriNet& net) {
  Marking m(net.place_count, '\0');
  m[net.source] = 1;
  return m;
}
inline Marking FinalMarking(const PetriNet& net) {
  Marking m(net.place_count, '\0');
  m[net.sink] = 1;
  return m;
}
inline bool IsEnabled(const Transition& t, const Marking& m) {
  return std::all_of(t.in.begin(), t.in.end(), [&](uint32_t p) { return m[p] > 0; });
}
inline void Fire(const Transition& t, Marking& m) {
  for (const uint32_t p : t.in) --m[p];
  for (const uint32_t p : t.out) {
    if (m[p] < 100) ++m[p];
  }
}

// All markings silent steps lead to, the given one first; at most `most`. `path[i]` is the index
// that i was reached from and the transition fired.
struct SilentClosure {
  std::vector<Marking> markings;
  std::vector<std::pair<uint32_t, uint32_t>> path;
};
// Stops early at the first marking for which `found` holds; its index, or -1.
template <typename Found>
int CloseSilently(const PetriNet& net, const Marking& from, size_t most, SilentClosure& closure,
                  const Found& found) {
  closure.markings.assign(1, from);
  closure.path.assign(1, {0, kNoId});
  for (size_t i = 0; i < closure.markings.size(); ++i) {
    if (found(closure.markings[i])) return static_cast<int>(i);
    for (uint32_t t = 0; t < net.transitions.size() && closure.markings.size() < most; ++t) {
      const Transition& transition = net.transitions[t];
      if (transition.activity != kNoId || !IsEnabled(transition, closure.markings[i])) continue;
      Marking next = closure.markings[i];
      Fire(transition, next);
      if (std::find(closure.markings.begin(), closure.markings.end(), next) !=
          closure.markings.end()) {
        continue;
      }
      closure.markings.push_back(std::move(next));
      closure.path.emplace_back(static_cast<uint32_t>(i), t);
    }
  }
  return -1;
}

}  // namespace huiyin::mining
