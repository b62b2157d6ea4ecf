// Reads the event log back: verification of a whole instance, receipts and proofs for old events.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "ledger/head.h"
#include "ledger/merkle.h"
#include "ledger/verify.h"
#include "store/database.h"

namespace huiyin::store {

// Stored hashes as proofs want them. Lives as long as the session's transaction.
class StoredHashes final : public ledger::HashSource {
 public:
  explicit StoredHashes(Session& session) : session_(session) {}
  Result<std::vector<Hash32>> Leaves(uint64_t first, uint64_t count) override;
  Result<std::vector<Hash32>> Tiles(int level, uint64_t first, uint64_t count) override;

 private:
  Session& session_;
};

// The newest stored head; nothing while the log is empty.
Result<std::optional<ledger::TreeHead>> NewestHead(Session& session);

// A receipt of event `seq` in the newest head. kNotFound "no_such_event".
Result<std::string> ReceiptOf(Session& session, uint64_t seq, const ledger::PublicKey& key);

// Every event, head and tile, page by page, while the instance runs on; constant memory.
// `external_heads`: lines exported earlier (may be empty). Errors are those of reading; what is
// wrong with the log is in the report.
Result<ledger::Report> VerifyLog(Database& database, const ledger::VerifyOptions& options,
                                 std::string_view external_heads = {});

}  // namespace huiyin::store
