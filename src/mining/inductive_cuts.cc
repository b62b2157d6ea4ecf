#include "mining/inductive_cuts.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <unordered_map>

namespace huiyin::mining::inductive {
namespace {

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

}  // namespace

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

}  // namespace huiyin::mining::inductive
