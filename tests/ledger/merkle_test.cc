#include "ledger/merkle.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <bit>

#include "ledger/sample_log.h"

namespace huiyin::ledger {
namespace {

Hash32 Hex(std::string_view hex) { return *Hash32From(*HexDecode(hex)); }

// The inputs and roots that the implementations of RFC 6962 have shared since the first one.
const std::vector<std::string> kInputs = {"",
                                          "00",
                                          "10",
                                          "2021",
                                          "3031",
                                          "40414243",
                                          "5051525354555657",
                                          "606162636465666768696a6b6c6d6e6f"};
const std::vector<std::string> kRoots = {
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

StoredHashes KnownTree(size_t size) {
  StoredHashes tree;
  for (size_t i = 0; i < size; ++i) tree.Append(HashLeaf(*HexDecode(kInputs[i])));
  return tree;
}

StoredHashes NumberedTree(uint64_t size) {
  StoredHashes tree;
  for (uint64_t i = 0; i < size; ++i) tree.Append(HashLeaf("leaf " + std::to_string(i)));
  return tree;
}

Hash32 RootAt(const StoredHashes& tree, uint64_t size) {
  return RootOf(std::span(tree.leaves()).first(size));
}

// RFC 6962 §2.1.1, straight from the definition.
Path ReferencePath(std::span<const Hash32> leaves, uint64_t index) {
  if (leaves.size() <= 1) return {};
  const size_t split = std::bit_floor(leaves.size() - 1);
  Path path;
  if (index < split) {
    path = ReferencePath(leaves.first(split), index);
    path.push_back(RootOf(leaves.subspan(split)));
  } else {
    path = ReferencePath(leaves.subspan(split), index - split);
    path.push_back(RootOf(leaves.first(split)));
  }
  return path;
}

std::string Type(const Status& status) { return status.ok() ? "ok" : status.error().type; }

TEST(Merkle, KnownInputs_GiveTheKnownRoots) {
  for (size_t size = 0; size <= kInputs.size(); ++size) {
    const StoredHashes tree = KnownTree(size);
    EXPECT_EQ(HexEncode(View(tree.range().Root())), kRoots[size]);
    EXPECT_EQ(HexEncode(View(RootAt(tree, size))), kRoots[size]);
    EXPECT_EQ(HexEncode(View(BatchTree({}, tree.leaves()).Root())), kRoots[size]);
  }
}

TEST(InclusionProof, KnownTrees_GiveTheKnownPaths) {
  const struct {
    uint64_t index, size;
    std::vector<std::string> path;
  } cases[] = {
      {0, 1, {}},
      {0, 2, {"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"}},
      {2, 3, {"fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"}},
      {1,
       5,
       {"6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}},
      {5,
       8,
       {"bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}},
  };
  StoredHashes tree = KnownTree(8);
  for (const auto& test : cases) {
    const Path path = *InclusionProof(tree, test.index, test.size);
    ASSERT_EQ(path.size(), test.path.size());
    for (size_t i = 0; i < path.size(); ++i) EXPECT_EQ(path[i], Hex(test.path[i]));
  }
}

TEST(ConsistencyProof, KnownTrees_GiveTheKnownPaths) {
  const struct {
    uint64_t from, to;
    std::vector<std::string> path;
  } cases[] = {
      {1, 1, {}},
      {1,
       8,
       {"96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"}},
      {6,
       8,
       {"0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"}},
      {2,
       5,
       {"5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"}},
  };
  StoredHashes tree = KnownTree(8);
  for (const auto& test : cases) {
    const Path path = *ConsistencyProof(tree, test.from, test.to);
    ASSERT_EQ(path.size(), test.path.size()) << test.from << " " << test.to;
    for (size_t i = 0; i < path.size(); ++i) EXPECT_EQ(path[i], Hex(test.path[i]));
  }
}

TEST(InclusionProof, EveryLeafOfEverySizeUpTo300_MatchesTheDefinitionAndVerifies) {
  StoredHashes tree = NumberedTree(300);
  for (uint64_t size = 1; size <= 300; ++size) {
    const auto leaves = std::span(tree.leaves()).first(size);
    const Hash32 root = RootOf(leaves);
    for (uint64_t index = 0; index < size; ++index) {
      const Path path = *InclusionProof(tree, index, size);
      if (size % 7 == 0) {
        ASSERT_EQ(path, ReferencePath(leaves, index));
      }
      ASSERT_TRUE(VerifyInclusion(leaves[index], index, size, path, root).ok())
          << index << " of " << size;
    }
  }
}

TEST(ConsistencyProof, EveryPairOfSizesUpTo300_Verifies) {
  StoredHashes tree = NumberedTree(300);
  std::vector<Hash32> roots;
  for (uint64_t size = 0; size <= 300; ++size) roots.push_back(RootAt(tree, size));
  for (uint64_t to = 1; to <= 300; ++to) {
    for (uint64_t from = 1; from <= to; ++from) {
      const Path path = *ConsistencyProof(tree, from, to);
      ASSERT_TRUE(VerifyConsistency(from, roots[from], to, roots[to], path).ok())
          << from << " to " << to;
    }
  }
}

TEST(Proofs, WhenAnythingIsCorrupted_FailByName) {
  StoredHashes tree = NumberedTree(300);
  EXPECT_TRUE(rc::check("a corrupted inclusion proof fails", [&] {
    const auto size = *rc::gen::inRange<uint64_t>(1, 301);
    const auto index = *rc::gen::inRange<uint64_t>(0, size);
    const Hash32 root = RootAt(tree, size);
    const Hash32 leaf = tree.leaves()[index];
    const Path path = *InclusionProof(tree, index, size);
    const auto verify = [&](uint64_t i, uint64_t n, const Hash32& l, const Path& p,
                            const Hash32& r) { return Type(VerifyInclusion(l, i, n, p, r)); };
    const auto flip = [](Hash32 hash) {
      hash[*rc::gen::inRange<size_t>(0, 32)] ^=
          static_cast<uint8_t>(1u << *rc::gen::inRange<unsigned>(0, 8));
      return hash;
    };
    RC_ASSERT(verify(index, size, leaf, path, flip(root)) == "root_mismatch");
    RC_ASSERT(verify(index, size, flip(leaf), path, root) == "root_mismatch");
    RC_ASSERT(verify(size + index, size, leaf, path, root) == "index_beyond_size");
    RC_ASSERT(verify(index, kMaxTreeSize + 1, leaf, path, root) == "tree_too_large");
    const auto other = *rc::gen::inRange<uint64_t>(0, size);
    if (other != index) RC_ASSERT(verify(other, size, leaf, path, root) != "ok");
    Path longer = path;
    longer.insert(
        longer.begin() + *rc::gen::inRange<ptrdiff_t>(0, static_cast<ptrdiff_t>(path.size()) + 1),
        leaf);
    RC_ASSERT(verify(index, size, leaf, longer, root) == "wrong_proof_length");
    if (path.empty()) return;
    const auto at = *rc::gen::inRange<size_t>(0, path.size());
    Path changed = path;
    changed[at] = flip(changed[at]);
    RC_ASSERT(verify(index, size, leaf, changed, root) == "root_mismatch");
    Path shorter = path;
    shorter.erase(shorter.begin() + static_cast<ptrdiff_t>(at));
    RC_ASSERT(verify(index, size, leaf, shorter, root) == "wrong_proof_length");
  }));
  EXPECT_TRUE(rc::check("a corrupted consistency proof fails", [&] {
    const auto to = *rc::gen::inRange<uint64_t>(2, 301);
    const auto from = *rc::gen::inRange<uint64_t>(1, to);
    const Hash32 from_root = RootAt(tree, from), to_root = RootAt(tree, to);
    const Path path = *ConsistencyProof(tree, from, to);
    const auto verify = [&](uint64_t m, const Hash32& old_root, uint64_t n, const Hash32& root,
                            const Path& p) {
      return Type(VerifyConsistency(m, old_root, n, root, p));
    };
    Hash32 wrong = to_root;
    wrong[*rc::gen::inRange<size_t>(0, 32)] ^= 1;
    RC_ASSERT(verify(from, from_root, to, wrong, path) == "root_mismatch");
    RC_ASSERT(verify(from, wrong, to, to_root, path) != "ok");
    RC_ASSERT(verify(to, to_root, from, from_root, path) == "size_order");
    RC_ASSERT(verify(0, EmptyRoot(), to, to_root, path) == "empty_tree");
    RC_ASSERT(verify(to, to_root, to, to_root, path) == "proof_not_empty");
    RC_ASSERT(verify(to, to_root, to, wrong, {}) == "root_mismatch");
    Path longer = path;
    longer.push_back(from_root);
    RC_ASSERT(verify(from, from_root, to, to_root, longer) == "wrong_proof_length");
    const auto at = *rc::gen::inRange<size_t>(0, path.size());
    Path changed = path;
    changed[at][*rc::gen::inRange<size_t>(0, 32)] ^= 0x80;
    RC_ASSERT(verify(from, from_root, to, to_root, changed) != "ok");
    Path shorter = path;
    shorter.pop_back();
    RC_ASSERT(verify(from, from_root, to, to_root, shorter) == "wrong_proof_length");
  }));
}

TEST(Proofs, WhenAskedTheImpossible_SayWhy) {
  StoredHashes tree = NumberedTree(5);
  EXPECT_EQ(InclusionProof(tree, 5, 5).error().type, "index_beyond_size");
  EXPECT_EQ(InclusionProof(tree, 0, 0).error().type, "index_beyond_size");
  EXPECT_EQ(InclusionProof(tree, 0, UINT64_MAX).error().type, "tree_too_large");
  EXPECT_EQ(ConsistencyProof(tree, 0, 5).error().type, "empty_tree");
  EXPECT_EQ(ConsistencyProof(tree, 6, 5).error().type, "size_order");
  EXPECT_EQ(InclusionProof(tree, 0, 6).error().code, ErrorCode::kNotFound);  // the source's error
}

TEST(Proofs, OfALargeTree_ReadAFewHundredHashesAndVerify) {
  constexpr uint64_t kSize = 200'003;  // tiles of level 16 exist
  StoredHashes tree = NumberedTree(kSize);
  const Hash32 root = tree.range().Root();
  for (const uint64_t index : {uint64_t{0}, uint64_t{255}, uint64_t{65'535}, uint64_t{65'536},
                               uint64_t{131'071}, uint64_t{199'999}, kSize - 1}) {
    tree.read = 0;
    const Path path = *InclusionProof(tree, index, kSize);
    EXPECT_LE(tree.read, 1'100u) << index;
    EXPECT_TRUE(VerifyInclusion(tree.leaves()[index], index, kSize, path, root).ok()) << index;
  }
  for (const uint64_t from :
       {uint64_t{1}, uint64_t{256}, uint64_t{65'536}, uint64_t{65'537}, uint64_t{199'998}}) {
    tree.read = 0;
    const Path path = *ConsistencyProof(tree, from, kSize);
    EXPECT_LE(tree.read, 1'100u) << from;
    EXPECT_TRUE(VerifyConsistency(from, RootAt(tree, from), kSize, root, path).ok()) << from;
  }
  EXPECT_EQ(*LoadCompactRange(tree, kSize), tree.range());
}

TEST(CompactRange, SerializedAndParsed_IsTheSame) {
  EXPECT_TRUE(rc::check([] {
    StoredHashes tree = NumberedTree(*rc::gen::inRange<uint64_t>(0, 600));
    const std::string bytes = tree.range().Serialize();
    RC_ASSERT(*CompactRange::Parse(bytes) == tree.range());
    RC_ASSERT(*LoadCompactRange(tree, tree.range().size()) == tree.range());
    RC_ASSERT(!CompactRange::Parse(bytes + "x").ok());
    RC_ASSERT(!CompactRange::Parse(bytes + std::string(32, 'x')).ok());
    RC_ASSERT(!CompactRange::Parse(std::string_view(bytes).substr(1)).ok());
  }));
  EXPECT_FALSE(CompactRange::Parse(std::string(8 + 64 * 32, '\xff')).ok());
}

TEST(BatchTree, EveryLeafOfABatch_IsProvenInTheTreeThatEndsWithIt) {
  EXPECT_TRUE(rc::check([] {
    const auto before_size = *rc::gen::inRange<uint64_t>(0, 700);
    const auto count = *rc::gen::inRange<uint64_t>(0, 400);
    StoredHashes tree = NumberedTree(before_size);
    const CompactRange before = tree.range();
    std::vector<Hash32> batch;
    std::vector<Tile> tiles;
    CompactRange after = before;
    for (uint64_t i = 0; i < count; ++i) {
      batch.push_back(HashLeaf("new " + std::to_string(i)));
      after.Append(batch.back(), &tiles);
      tree.Append(batch.back());
    }
    const BatchTree proven(before, batch);
    RC_ASSERT(proven.Root() == after.Root());
    RC_ASSERT(proven.After() == after);
    RC_ASSERT(proven.Tiles() == tiles);
    for (uint64_t i = before_size; i < before_size + count; ++i) {
      const Path path = *proven.InclusionPath(i);
      RC_ASSERT(path == *InclusionProof(tree, i, before_size + count));
      RC_ASSERT(
          VerifyInclusion(batch[i - before_size], i, proven.size(), path, proven.Root()).ok());
    }
    RC_ASSERT(proven.InclusionPath(before_size + count).error().type == "not_in_batch");
    if (before_size > 0) RC_ASSERT(!proven.InclusionPath(before_size - 1).ok());
  }));
}

TEST(BatchTree, OfAVeryLongLog_NeedsOnlyTheFrontier) {
  constexpr uint64_t kBefore = (uint64_t{1} << 40) + 77'777;
  std::vector<Hash32> frontier;
  for (int i = 0; i < std::popcount(kBefore); ++i) {
    frontier.push_back(HashLeaf("subtree " + std::to_string(i)));
  }
  const auto before = CompactRange::FromFrontier(kBefore, frontier);
  std::vector<Hash32> batch;
  for (int i = 0; i < 3'000; ++i) batch.push_back(HashLeaf(std::to_string(i)));
  const BatchTree tree(*before, batch);
  for (const uint64_t i : {kBefore, kBefore + 1'500, kBefore + 2'999}) {
    EXPECT_TRUE(
        VerifyInclusion(batch[i - kBefore], i, tree.size(), *tree.InclusionPath(i), tree.Root())
            .ok());
  }
}

}  // namespace
}  // namespace huiyin::ledger
