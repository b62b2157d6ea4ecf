#include "mining/dfg.h"

#include <algorithm>
#include <atomic>
#include <numeric>
#include <unordered_map>

#include "mining/parallel.h"

namespace huiyin::mining {
namespace {

// Up to here a square table of arcs fits the cache well enough; more activities use a hash.
constexpr size_t kDenseActivities = 512;

uint64_t KeyOf(Id from, Id to) { return (uint64_t{from} << 32) | to; }

// Numbers arcs. One a thread while counting, one for all afterwards.
class ArcTable {
 public:
  explicit ArcTable(size_t activities) : width_(activities) {
    if (activities <= kDenseActivities) dense_.assign(activities * activities, kNoId);
  }
  Id Intern(Id from, Id to) {
    Id& slot = dense_.empty() ? sparse_.try_emplace(KeyOf(from, to), kNoId).first->second
                              : dense_[from * width_ + to];
    if (slot == kNoId) {
      slot = static_cast<Id>(keys_.size());
      keys_.push_back(KeyOf(from, to));
    }
    return slot;
  }
  Id Find(Id from, Id to) const {
    return dense_.empty() ? sparse_.find(KeyOf(from, to))->second : dense_[from * width_ + to];
  }
  const std::vector<uint64_t>& keys() const { return keys_; }

 private:
  size_t width_;
  std::vector<Id> dense_;
  std::unordered_map<uint64_t, Id> sparse_;
  std::vector<uint64_t> keys_;
};

struct Shard {
  std::vector<uint64_t> activity, start, end;
  ArcTable arcs;
  std::vector<uint64_t> counts, timed;  // by local arc
  std::vector<size_t> write_at;         // by global arc
  explicit Shard(size_t n) : activity(n), start(n), end(n), arcs(n) {}
};

void CountRange(const EventLog& log, CaseRange range, Shard& shard) {
  const auto activity = log.activity();
  const auto time = log.clock_us();
  for (size_t c = range.begin; c < range.end; ++c) {
    const uint32_t begin = log.CaseBegin(c), end = log.CaseEnd(c);
    if (begin == end) continue;
    Id from = activity[begin];
    ++shard.activity[from];
    ++shard.start[from];
    bool from_timed = time[begin] != kNoTime;
    for (uint32_t e = begin + 1; e < end; ++e) {
      const Id to = activity[e];
      const bool timed = time[e] != kNoTime;
      ++shard.activity[to];
      const Id arc = shard.arcs.Intern(from, to);
      if (arc >= shard.counts.size()) {
        shard.counts.resize(arc + 1, 0);
        shard.timed.resize(arc + 1, 0);
      }
      ++shard.counts[arc];
      shard.timed[arc] += timed && from_timed ? 1 : 0;
      from = to;
      from_timed = timed;
    }
    ++shard.end[from];
  }
}

// Every duration goes behind those of its arc.
void ScatterRange(const EventLog& log, CaseRange range, const ArcTable& arcs, Shard& shard,
                  std::vector<int64_t>& durations) {
  const auto activity = log.activity();
  const auto time = log.clock_us();
  for (size_t c = range.begin; c < range.end; ++c) {
    const uint32_t begin = log.CaseBegin(c), end = log.CaseEnd(c);
    for (uint32_t e = begin + 1; e < end; ++e) {
      if (time[e] == kNoTime || time[e - 1] == kNoTime) continue;
      const Id arc = arcs.Find(activity[e - 1], activity[e]);
      durations[shard.write_at[arc]++] = time[e] - time[e - 1];
    }
  }
}

void AddTo(std::vector<uint64_t>& to, const std::vector<uint64_t>& from) {
  for (size_t i = 0; i < from.size(); ++i) to[i] += from[i];
}

// Arcs of all shards under one numbering; sets where each shard writes its durations.
std::vector<size_t> Merge(std::vector<Shard>& shards, ArcTable& all, std::vector<Arc>& arcs) {
  for (const Shard& shard : shards) {
    for (const uint64_t key : shard.arcs.keys()) {
      all.Intern(static_cast<Id>(key >> 32), static_cast<Id>(key));
    }
  }
  const size_t n = all.keys().size();
  arcs.resize(n);
  std::vector<size_t> begin(n + 1, 0);
  for (Shard& shard : shards) {
    shard.write_at.assign(n, 0);
    for (size_t local = 0; local < shard.counts.size(); ++local) {
      const uint64_t key = shard.arcs.keys()[local];
      const Id arc = all.Find(static_cast<Id>(key >> 32), static_cast<Id>(key));
      arcs[arc].count += shard.counts[local];
      shard.write_at[arc] = shard.timed[local];
      begin[arc + 1] += shard.timed[local];
    }
  }
  std::partial_sum(begin.begin(), begin.end(), begin.begin());
  for (size_t arc = 0; arc < n; ++arc) {
    arcs[arc].from = static_cast<Id>(all.keys()[arc] >> 32);
    arcs[arc].to = static_cast<Id>(all.keys()[arc]);
    size_t at = begin[arc];
    for (Shard& shard : shards) {
      const size_t own = shard.write_at[arc];
      shard.write_at[arc] = at;
      at += own;
    }
  }
  return begin;
}

}  // namespace

std::vector<uint32_t> NameRanks(const Interner& names) {
  std::vector<Id> order(names.size());
  std::iota(order.begin(), order.end(), Id{0});
  std::sort(order.begin(), order.end(), [&](Id a, Id b) { return names.Name(a) < names.Name(b); });
  std::vector<uint32_t> rank(names.size());
  for (size_t i = 0; i < order.size(); ++i) rank[order[i]] = static_cast<uint32_t>(i);
  return rank;
}

Dfg DiscoverDfg(const EventLog& log, size_t threads) {
  const size_t n = log.activity_count();
  const size_t workers = ThreadCount(threads);
  const auto ranges = SplitCases(log, workers);
  std::vector<Shard> shards;
  for (size_t i = 0; i < workers; ++i) shards.emplace_back(n);
  RunThreads(workers, [&](size_t i) { CountRange(log, ranges[i], shards[i]); });
  Dfg dfg;
  dfg.activity.resize(n);
  dfg.start.resize(n);
  dfg.end.resize(n);
  for (const Shard& shard : shards) {
    AddTo(dfg.activity, shard.activity);
    AddTo(dfg.start, shard.start);
    AddTo(dfg.end, shard.end);
  }
  ArcTable all(n);
  const std::vector<size_t> begin = Merge(shards, all, dfg.arcs);
  std::vector<int64_t> durations(begin.back());
  RunThreads(workers, [&](size_t i) { ScatterRange(log, ranges[i], all, shards[i], durations); });
  // The largest arcs first, so that the threads end together.
  std::vector<size_t> order(dfg.arcs.size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::sort(order.begin(), order.end(),
            [&](size_t a, size_t b) { return begin[a + 1] - begin[a] > begin[b + 1] - begin[b]; });
  std::atomic<size_t> next{0};
  RunThreads(workers, [&](size_t) {
    for (size_t i = next++; i < order.size(); i = next++) {
      const size_t arc = order[i];
      dfg.arcs[arc].time =
          Summarize(std::span(durations).subspan(begin[arc], begin[arc + 1] - begin[arc]));
    }
  });
  const std::vector<uint32_t> rank = NameRanks(log.activity_names());
  std::sort(dfg.arcs.begin(), dfg.arcs.end(), [&](const Arc& a, const Arc& b) {
    if (a.count != b.count) return a.count > b.count;
    return std::pair(rank[a.from], rank[a.to]) < std::pair(rank[b.from], rank[b.to]);
  });
  return dfg;
}

const Arc* Dfg::Find(Id from, Id to) const {
  for (const Arc& arc : arcs) {
    if (arc.from == from && arc.to == to) return &arc;
  }
  return nullptr;
}

double Dependency(const Dfg& dfg, Id a, Id b) {
  const Arc* forth = dfg.Find(a, b);
  const Arc* back = dfg.Find(b, a);
  const double x = forth == nullptr ? 0 : static_cast<double>(forth->count);
  const double y = back == nullptr ? 0 : static_cast<double>(back->count);
  return a == b ? x / (x + 1) : (x - y) / (x + y + 1);
}

}  // namespace huiyin::mining
