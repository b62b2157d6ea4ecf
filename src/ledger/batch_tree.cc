#include <bit>
#include <optional>

#include "ledger/merkle.h"
#include "ledger/proof_path.h"

namespace huiyin::ledger {
namespace {

// The frontier's nodes by level: the one of level l is there when bit l of the size is set.
std::vector<std::optional<Hash32>> ByLevel(const CompactRange& range, int levels) {
  std::vector<std::optional<Hash32>> out(static_cast<size_t>(levels));
  size_t next = range.frontier().size();
  for (int level = 0; level < levels; ++level) {
    if ((range.size() >> level & 1) != 0)
      out[static_cast<size_t>(level)] = range.frontier()[--next];
  }
  return out;
}

}  // namespace

BatchTree::BatchTree(const CompactRange& before, std::span<const Hash32> leaf_hashes)
    : first_(before.size()), size_(before.size() + leaf_hashes.size()) {
  const int levels = std::bit_width(size_);
  const auto old_nodes = ByLevel(before, levels);
  levels_.resize(static_cast<size_t>(levels));
  for (int level = 0; level < levels; ++level) {
    const auto at = static_cast<size_t>(level);
    Level& here = levels_[at];
    const uint64_t first_new = first_ >> level;
    const uint64_t end = size_ >> level;
    here.first_index = first_new;
    here.nodes.reserve(end - first_new + 1);
    if (old_nodes[at]) {
      here.first_index = first_new - 1;
      here.nodes.push_back(*old_nodes[at]);
    }
    if (level == 0) {
      here.nodes.insert(here.nodes.end(), leaf_hashes.begin(), leaf_hashes.end());
      continue;
    }
    for (uint64_t index = first_new; index < end; ++index) {
      here.nodes.push_back(HashNode(Node(level - 1, 2 * index), Node(level - 1, 2 * index + 1)));
    }
  }

  std::vector<Hash32> frontier;
  partial_.resize(static_cast<size_t>(levels) + 1);
  std::optional<Hash32> partial;
  for (int level = 0; level < levels; ++level) {
    if ((size_ >> level & 1) != 0) {
      const Hash32& node = Node(level, (size_ >> level) - 1);
      frontier.insert(frontier.begin(), node);
      partial = partial ? HashNode(node, *partial) : node;
    }
    if (partial) partial_[static_cast<size_t>(level) + 1] = *partial;
  }
  root_ = partial ? *partial : EmptyRoot();
  auto after = CompactRange::FromFrontier(size_, std::move(frontier));
  HY_CHECK(after.ok());
  after_ = std::move(after).value();
}

const Hash32& BatchTree::Node(int level, uint64_t index) const {
  const Level& here = levels_[static_cast<size_t>(level)];
  HY_CHECK(index >= here.first_index && index - here.first_index < here.nodes.size());
  return here.nodes[index - here.first_index];
}

std::vector<Tile> BatchTree::Tiles() const {
  std::vector<Tile> out;
  for (int level = kTileLevels; level < static_cast<int>(levels_.size()); level += kTileLevels) {
    for (uint64_t index = first_ >> level; index < size_ >> level; ++index) {
      out.push_back({level, index, Node(level, index)});
    }
  }
  return out;
}

Result<Path> BatchTree::InclusionPath(uint64_t index) const {
  if (index < first_ || index >= size_) {
    return InvalidArgument("leaf " + std::to_string(index) + " is not of this batch",
                           "not_in_batch");
  }
  Path path;
  TRY(AppendSiblings(
      0, index, size_, path,
      [&](int level, uint64_t i) -> Result<Hash32> { return Node(level, i); },
      [&](int level) -> Result<Hash32> { return partial_[static_cast<size_t>(level)]; }));
  return path;
}

}  // namespace huiyin::ledger
