// The end of a batch: events get their place in the log, the tree grows, a head is signed.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "ledger/head.h"
#include "ledger/merkle.h"
#include "store/connection.h"
#include "store/writer.h"

namespace huiyin::store {

struct LedgerState {
  ledger::CompactRange tree;
  Instant last_at;  // of the newest event
  std::string log_id;
};

enum class LedgerLock { kNone, kUntilCommit };
// kCorruption "ledger_state" when the row is missing or does not fit itself.
Result<LedgerState> ReadLedger(Session& session, LedgerLock lock);

// All that receipts of one batch need. Immutable, shared between threads.
struct BatchProof {
  ledger::BatchTree tree;
  ledger::TreeHead head;
  ledger::PublicKey key;
};

// Gives `events` their seq from the end of `state`, writes them with tiles, head and the new state.
// kCorruption "log_tail" when the place is taken already (the log was written behind our back).
Result<std::shared_ptr<const BatchProof>> AppendEvents(Connection& connection,
                                                       const LedgerState& state,
                                                       const ledger::SigningKey& key,
                                                       std::vector<StoredEvent*>& events);

// One command's share of a committed batch.
std::shared_ptr<const CommitInfo> MakeCommitInfo(std::vector<StoredEvent> events,
                                                 std::shared_ptr<const BatchProof> proof);

}  // namespace huiyin::store
