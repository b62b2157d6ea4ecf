#include "store/log_reader.h"

#include <algorithm>
#include <cstring>
#include <deque>

#include "ledger/receipt.h"
#include "store/ledger_log.h"
#include "store/queries.h"

namespace huiyin::store {
namespace {

constexpr int64_t kPageEvents = 4'096;  // a multiple of a tile's width
constexpr int64_t kPageHeads = 512;

Result<std::vector<Hash32>> ReadHashes(Session& session, const Query& query,
                                       std::initializer_list<Param> params) {
  std::vector<Hash32> out;
  TRY(session.Each(query, params, [&](const Row& row) -> Status {
    TRY_ASSIGN(out.emplace_back(), Hash32From(row.BlobBytes(0)));
    return Ok();
  }));
  return out;
}

// A damaged head must be reported, not stop the reading: wrong lengths become zeros.
ledger::TreeHead HeadFrom(const Row& row, const std::string& log_id) {
  ledger::TreeHead head;
  head.tree_size = static_cast<uint64_t>(row.Int(0));
  const std::string_view root = row.BlobBytes(1), signature = row.BlobBytes(3);
  if (root.size() == head.root.size()) std::memcpy(head.root.data(), root.data(), root.size());
  if (signature.size() == head.signature.size()) {
    std::memcpy(head.signature.data(), signature.data(), signature.size());
  }
  head.at = row.At(2);
  head.log_id = log_id;
  return head;
}

ledger::Event EventFrom(const Row& row) {
  return {static_cast<uint64_t>(row.Int(0)),
          row.At(1),
          row.Str(3),
          row.Int(2),
          row.Str(4),
          row.Str(5),
          row.Str(6)};
}

class Pages {
 public:
  Pages(ledger::LogVerifier& verifier, std::string log_id)
      : verifier_(verifier), log_id_(std::move(log_id)) {}

  // One snapshot a page. True when it was the last one.
  Result<bool> Next(Session& session) {
    std::vector<std::pair<ledger::Event, std::string>> events;
    TRY(session.Each(q::log_events, {next_seq_, kPageEvents}, [&](const Row& row) {
      events.emplace_back(EventFrom(row), std::string(row.BlobBytes(7)));
      return Ok();
    }));
    const bool last = events.size() < static_cast<size_t>(kPageEvents);
    const int64_t end =
        events.empty() ? next_seq_ : static_cast<int64_t>(events.back().first.seq) + 1;
    TRY(AddHeads(session, end, last));
    TRY(AddTiles(session, end));
    for (const auto& [event, hash] : events) verifier_.AddEvent(event, hash);
    next_seq_ = end;
    return last;
  }

 private:
  Status AddHeads(Session& session, int64_t end, bool all) {
    for (;;) {
      while (!heads_.empty() && (all || heads_.front().tree_size <= static_cast<uint64_t>(end))) {
        verifier_.AddHead(heads_.front());
        heads_.pop_front();
      }
      if (!heads_.empty()) return Ok();
      TRY(session.Each(q::log_heads, {head_second_, kPageHeads}, [&](const Row& row) {
        heads_.push_back(HeadFrom(row, log_id_));
        head_second_ = std::max(head_second_ + 1, row.Int(4));
        return Ok();
      }));
      if (heads_.empty()) return Ok();
      // Not yet covered ones are read again: the newest second may still be replaced.
      if (!all) {
        const auto later = std::find_if(heads_.begin(), heads_.end(), [&](const auto& head) {
          return head.tree_size > static_cast<uint64_t>(end);
        });
        if (later != heads_.end()) {
          head_second_ = later->at.us / 1'000'000 - 1;
          heads_.erase(later, heads_.end());
          if (heads_.empty()) return Ok();
        }
      }
    }
  }

  Status AddTiles(Session& session, int64_t end) {
    for (int level = ledger::kTileLevels; level < 62; level += ledger::kTileLevels) {
      if (end >> level == next_seq_ >> level) break;
      TRY(session.Each(q::log_tiles_ending, {level, next_seq_ >> level, end >> level},
                       [&](const Row& row) -> Status {
                         ledger::Tile tile{level, static_cast<uint64_t>(row.Int(1)), {}};
                         const std::string_view hash = row.BlobBytes(2);
                         if (hash.size() == tile.hash.size()) {
                           std::memcpy(tile.hash.data(), hash.data(), hash.size());
                         }
                         verifier_.AddTile(tile);
                         return Ok();
                       }));
    }
    return Ok();
  }

  ledger::LogVerifier& verifier_;
  const std::string log_id_;
  int64_t next_seq_ = 0;
  int64_t head_second_ = -1;
  std::deque<ledger::TreeHead> heads_;
};

}  // namespace

Result<std::vector<Hash32>> StoredHashes::Leaves(uint64_t first, uint64_t count) {
  return ReadHashes(session_, q::log_leaf_hashes,
                    {static_cast<int64_t>(first), static_cast<int64_t>(count)});
}

Result<std::vector<Hash32>> StoredHashes::Tiles(int level, uint64_t first, uint64_t count) {
  return ReadHashes(session_, q::log_tiles,
                    {level, static_cast<int64_t>(first), static_cast<int64_t>(count)});
}

Result<std::optional<ledger::TreeHead>> NewestHead(Session& session) {
  TRY_ASSIGN(const LedgerState state, ReadLedger(session, LedgerLock::kNone));
  return session.One(q::log_head_newest, {},
                     [&](const Row& row) { return HeadFrom(row, state.log_id); });
}

Result<std::string> ReceiptOf(Session& session, uint64_t seq, const ledger::PublicKey& key) {
  TRY_ASSIGN(const auto event, session.One(q::log_event, {static_cast<int64_t>(seq)}, EventFrom));
  TRY_ASSIGN(const auto head, NewestHead(session));
  if (!event || !head || head->tree_size <= seq) {
    return NotFound("the log has no event " + std::to_string(seq), "no_such_event");
  }
  StoredHashes hashes(session);
  ledger::Receipt receipt{ledger::EncodeLeaf(*event), seq, *head, {}, key};
  TRY_ASSIGN(receipt.path, ledger::InclusionProof(hashes, seq, head->tree_size));
  return ledger::FormatReceipt(receipt);
}

Result<ledger::Report> VerifyLog(Database& database, const ledger::VerifyOptions& options,
                                 std::string_view external_heads) {
  ledger::LogVerifier verifier(options);
  TRY(verifier.AddExternalHeads(external_heads));
  Pages pages(verifier, database.log_id());
  for (bool last = false; !last;) {
    TRY(database.Read([&](Session& session) -> Status {
      TRY_ASSIGN(last, pages.Next(session));
      return Ok();
    }));
  }
  return verifier.Finish();
}

}  // namespace huiyin::store
