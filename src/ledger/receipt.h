// A customer's receipt: one event, its path in the tree, and the signed head that ends its batch.
// Whoever holds it can prove offline that the log held exactly this event at that place. Layout:
// docs/formats/receipt.md. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "ledger/event_leaf.h"
#include "ledger/head.h"
#include "ledger/merkle.h"

namespace huiyin::ledger {

inline constexpr std::string_view kReceiptPrefix = "hy1.";
inline constexpr size_t kMaxPathHashes = 62;
inline constexpr size_t kMaxReceiptBytes = kMaxLeafBytes + 4096;

struct Receipt {
  std::string leaf;  // EncodeLeaf bytes
  uint64_t leaf_index = 0;
  TreeHead head;
  Path path;
  PublicKey public_key{Hash32{}};
};

// "hy1." and base64url without padding.
std::string FormatReceipt(const Receipt& receipt);
// Strict: accepts exactly what FormatReceipt writes; surrounding white space is the caller's
// business. Type "receipt_prefix", "receipt_too_long", "receipt_encoding", "receipt_version",
// "receipt_truncated", "receipt_log_id", "receipt_path_too_long", "receipt_trailing_bytes".
// Structure only; nothing is proven yet.
Result<Receipt> ParseReceipt(std::string_view text);

enum class Trust {
  kTrustedKey,      // signed by the key the caller trusts
  kKeyFromReceipt,  // signed by the key inside the receipt: compare its fingerprint elsewhere
};

// What a verified receipt proves.
struct ReceiptFacts {
  Event event;  // ticket_no, kind, at, payload …
  uint64_t leaf_index = 0;
  uint64_t tree_size = 0;
  Instant head_at;
  std::string log_id;
  std::string key_fingerprint;
  Trust trust = Trust::kKeyFromReceipt;
};

// kInvalidArgument / kCorruption with type of ParseReceipt, DecodeLeaf, VerifyInclusion, or
// "receipt_index" (index differs from the event's seq), "untrusted_key", "head_signature".
Result<ReceiptFacts> VerifyReceipt(const Receipt& receipt,
                                   const std::optional<PublicKey>& trusted_key = std::nullopt);
Result<ReceiptFacts> VerifyReceiptText(std::string_view text,
                                       const std::optional<PublicKey>& trusted_key = std::nullopt);

}  // namespace huiyin::ledger
