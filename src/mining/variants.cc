#include "mining/variants.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <numeric>

#include "mining/dfg.h"
#include "mining/parallel.h"

namespace huiyin::mining {
namespace {

uint64_t HashTrace(std::span<const Id> trace) {
  uint64_t h = 0x9E3779B97F4A7C15ull ^ trace.size();
  for (const Id activity : trace) {
    h = (h ^ activity) * 0xD6E8FEB86659FD93ull;
    h ^= h >> 29;
  }
  return h ^ (h >> 32);
}

bool SameTrace(std::span<const Id> a, std::span<const Id> b) {
  return a.size() == b.size() &&
         (a.empty() || std::memcmp(a.data(), b.data(), a.size() * sizeof(Id)) == 0);
}

struct Entry {
  uint64_t hash;
  uint32_t first_case;
  uint64_t count;
};

// Groups cases by trace; a hash only finds the candidate, the trace decides.
class VariantTable {
 public:
  VariantTable(const EventLog& log, size_t cases)
      : log_(log), cells_(std::bit_ceil(std::max<size_t>(1024, cases + cases / 2)), kEmpty) {}

  // The cell of a hash will be wanted soon.
  void Expect(uint64_t hash) const { __builtin_prefetch(&cells_[hash & (cells_.size() - 1)]); }

  uint32_t Add(uint32_t a_case, uint64_t hash) {
    const std::span<const Id> trace = log_.Trace(a_case);
    const size_t mask = cells_.size() - 1;
    size_t at = hash & mask;
    for (; cells_[at] != kEmpty; at = (at + 1) & mask) {
      if (TagOf(cells_[at]) != TagOf(hash)) continue;
      Entry& entry = entries_[static_cast<uint32_t>(cells_[at])];
      if (entry.hash == hash && SameTrace(log_.Trace(entry.first_case), trace)) {
        ++entry.count;
        return static_cast<uint32_t>(cells_[at]);
      }
    }
    const uint32_t id = static_cast<uint32_t>(entries_.size());
    entries_.push_back({hash, a_case, 1});
    cells_[at] = CellOf(hash, id);
    if (entries_.size() * 3 > cells_.size() * 2) Grow();
    return id;
  }
  const std::vector<Entry>& entries() const { return entries_; }

 private:
  static constexpr uint64_t kEmpty = ~uint64_t{0};
  // The upper half of the hash beside the number of the entry: most cells that do not match are
  // passed without looking at their entry.
  static uint64_t TagOf(uint64_t hash) { return hash >> 32; }
  static uint64_t CellOf(uint64_t hash, uint32_t id) { return (TagOf(hash) << 32) | id; }

  void Grow() {
    cells_.assign(cells_.size() * 2, kEmpty);
    const size_t mask = cells_.size() - 1;
    for (uint32_t id = 0; id < entries_.size(); ++id) {
      size_t at = entries_[id].hash & mask;
      while (cells_[at] != kEmpty) at = (at + 1) & mask;
      cells_[at] = CellOf(entries_[id].hash, id);
    }
  }
  const EventLog& log_;
  std::vector<uint64_t> cells_;
  std::vector<Entry> entries_;
};

// Which thread groups the cases of a hash. Equal traces meet in one table, so that tables need not
// be joined.
size_t PartOf(uint64_t hash, size_t parts) {
  return static_cast<size_t>((hash >> 32) * parts >> 32);
}

// Numbers the variants of the part's cases within the part; `of_case` takes the numbers.
std::vector<Entry> GroupPart(const EventLog& log, const std::vector<uint64_t>& hashes, size_t part,
                             size_t parts, std::vector<uint32_t>& of_case) {
  constexpr size_t kAhead = 32;  // so that the table's cells are there in time
  std::vector<uint32_t> cases;
  cases.reserve(hashes.size() / parts + hashes.size() / 16);
  for (uint32_t c = 0; c < hashes.size(); ++c) {
    if (PartOf(hashes[c], parts) == part) cases.push_back(c);
  }
  VariantTable table(log, cases.size());
  for (size_t i = 0; i < cases.size(); ++i) {
    if (i + kAhead < cases.size()) table.Expect(hashes[cases[i + kAhead]]);
    of_case[cases[i]] = table.Add(cases[i], hashes[cases[i]]);
  }
  return table.entries();
}

// Count and the names of the first sixteen steps in three comparisons; the rest of the path only if
// needed.
struct SortKey {
  uint64_t inverse_count;
  std::array<uint64_t, 2> prefix;
  uint32_t entry;
};

// Entries in the order of the result.
class EntryOrder {
 public:
  EntryOrder(const EventLog& log, const std::vector<Entry>& entries)
      : log_(log), entries_(entries), rank_(NameRanks(log.activity_names())) {}

  std::vector<uint32_t> Sorted(size_t threads) const {
    std::vector<SortKey> keys(entries_.size());
    const auto bound = [&](size_t i) {
      return keys.begin() + static_cast<long>(keys.size() * i / threads);
    };
    RunThreads(threads, [&](size_t i) {
      for (auto key = bound(i); key != bound(i + 1); ++key) {
        *key = KeyOf(static_cast<uint32_t>(key - keys.begin()));
      }
      std::sort(bound(i), bound(i + 1), *this);
    });
    for (size_t i = 1; i < threads; ++i) {
      std::inplace_merge(keys.begin(), bound(i), bound(i + 1), *this);
    }
    std::vector<uint32_t> order(keys.size());
    for (size_t i = 0; i < keys.size(); ++i) order[i] = keys[i].entry;
    return order;
  }

  bool operator()(const SortKey& x, const SortKey& y) const {
    if (x.inverse_count != y.inverse_count) return x.inverse_count < y.inverse_count;
    if (x.prefix != y.prefix) return x.prefix < y.prefix;
    const auto a = log_.Trace(entries_[x.entry].first_case);
    const auto b = log_.Trace(entries_[y.entry].first_case);
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                        [&](Id p, Id q) { return rank_[p] < rank_[q]; });
  }

 private:
  SortKey KeyOf(uint32_t entry) const {
    constexpr uint32_t kLastByte =
        254;  // higher ranks share a byte; the full path tells them apart
    const auto trace = log_.Trace(entries_[entry].first_case);
    SortKey key{~entries_[entry].count, {}, entry};
    bool exact = true;  // ends at the first rank that shares a byte
    for (size_t step = 0; step < 16 && exact; ++step) {
      const uint64_t byte = step < trace.size() ? std::min(rank_[trace[step]], kLastByte) + 1 : 0;
      key.prefix[step / 8] |= byte << 8 * (7 - step % 8);
      exact = byte != kLastByte + 1;
    }
    return key;
  }

  const EventLog& log_;
  const std::vector<Entry>& entries_;
  const std::vector<uint32_t> rank_;
};

// Copies the paths out of the log; returns the place of each entry.
std::vector<uint32_t> Store(const EventLog& log, const std::vector<Entry>& entries,
                            const std::vector<uint32_t>& order, size_t threads, Variants& result) {
  std::vector<uint32_t> place(order.size());
  std::vector<size_t> begin(order.size() + 1, 0);
  for (size_t i = 0; i < order.size(); ++i) {
    begin[i + 1] = begin[i] + log.Trace(entries[order[i]].first_case).size();
  }
  result.steps.resize(begin.back());
  result.list.resize(order.size());
  RunThreads(threads, [&](size_t part) {
    const size_t end = order.size() * (part + 1) / threads;
    for (size_t i = order.size() * part / threads; i < end; ++i) {
      const Entry& entry = entries[order[i]];
      const auto trace = log.Trace(entry.first_case);
      std::copy(trace.begin(), trace.end(), result.steps.begin() + static_cast<long>(begin[i]));
      result.list[i] = {
          {result.steps.data() + begin[i], trace.size()}, entry.count, entry.first_case};
      place[order[i]] = static_cast<uint32_t>(i);
    }
  });
  return place;
}

}  // namespace

Variants FindVariants(const EventLog& log, size_t threads) {
  const size_t workers = ThreadCount(threads);
  const auto ranges = SplitCases(log, workers);
  Variants result;
  result.of_case.resize(log.case_count());
  std::vector<uint64_t> hashes(log.case_count());
  RunThreads(workers, [&](size_t i) {
    for (size_t c = ranges[i].begin; c < ranges[i].end; ++c) hashes[c] = HashTrace(log.Trace(c));
  });
  std::vector<std::vector<Entry>> parts(workers);
  RunThreads(workers,
             [&](size_t i) { parts[i] = GroupPart(log, hashes, i, workers, result.of_case); });
  std::vector<Entry> entries = std::move(parts[0]);
  std::vector<uint32_t> first_of(workers, 0);
  for (size_t i = 1; i < workers; ++i) {
    first_of[i] = static_cast<uint32_t>(entries.size());
    entries.insert(entries.end(), parts[i].begin(), parts[i].end());
  }
  const std::vector<uint32_t> order = EntryOrder(log, entries).Sorted(workers);
  const std::vector<uint32_t> place = Store(log, entries, order, workers, result);
  RunThreads(workers, [&](size_t i) {
    for (size_t c = ranges[i].begin; c < ranges[i].end; ++c) {
      result.of_case[c] = place[first_of[PartOf(hashes[c], workers)] + result.of_case[c]];
    }
  });
  return result;
}

size_t Variants::Covering(double share) const {
  uint64_t total = 0, seen = 0;
  for (const Variant& variant : list) total += variant.count;
  const double wanted = share * static_cast<double>(total);
  for (size_t i = 0; i < list.size(); ++i) {
    if (static_cast<double>(seen) >= wanted - 1e-9) return i;
    seen += list[i].count;
  }
  return list.size();
}

}  // namespace huiyin::mining
