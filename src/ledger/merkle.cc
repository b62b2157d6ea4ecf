#include "ledger/merkle.h"

#include <bit>
#include <cstring>

namespace huiyin::ledger {

Hash32 HashLeaf(std::string_view leaf_bytes) {
  return Sha256({std::string_view("\x00", 1), leaf_bytes});
}

Hash32 HashNode(const Hash32& left, const Hash32& right) {
  char bytes[65];
  bytes[0] = 1;
  std::memcpy(bytes + 1, left.data(), 32);
  std::memcpy(bytes + 33, right.data(), 32);
  return Sha256(std::string_view(bytes, sizeof bytes));
}

Hash32 EmptyRoot() { return Sha256(std::string_view()); }

Hash32 RootOf(std::span<const Hash32> leaf_hashes) {
  if (leaf_hashes.empty()) return EmptyRoot();
  if (leaf_hashes.size() == 1) return leaf_hashes[0];
  const size_t split = std::bit_floor(leaf_hashes.size() - 1);
  return HashNode(RootOf(leaf_hashes.first(split)), RootOf(leaf_hashes.subspan(split)));
}

void CompactRange::Append(const Hash32& leaf_hash, std::vector<Tile>* tiles) {
  Hash32 node = leaf_hash;
  int level = 0;
  // Each trailing one bit of the size is a perfect subtree that the new node completes a pair with.
  for (uint64_t rest = size_; (rest & 1) != 0; rest >>= 1) {
    node = HashNode(frontier_.back(), node);
    frontier_.pop_back();
    ++level;
    if (tiles != nullptr && level % kTileLevels == 0) {
      tiles->push_back({level, size_ >> level, node});
    }
  }
  frontier_.push_back(node);
  ++size_;
}

Hash32 CompactRange::Root() const {
  if (frontier_.empty()) return EmptyRoot();
  Hash32 root = frontier_.back();
  for (size_t i = frontier_.size() - 1; i-- > 0;) root = HashNode(frontier_[i], root);
  return root;
}

std::string CompactRange::Serialize() const {
  std::string out;
  out.reserve(8 + 32 * frontier_.size());
  for (int shift = 56; shift >= 0; shift -= 8) out += static_cast<char>(size_ >> shift);
  for (const Hash32& hash : frontier_) out += View(hash);
  return out;
}

Result<CompactRange> CompactRange::Parse(std::string_view bytes) {
  if (bytes.size() < 8) return Corruption("tree frontier is shorter than its size field");
  uint64_t size = 0;
  for (const char c : bytes.substr(0, 8)) size = size << 8 | static_cast<uint8_t>(c);
  bytes.remove_prefix(8);
  if (bytes.size() % 32 != 0) return Corruption("tree frontier is not made of whole hashes");
  std::vector<Hash32> frontier(bytes.size() / 32);
  if (!bytes.empty()) std::memcpy(frontier.data(), bytes.data(), bytes.size());
  return FromFrontier(size, std::move(frontier));
}

Result<CompactRange> CompactRange::FromFrontier(uint64_t size, std::vector<Hash32> frontier) {
  if (size > kMaxTreeSize || frontier.size() != static_cast<size_t>(std::popcount(size))) {
    return Corruption("a tree frontier of " + std::to_string(frontier.size()) +
                      " hashes does not fit tree size " + std::to_string(size));
  }
  CompactRange out;
  out.size_ = size;
  out.frontier_ = std::move(frontier);
  return out;
}

}  // namespace huiyin::ledger
