#include "text/train_rows.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <numeric>
#include <thread>

#include "text/extract.h"

namespace huiyin::text {
namespace {

constexpr size_t kPart = 512;  // rows one core takes at a time

struct Source {
  const Dataset::Row* row;
  uint32_t label;
};

std::vector<Source> SourcesOf(const Dataset& data, const std::vector<std::string>& labels) {
  std::vector<Source> out;
  for (const auto& row : data.rows) {
    const auto at = std::find(labels.begin(), labels.end(), row.label);
    if (at != labels.end()) out.push_back({&row, static_cast<uint32_t>(at - labels.begin())});
  }
  return out;
}

// Feature → number in order of appearance; open addressing, as there are millions.
class Numbers {
 public:
  Numbers() : slots_(size_t{1} << 16) {}
  uint32_t Of(uint64_t id) {
    size_t at = id & (slots_.size() - 1);
    for (; slots_[at].next != 0; at = (at + 1) & (slots_.size() - 1)) {
      if (slots_[at].id == id) return slots_[at].next - 1;
    }
    slots_[at] = {id, ++count_};
    ids_.push_back(id);
    if (size_t{count_} * 2 > slots_.size()) Grow();
    return count_ - 1;
  }
  const std::vector<uint64_t>& ids() const { return ids_; }

 private:
  struct Slot {
    uint64_t id = 0;
    uint32_t next = 0;  // number + 1
  };
  void Grow() {
    std::vector<Slot> old(slots_.size() * 2);
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.next == 0) continue;
      size_t at = slot.id & (slots_.size() - 1);
      while (slots_[at].next != 0) at = (at + 1) & (slots_.size() - 1);
      slots_[at] = slot;
    }
  }
  std::vector<Slot> slots_;
  std::vector<uint64_t> ids_;
  uint32_t count_ = 0;
};

// The features of every part of the rows, hashed on all cores.
struct Part {
  std::vector<uint64_t> ids;
  std::vector<uint32_t> sizes;
};

std::vector<Part> Hashed(const CharTable& table, const std::vector<Source>& sources,
                         const std::string& input) {
  std::vector<Part> parts((sources.size() + kPart - 1) / kPart);
  ForEach(parts.size(), [&](size_t p) {
    thread_local Extractor extract(table);
    for (size_t i = p * kPart; i < std::min(sources.size(), (p + 1) * kPart); ++i) {
      const auto& row = *sources[i].row;
      const auto& ids = extract.Of(input, row.a, row.b, FeatureSet::Spans::kDrop).ids();
      parts[p].ids.insert(parts[p].ids.end(), ids.begin(), ids.end());
      parts[p].sizes.push_back(static_cast<uint32_t>(ids.size()));
    }
  });
  return parts;
}

}  // namespace

void ForEach(size_t count, const std::function<void(size_t)>& work) {
  const size_t cores = std::clamp<size_t>(std::thread::hardware_concurrency(), 1, count + 1);
  std::atomic<size_t> next{0};
  const auto run = [&] {
    for (size_t i = next++; i < count; i = next++) work(i);
  };
  std::vector<std::thread> others;
  for (size_t c = 1; c < std::min(cores, count); ++c) others.emplace_back(run);
  run();
  for (auto& other : others) other.join();
}

std::vector<float> TrainingRows::Norms(double power) const {
  std::vector<float> out;
  for (const uint32_t size : sizes) {
    out.push_back(static_cast<float>(std::pow(std::max<double>(size, 1), -power)));
  }
  return out;
}

TrainingRows ReadRows(const CharTable& table, const Dataset& data, const Dataset& dev,
                      const std::vector<std::string>& labels, const std::string& input,
                      uint32_t min_documents) {
  std::vector<Source> sources = SourcesOf(data, labels);
  TrainingRows out;
  out.taught = static_cast<uint32_t>(sources.size());
  const auto more = SourcesOf(dev, labels);
  sources.insert(sources.end(), more.begin(), more.end());
  for (const Source& source : sources) out.labels.push_back(source.label);

  Numbers numbers;
  std::vector<uint32_t> columns, documents;
  for (const Part& part : Hashed(table, sources, input)) {
    for (const uint32_t size : part.sizes) out.sizes.push_back(size);
    for (const uint64_t id : part.ids) columns.push_back(numbers.Of(id));
  }
  documents.assign(numbers.ids().size(), 0);
  size_t taught_columns = 0;
  for (uint32_t row = 0; row < out.taught; ++row) taught_columns += out.sizes[row];
  for (size_t k = 0; k < taught_columns; ++k) ++documents[columns[k]];

  constexpr uint32_t kLeftOut = 0xFFFFFFFF;
  std::vector<uint32_t> kept, place(documents.size(), kLeftOut);
  for (uint32_t f = 0; f < documents.size(); ++f) {
    if (documents[f] >= std::max(min_documents, 1u)) kept.push_back(f);
  }
  std::stable_sort(kept.begin(), kept.end(),
                   [&](uint32_t a, uint32_t b) { return documents[a] > documents[b]; });
  for (uint32_t k = 0; k < kept.size(); ++k) {
    place[kept[k]] = k;
    out.ids.push_back(numbers.ids()[kept[k]]);
  }
  out.sparse.features = kept.size();
  size_t at = 0;
  for (const uint32_t size : out.sizes) {
    const auto begin = static_cast<ptrdiff_t>(out.sparse.columns.size());
    for (const size_t end = at + size; at < end; ++at) {
      if (place[columns[at]] != kLeftOut) out.sparse.columns.push_back(place[columns[at]]);
    }
    std::sort(out.sparse.columns.begin() + begin, out.sparse.columns.end());
    out.sparse.starts.push_back(out.sparse.columns.size());
  }
  return out;
}

}  // namespace huiyin::text
