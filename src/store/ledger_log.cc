#include "store/ledger_log.h"

#include <algorithm>

#include "ledger/event_leaf.h"
#include "ledger/receipt.h"
#include "store/queries.h"

namespace huiyin::store {
namespace {

ledger::EventView ViewOf(const StoredEvent& stored) {
  const NewEvent& event = stored.event;
  return {stored.seq,  stored.at,  event.ticket_no, event.ticket_id,
          event.actor, event.kind, event.payload};
}

std::string_view View(const ledger::Signature& signature) {
  return {reinterpret_cast<const char*>(signature.data()), signature.size()};
}

class BatchCommitInfo final : public CommitInfo {
 public:
  BatchCommitInfo(std::vector<StoredEvent> events, std::shared_ptr<const BatchProof> proof)
      : events_(std::move(events)), proof_(std::move(proof)) {}
  const std::vector<StoredEvent>& events() const override { return events_; }
  Result<std::string> Receipt(size_t index) const override {
    if (index >= events_.size()) return InvalidArgument("the command has no such event");
    const StoredEvent& stored = events_[index];
    ledger::Receipt receipt{
        ledger::EncodeLeaf(ViewOf(stored)), stored.seq, proof_->head, {}, proof_->key};
    TRY_ASSIGN(receipt.path, proof_->tree.InclusionPath(stored.seq));
    return ledger::FormatReceipt(receipt);
  }

 private:
  std::vector<StoredEvent> events_;
  std::shared_ptr<const BatchProof> proof_;
};

Status WriteEvents(Connection& connection, const std::vector<StoredEvent*>& events,
                   const std::vector<Hash32>& hashes) {
  auto status =
      connection.ExecMany(q::event_insert, events.size(), [&](size_t row, std::vector<Param>& out) {
        const StoredEvent& stored = *events[row];
        const NewEvent& event = stored.event;
        out.assign({static_cast<int64_t>(stored.seq), stored.at, event.ticket_id, event.ticket_no,
                    event.actor, event.kind, event.payload, hashes[row]});
      });
  if (!status.ok() && status.error().code == ErrorCode::kConflict) {
    return Corruption("the event log goes on after its recorded end; run huiyin verify", "log_tail")
        .WithInternal(std::move(status.error().internal));
  }
  return status;
}

Status WriteTree(Connection& connection, const BatchProof& proof, Instant last_at) {
  const auto tiles = proof.tree.Tiles();
  TRY(connection.ExecMany(q::tile_insert, tiles.size(), [&](size_t row, std::vector<Param>& out) {
    out.assign({tiles[row].level, static_cast<int64_t>(tiles[row].index), tiles[row].hash});
  }));
  const ledger::TreeHead& head = proof.head;
  const int64_t second = head.at.us / 1'000'000;
  const auto size = static_cast<int64_t>(head.tree_size);
  TRY(connection.Exec(q::head_put, {second, size, head.root, head.at, Blob{View(head.signature)}}));
  const std::string frontier = proof.tree.After().Serialize();
  TRY(connection.Exec(q::ledger_write, {size, Blob{frontier}, last_at}));
  return Ok();
}

// Wakes the live updates of other nodes. Delivered by the engine at commit.
Status Notify(Connection& connection, uint64_t size) {
  if (connection.engine() == Engine::kSqlite) return Ok();
  const std::string text = std::to_string(size);
  return connection.EachSql("SELECT 1 FROM pg_notify('huiyin_' || current_schema(), ?1)",
                            std::vector<Param>{text}, [](const Row&) { return Ok(); });
}

}  // namespace

Result<LedgerState> ReadLedger(Session& session, LedgerLock lock) {
  struct Raw {
    int64_t size;
    std::string frontier;
    LedgerState state;
  };
  const Query& query = lock == LedgerLock::kNone ? q::ledger_read : q::ledger_lock;
  TRY_ASSIGN(auto raw, session.One(query, {}, [](const Row& row) {
    return Raw{row.Int(0), std::string(row.BlobBytes(1)), {{}, row.At(2), row.Str(3)}};
  }));
  if (!raw) return Corruption("the state of the event log is missing", "ledger_state");
  auto tree = ledger::CompactRange::Parse(raw->frontier);
  if (!tree.ok() || tree->size() != static_cast<uint64_t>(raw->size) ||
      !ledger::IsValidLogId(raw->state.log_id)) {
    return Corruption("the state of the event log does not fit itself", "ledger_state");
  }
  raw->state.tree = std::move(tree).value();
  return std::move(raw->state);
}

Result<std::shared_ptr<const BatchProof>> AppendEvents(Connection& connection,
                                                       const LedgerState& state,
                                                       const ledger::SigningKey& key,
                                                       std::vector<StoredEvent*>& events) {
  std::vector<Hash32> hashes;
  hashes.reserve(events.size());
  uint64_t seq = state.tree.size();
  Instant last_at = state.last_at;
  for (StoredEvent* event : events) {
    event->seq = seq++;
    last_at = std::max(last_at, event->at);
    hashes.push_back(ledger::LeafHash(ViewOf(*event)));
  }
  ledger::BatchTree tree(state.tree, hashes);
  auto head = ledger::SignHead(key, state.log_id, tree.size(), tree.Root(), last_at);
  auto proof = std::make_shared<const BatchProof>(
      BatchProof{std::move(tree), std::move(head), key.public_key()});
  TRY(WriteEvents(connection, events, hashes));
  TRY(WriteTree(connection, *proof, last_at));
  TRY(Notify(connection, seq));
  return proof;
}

std::shared_ptr<const CommitInfo> MakeCommitInfo(std::vector<StoredEvent> events,
                                                 std::shared_ptr<const BatchProof> proof) {
  return std::make_shared<BatchCommitInfo>(std::move(events), std::move(proof));
}

}  // namespace huiyin::store
