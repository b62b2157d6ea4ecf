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

// Groups cases by trace; a hash only finds the candidate, the trace decides.
class VariantTable {
 public:
  VariantTable(const EventLog& log, size_t cases)
      : log_(log), cells_(std::bit_ceil(std::max<size_t>(1024, cases + cases / 2)), kEmpty) {}

  struct Entry {
    uint64_t hash;
    uint32_t first_case;
    uint64_t count;
  };

  // The cell of a hash will be wanted soon.
  void Expect(uint64_t hash) const { __builtin_prefetch(&cells_[hash & (cells_.size() - 1)]); }

  uint32_t Add(uint32_t first_case, uint64_t hash, uint64_t count) {
    const std::span<const Id> trace = log_.Trace(first_case);
    const size_t mask = cells_.size() - 1;
    size_t at = hash & mask;
    for (; cells_[at] != kEmpty; at = (at + 1) & mask) {
      if (TagOf(cells_[at]) != TagOf(hash)) continue;
      Entry& entry = entries_[static_cast<uint32_t>(cells_[at])];
      if (entry.hash == hash && SameTrace(log_.Trace(entry.first_case), trace)) {
        entry.count += count;
        return static_cast<uint32_t>(cells_[at]);
      }
    }
    const uint32_t id = static_cast<uint32_t>(entries_.size());
    entries_.push_back({hash, first_case, count});
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

// Numbers the variants of the cases; hashes run ahead so that the table's cells are there in time.
void AddCases(const EventLog& log, CaseRange range, VariantTable& table,
              std::vector<uint32_t>& of_case) {
  constexpr size_t kAhead = 64;
  std::array<uint64_t, kAhead> hashes;
  for (size_t from = range.begin; from < range.end; from += kAhead) {
    const size_t to = std::min(from + kAhead, range.end);
    for (size_t c = from; c < to; ++c) {
      hashes[c - from] = HashTrace(log.Trace(c));
      table.Expect(hashes[c - from]);
    }
    for (size_t c = from; c < to; ++c) {
      of_case[c] = table.Add(static_cast<uint32_t>(c), hashes[c - from], 1);
    }
  }
}

// Count and the names of the first sixteen steps in three comparisons; the rest of the path only if
// needed.
struct SortKey {
  uint64_t inverse_count;
  std::array<uint64_t, 2> prefix;
  uint32_t entry;
};

std::vector<uint32_t> Ordered(const EventLog& log,
                              const std::vector<VariantTable::Entry>& entries) {
  const std::vector<uint32_t> rank = NameRanks(log.activity_names());
  const uint32_t last_byte = 254;  // higher ranks share a byte and are told apart by the full path
  std::vector<SortKey> keys(entries.size());
  for (uint32_t i = 0; i < entries.size(); ++i) {
    const auto trace = log.Trace(entries[i].first_case);
    std::array<uint64_t, 2> prefix{};
    bool exact = true;  // ends at the first rank that shares a byte
    for (size_t step = 0; step < 16 && exact; ++step) {
      const uint64_t byte = step < trace.size() ? std::min(rank[trace[step]], last_byte) + 1 : 0;
      prefix[step / 8] |= byte << 8 * (7 - step % 8);
      exact = byte != last_byte + 1;
    }
    keys[i] = {~entries[i].count, prefix, i};
  }
  std::sort(keys.begin(), keys.end(), [&](const SortKey& x, const SortKey& y) {
    if (x.inverse_count != y.inverse_count) return x.inverse_count < y.inverse_count;
    if (x.prefix != y.prefix) return x.prefix < y.prefix;
    const auto a = log.Trace(entries[x.entry].first_case);
    const auto b = log.Trace(entries[y.entry].first_case);
    return std::lexicographical_compare(a.begin(), a.end(), b.begin(), b.end(),
                                        [&](Id p, Id q) { return rank[p] < rank[q]; });
  });
  std::vector<uint32_t> order(keys.size());
  for (size_t i = 0; i < keys.size(); ++i) order[i] = keys[i].entry;
  return order;
}

// Copies the paths out of the log; returns the place of each entry.
std::vector<uint32_t> Store(const EventLog& log, const std::vector<VariantTable::Entry>& entries,
                            const std::vector<uint32_t>& order, Variants& result) {
  std::vector<uint32_t> place(order.size());
  size_t steps = 0;
  for (const auto& entry : entries) steps += log.Trace(entry.first_case).size();
  result.steps.reserve(steps);
  result.list.reserve(order.size());
  for (size_t i = 0; i < order.size(); ++i) {
    const auto& entry = entries[order[i]];
    const auto trace = log.Trace(entry.first_case);
    const size_t from = result.steps.size();
    result.steps.insert(result.steps.end(), trace.begin(), trace.end());
    result.list.push_back(
        {{result.steps.data() + from, trace.size()}, entry.count, entry.first_case});
    place[order[i]] = static_cast<uint32_t>(i);
  }
  return place;
}

}  // namespace

Variants FindVariants(const EventLog& log, size_t threads) {
  const size_t workers = ThreadCount(threads);
  const auto ranges = SplitCases(log, workers);
  Variants result;
  result.of_case.resize(log.case_count());
  std::vector<VariantTable> tables;
  for (size_t i = 0; i < workers; ++i) tables.emplace_back(log, ranges[i].end - ranges[i].begin);
  RunThreads(workers, [&](size_t i) { AddCases(log, ranges[i], tables[i], result.of_case); });
  VariantTable& all = tables[0];
  std::vector<std::vector<uint32_t>> to_all(workers);
  for (size_t i = 1; i < workers; ++i) {
    for (const auto& entry : tables[i].entries()) {
      to_all[i].push_back(all.Add(entry.first_case, entry.hash, entry.count));
    }
  }
  const std::vector<uint32_t> order = Ordered(log, all.entries());
  const std::vector<uint32_t> place = Store(log, all.entries(), order, result);
  RunThreads(workers, [&](size_t i) {
    for (size_t c = ranges[i].begin; c < ranges[i].end; ++c) {
      const uint32_t local = result.of_case[c];
      result.of_case[c] = place[i == 0 ? local : to_all[i][local]];
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
