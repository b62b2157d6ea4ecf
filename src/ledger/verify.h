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
  Hash32 root{};  // over the events as they are; meaningless after a gap
  uint64_t finding_count = 0;
  std::vector<Finding> findings;  // by first_seq; at most kMaxFindings kept
  // The first event concerned; none when only lines of an exported file were refused.
  std::optional<uint64_t> first_bad() const {
    for (const Finding& finding : findings) {
      if (finding.kind != FindingKind::kExternalHeadInvalid) return finding.first_seq;
    }
    return std::nullopt;
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
    Tile tile;
    uint64_t first_seq, last_seq;
    enum class Fault { kWrong, kMissing } fault;
  };
  void Found(FindingKind kind, uint64_t first_seq, uint64_t last_seq, std::string zh,
             std::string en);
  bool SignedByTrusted(const TreeHead& head) const;
  bool CheckSequence(uint64_t seq);
  void Append(const Hash32& by_contents, const Hash32& stored);
  void CheckHeadsHere();
  void CheckRoot(const PendingHead& pending);
  void RootAgrees(const PendingHead& pending);
  void StoredRootDiffers(const TreeHead& head);
  void CheckCompletedTiles();
  void FinishCut();
  void FinishTail();
  void FinishTiles();
  void FinishFindings();

  VerifyOptions options_;
  Report report_;
  uint64_t next_seq_ = 0;
  CompactRange tree_;  // over the stored leaf hashes
  // Over the hashes of the contents; present once the two differed since the last good head.
  std::optional<CompactRange> by_contents_;
  bool tree_known_ = true;            // false after a gap or a difference that cannot be repaired
  uint64_t good_size_ = 0;            // size of the last head, own or exported, whose root agreed
  uint64_t good_external_ = 0;        // the same for exported heads only
  uint64_t sealed_size_ = 0;          // largest stored head with a good signature
  bool invalid_head_at_end_ = false;  // no good stored head has come after an invalid one
  bool forked_ = false;
  bool cut_ = false;
  std::optional<uint64_t> external_differs_;  // size of an exported head, until an own head decides
  std::multimap<uint64_t, PendingHead> pending_heads_;
  std::map<std::pair<int, uint64_t>, Hash32> pending_tiles_;
  std::vector<Tile> completed_;              // by the event just added
  std::vector<Tile> completed_by_contents_;  // the same over contents
  std::vector<BadTile> bad_tiles_;           // since the last good head
};

}  // namespace huiyin::ledger
