#include <unordered_map>
#include <unordered_set>

#include "mining/conformance.h"
#include "mining/marking.h"

namespace huiyin::mining {
namespace {

constexpr size_t kMostSilentMarkings = 4000;

struct Tokens {
  uint64_t produced = 0, consumed = 0, missing = 0, remaining = 0;
};

class Replayer {
 public:
  explicit Replayer(const PetriNet& net) : net_(net), final_(FinalMarking(net)) {
    for (uint32_t t = 0; t < net.transitions.size(); ++t) {
      if (net.transitions[t].activity != kNoId) by_label_[net.transitions[t].activity].push_back(t);
    }
  }

  Tokens Replay(std::span<const Id> trace) {
    tokens_ = {};
    marking_ = InitialMarking(net_);
    tokens_.produced = 1;
    for (const Id activity : trace) Step(activity);
    Finish();
    // The shortest silent way may have been the wrong one; before a case is called deviating, all
    // ways are followed.
    if (tokens_.missing + tokens_.remaining > 0) ReplayAllWays(trace);
    return tokens_;
  }

 private:
  struct Reached {
    Marking marking;
    uint64_t tokens_in = 0, tokens_out = 0;  // consumed and produced on the way here
  };
  using Layer = std::vector<Reached>;

  // Adds what silent steps reach; false when there are too many.
  bool Close(Layer& layer) const {
    std::unordered_set<Marking> known;
    for (const Reached& r : layer) known.insert(r.marking);
    for (size_t i = 0; i < layer.size(); ++i) {
      for (const Transition& t : net_.transitions) {
        if (t.activity != kNoId || !IsEnabled(t, layer[i].marking)) continue;
        Reached next = layer[i];
        Fire(t, next.marking);
        if (!known.insert(next.marking).second) continue;
        if (layer.size() >= kMostSilentMarkings) return false;
        next.tokens_in += t.in.size();
        next.tokens_out += t.out.size();
        layer.push_back(std::move(next));
      }
    }
    return true;
  }

  // Sets the tokens to those of a perfect run when there is one.
  void ReplayAllWays(std::span<const Id> trace) {
    Layer layer{{InitialMarking(net_), 0, 1}};
    for (const Id activity : trace) {
      const auto label = by_label_.find(activity);
      if (label == by_label_.end() || !Close(layer)) return;
      Layer next;
      for (const Reached& r : layer) {
        for (const uint32_t t : label->second) {
          const Transition& transition = net_.transitions[t];
          if (!IsEnabled(transition, r.marking)) continue;
          Reached after = r;
          Fire(transition, after.marking);
          after.tokens_in += transition.in.size();
          after.tokens_out += transition.out.size();
          next.push_back(std::move(after));
        }
      }
      if (next.empty()) return;
      layer = std::move(next);
    }
    if (!Close(layer)) return;
    for (const Reached& r : layer) {
      if (r.marking != final_) continue;
      tokens_ = {r.tokens_out, r.tokens_in + 1, 0, 0};
      return;
    }
  }

  // Fires the silent steps that led to `index`.
  void Follow(int index) {
    std::vector<uint32_t> fired;
    for (auto i = static_cast<uint32_t>(index); closure_.path[i].second != kNoId;
         i = closure_.path[i].first) {
      fired.push_back(closure_.path[i].second);
    }
    for (size_t i = fired.size(); i > 0; --i) Take(net_.transitions[fired[i - 1]]);
  }

  void Take(const Transition& transition) {
    for (const uint32_t p : transition.in) {
      if (marking_[p] == 0) {
        ++tokens_.missing;
        ++marking_[p];
      }
    }
    Fire(transition, marking_);
    tokens_.consumed += transition.in.size();
    tokens_.produced += transition.out.size();
  }

  void Step(Id activity) {
    const auto label = by_label_.find(activity);
    if (label ==
        by_label_.end()) {  // the model does not know it: a step out of nothing into nothing
      ++tokens_.missing;
      ++tokens_.consumed;
      ++tokens_.produced;
      ++tokens_.remaining;
      return;
    }
    uint32_t chosen = label->second[0];
    const auto enabled = [&](const Marking& m) {
      for (const uint32_t t : label->second) {
        if (!IsEnabled(net_.transitions[t], m)) continue;
        chosen = t;
        return true;
      }
      return false;
    };
    const int index = CloseSilently(net_, marking_, kMostSilentMarkings, closure_, enabled);
    if (index >= 0) Follow(index);
    Take(net_.transitions[chosen]);
  }

  void Finish() {
    int index = CloseSilently(net_, marking_, kMostSilentMarkings, closure_,
                              [&](const Marking& m) { return m == final_; });
    if (index < 0) {
      index = CloseSilently(net_, marking_, kMostSilentMarkings, closure_,
                            [&](const Marking& m) { return m[net_.sink] > 0; });
    }
    if (index >= 0) Follow(index);
    ++tokens_.consumed;
    if (marking_[net_.sink] > 0) {
      --marking_[net_.sink];
    } else {
      ++tokens_.missing;
    }
    for (const char n : marking_) tokens_.remaining += static_cast<uint64_t>(n);
  }

  const PetriNet& net_;
  Marking final_, marking_;
  std::unordered_map<Id, std::vector<uint32_t>> by_label_;
  SilentClosure closure_;
  Tokens tokens_;
};

}  // namespace

ReplayResult TokenReplay(const PetriNet& net, const Variants& variants) {
  ReplayResult result;
  Replayer replayer(net);
  for (const Variant& variant : variants.list) {
    const Tokens t = replayer.Replay(variant.path);
    result.produced += t.produced * variant.count;
    result.consumed += t.consumed * variant.count;
    result.missing += t.missing * variant.count;
    result.remaining += t.remaining * variant.count;
    const bool fits = t.missing == 0 && t.remaining == 0;
    result.fits.push_back(fits);
    result.fitting_cases += fits ? variant.count : 0;
  }
  if (result.consumed > 0 && result.produced > 0) {
    const double m = static_cast<double>(result.missing), c = static_cast<double>(result.consumed);
    const double r = static_cast<double>(result.remaining),
                 p = static_cast<double>(result.produced);
    result.fitness = 0.5 * (1 - m / c) + 0.5 * (1 - r / p);
  }
  return result;
}

}  // namespace huiyin::mining
