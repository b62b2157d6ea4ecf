// The Merkle tree of the event log, hashed as in RFC 6962 §2.1 (SHA-256; leaf = H(00 || bytes),
// node = H(01 || left || right), empty tree = H("")). Pure values, no locks: one object belongs to
// one thread, const methods may be called from several.
//
// Names: a node (level, index) is the root of the aligned, complete subtree over the leaves
// [index << level, (index + 1) << level). A tile is a stored node whose level is a multiple of 8.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace huiyin::ledger {

inline constexpr int kTileLevels = 8;
// One tile stands for 256 nodes of the tile level below it.
inline constexpr uint64_t kTileWidth = uint64_t{1} << kTileLevels;
// Larger trees are refused as malformed: keeps every shift and sum inside 64 bits.
inline constexpr uint64_t kMaxTreeSize = uint64_t{1} << 62;

Hash32 HashLeaf(std::string_view leaf_bytes);
Hash32 HashNode(const Hash32& left, const Hash32& right);
Hash32 EmptyRoot();
// The root over leaf hashes, straight from the definition. O(n) hashes.
Hash32 RootOf(std::span<const Hash32> leaf_hashes);

struct Tile {
  int level = kTileLevels;  // 8, 16, 24, …
  uint64_t index = 0;       // covers leaves [index << level, (index + 1) << level)
  Hash32 hash{};
  bool operator==(const Tile&) const = default;
};

// The frontier: the roots of the perfect subtrees that make up a tree, the largest first. All that
// is needed to append and to know the root; at most 62 hashes.
class CompactRange {
 public:
  CompactRange() = default;
  uint64_t size() const { return size_; }
  const std::vector<Hash32>& frontier() const { return frontier_; }
  // One node hash amortised. Completed tiles are appended to `tiles` when given.
  void Append(const Hash32& leaf_hash, std::vector<Tile>* tiles = nullptr);
  Hash32 Root() const;
  // u64 big-endian size, then the frontier; 8 + 32 * popcount(size) bytes.
  std::string Serialize() const;
  // kCorruption when the length does not fit the size.
  static Result<CompactRange> Parse(std::string_view bytes);
  // kCorruption when the number of hashes does not fit the size.
  static Result<CompactRange> FromFrontier(uint64_t size, std::vector<Hash32> frontier);
  bool operator==(const CompactRange&) const = default;

 private:
  uint64_t size_ = 0;
  std::vector<Hash32> frontier_;
};

// Where stored hashes come from. Must return exactly `count` hashes or an error.
class HashSource {
 public:
  virtual ~HashSource() = default;
  virtual Result<std::vector<Hash32>> Leaves(uint64_t first, uint64_t count) = 0;
  // Tiles of `level` (8, 16, …) with index first … first + count - 1.
  virtual Result<std::vector<Hash32>> Tiles(int level, uint64_t first, uint64_t count) = 0;
};

using Path = std::vector<Hash32>;  // from the leaf upwards

// The audit path of leaf `index` in the tree of the first `tree_size` leaves (RFC 6962 §2.1.1).
// Reads at most 256 hashes a tile level on each of two borders (about 600 at 100 million leaves).
// kInvalidArgument "index_beyond_size"; errors of the source; kCorruption when it returns too few.
Result<Path> InclusionProof(HashSource& source, uint64_t index, uint64_t tree_size);
// RFC 6962 §2.1.2; empty when the sizes are equal. kInvalidArgument "empty_tree" (from_size 0),
// "size_order" (from_size > to_size).
Result<Path> ConsistencyProof(HashSource& source, uint64_t from_size, uint64_t to_size);
// Rebuilds the frontier at `tree_size` from stored hashes (start-up after a crash, other node).
Result<CompactRange> LoadCompactRange(HashSource& source, uint64_t tree_size);

// Strict verifiers: ok, or one error a kind of fault. Malformed input is kInvalidArgument with type
// "index_beyond_size", "tree_too_large", "wrong_proof_length", "size_order", "empty_tree",
// "proof_not_empty"; well-formed but false is kCorruption "root_mismatch" (for consistency also
// "old_root_mismatch").
Status VerifyInclusion(const Hash32& leaf_hash, uint64_t index, uint64_t tree_size,
                       std::span<const Hash32> path, const Hash32& root);
Status VerifyConsistency(uint64_t from_size, const Hash32& from_root, uint64_t to_size,
                         const Hash32& to_root, std::span<const Hash32> path);

// A batch of leaves appended to a frontier, with every new node kept, so that each leaf of the
// batch can be proven in the tree that ends with the batch, without the database. Immutable after
// construction; share it between threads as shared_ptr<const BatchTree>. 64 bytes a leaf.
class BatchTree {
 public:
  // n leaves cost about n node hashes, once for all proofs.
  BatchTree(const CompactRange& before, std::span<const Hash32> leaf_hashes);
  uint64_t first() const { return first_; }  // index of the batch's first leaf
  uint64_t size() const { return size_; }    // of the tree after the batch
  const Hash32& Root() const { return root_; }
  const CompactRange& After() const { return after_; }
  // Tiles completed by this batch, by level, then index: to be stored with it.
  std::vector<Tile> Tiles() const;
  // No hashing. kInvalidArgument "not_in_batch" unless first() <= index < size().
  Result<Path> InclusionPath(uint64_t index) const;

 private:
  struct Level {
    uint64_t first_index = 0;
    std::vector<Hash32> nodes;
  };
  const Hash32& Node(int level, uint64_t index) const;
  uint64_t first_ = 0;
  uint64_t size_ = 0;
  Hash32 root_{};
  CompactRange after_;
  std::vector<Level> levels_;
  std::vector<Hash32> partial_;  // by level: root over the leaves right of the last complete node
};

}  // namespace huiyin::ledger
