// Proofs over stored hashes, and the strict verifiers.
#include <algorithm>
#include <bit>
#include <map>
#include <optional>

#include "ledger/merkle.h"
#include "ledger/proof_path.h"

namespace huiyin::ledger {
namespace {

// Complete nodes of a tree, computed from leaves and tiles that are read a group of 256 at a time.
class TreeReader {
 public:
  TreeReader(HashSource& source, uint64_t size) : source_(source), size_(size) {}

  Result<Hash32> Complete(int level, uint64_t index) {
    const int base = level / kTileLevels * kTileLevels;
    const uint64_t first = index << (level - base);
    const std::vector<Hash32>* group = nullptr;
    TRY_ASSIGN(group, Group(base, first / kTileWidth));
    const uint64_t offset = first % kTileWidth;
    const uint64_t count = uint64_t{1} << (level - base);
    HY_CHECK(offset + count <= group->size());
    return RootOf(std::span(*group).subspan(offset, count));
  }

  // Root over the leaves right of the last complete node of `level`.
  Result<Hash32> Partial(int level) {
    std::optional<Hash32> root;
    for (int below = 0; below < level; ++below) {
      if ((size_ >> below & 1) == 0) continue;
      TRY_ASSIGN(const Hash32 node, Complete(below, (size_ >> below) - 1));
      root = root ? HashNode(node, *root) : node;
    }
    HY_CHECK(root.has_value());
    return *root;
  }

 private:
  Result<const std::vector<Hash32>*> Group(int base, uint64_t group) {
    const auto known = groups_.find({base, group});
    if (known != groups_.end()) return &known->second;
    const uint64_t first = group * kTileWidth;
    const uint64_t count = std::min(kTileWidth, (size_ >> base) - first);
    TRY_ASSIGN(auto hashes,
               base == 0 ? source_.Leaves(first, count) : source_.Tiles(base, first, count));
    if (hashes.size() != count) {
      return Corruption("expected " + std::to_string(count) + " stored hashes of level " +
                        std::to_string(base) + " from " + std::to_string(first) + ", found " +
                        std::to_string(hashes.size()));
    }
    return &groups_.emplace(std::pair(base, group), std::move(hashes)).first->second;
  }

  HashSource& source_;
  uint64_t size_;
  std::map<std::pair<int, uint64_t>, std::vector<Hash32>> groups_;
};

Status AppendStored(TreeReader& reader, int level, uint64_t index, uint64_t size, Path& path) {
  return AppendSiblings(
      level, index, size, path, [&](int l, uint64_t i) { return reader.Complete(l, i); },
      [&](int l) { return reader.Partial(l); });
}

Status CheckSize(uint64_t size) {
  if (size > kMaxTreeSize) return InvalidArgument("tree size is impossible", "tree_too_large");
  return Ok();
}

Error WrongLength() {
  return InvalidArgument("the proof has the wrong number of hashes", "wrong_proof_length");
}

}  // namespace

Result<Path> InclusionProof(HashSource& source, uint64_t index, uint64_t tree_size) {
  TRY(CheckSize(tree_size));
  if (index >= tree_size) {
    return InvalidArgument(
        "no leaf " + std::to_string(index) + " in a tree of " + std::to_string(tree_size),
        "index_beyond_size");
  }
  TreeReader reader(source, tree_size);
  Path path;
  TRY(AppendStored(reader, 0, index, tree_size, path));
  return path;
}

Result<Path> ConsistencyProof(HashSource& source, uint64_t from_size, uint64_t to_size) {
  TRY(CheckSize(to_size));
  if (from_size == 0) return InvalidArgument("an empty tree proves nothing", "empty_tree");
  if (from_size > to_size) return InvalidArgument("the old tree is larger", "size_order");
  Path path;
  if (from_size == to_size) return path;
  TreeReader reader(source, to_size);
  // The last perfect subtree of the old tree is where both trees still agree; it is given first
  // unless it is the whole old tree, whose root the verifier has.
  const int level = std::countr_zero(from_size);
  const uint64_t index = (from_size - 1) >> level;
  if (index != 0) {
    TRY_ASSIGN(const Hash32 seed, reader.Complete(level, index));
    path.push_back(seed);
  }
  TRY(AppendStored(reader, level, index, to_size, path));
  return path;
}

Result<CompactRange> LoadCompactRange(HashSource& source, uint64_t tree_size) {
  TRY(CheckSize(tree_size));
  TreeReader reader(source, tree_size);
  std::vector<Hash32> frontier;
  for (int level = std::bit_width(tree_size) - 1; level >= 0; --level) {
    if ((tree_size >> level & 1) == 0) continue;
    TRY_ASSIGN(const Hash32 node, reader.Complete(level, (tree_size >> level) - 1));
    frontier.push_back(node);
  }
  return CompactRange::FromFrontier(tree_size, std::move(frontier));
}

// RFC 9162 §2.1.3.2.
Status VerifyInclusion(const Hash32& leaf_hash, uint64_t index, uint64_t tree_size,
                       std::span<const Hash32> path, const Hash32& root) {
  TRY(CheckSize(tree_size));
  if (index >= tree_size) {
    return InvalidArgument("the leaf index lies beyond the tree", "index_beyond_size");
  }
  uint64_t node = index;
  uint64_t last = tree_size - 1;
  Hash32 hash = leaf_hash;
  for (const Hash32& sibling : path) {
    if (last == 0) return WrongLength();
    if ((node & 1) != 0 || node == last) {
      hash = HashNode(sibling, hash);
      // Skip the levels where this node is the last one and has no sibling.
      const int skip = std::countr_zero(node);
      node >>= skip;
      last >>= skip;
    } else {
      hash = HashNode(hash, sibling);
    }
    node >>= 1;
    last >>= 1;
  }
  if (last != 0) return WrongLength();
  if (hash != root) {
    return Corruption("the path does not lead to the root of the signed head", "root_mismatch");
  }
  return Ok();
}

// RFC 9162 §2.1.4.2.
Status VerifyConsistency(uint64_t from_size, const Hash32& from_root, uint64_t to_size,
                         const Hash32& to_root, std::span<const Hash32> path) {
  TRY(CheckSize(to_size));
  if (from_size == 0) return InvalidArgument("an empty tree proves nothing", "empty_tree");
  if (from_size > to_size) return InvalidArgument("the old tree is larger", "size_order");
  if (from_size == to_size) {
    if (!path.empty()) return InvalidArgument("equal sizes need no proof", "proof_not_empty");
    if (from_root != to_root) return Corruption("two roots for one size", "root_mismatch");
    return Ok();
  }
  const int level = std::countr_zero(from_size);
  uint64_t node = (from_size - 1) >> level;
  uint64_t last = (to_size - 1) >> level;
  Hash32 seed = from_root;
  if (node != 0) {
    if (path.empty()) return WrongLength();
    seed = path[0];
    path = path.subspan(1);
  }
  Hash32 old_hash = seed;
  Hash32 new_hash = seed;
  for (const Hash32& sibling : path) {
    if (last == 0) return WrongLength();
    if ((node & 1) != 0 || node == last) {
      old_hash = HashNode(sibling, old_hash);
      new_hash = HashNode(sibling, new_hash);
      const int skip = std::countr_zero(node);
      node >>= skip;
      last >>= skip;
    } else {
      new_hash = HashNode(new_hash, sibling);
    }
    node >>= 1;
    last >>= 1;
  }
  if (last != 0) return WrongLength();
  if (old_hash != from_root) {
    return Corruption("the proof does not lead to the old root", "old_root_mismatch");
  }
  if (new_hash != to_root) {
    return Corruption("the proof does not lead to the new root", "root_mismatch");
  }
  return Ok();
}

}  // namespace huiyin::ledger
