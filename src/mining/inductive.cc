#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <unordered_map>

#include "mining/process_tree.h"

namespace huiyin::mining {
namespace {

using Steps = std::vector<Id>;
struct SubTrace {
  Steps steps;
  uint64_t count = 0;
};
using SubLog = std::vector<SubTrace>;
using Groups = std::vector<std::vector<uint32_t>>;  // positions in SubDfg::activities

// Equal traces become one.
SubLog Compacted(SubLog log) {
  struct StepsHash {
    size_t operator()(const Steps* steps) const {
      uint64_t h = steps->size();
      for (const Id a : *steps) h = (h ^ a) * 0x9E3779B97F4A7C15ull, h ^= h >> 32;
      return h;
    }
  };
  struct StepsEqual {
    bool operator()(const Steps* a, const Steps* b) const { return *a == *b; }
  };
  std::unordered_map<const Steps*, size_t, StepsHash, StepsEqual> known;
  known.reserve(log.size());
  std::vector<size_t> first;  // traces that stay, in the order they came
  for (size_t i = 0; i < log.size(); ++i) {
    const auto [found, is_new] = known.try_emplace(&log[i].steps, i);
    if (is_new) {
      first.push_back(i);
    } else {
      log[found->second].count += log[i].count;
    }
  }
  SubLog out;
  out.reserve(first.size());
  for (const size_t i : first) out.push_back(std::move(log[i]));
  return out;
}

// Where an activity stands among those of the sub-log; a plain array, as ids are dense.
class PlaceTable {
 public:
  bool Add(Id activity, uint32_t place) {
    if (places_.size() <= activity) places_.resize(activity + 1, kNoId);
    if (places_[activity] != kNoId) return false;
    places_[activity] = place;
    return true;
  }
  uint32_t at(Id activity) const { return places_[activity]; }

 private:
  std::vector<uint32_t> places_;
};

struct SubDfg {
  std::vector<Id> activities;
  PlaceTable place;
  std::vector<std::vector<uint64_t>> follows;
  std::vector<uint64_t> start, end;
  size_t size() const { return activities.size(); }
};

SubDfg DfgOf(const SubLog& log) {
  SubDfg dfg;
  for (const SubTrace& trace : log) {
    for (const Id a : trace.steps) {
      if (dfg.place.Add(a, static_cast<uint32_t>(dfg.activities.size()))) {
        dfg.activities.push_back(a);
      }
    }
  }
  const size_t n = dfg.size();
  dfg.follows.assign(n, std::vector<uint64_t>(n, 0));
  dfg.start.assign(n, 0);
  dfg.end.assign(n, 0);
  for (const SubTrace& trace : log) {
    if (trace.steps.empty()) continue;
    uint32_t last = dfg.place.at(trace.steps[0]);
    dfg.start[last] += trace.count;
    for (size_t i = 1; i < trace.steps.size(); ++i) {
      const uint32_t next = dfg.place.at(trace.steps[i]);
      dfg.follows[last][next] += trace.count;
      last = next;
    }
    dfg.end[last] += trace.count;
  }
  return dfg;
}

// Without what is rarer than `noise` times the strongest alternative.
SubDfg Filtered(SubDfg dfg, double noise) {
  const auto cut = [&](std::vector<uint64_t>& row, uint64_t extra) {
    const uint64_t most = std::max(extra, *std::max_element(row.begin(), row.end()));
    for (uint64_t& n : row) {
      if (static_cast<double>(n) < noise * static_cast<double>(most)) n = 0;
    }
    return most;
  };
  for (size_t i = 0; i < dfg.size(); ++i) {
    const uint64_t most = cut(dfg.follows[i], dfg.end[i]);
    if (static_cast<double>(dfg.end[i]) < noise * static_cast<double>(most)) dfg.end[i] = 0;
  }
  cut(dfg.start, 0);
  return dfg;
}

class UnionFind {
 public:
  explicit UnionFind(size_t n) : parent_(n) { std::iota(parent_.begin(), parent_.end(), 0u); }
  uint32_t Root(uint32_t i) {
    while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
    return i;
  }
  void Join(uint32_t a, uint32_t b) { parent_[Root(a)] = Root(b); }
  Groups AsGroups() {
    std::map<uint32_t, std::vector<uint32_t>> by_root;
    for (uint32_t i = 0; i < parent_.size(); ++i) by_root[Root(i)].push_back(i);
    Groups groups;
    for (auto& [root, members] : by_root) groups.push_back(std::move(members));
    std::sort(groups.begin(), groups.end());
    return groups;
  }

 private:
  std::vector<uint32_t> parent_;
};

std::vector<std::vector<bool>> Reachable(const SubDfg& dfg) {
  const size_t n = dfg.size();
  std::vector<std::vector<bool>> reach(n, std::vector<bool>(n, false));
  std::vector<uint32_t> todo;
  for (uint32_t from = 0; from < n; ++from) {
    todo = {from};
    while (!todo.empty()) {
      const uint32_t at = todo.back();
      todo.pop_back();
      for (uint32_t to = 0; to < n; ++to) {
        if (dfg.follows[at][to] == 0 || reach[from][to]) continue;
        reach[from][to] = true;
        todo.push_back(to);
      }
    }
  }
  return reach;
}

Groups ExclusiveCut(const SubDfg& dfg) {
  UnionFind sets(dfg.size());
  for (uint32_t i = 0; i < dfg.size(); ++i) {
    for (uint32_t j = 0; j < dfg.size(); ++j) {
      if (dfg.follows[i][j] > 0) sets.Join(i, j);
    }
  }
  return sets.AsGroups();
}

// Groups such that every later one is reached from every earlier one and never the reverse.
Groups SequenceCut(const SubDfg& dfg) {
  const auto reach = Reachable(dfg);
  UnionFind sets(dfg.size());
  for (uint32_t i = 0; i < dfg.size(); ++i) {
    for (uint32_t j = i + 1; j < dfg.size(); ++j) {
      if (reach[i][j] == reach[j][i]) sets.Join(i, j);
    }
  }
  Groups groups = sets.AsGroups();
  // Joining may have made groups that no longer are one-way; join those until none is left.
  for (bool changed = true; changed;) {
    changed = false;
    for (size_t g = 0; g < groups.size() && !changed; ++g) {
      for (size_t h = g + 1; h < groups.size() && !changed; ++h) {
        bool forth = true, back = true;
        for (const uint32_t i : groups[g]) {
          for (const uint32_t j : groups[h]) {
            forth = forth && reach[i][j] && !reach[j][i];
            back = back && reach[j][i] && !reach[i][j];
          }
        }
        if (forth || back) continue;
        groups[g].insert(groups[g].end(), groups[h].begin(), groups[h].end());
        groups.erase(groups.begin() + static_cast<long>(h));
        changed = true;
      }
    }
  }
  std::sort(groups.begin(), groups.end(), [&](const auto& a, const auto& b) {
    return a != b && reach[a[0]][b[0]] && !reach[b[0]][a[0]];
  });
  return groups;
}

Groups ParallelCut(const SubDfg& dfg) {
  UnionFind sets(dfg.size());
  for (uint32_t i = 0; i < dfg.size(); ++i) {
    for (uint32_t j = i + 1; j < dfg.size(); ++j) {
      if (dfg.follows[i][j] == 0 || dfg.follows[j][i] == 0) sets.Join(i, j);
    }
  }
  Groups groups = sets.AsGroups();
  // Every branch must be able to begin and to end the trace.
  const auto complete = [&](const std::vector<uint32_t>& group) {
    const bool starts =
        std::any_of(group.begin(), group.end(), [&](uint32_t i) { return dfg.start[i] > 0; });
    return starts &&
           std::any_of(group.begin(), group.end(), [&](uint32_t i) { return dfg.end[i] > 0; });
  };
  for (size_t g = 0; g < groups.size() && groups.size() > 1;) {
    if (complete(groups[g])) {
      ++g;
      continue;
    }
    auto& other = groups[g == 0 ? 1 : 0];
    other.insert(other.end(), groups[g].begin(), groups[g].end());
    groups.erase(groups.begin() + static_cast<long>(g));
    g = 0;
  }
  return groups;
}

// The body (all starts and ends) first, then the ways back. Empty when there is no loop.
Groups LoopCut(const SubDfg& dfg) {
  const size_t n = dfg.size();
  std::vector<bool> body(n);
  for (size_t i = 0; i < n; ++i) body[i] = dfg.start[i] > 0 || dfg.end[i] > 0;
  for (bool changed = true; changed;) {
    changed = false;
    UnionFind sets(n);
    for (uint32_t i = 0; i < n; ++i) {
      for (uint32_t j = 0; j < n; ++j) {
        if (!body[i] && !body[j] && dfg.follows[i][j] > 0) sets.Join(i, j);
      }
    }
    const auto absorb = [&](uint32_t i) {
      for (uint32_t j = 0; j < n; ++j) {
        if (!body[j] && sets.Root(j) == sets.Root(i)) body[j] = changed = true;
      }
      body[i] = changed = true;
    };
    for (uint32_t i = 0; i < n && !changed; ++i) {
      if (body[i]) continue;
      bool from_end = false, to_start = false, broken = false;
      for (uint32_t j = 0; j < n; ++j) {
        if (!body[j]) continue;
        // Entered only from ends, left only to starts.
        broken = broken || (dfg.follows[j][i] > 0 && dfg.end[j] == 0);
        broken = broken || (dfg.follows[i][j] > 0 && dfg.start[j] == 0);
        from_end = from_end || dfg.follows[j][i] > 0;
        to_start = to_start || dfg.follows[i][j] > 0;
      }
      for (uint32_t j = 0; j < n; ++j) {
        broken = broken || (from_end && dfg.end[j] > 0 && dfg.follows[j][i] == 0);
        broken = broken || (to_start && dfg.start[j] > 0 && dfg.follows[i][j] == 0);
      }
      if (broken) absorb(i);
    }
    if (changed) continue;
    Groups groups(1);
    for (uint32_t i = 0; i < n; ++i) {
      if (body[i]) groups[0].push_back(i);
    }
    for (auto& members : sets.AsGroups()) {
      if (!body[members[0]]) groups.push_back(std::move(members));
    }
    return groups.size() > 1 && !groups[0].empty() ? groups : Groups{};
  }
  return {};
}

class Miner {
 public:
  explicit Miner(double noise) : noise_(noise) {}

  ProcessTree Mine(SubLog log) {
    log = Compacted(std::move(log));
    uint64_t empty = 0, total = 0;
    for (const SubTrace& trace : log) {
      total += trace.count;
      empty += trace.steps.empty() ? trace.count : 0;
    }
    if (empty == total) return {};
    if (empty > 0) {
      std::erase_if(log, [](const SubTrace& t) { return t.steps.empty(); });
      if (static_cast<double>(empty) < noise_ * static_cast<double>(total)) {
        return Mine(std::move(log));
      }
      return Node(TreeOp::kExclusive, {ProcessTree{}, Mine(std::move(log))});
    }
    const SubDfg dfg = DfgOf(log);
    if (dfg.size() == 1 && log.size() == 1 && log[0].steps.size() == 1)
      return Leaf(log[0].steps[0]);
    if (auto tree = Cut(log, dfg)) return *std::move(tree);
    if (noise_ > 0) {
      if (dfg.size() == 1 && MostlyOnce(log)) return Leaf(dfg.activities[0]);
      if (auto tree = Cut(log, Filtered(dfg, noise_))) return *std::move(tree);
    }
    return FallThrough(std::move(log), dfg);
  }

 private:
  bool MostlyOnce(const SubLog& log) const {
    uint64_t once = 0, total = 0;
    for (const SubTrace& trace : log) {
      total += trace.count;
      once += trace.steps.size() == 1 ? trace.count : 0;
    }
    return static_cast<double>(once) >= (1 - noise_) * static_cast<double>(total);
  }

  static ProcessTree Leaf(Id activity) { return {TreeOp::kActivity, activity, {}}; }
  static ProcessTree Node(TreeOp op, std::vector<ProcessTree> children) {
    std::vector<ProcessTree> flat;
    for (ProcessTree& child : children) {
      const bool same = child.op == op && op != TreeOp::kLoop;
      if (same) {
        for (ProcessTree& inner : child.children) flat.push_back(std::move(inner));
      } else {
        flat.push_back(std::move(child));
      }
    }
    return {op, kNoId, std::move(flat)};
  }

  static std::vector<uint32_t> GroupOf(const Groups& groups, size_t n) {
    std::vector<uint32_t> of(n, 0);
    for (uint32_t g = 0; g < groups.size(); ++g) {
      for (const uint32_t i : groups[g]) of[i] = g;
    }
    return of;
  }

  std::optional<ProcessTree> Cut(const SubLog& log, const SubDfg& dfg) {
    if (dfg.size() < 2) return std::nullopt;
    Groups groups = ExclusiveCut(dfg);
    if (groups.size() > 1) return MineAll(TreeOp::kExclusive, SplitExclusive(log, dfg, groups));
    groups = SequenceCut(dfg);
    if (groups.size() > 1) return MineAll(TreeOp::kSequence, SplitSequence(log, dfg, groups));
    groups = ParallelCut(dfg);
    if (groups.size() > 1) return MineAll(TreeOp::kParallel, SplitParallel(log, dfg, groups));
    groups = LoopCut(dfg);
    if (groups.size() > 1) return MineAll(TreeOp::kLoop, SplitLoop(log, dfg, groups));
    return std::nullopt;
  }

  std::optional<ProcessTree> MineAll(TreeOp op, std::vector<SubLog> parts) {
    std::vector<ProcessTree> children;
    for (SubLog& part : parts) children.push_back(Mine(std::move(part)));
    return Node(op, std::move(children));
  }

  // A trace goes to the branch most of its steps belong to; the others' steps are noise.
  static std::vector<SubLog> SplitExclusive(const SubLog& log, const SubDfg& dfg,
                                            const Groups& groups) {
    const auto of = GroupOf(groups, dfg.size());
    std::vector<SubLog> parts(groups.size());
    for (const SubTrace& trace : log) {
      std::vector<size_t> votes(groups.size(), 0);
      for (const Id a : trace.steps) ++votes[of[dfg.place.at(a)]];
      const size_t best =
          static_cast<size_t>(std::max_element(votes.begin(), votes.end()) - votes.begin());
      SubTrace kept{{}, trace.count};
      for (const Id a : trace.steps) {
        if (of[dfg.place.at(a)] == best) kept.steps.push_back(a);
      }
      parts[best].push_back(std::move(kept));
    }
    return parts;
  }

  // A trace whose groups only go forward needs no choice of where to cut.
  static bool SplitClean(const SubTrace& trace, const SubDfg& dfg, const std::vector<uint32_t>& of,
                         std::vector<SubLog>& parts) {
    uint32_t last = 0;
    for (const Id a : trace.steps) {
      const uint32_t group = of[dfg.place.at(a)];
      if (group < last) return false;
      last = group;
    }
    auto step = trace.steps.begin();
    for (uint32_t g = 0; g < parts.size(); ++g) {
      const auto from = step;
      while (step != trace.steps.end() && of[dfg.place.at(*step)] == g) ++step;
      parts[g].push_back({{from, step}, trace.count});
    }
    return true;
  }

  // Cut where the fewest steps fall into the wrong group; those are noise.
  static std::vector<SubLog> SplitSequence(const SubLog& log, const SubDfg& dfg,
                                           const Groups& groups) {
    const auto of = GroupOf(groups, dfg.size());
    const size_t k = groups.size();
    std::vector<SubLog> parts(k);
    for (const SubTrace& trace : log) {
      if (SplitClean(trace, dfg, of, parts)) continue;
      const size_t n = trace.steps.size();
      // best[i][g]: fewest wrong among the first i steps, step i - 1 being in group <= g.
      std::vector<std::vector<uint32_t>> best(n + 1, std::vector<uint32_t>(k, 0));
      for (size_t i = 1; i <= n; ++i) {
        const uint32_t own = of[dfg.place.at(trace.steps[i - 1])];
        for (size_t g = 0; g < k; ++g) {
          best[i][g] = best[i - 1][g] + (own == g ? 0 : 1);
          if (g > 0) best[i][g] = std::min(best[i][g], best[i][g - 1]);
        }
      }
      std::vector<SubTrace> pieces(k, SubTrace{{}, trace.count});
      size_t g = k - 1;
      for (size_t i = n; i > 0; --i) {
        while (g > 0 && best[i][g] == best[i][g - 1]) --g;
        if (of[dfg.place.at(trace.steps[i - 1])] == g)
          pieces[g].steps.push_back(trace.steps[i - 1]);
      }
      for (size_t p = 0; p < k; ++p) {
        std::reverse(pieces[p].steps.begin(), pieces[p].steps.end());
        parts[p].push_back(std::move(pieces[p]));
      }
    }
    return parts;
  }

  static std::vector<SubLog> SplitParallel(const SubLog& log, const SubDfg& dfg,
                                           const Groups& groups) {
    const auto of = GroupOf(groups, dfg.size());
    std::vector<SubLog> parts(groups.size());
    for (const SubTrace& trace : log) {
      std::vector<SubTrace> pieces(groups.size(), SubTrace{{}, trace.count});
      for (const Id a : trace.steps) pieces[of[dfg.place.at(a)]].steps.push_back(a);
      for (size_t g = 0; g < pieces.size(); ++g) parts[g].push_back(std::move(pieces[g]));
    }
    return parts;
  }

  // Body, a way back, body, ...; a missing body between two ways back is an empty one.
  static std::vector<SubLog> SplitLoop(const SubLog& log, const SubDfg& dfg, const Groups& groups) {
    const auto of = GroupOf(groups, dfg.size());
    std::vector<SubLog> parts(groups.size());
    for (const SubTrace& trace : log) {
      uint32_t current = 0;
      SubTrace piece{{}, trace.count};
      for (const Id a : trace.steps) {
        const uint32_t group = of[dfg.place.at(a)];
        if (group != current) {
          parts[current].push_back(std::move(piece));
          if (current != 0 && group != 0) parts[0].push_back({{}, trace.count});
          piece = {{}, trace.count};
          current = group;
        }
        piece.steps.push_back(a);
      }
      parts[current].push_back(std::move(piece));
      if (current != 0) parts[0].push_back({{}, trace.count});
    }
    return parts;
  }

  ProcessTree FallThrough(SubLog log, const SubDfg& dfg) {
    if (dfg.size() > 1) {
      if (auto tree = OncePerTrace(log, dfg)) return *std::move(tree);
      if (auto tree = ActivityConcurrent(log, dfg)) return *std::move(tree);
    }
    if (auto tree = StrictTauLoop(log, dfg)) return *std::move(tree);
    if (auto tree = TauLoop(log, dfg)) return *std::move(tree);
    std::vector<ProcessTree> leaves;
    for (const Id a : dfg.activities) leaves.push_back(Leaf(a));
    ProcessTree choice =
        leaves.size() == 1 ? std::move(leaves[0]) : Node(TreeOp::kExclusive, std::move(leaves));
    return Node(TreeOp::kLoop, {ProcessTree{}, std::move(choice)});
  }

  static SubLog Without(const SubLog& log, Id activity) {
    SubLog rest = log;
    for (SubTrace& trace : rest) std::erase(trace.steps, activity);
    return rest;
  }

  std::optional<ProcessTree> OncePerTrace(const SubLog& log, const SubDfg& dfg) {
    for (const Id a : dfg.activities) {
      const bool once = std::all_of(log.begin(), log.end(), [a](const SubTrace& t) {
        return std::count(t.steps.begin(), t.steps.end(), a) == 1;
      });
      if (once) return Node(TreeOp::kParallel, {Leaf(a), Mine(Without(log, a))});
    }
    return std::nullopt;
  }

  // One activity beside the rest, when the rest then has a cut.
  std::optional<ProcessTree> ActivityConcurrent(const SubLog& log, const SubDfg& dfg) {
    constexpr size_t kMostTried = 24;
    if (dfg.size() > kMostTried) return std::nullopt;
    for (const Id a : dfg.activities) {
      SubLog rest = Compacted(Without(log, a));
      SubLog filled = rest;
      std::erase_if(filled, [](const SubTrace& t) { return t.steps.empty(); });
      const SubDfg rest_dfg = DfgOf(filled);
      const bool cut = rest_dfg.size() > 1 &&
                       (ExclusiveCut(rest_dfg).size() > 1 || SequenceCut(rest_dfg).size() > 1 ||
                        ParallelCut(rest_dfg).size() > 1 || LoopCut(rest_dfg).size() > 1);
      if (!cut) continue;
      SubLog own;
      for (const SubTrace& trace : log) {
        SubTrace only{{}, trace.count};
        only.steps.assign(
            static_cast<size_t>(std::count(trace.steps.begin(), trace.steps.end(), a)), a);
        own.push_back(std::move(only));
      }
      return Node(TreeOp::kParallel, {Mine(std::move(own)), Mine(std::move(rest))});
    }
    return std::nullopt;
  }

  template <typename CutsBefore>
  std::optional<ProcessTree> CutTraces(const SubLog& log, const CutsBefore& cuts_before) {
    SubLog pieces;
    bool any = false;
    for (const SubTrace& trace : log) {
      SubTrace piece{{}, trace.count};
      for (size_t i = 0; i < trace.steps.size(); ++i) {
        if (i > 0 && cuts_before(trace.steps[i - 1], trace.steps[i])) {
          pieces.push_back(std::move(piece));
          piece = {{}, trace.count};
          any = true;
        }
        piece.steps.push_back(trace.steps[i]);
      }
      pieces.push_back(std::move(piece));
    }
    if (!any) return std::nullopt;
    return Node(TreeOp::kLoop, {Mine(std::move(pieces)), ProcessTree{}});
  }

  std::optional<ProcessTree> StrictTauLoop(const SubLog& log, const SubDfg& dfg) {
    return CutTraces(log, [&](Id last, Id next) {
      return dfg.end[dfg.place.at(last)] > 0 && dfg.start[dfg.place.at(next)] > 0;
    });
  }

  std::optional<ProcessTree> TauLoop(const SubLog& log, const SubDfg& dfg) {
    return CutTraces(log, [&](Id, Id next) { return dfg.start[dfg.place.at(next)] > 0; });
  }

  double noise_;
};

void AppendText(const ProcessTree& tree, const Interner& names, std::string& out) {
  switch (tree.op) {
    case TreeOp::kActivity:
      out += '\'';
      out += names.Name(tree.activity);
      out += '\'';
      return;
    case TreeOp::kSilent:
      out += "tau";
      return;
    case TreeOp::kSequence:
      out += "->";
      break;
    case TreeOp::kExclusive:
      out += "X";
      break;
    case TreeOp::kParallel:
      out += "+";
      break;
    case TreeOp::kLoop:
      out += "*";
      break;
  }
  out += "( ";
  for (size_t i = 0; i < tree.children.size(); ++i) {
    if (i > 0) out += ", ";
    AppendText(tree.children[i], names, out);
  }
  out += " )";
}

}  // namespace

ProcessTree MineInductive(const Variants& variants, double noise) {
  SubLog log;
  for (const Variant& v : variants.list) log.push_back({{v.path.begin(), v.path.end()}, v.count});
  return Miner(noise).Mine(std::move(log));
}

std::string TreeText(const ProcessTree& tree, const Interner& names) {
  std::string text;
  AppendText(tree, names, text);
  return text;
}

size_t ShortestRun(const ProcessTree& tree) {
  if (tree.op == TreeOp::kActivity) return 1;
  if (tree.op == TreeOp::kSilent) return 0;
  if (tree.op == TreeOp::kLoop) return ShortestRun(tree.children[0]);
  size_t sum = 0, least = SIZE_MAX;
  for (const ProcessTree& child : tree.children) {
    const size_t n = ShortestRun(child);
    sum += n;
    least = std::min(least, n);
  }
  return tree.op == TreeOp::kExclusive ? least : sum;
}

}  // namespace huiyin::mining
