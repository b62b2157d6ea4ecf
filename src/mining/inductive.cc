#include <algorithm>
#include <optional>

#include "mining/inductive_cuts.h"
#include "mining/process_tree.h"

namespace huiyin::mining {
namespace {

using namespace inductive;  // NOLINT: the other half of this file

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
