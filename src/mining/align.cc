#include <atomic>
#include <map>
#include <set>
#include <unordered_map>

#include "mining/conformance.h"
#include "mining/marking.h"
#include "mining/marking_equation.h"
#include "mining/parallel.h"

namespace huiyin::mining {
namespace {

constexpr uint32_t kUnreachable = 1u << 30;
// Nets above this make the marking equation too dear.
constexpr size_t kMostCells = 200'000;

// What can still happen from a marking, when transitions only ever add tokens: an over-estimate of
// what is possible, so an under-estimate of what it costs.
struct Outlook {
  std::vector<bool> possible;    // by label number
  std::vector<uint32_t> needed;  // label numbers every way to the end goes through
  bool can_end = false;
};

}  // namespace

struct Aligner::State {
  const PetriNet& net;
  std::vector<uint32_t> label_of;  // by transition: label number, kNoId when silent
  std::unordered_map<Id, uint32_t> labels;
  std::unordered_map<Marking, uint32_t> numbers;
  std::vector<const Marking*> markings;
  std::vector<Outlook> outlooks;
  Marking final_marking;
  std::unique_ptr<MarkingEquation> equation;  // made when the first hard trace comes

  explicit State(const PetriNet& n) : net(n), final_marking(FinalMarking(n)) {
    for (const Transition& t : net.transitions) {
      if (t.activity == kNoId) {
        label_of.push_back(kNoId);
      } else {
        label_of.push_back(
            labels.try_emplace(t.activity, static_cast<uint32_t>(labels.size())).first->second);
      }
    }
  }

  // Places that can be marked without firing label `without`.
  std::vector<bool> Relaxed(const Marking& from, uint32_t without, std::vector<bool>* fired) const {
    std::vector<bool> marked(net.place_count, false);
    for (uint32_t p = 0; p < net.place_count; ++p) marked[p] = from[p] > 0;
    std::vector<bool> done(net.transitions.size(), false);
    for (bool changed = true; changed;) {
      changed = false;
      for (uint32_t t = 0; t < net.transitions.size(); ++t) {
        if (done[t] || (without != kNoId && label_of[t] == without)) continue;
        const Transition& transition = net.transitions[t];
        const bool can = std::all_of(transition.in.begin(), transition.in.end(),
                                     [&](uint32_t p) { return marked[p]; });
        if (!can) continue;
        done[t] = changed = true;
        for (const uint32_t p : transition.out) marked[p] = true;
      }
    }
    if (fired != nullptr) *fired = std::move(done);
    return marked;
  }

  uint32_t NumberOf(const Marking& marking) {
    const auto [found, is_new] =
        numbers.try_emplace(marking, static_cast<uint32_t>(markings.size()));
    if (is_new) {
      markings.push_back(&found->first);
      Outlook outlook;
      std::vector<bool> fired;
      outlook.can_end = Relaxed(marking, kNoId, &fired)[net.sink];
      outlook.possible.assign(labels.size(), false);
      for (uint32_t t = 0; t < fired.size(); ++t) {
        if (fired[t] && label_of[t] != kNoId) outlook.possible[label_of[t]] = true;
      }
      for (uint32_t label = 0; label < labels.size() && outlook.can_end; ++label) {
        if (outlook.possible[label] && !Relaxed(marking, label, nullptr)[net.sink]) {
          outlook.needed.push_back(label);
        }
      }
      outlooks.push_back(std::move(outlook));
    }
    return found->second;
  }
};

namespace {

// One search. A node is a marking and a position in the trace.
class Search {
 public:
  Search(Aligner::State* state, std::span<const Id> trace, const AlignLimits& limits);
  Alignment Run();

 private:
  struct Node {
    uint32_t cost = UINT32_MAX;
    uint64_t from = 0;
    Move move;
    bool closed = false;
    bool asked = false;  // the marking equation has said `bound`
    uint32_t bound = 0;
  };
  static uint64_t KeyOf(uint32_t marking, uint32_t position) {
    return uint64_t{marking} << 32 | position;
  }
  uint32_t Estimate(uint32_t marking, uint32_t position) const;
  void Offer(uint32_t marking, uint32_t position, uint32_t cost, uint64_t from, Move move);
  void Expand(uint64_t key, uint32_t cost);
  // Asks the marking equation once a node; kUnreachable when no way leads on.
  uint32_t Bound(uint64_t key, Node& node) const;
  void Put(uint64_t key, size_t whole);
  std::vector<Move> MovesTo(uint64_t key) const;

  Aligner::State* s_;
  const AlignLimits& limits_;
  std::vector<uint32_t> labels_;            // of the trace; kNoId: not in the net
  std::vector<std::vector<bool>> in_rest_;  // by position: labels at or after it
  std::unordered_map<uint64_t, Node> nodes_;
  std::vector<std::vector<uint64_t>> open_;  // by estimate of the whole cost
};

Search::Search(Aligner::State* state, std::span<const Id> trace, const AlignLimits& limits)
    : s_(state), limits_(limits) {
  for (const Id activity : trace) {
    const auto found = s_->labels.find(activity);
    labels_.push_back(found == s_->labels.end() ? kNoId : found->second);
  }
  in_rest_.assign(labels_.size() + 1, std::vector<bool>(s_->labels.size(), false));
  for (size_t i = labels_.size(); i > 0; --i) {
    in_rest_[i - 1] = in_rest_[i];
    if (labels_[i - 1] != kNoId) in_rest_[i - 1][labels_[i - 1]] = true;
  }
}

uint32_t Search::Estimate(uint32_t marking, uint32_t position) const {
  const Outlook& outlook = s_->outlooks[marking];
  if (!outlook.can_end) return kUnreachable;
  uint32_t cost = 0;
  for (size_t i = position; i < labels_.size(); ++i) {
    if (labels_[i] == kNoId || !outlook.possible[labels_[i]]) ++cost;
  }
  for (const uint32_t label : outlook.needed) cost += in_rest_[position][label] ? 0 : 1;
  return cost;
}

void Search::Offer(uint32_t marking, uint32_t position, uint32_t cost, uint64_t from, Move move) {
  const uint64_t key = KeyOf(marking, position);
  Node& node = nodes_[key];
  if (node.cost <= cost) return;
  const uint32_t estimate = Estimate(marking, position);
  if (estimate >= kUnreachable) return;
  node.cost = cost;
  node.from = from;
  node.move = move;
  node.closed = false;
  const uint32_t bound = std::max(estimate, node.bound);
  if (bound < kUnreachable) Put(key, cost + bound);
}

void Search::Put(uint64_t key, size_t whole) {
  if (open_.size() <= whole) open_.resize(whole + 1);
  open_[whole].push_back(key);
}

uint32_t Search::Bound(uint64_t key, Node& node) const {
  if (node.asked) return node.bound;
  node.asked = true;
  if (s_->equation == nullptr) {
    s_->equation = std::make_unique<MarkingEquation>(s_->net, s_->label_of, s_->labels.size());
  }
  if (s_->equation->cells() > kMostCells) return node.bound;
  std::vector<uint32_t> left(s_->labels.size(), 0);
  uint32_t unknown = 0;
  for (size_t i = static_cast<uint32_t>(key); i < labels_.size(); ++i) {
    ++(labels_[i] == kNoId ? unknown : left[labels_[i]]);
  }
  const uint32_t bound = s_->equation->LowerBound(*s_->markings[key >> 32], left);
  node.bound = bound >= MarkingEquation::kNever ? kUnreachable : bound + unknown;
  return node.bound;
}

void Search::Expand(uint64_t key, uint32_t cost) {
  const uint32_t marking = static_cast<uint32_t>(key >> 32);
  const uint32_t position = static_cast<uint32_t>(key);
  const Marking from = *s_->markings[marking];
  const bool more = position < labels_.size();
  if (more) Offer(marking, position + 1, cost + 1, key, {position, kNoId});
  for (uint32_t t = 0; t < s_->net.transitions.size(); ++t) {
    const Transition& transition = s_->net.transitions[t];
    if (!IsEnabled(transition, from)) continue;
    Marking next = from;
    Fire(transition, next);
    const uint32_t number = s_->NumberOf(next);
    const bool silent = s_->label_of[t] == kNoId;
    Offer(number, position, cost + (silent ? 0 : 1), key, {kNoId, t});
    if (more && !silent && s_->label_of[t] == labels_[position]) {
      Offer(number, position + 1, cost, key, {position, t});
    }
  }
}

std::vector<Move> Search::MovesTo(uint64_t key) const {
  std::vector<Move> moves;
  for (;;) {
    const Node& node = nodes_.at(key);
    if (node.move.step == kNoId && node.move.transition == kNoId) break;
    moves.push_back(node.move);
    key = node.from;
  }
  std::reverse(moves.begin(), moves.end());
  return moves;
}

Alignment Search::Run() {
  Alignment result;
  const uint32_t last = static_cast<uint32_t>(labels_.size());
  const uint32_t goal = s_->NumberOf(s_->final_marking);
  Offer(s_->NumberOf(InitialMarking(s_->net)), 0, 0, 0, {});
  for (size_t whole = 0; whole < open_.size(); ++whole) {
    result.cost = static_cast<uint32_t>(whole);
    while (!open_[whole].empty()) {
      const uint64_t key = open_[whole].back();
      open_[whole].pop_back();
      Node& node = nodes_.at(key);
      const uint32_t cost = node.cost;
      const uint32_t estimate = std::max(
          node.bound, Estimate(static_cast<uint32_t>(key >> 32), static_cast<uint32_t>(key)));
      if (node.closed || cost + estimate != whole) continue;
      if (result.states >= limits_.easy_states) {
        const uint32_t bound = Bound(key, node);
        if (bound >= kUnreachable) continue;
        if (bound > estimate) {
          Put(key, cost + bound);
          continue;
        }
      }
      node.closed = true;
      if (key == KeyOf(goal, last)) {
        result.status = AlignStatus::kOptimal;
        result.moves = MovesTo(key);
        return result;
      }
      ++result.states;
      const bool asked = result.states % 256 == 0 && limits_.should_stop && limits_.should_stop();
      if (result.states > limits_.max_states || asked) return result;
      const size_t before = whole;
      Expand(key, cost);
      // A better way may have been found to something already passed.
      for (size_t lower = 0; lower < before; ++lower) {
        if (!open_[lower].empty()) {
          whole = lower;
          break;
        }
      }
    }
  }
  return result;
}

}  // namespace

Aligner::Aligner(const PetriNet& net) : state_(std::make_unique<State>(net)) {}
Aligner::~Aligner() = default;

Alignment Aligner::Align(std::span<const Id> trace, const AlignLimits& limits) {
  return Search(state_.get(), trace, limits).Run();
}

AlignmentResult AlignLog(const PetriNet& net, const Variants& variants, const AlignLimits& limits,
                         size_t threads) {
  AlignmentResult result;
  result.by_variant.resize(variants.list.size());
  const Alignment shortest = Aligner(net).Align({}, limits);
  result.shortest_run = shortest.cost;
  std::atomic<size_t> next{0};
  RunThreads(ThreadCount(threads), [&](size_t) {
    Aligner aligner(net);
    for (size_t v = next++; v < variants.list.size(); v = next++) {
      const bool stop = limits.should_stop && limits.should_stop();
      if (!stop) result.by_variant[v] = aligner.Align(variants.list[v].path, limits);
    }
  });
  double fitness = 0;
  for (size_t v = 0; v < variants.list.size(); ++v) {
    const Alignment& alignment = result.by_variant[v];
    const uint64_t cases = variants.list[v].count;
    if (alignment.status == AlignStatus::kStopped) {
      result.stopped_cases += cases;
      continue;
    }
    result.aligned_cases += cases;
    result.fitting_cases += alignment.cost == 0 ? cases : 0;
    result.total_cost += alignment.cost * cases;
    const double worst = static_cast<double>(variants.list[v].path.size()) +
                         static_cast<double>(result.shortest_run);
    const double one = worst > 0 ? 1 - static_cast<double>(alignment.cost) / worst : 1;
    fitness += one * static_cast<double>(cases);
  }
  result.fitness =
      result.aligned_cases > 0 ? fitness / static_cast<double>(result.aligned_cases) : 0;
  return result;
}

double EscapingEdgesPrecision(const PetriNet& net, const Variants& variants,
                              const AlignmentResult& alignments) {
  struct Prefix {
    std::map<Id, uint32_t> next;
    std::set<Id> allowed;
    uint64_t cases = 0;
  };
  constexpr size_t kMostSilent = 4000;
  std::vector<Prefix> prefixes(1);
  std::map<Marking, std::set<Id>> known;
  const auto allowed_from = [&](const Marking& marking) -> const std::set<Id>& {
    auto [found, is_new] = known.try_emplace(marking);
    if (is_new) {
      SilentClosure closure;
      CloseSilently(net, marking, kMostSilent, closure, [](const Marking&) { return false; });
      for (const Marking& m : closure.markings) {
        for (const Transition& t : net.transitions) {
          if (t.activity != kNoId && IsEnabled(t, m)) found->second.insert(t.activity);
        }
      }
    }
    return found->second;
  };
  for (size_t v = 0; v < variants.list.size(); ++v) {
    if (alignments.by_variant[v].status != AlignStatus::kOptimal) continue;
    const uint64_t cases = variants.list[v].count;
    Marking marking = InitialMarking(net);
    uint32_t at = 0;
    const auto visit = [&] {
      prefixes[at].cases += cases;
      const auto& allowed = allowed_from(marking);
      prefixes[at].allowed.insert(allowed.begin(), allowed.end());
    };
    visit();
    for (const Move& move : alignments.by_variant[v].moves) {
      if (move.transition == kNoId) continue;
      const Transition& transition = net.transitions[move.transition];
      Fire(transition, marking);
      if (transition.activity == kNoId) continue;
      const auto [child, is_new] = prefixes[at].next.try_emplace(
          transition.activity, static_cast<uint32_t>(prefixes.size()));
      at = child->second;
      if (is_new) prefixes.emplace_back();
      visit();
    }
  }
  double allowed = 0, taken = 0;
  for (const Prefix& prefix : prefixes) {
    allowed += static_cast<double>(prefix.cases) * static_cast<double>(prefix.allowed.size());
    taken += static_cast<double>(prefix.cases) * static_cast<double>(prefix.next.size());
  }
  return allowed > 0 ? taken / allowed : 1;
}

}  // namespace huiyin::mining
