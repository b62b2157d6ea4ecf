// Streaming verifier of a whole log: constant memory, one pass, about two SHA-256 an event. Feed it
// page by page; for each page add the stored heads and tiles that end inside or before the page
// first, then the page's events in the order of seq. One thread.
//
//   LogVerifier verifier(options);
//   for (page) { AddHead… (ascending tree_size) ; AddTile… ; AddEvent… ; }
//   Report report = verifier.Finish();
//
// What it finds, and how exactly, is in docs/formats/event-log.md ("What verification finds").
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/event_leaf.h"
#include "ledger/head.h"
#include "ledger/merkle.h"

namespace huiyin::ledger {

enum class FindingKind {
  kAltered,              // contents, stored hash or both differ from what was signed
  kInserted,             // a seq twice, or events that no signed head covers
  kDeleted,              // a gap in seq
  kCut,                  // a head, own or exported, covers more events than there are
  kHeadInvalid,          // a stored head whose signature, log or order is wrong
  kTileInvalid,          // a stored tile is wrong or missing although the events are right
  kForked,               // the log contradicts a head exported earlier although its own heads agree
  kExternalHeadInvalid,  // a line of the exported heads is not signed by this log
};
std::string_view FindingKindName(FindingKind kind);  // "altered", "head_invalid", …

// Whether events at the end may be without a head. The writer signs a head with every batch.
enum class TailRule { kMustBeSealed, kMayBeUnsealed };
enum class TileRule { kChecked, kNotStored };

struct VerifyOptions {
  std::vector<PublicKey> trusted_keys;  // current and former keys of this log
  std::string log_id;                   // empty: not compared
  TailRule tail = TailRule::kMustBeSealed;
  TileRule tiles = TileRule::kChecked;
};

struct Finding {
  FindingKind kind = FindingKind::kAltered;
  uint64_t first_seq = 0;  // the first event concerned …
  uint64_t last_seq = 0;   // … and the last; equal when the event is known exactly
  std::string message_zh;
  std::string message_en;
};

struct Report {
  bool ok = true;
  uint64_t events = 0;
  uint64_t heads = 0;  // stored heads seen
  uint64_t tiles = 0;
  uint64_t external_heads = 0;
  Hash32 root{};  // over the events as they are
  uint64_t finding_count = 0;
  std::vector<Finding> findings;  // by first_seq; at most kMaxFindings kept
  std::optional<uint64_t> first_bad() const {
    return findings.empty() ? std::nullopt : std::optional(findings.front().first_seq);
  }
};
inline constexpr size_t kMaxFindings = 100;

class LogVerifier {
 public:
  explicit LogVerifier(VerifyOptions options);
  // Heads kept outside (file, webhook). All before the first event.
  void AddExternalHead(const TreeHead& head);
  // The text of an exported file, one head a line, '#' lines and empty lines skipped. A line that
  // does not parse is kInvalidArgument with its number and nothing of the text is added.
  Status AddExternalHeads(std::string_view text);

  void AddHead(const TreeHead& head);
  void AddTile(const Tile& tile);
  void AddEvent(const EventView& event, const Hash32& stored_leaf_hash);
  // The same for a leaf hash column that may have any length.
  void AddEvent(const EventView& event, std::string_view stored_leaf_hash);
  Report Finish();

 private:
  enum class Source { kStored, kExternal };
  struct PendingHead {
    TreeHead head;
    Source source;
  };
  struct BadTile {
    int level;
    uint64_t first_seq, last_seq;
    bool missing;
  };
  void Add(FindingKind kind, uint64_t first_seq, uint64_t last_seq, std::string zh, std::string en);
  bool SignedByTrusted(const TreeHead& head) const;
  void CheckHeadsHere();
  void CheckRoot(const PendingHead& pending);
  void RootAgrees(Source source);
  void RootDiffers(const PendingHead& pending);
  void CheckCompletedTiles();
  void ReportBadTiles();
  void FinishTail();

  VerifyOptions options_;
  Report report_;
  std::string buffer_;
  uint64_t next_seq_ = 0;
  CompactRange tree_;  // over the stored leaf hashes
  // Over the hashes of the contents; present once the two differed since the last good head.
  std::optional<CompactRange> by_contents_;
  bool tree_known_ = true;      // false after a gap or a difference that cannot be repaired
  uint64_t good_size_ = 0;      // size of the last head, own or exported, whose root agreed
  uint64_t good_external_ = 0;  // the same for exported heads only
  uint64_t sealed_size_ = 0;    // largest stored head with a good signature
  std::multimap<uint64_t, PendingHead> pending_heads_;
  std::map<std::pair<int, uint64_t>, Hash32> pending_tiles_;
  std::vector<Tile> completed_;
  std::vector<BadTile> bad_tiles_;  // since the last good head
};

}  // namespace huiyin::ledger
