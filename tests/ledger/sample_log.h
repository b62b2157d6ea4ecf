// A real log made by the ledger's own writer side: events in batches, a signed head each, tiles.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "ledger/event_leaf.h"
#include "ledger/head.h"
#include "ledger/merkle.h"
#include "ledger/verify.h"

namespace huiyin::ledger {

inline SigningKey TestKey(char fill = 'k') {
  return std::move(SigningKey::FromSeed(std::string(32, fill))).value();
}

inline Event SampleEvent(uint64_t seq) {
  return {seq,
          Instant{1'770'000'000'000'000 + static_cast<int64_t>(seq % 1'000'000'000) * 1'500},
          "HY20260310" + std::to_string(100000 + seq / 3),
          static_cast<int64_t>(seq / 3 + 1),
          seq % 3 == 0 ? "customer" : "user:" + std::to_string(seq % 15),
          seq % 3 == 0 ? "ticket_created" : "note_added",
          R"({"n":)" + std::to_string(seq) + R"(,"category":"物流","c":"b7e2"})"};
}

struct SampleLog {
  struct Row {
    Event event;
    Hash32 leaf_hash;
  };
  std::vector<Row> rows;
  std::vector<TreeHead> heads;
  std::vector<Tile> tiles;
  CompactRange frontier;
  std::string log_id = "log-1";

  // Appends as the writer does: one batch, one head.
  void AppendBatch(uint64_t count, const SigningKey& key) {
    std::vector<Hash32> hashes;
    for (uint64_t i = 0; i < count; ++i) {
      rows.push_back({SampleEvent(rows.size()), {}});
      rows.back().leaf_hash = LeafHash(rows.back().event);
      hashes.push_back(rows.back().leaf_hash);
    }
    const BatchTree batch(frontier, hashes);
    for (const Tile& tile : batch.Tiles()) tiles.push_back(tile);
    frontier = batch.After();
    heads.push_back(SignHead(key, log_id, batch.size(), batch.Root(),
                             rows.empty() ? Instant{} : rows.back().event.at));
  }

  // What somebody with the database (and `key`, when re-signing) can do: recompute hashes …
  void RehashLeaf(uint64_t i) { rows[i].leaf_hash = LeafHash(rows[i].event); }
  // … renumber …
  void Renumber() {
    for (uint64_t i = 0; i < rows.size(); ++i) {
      rows[i].event.seq = i;
      RehashLeaf(i);
    }
  }
  // … and rebuild the tiles.
  void RebuildTiles() {
    tiles.clear();
    CompactRange range;
    for (const Row& row : rows) range.Append(row.leaf_hash, &tiles);
  }
};

inline SampleLog MakeLog(std::vector<uint64_t> batches, const SigningKey& key = TestKey()) {
  SampleLog log;
  for (const uint64_t count : batches) log.AppendBatch(count, key);
  return log;
}

inline Report VerifyLog(const SampleLog& log, const std::vector<TreeHead>& external = {},
                        VerifyOptions options = {}) {
  if (options.trusted_keys.empty()) options.trusted_keys = {TestKey().public_key()};
  options.log_id = "log-1";
  LogVerifier verifier(options);
  for (const TreeHead& head : external) verifier.AddExternalHead(head);
  for (const TreeHead& head : log.heads) verifier.AddHead(head);
  for (const Tile& tile : log.tiles) verifier.AddTile(tile);
  for (const auto& row : log.rows) verifier.AddEvent(row.event, row.leaf_hash);
  return verifier.Finish();
}

// Hashes as a store would keep them; counts what proofs read.
class StoredHashes final : public HashSource {
 public:
  void Append(const Hash32& leaf) {
    std::vector<Tile> done;
    range_.Append(leaf, &done);
    leaves_.push_back(leaf);
    for (const Tile& tile : done) tiles_[tile.level].push_back(tile.hash);
  }
  Result<std::vector<Hash32>> Leaves(uint64_t first, uint64_t count) override {
    return Slice(leaves_, first, count);
  }
  Result<std::vector<Hash32>> Tiles(int level, uint64_t first, uint64_t count) override {
    return Slice(tiles_[level], first, count);
  }
  const std::vector<Hash32>& leaves() const { return leaves_; }
  const CompactRange& range() const { return range_; }
  uint64_t read = 0;

 private:
  Result<std::vector<Hash32>> Slice(const std::vector<Hash32>& from, uint64_t first,
                                    uint64_t count) {
    if (first + count > from.size()) return NotFound("no such hash stored");
    read += count;
    return std::vector<Hash32>(from.begin() + static_cast<ptrdiff_t>(first),
                               from.begin() + static_cast<ptrdiff_t>(first + count));
  }
  std::vector<Hash32> leaves_;
  std::map<int, std::vector<Hash32>> tiles_;
  CompactRange range_;
};

}  // namespace huiyin::ledger
